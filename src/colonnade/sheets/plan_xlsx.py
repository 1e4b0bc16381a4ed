"""The plan as a workbook: one row a lever, a drop-down for its status, ready to print."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from colonnade.sheets.text import Value, as_sheet_text
from colonnade.sheets.workbook import ENTRY, GREY, INK, LINE, PAPER, row_height, workbook

WIDTHS = {
    "lever": 18.0, "dimension": 16.0, "action": 34.0, "owner": 16.0, "sponsor": 16.0, "status": 11.0,
    "done_when": 34.0, "milestone": 34.0, "checkpoints": 12.0, "due_on": 12.0, "reason": 26.0,
}  # fmt: skip
FOR_PEOPLE = ("owner", "status", "done_when", "milestone", "due_on", "reason")


def write_workbook(
    columns: Sequence[str], rows: Sequence[Sequence[Value]], statuses: Sequence[str], path: Path
) -> None:
    with workbook(path, "Plan") as book:
        sheet = book.add_worksheet("Plan")
        base: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True,
                                "border": 1, "border_color": LINE}  # fmt: skip
        header = book.add_format({**base, "bold": True, "font_color": PAPER, "bg_color": INK})
        given = book.add_format({**base, "font_color": GREY, "num_format": "@"})
        entry = book.add_format({**base, "font_color": INK, "bg_color": ENTRY, "num_format": "@"})
        day = book.add_format({**base, "font_color": INK, "bg_color": ENTRY, "num_format": "yyyy-mm-dd"})
        for place, column in enumerate(columns):
            sheet.set_column(place, place, WIDTHS[column])
            sheet.write_string(0, place, column, header)
        for number, row in enumerate(rows, 1):
            sheet.set_row(number, row_height((str(v or ""), WIDTHS[c]) for c, v in zip(columns, row, strict=True)))
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                elif text := as_sheet_text(str(value or "")):
                    sheet.write_string(number, place, text, entry if column in FOR_PEOPLE else given)
                else:
                    sheet.write_blank(number, place, None, entry if column in FOR_PEOPLE else given)
        choice = {"validate": "list", "source": list(statuses), "error_message": f"One of {', '.join(statuses)}."}
        status = list(columns).index("status")
        sheet.data_validation(1, status, max(len(rows), 1), status, choice)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
