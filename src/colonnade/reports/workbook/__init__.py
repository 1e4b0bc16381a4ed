"""The workbook of a pack: the scorecard first, then everything behind it, with live formulas for averages."""

from collections.abc import Sequence

from colonnade.reports.pack.parts import Pack
from colonnade.reports.workbook import behind, stand
from colonnade.reports.workbook.book import Book, Paper
from colonnade.reports.workbook.plan import PlanRow, plan

__all__ = ["pack_workbook"]


def pack_workbook(
    pack: Pack,
    *,
    plan_columns: Sequence[str],
    plan_rows: Sequence[PlanRow],
    statuses: Sequence[str],
    paper: Paper = "a4",
) -> bytes:
    """`plan_columns` and `plan_rows` are those of a plan file, which the Plan sheet can be given back as."""
    book = Book(pack, paper)
    stand.scorecard(book)
    stand.summary(book)
    stand.scores(book)
    plan(book, plan_columns, plan_rows, statuses)
    behind.patterns(book)
    behind.criteria(book)
    behind.metrics(book)
    behind.months(book)
    behind.breakdowns(book)
    behind.revenue(book)
    behind.method(book)
    behind.sources(book)
    return book.bytes()
