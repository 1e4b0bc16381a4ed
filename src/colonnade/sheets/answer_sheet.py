"""Answer sheets to fill in: the criteria that are asked, by dimension and stage, as CSV or as a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from colonnade.core.criteria import Criterion
from colonnade.core.errors import BadOption, Problem
from colonnade.core.model import Model, TopAccountsTest
from colonnade.core.observations import Answer
from colonnade.core.top_accounts import TOP_ACCOUNTS_TEST
from colonnade.sheets.answers import COLUMNS
from colonnade.sheets.asked import Asked, asked
from colonnade.sheets.text import write_csv

FOR_READERS = ("dimension", "stage", "statement")
"""Columns at the end of the CSV that tell what is asked; they are not read back."""


def write_answer_sheet(
    model: Model,
    criteria_to_ask: Iterable[Criterion],
    path: Path,
    *,
    known: Mapping[str, Answer] | None = None,
    test: TopAccountsTest | None = None,
    by: str = "",
    named_accounts: Sequence[str] = (),
) -> None:
    """A sheet with the criteria to ask, arranged by the model, and what is known already beside it (.xlsx).

    `by` is the person it is for. The test is asked unless it is known. Criteria about the named accounts say
    which those are.
    """
    known = known or {}
    rows = asked(model, criteria_to_ask, None if TOP_ACCOUNTS_TEST in known else test, named_accounts)
    ending = path.suffix.casefold()
    if ending == ".csv":
        write_csv(path, (*COLUMNS, *FOR_READERS), (_cells(row, by) for row in rows))
    elif ending == ".xlsx":
        from colonnade.sheets.answers_xlsx import write_workbook

        write_workbook(model, rows, path, known=known, test=test, by=by)
    else:
        raise BadOption(Problem("an answer sheet is .csv or .xlsx", str(path)))


def _cells(row: Asked, by: str) -> tuple[str | int | None, ...]:
    return (row.id, None, None, None, None, by, None, row.dimension, row.stage, row.statement)
