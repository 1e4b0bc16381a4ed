"""CSV text to lines: every fault names its line, and nothing is read beyond the limits."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from colonnade.core.errors import Problem
from colonnade.sheets.grid import (
    MAX_COLUMNS,
    MAX_LINES,
    MAX_ROWS,
    MAX_TEXT,
    Line,
    Refused,
    refuse,
    too_many_rows,
)
from colonnade.sheets.wording import named

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS = "save it as 'CSV UTF-8 (comma delimited)'"
_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def csv_lines(data: bytes) -> list[Line]:
    """The lines that are not blank, cells as they stand."""
    text = _text(data)
    _refuse_other_delimiters(text)
    lines: list[Line] = []
    for line in _parsed(text):
        if len(lines) > MAX_ROWS:
            raise too_many_rows(line.number)
        if len(line.cells) > MAX_COLUMNS:
            raise refuse(f"has {len(line.cells):,} columns; at most {MAX_COLUMNS} are read", line.number)
        lines.append(line)
    return lines


def _text(data: bytes) -> str:
    """The file's text; all that is wrong with its bytes is told at once."""
    if data.startswith(b"PK\x03\x04"):
        raise refuse("is an Excel workbook, not CSV; give it the ending .xlsx")
    if data.startswith(_UTF16):
        data = _utf8_of_utf16(data)
    lines = data.splitlines()
    if len(lines) > MAX_LINES:
        raise refuse(f"holds more than {MAX_LINES:,} lines")
    if b"\0" not in data and max(map(len, lines), default=0) <= MAX_TEXT:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass  # told below, with every line that is wrong
    raise Refused(*_faults_of(lines))


def _utf8_of_utf16(data: bytes) -> bytes:
    try:
        return data.decode("utf-16").encode("utf-8")
    except UnicodeDecodeError as failure:
        before = data[: failure.start].decode("utf-16", "ignore")
        line = len(re.findall(r"\r\n|\r|\n", before)) + 1
        raise refuse(f"begins as UTF-16 but is damaged here; {_SAVE_AS}", line) from None


def _faults_of(lines: list[bytes]) -> Iterator[Problem]:
    """The lines that are no text, told together by kind: there may be thousands."""
    faults = (
        (_holds_nul, f"NUL bytes, which no text holds; {_SAVE_AS}"),
        (_is_not_utf8, f"not UTF-8; {_SAVE_AS}"),
        (_is_too_long, f"longer than {MAX_TEXT // 1000} kB, the most that is read of a line"),
    )
    for is_so, message in faults:
        if found := [number for number, line in enumerate(lines, 1) if is_so(line)]:
            yield Problem(f"{named(found)}: {message}", None, found[0])


def _holds_nul(line: bytes) -> bool:
    return b"\0" in line


def _is_too_long(line: bytes) -> bool:
    return len(line) > MAX_TEXT


def _is_not_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _refuse_other_delimiters(text: str) -> None:
    lines = enumerate(io.StringIO(text, newline=None), 1)
    number, first = next(((number, line) for number, line in lines if line.strip()), (1, ","))
    used = next((name for sign, name in _OTHER_DELIMITERS.items() if sign in first), None)
    if used and "," not in first:
        raise refuse(f"columns are separated by {used}, not by commas; {_SAVE_AS}", number)


def _parsed(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise refuse(_csv_fault(str(fault)), begins) from None
        if any(cell.strip() for cell in cells):
            yield Line(begins, tuple(cells))


def _csv_fault(fault: str) -> str:
    if "end of data" in fault or "field limit" in fault:
        return "a double quote is opened here and never closed"
    return 'a double quote stands inside a quoted cell; write it twice ("") or take it out'
