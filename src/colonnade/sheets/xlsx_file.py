"""XLSX sheets to lines, once the package was found harmless; imported only when a workbook is read."""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from colonnade.sheets.grid import FORMULA, MAX_COLUMNS, MAX_ROWS, Line, Refused, refuse, too_many_rows
from colonnade.sheets.workbook_guard import check_package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EXACT = 1e15
"""Whole numbers beyond this are not exact in a spreadsheet and are shown as it stores them."""


def xlsx_sheets(data: bytes) -> Iterator[list[Line]]:
    """The lines of each sheet in turn that are not blank."""
    check_package(data)
    with _careful():
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    for sheet in book.worksheets:
        with _careful():
            lines = _lines(sheet)
        yield lines


@contextmanager
def _careful() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            yield
    except Refused:
        raise
    except Exception as fault:  # openpyxl raises whatever a malformed part makes it stumble over
        raise refuse(f"is a damaged workbook ({type(fault).__name__})") from None


def _lines(sheet: Any) -> list[Line]:
    lines = []
    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
    for number, row in enumerate(rows, 1):
        if all(cell is EMPTY_CELL for cell in row):
            continue
        cells = tuple(_text(cell) for cell in row)
        if any(cell.strip() for cell in cells):
            if number > MAX_ROWS:
                raise too_many_rows(number)
            lines.append(Line(number, cells))
    return lines


def _text(cell: Any) -> str:
    """A cell as a person would type it: whole numbers without a point, dates as year-month-day."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    return _ESCAPED.sub(_unescaped, str(value))


def _unescaped(found: re.Match[str]) -> str:
    """A character that XML cannot hold, from the name it has there; a NUL stays a name."""
    return chr(int(found[1], 16)) if int(found[1], 16) else found[0]
