"""The plan as a workbook: one row a lever, a drop-down for its status, ready to print."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from colonnade.sheets.text import Value, as_sheet_text
from colonnade.sheets.workbook import ENTRY, GREY, INK, LINE, PAPER, row_height, workbook

WIDTHS = {
    "lever": 27.0, "dimension": 22.0, "action": 34.0, "owner": 16.0, "sponsor": 16.0, "status": 11.0,
    "done_when": 34.0, "milestone": 34.0, "checkpoints": 12.0, "due_on": 12.0, "reason": 26.0,
}  # fmt: skip
BASE = {
    "font_name": "Calibri", "font_size": 10, "text_wrap": True, "valign": "top", "align": "left",
    "border": 1, "border_color": LINE,
}  # fmt: skip
FOR_PEOPLE = ("owner", "status", "done_when", "milestone", "due_on", "reason")


def write_workbook(
    columns: Sequence[str], rows: Sequence[Sequence[Value]], statuses: Sequence[str], path: Path
) -> None:
    with workbook(path, "Plan") as book:
        sheet = book.add_worksheet("Plan")
        _header(book, sheet, columns)
        for number, row in enumerate(rows, 1):
            cells = list(zip(columns, row, strict=True))
            sheet.set_row(number, row_height((str(value or ""), WIDTHS[column]) for column, value in cells))
            for place, (column, value) in enumerate(cells):
                _write(sheet, number, place, value, _format(book, column))
        choice = {"validate": "list", "source": list(statuses), "error_message": f"One of {', '.join(statuses)}."}
        status = list(columns).index("status")
        sheet.data_validation(1, status, max(len(rows), 1), status, choice)
        _print(sheet)


def _header(book: Any, sheet: Any, columns: Sequence[str]) -> None:
    header = book.add_format({**BASE, "bold": True, "font_color": PAPER, "bg_color": INK})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS[column])
        sheet.write_string(0, place, column, header)
    sheet.freeze_panes(1, 1)


def _format(book: Any, column: str) -> Any:
    colours = {"font_color": INK, "bg_color": ENTRY} if column in FOR_PEOPLE else {"font_color": GREY}
    return book.add_format({**BASE, **colours, "num_format": "yyyy-mm-dd" if column == "due_on" else "@"})


def _write(sheet: Any, row: int, place: int, value: Value, look: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, look)
    elif value:
        sheet.write_string(row, place, as_sheet_text(str(value)), look)
    else:
        sheet.write_blank(row, place, None, look)


def _print(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
