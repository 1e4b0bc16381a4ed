"""The sheets of a workbook as CSV pieces; what costs more than a workbook of its size should is refused first."""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import Any

from colonnade.content import packages
from colonnade.records.unpack_child import MAX_COLUMNS, Pieces, refuse, write_rows

MAX_PARTS, MAX_SHEETS = 1_000, 60
MAX_UNPACKED, MAX_STRINGS, MAX_TIMES = 600_000_000, 80_000_000, 100
LOOKED_AT = 30
"""Rows among which the headings are looked for."""
_SHEET = re.compile(r"worksheets/[^/]+\.xml$", re.IGNORECASE)


def xlsx(path: Path, out: Path) -> Pieces:
    _check(path)
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        try:
            book = load_workbook(path, read_only=True, keep_links=False, data_only=True)
            pieces: Pieces = []
            for sheet in book.worksheets:
                rows = _rows(sheet)
                header = next(rows, None)
                if header is not None:
                    file = f"{len(pieces)}.csv"
                    write_rows(out / file, header, rows)
                    pieces.append((sheet.title, file, 0))
        except (SystemExit, MemoryError):
            raise
        except Exception as fault:  # openpyxl raises whatever a malformed part makes it stumble over
            refuse(f"is a damaged workbook ({type(fault).__name__})")
    if not pieces:
        refuse("holds no rows")
    return pieces if len(pieces) > 1 else [("", *pieces[0][1:])]


def _rows(sheet: Any) -> Iterator[list[str]]:
    """The heading row and those below, each on the line of its row: what is blank or above is a blank line."""
    read = enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), 1)
    filled = ((number, row) for number, row in read if any(_text(cell) for cell in row))
    start = list(islice(filled, LOOKED_AT))
    place = _heading(start)
    if place is None:
        return
    width = _width(start[place][1])
    if width > MAX_COLUMNS:
        refuse(f"has more than {MAX_COLUMNS:,} columns; at most so many are read")
    line = 1
    for number, row in chain(start[place:], filled):
        yield from ([] for _ in range(line, number))
        yield [_text(cell) for cell in row[:width]] + [""] * (width - len(row))
        line = number + 1


def _heading(rows: list[tuple[int, tuple[object, ...]]]) -> int | None:
    """The first row of two cells; where that has gaps or is narrow, as headings over headings are, the first that
    fills the table with texts, if more than texts stands below."""
    first = next((place for place, (_, row) in enumerate(rows) if _width(row) > 1), None)
    if first is None:
        return None
    width = max(_width(row) for _, row in rows[first:])
    for place in range(first, len(rows)):
        given = rows[place][1][:width]
        below = [cell for _, row in rows[place + 1 :] for cell in row[:width]]
        if _width(given) == width and all(isinstance(cell, str) and cell.strip() for cell in given):
            is_typed = any(cell is not None and not isinstance(cell, str) for cell in below)
            return place if place == first or is_typed else first
        if any(cell is not None and not isinstance(cell, str) for cell in given):
            return first  # rows have begun
    return first


def _width(row: tuple[object, ...]) -> int:
    return max((place for place, cell in enumerate(row, 1) if _text(cell)), default=0)


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime():
            whole = cell.time() == time()
            return cell.date().isoformat() if whole else cell.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case _:
            return str(cell).strip()


def _check(path: Path) -> None:
    allowed = min(MAX_UNPACKED, max(20_000_000, MAX_TIMES * path.stat().st_size))
    expected = packages.Expected("workbook", ".xlsx", most_parts=MAX_PARTS, most_unpacked=allowed)
    sheets = 0
    try:
        with path.open("rb") as file:
            for name, pieces in packages.parts_of(file, expected):
                sheets += bool(_SHEET.search(name))
                if sheets > MAX_SHEETS:
                    refuse(f"holds more than {MAX_SHEETS} sheets")
                _check_part(name, pieces)
    except packages.Refused as refused:
        refuse(str(refused))


def _check_part(name: str, pieces: Iterator[bytes]) -> None:
    size, carried = 0, b""
    for piece in pieces:
        size += len(piece)
        if "sharedstrings" in name.casefold() and size > MAX_STRINGS:
            refuse(f"holds more than {MAX_STRINGS // 1_000_000} MB of texts")
        if b"<!DOCTYPE" in carried + piece or b"<!ENTITY" in carried + piece:
            refuse("is a workbook with a document type or entities in its XML, which none needs")
        carried = piece[-10:]
