"""Looks through an XLSX package before it is opened as one: bounded in bytes, XML, time and memory."""

import io
from xml.parsers import expat

from colonnade.content import packages
from colonnade.sheets.grid import MAX_TEXT, refuse

EXPECTED = packages.Expected("workbook", ".xlsx", most_parts=200, most_unpacked=40_000_000)
MAX_ELEMENTS = 200_000
"""XML elements of the whole package: the costly ones take openpyxl some 20 microseconds and 1 kB each."""
MAX_SHEETS = 20
MAX_DEPTH = 50


def check_package(data: bytes) -> None:
    """Refuses what is no workbook and what would cost more than a workbook of this size should."""
    xml = _Xml()
    try:
        for name, pieces in packages.parts_of(io.BytesIO(data), EXPECTED):
            part = xml.part(name)
            for piece in pieces:
                part.feed(piece)
            part.close()
    except packages.Refused as refused:
        raise refuse(str(refused)) from None


class _Xml:
    """What all XML parts of a package hold together."""

    def __init__(self) -> None:
        self.elements = 0
        self.sheets = 0

    def part(self, name: str) -> "_Part":
        return _Part(self, must_be_xml=name.endswith((".xml", ".rels")))

    def count(self, tag: str) -> None:
        self.elements += 1
        self.sheets += tag.rpartition(":")[2] == "sheet"
        if self.sheets > MAX_SHEETS:
            raise refuse(f"holds more than {MAX_SHEETS} sheets")
        # A sheet of the list may be any part, and the same one again: each may cost a pass over everything.
        if self.elements > MAX_ELEMENTS or self.elements * self.sheets > 3 * MAX_ELEMENTS:
            raise refuse(f"holds more than {MAX_ELEMENTS:,} cells and formats; keep only the scorecard's rows")


class _Part:
    """One part, read as XML whatever its name: a part that is none stops being looked into, unless it must be."""

    def __init__(self, xml: _Xml, *, must_be_xml: bool) -> None:
        self._xml = xml
        self._must_be_xml = must_be_xml
        self._depth = self._text = self._quiet = 0
        self._parser: expat.XMLParserType | None = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, chunk: bytes) -> None:
        self._quiet += len(chunk)
        self._parse(chunk, is_last=False)
        # The parser starts over on an unfinished tag or comment with every chunk: a long one takes minutes.
        if self._parser and self._quiet > 2 * MAX_TEXT:
            raise refuse("holds XML that is one endless tag")

    def close(self) -> None:
        self._parse(b"", is_last=True)

    def _parse(self, chunk: bytes, *, is_last: bool) -> None:
        if self._parser is None:
            return
        try:
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as fault:
            if self._must_be_xml:
                raise refuse(f"is a damaged workbook ({fault})") from None
            self._parser = None

    def _doctype(self, *_: object) -> None:
        raise refuse("is a workbook with a document type or entities in its XML, which none needs")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._quiet = self._text = 0
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise refuse(f"holds XML nested more than {MAX_DEPTH} levels deep")
        self._characters("".join(attributes.values()))
        self._xml.count(tag)

    def _end(self, _: str) -> None:
        self._quiet = self._text = 0
        self._depth -= 1

    def _characters(self, text: str) -> None:
        self._quiet = 0
        self._text += len(text)
        if self._text > MAX_TEXT:
            raise refuse(f"holds a text of more than {MAX_TEXT // 1000} kB")
