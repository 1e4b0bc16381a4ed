"""The plan as a sheet that `--plan` reads back: its head is the first line, its columns are the plan file's."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from colonnade.reports.characters import printable
from colonnade.reports.workbook.book import PAPERS, Book, row_height

PlanRow = Sequence[str | int | float | Decimal | date | None]
WIDTHS = {"action": 34, "done_when": 34, "milestone": 34, "reason": 20, "lever": 20, "dimension": 20}
FOR_PEOPLE = ("owner", "status", "done_when", "milestone", "due_on", "reason")


def plan(book: Book, columns: Sequence[str], rows: Sequence[PlanRow], statuses: Sequence[str]) -> None:
    sheet = book.book.add_worksheet("Plan")
    head = book.format(bold=True, font_color="#FFFFFF", bg_color=book.pack.accent)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width(column))
        sheet.write_string(0, place, column, head)
    for number, row in enumerate(rows, 1):
        sheet.set_row(
            number, row_height([str(cell or "") for cell in row], [_width(column) for column in columns])
        )
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            look = {
                "bottom": 1,
                "bottom_color": "#CBD2DA",
                **({"bg_color": "#FFF9E5"} if column in FOR_PEOPLE else {}),
            }
            if isinstance(value, date):
                form = book.format(**look, num_format="yyyy-mm-dd", align="left")
                sheet.write_datetime(number, place, datetime.combine(value, time()), form)
            elif value is None or value == "":
                sheet.write_blank(number, place, None, book.format(**look))
            else:
                sheet.write_string(number, place, printable(str(value)), book.format(**look))
    status = list(columns).index("status")
    if rows:
        sheet.data_validation(1, status, len(rows), status, {"validate": "list", "source": list(statuses)})
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(PAPERS[book.paper])
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _width(column: str) -> float:
    return WIDTHS.get(column, 13)
