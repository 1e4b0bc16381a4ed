"""The plan as a sheet that `--plan` reads back: its columns are the plan file's, headed for people."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from colonnade.reports.workbook.book import HEAD_ROW, Book, Cell, Column

PlanValue = str | int | float | Decimal | date | None
PlanRow = Sequence[PlanValue]
ORDER = (
    "action", "dimension", "owner", "sponsor", "status", "done_when", "milestone", "checkpoints", "due_on",
    "reason", "starts_on", "lever",
)  # fmt: skip
"""What a reader wants first; the id of the lever, by which a row is known again, comes last."""
WIDTHS: Mapping[str, float] = {
    "action": 30, "dimension": 17, "owner": 14, "sponsor": 14, "status": 10, "done_when": 30, "milestone": 30,
    "checkpoints": 12, "due_on": 12, "reason": 18, "starts_on": 12, "lever": 18,
}  # fmt: skip
FOR_PEOPLE = ("owner", "status", "done_when", "milestone", "due_on", "reason")
FILL = "#FFF9E5"


def plan(book: Book, columns: Sequence[str], rows: Sequence[PlanRow], statuses: Sequence[str]) -> None:
    """What people fill in stands on a ground of its own."""
    names = {dimension.id: dimension.name for dimension in book.pack.dimensions}
    heads = [Column(head(name), WIDTHS[name], FILL if name in FOR_PEOPLE else "") for name in ORDER]
    with book.sheet("Plan", heads, says="The plan for 90 days") as sheet:
        for row in rows:
            cells = dict(zip(columns, row, strict=True))
            cells["dimension"] = names.get(str(cells["dimension"]), cells["dimension"])
            sheet.add(*(_cell(cells[name]) for name in ORDER))
        if rows:
            status = ORDER.index("status")
            last = HEAD_ROW + len(rows)
            allowed = {"validate": "list", "source": list(statuses)}
            sheet.sheet.data_validation(HEAD_ROW + 1, status, last, status, allowed)


def head(column: str) -> str:
    """A plan file's dimension is an id; the name that stands here is for people, and is not read back."""
    return "Dimension moved" if column == "dimension" else column.replace("_", " ").capitalize()


def _cell(value: PlanValue) -> Cell:
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else str(value)
