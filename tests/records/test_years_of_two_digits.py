"""Dates whose years have two digits are read where the cells tell which part is the day, else asked."""

from datetime import date
from pathlib import Path

import pytest
from exports import TODAY, opened, rows

from colonnade.records import open_records, settle, write_mapping

HEAD = "account_id,start_on,mrr\n"


def export(*days: str) -> str:
    return HEAD + "".join(f"A,{day},5\n" for day in days)


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("1/31/23", "2/1/23", "2/13/23"), date(2023, 1, 31)),
        (("1/31/23 10:00 AM", "2/13/24 1:30 PM"), date(2023, 1, 31)),
        (("31.01.23", "01.02.23"), date(2023, 1, 31)),
        (("31/01/23", "14/02/23", "02/02/24"), date(2023, 1, 31)),
        (("1.2.23", "31.3.2023"), date(2023, 2, 1)),
        (("31-Jan-23", "05-Feb-24"), date(2023, 1, 31)),
    ],
)
def test_the_order_shows_in_the_cells(tmp_path: Path, days: tuple[str, ...], first: date) -> None:
    with opened(tmp_path, subscriptions=export(*days)) as records:
        assert not records.check.questions
        assert rows(records, "subscriptions", "min(start_on), count(*)") == [(first, len(days))]


@pytest.mark.parametrize(
    ("days", "choices", "answer", "first"),
    [
        (("1/2/23", "3/4/23"), ["day_first", "month_first"], "month_first", date(2023, 1, 2)),
        (("23/01/05", "24/02/06"), ["day_first", "year_first"], "year_first", date(2023, 1, 5)),
    ],
)
def test_what_the_cells_leave_open_is_asked_and_the_answer_reads_them(
    tmp_path: Path, days: tuple[str, ...], choices: list[str], answer: str, first: date
) -> None:
    with opened(tmp_path, accounts="account_id,name\nA,Ann\n", subscriptions=export(*days)) as records:
        files = records.check.mapping
    (question,) = (question for file in files for question in file.questions)
    assert [candidate.name for candidate in question.candidates] == choices
    chosen = next(candidate for candidate in question.candidates if candidate.name == answer)
    write_mapping(settle(files, question, chosen), tmp_path / "colonnade.mapping.yaml")
    with open_records(str(tmp_path), today=TODAY) as records:
        assert rows(records, "subscriptions", "min(start_on)") == [(first,)]
