"""Looks through an XLSX package before it is opened as one: bounded in bytes, XML, time and memory."""

import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from xml.parsers import expat

from colonnade.sheets.grid import MAX_TEXT, refuse

MAX_ENTRIES = 200
MAX_UNPACKED = 40_000_000
MAX_ELEMENTS = 200_000
"""XML elements of the whole package: the costly ones take openpyxl some 20 microseconds and 1 kB each."""
MAX_SHEETS = 20
MAX_DEPTH = 50
_CHUNK = 65_536
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def check_package(data: bytes) -> None:
    """Refuses what is no workbook and what would cost more than a workbook of this size should."""
    if data.startswith(_OLD_OFFICE):
        raise refuse(_what_old_office(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_entries(data, package.infolist())
            _inflate(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error) as fault:
        raise refuse(f"is not a whole .xlsx workbook ({fault})") from None


def _what_old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "is protected with a password; save it without one"
    return "is a workbook of the old .xls kind; save it as .xlsx"


def _check_entries(data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise refuse(f"is a workbook of {len(entries):,} parts; at most {MAX_ENTRIES} are read")
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise refuse("is a workbook with two parts of one name")
    for entry in entries:
        _check_name(entry.orig_filename)
        if entry.flag_bits & _ENCRYPTED:
            raise refuse("is protected with a password; save it without one")
        if entry.compress_type not in _METHODS:
            raise refuse("is packed in a way that workbooks are not")
    _refuse_overlaps(data, entries)


def _check_name(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or any(sign in name for sign in "\\:\0"):
        raise refuse("is a workbook with a part that points outside of it")
    if "vbaproject" in name.casefold():
        raise refuse("holds macros; save it as .xlsx without them")


def _refuse_overlaps(data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """Entries that share bytes unpack one small text many times over."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        name_length, extra_length = struct.unpack_from("<HH", data, entry.header_offset + 26)
        if entry.header_offset < end:
            raise refuse("is a workbook whose parts overlap")
        end = entry.header_offset + _LOCAL_HEADER + name_length + extra_length + entry.compress_size


def _inflate(package: zipfile.ZipFile) -> None:
    """Counts what really comes out: declared sizes may lie."""
    unpacked = 0
    xml = _Xml()
    for entry in package.infolist():
        part = xml.part(entry.filename)
        with package.open(entry) as packed:
            while chunk := packed.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED:
                    raise refuse(f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB")
                part.feed(chunk)
        part.close()


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
        self._first = True
        self._depth = self._text = self._quiet = 0
        self._parser: expat.XMLParserType | None = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, chunk: bytes) -> None:
        if self._first and chunk.startswith((b"PK\x03\x04", _OLD_OFFICE)):
            raise refuse("holds another file inside; take it out")
        self._first = False
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
