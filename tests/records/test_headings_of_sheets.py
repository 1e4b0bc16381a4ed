"""Headings of a sheet below titles and merged cells are found, and the total below is no customer."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from exports import TODAY, file_of, reasons, rows

from colonnade.core.errors import NoUsableRecords
from colonnade.records import Records, open_records

Row = list[str | int | date | None]
TITLE: list[Row] = [["Customers 2026, confidential"], [], ["Account", None, "Contract", None, None]]
HEADINGS: Row = ["Account", "CSM", "ARR", "Start Date", "Renewal date"]
CUSTOMERS: list[Row] = [
    ["Ann", "Kim", 12000, date(2025, 1, 1), date(2027, 1, 1)],
    [],
    ["Bee", "Lee", 6000, date(2025, 2, 1), date(2027, 2, 1)],
]


def opened(folder: Path, body: list[Row]) -> Records:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, row in enumerate(body, 1):
        for column, cell in enumerate(row, 1):
            sheet.cell(place, column, cell)
    book.save(folder / "customers.xlsx")
    return open_records(str(folder), today=TODAY)


def test_headings_below_a_title_and_headings_over_headings_are_found_and_it_is_said(tmp_path: Path) -> None:
    with opened(tmp_path, [*TITLE, HEADINGS, *CUSTOMERS]) as records:
        assert rows(records, "subscriptions", "account_id, CAST(mrr AS INTEGER), start_on") == [
            ("Ann", 1000, date(2025, 1, 1)),
            ("Bee", 500, date(2025, 2, 1)),
        ]
        assert (
            "its headings stand in line 4; what is above is passed over"
            in file_of(records, "customers.xlsx").notes
        )


def test_a_rejected_row_is_named_by_its_row_in_the_sheet(tmp_path: Path) -> None:
    with opened(tmp_path, [*TITLE, HEADINGS, *CUSTOMERS, ["Cat", "Kim", 100, None, None]]) as records:
        (rejects,) = records.check.rejects
        assert rejects.sample[0].line == 8


def test_a_heading_that_is_lacking_does_not_make_the_first_customer_the_headings(tmp_path: Path) -> None:
    with opened(
        tmp_path, [["Account", "CSM", "ARR", None, "Start Date"], ["Ann", "K", 12, 3, date(2025, 1, 1)]]
    ) as records:
        assert rows(records, "accounts", "name") == [("Ann",)]


def test_where_the_headings_cannot_be_told_the_error_says_which_line_was_taken(tmp_path: Path) -> None:
    with pytest.raises(NoUsableRecords, match="its headings are taken from line 3"):
        opened(
            tmp_path, [["Our customers"], [], ["Account", None, "CS"], ["x", "SMB", "Kim"], ["y", "SMB", "Lee"]]
        )


@pytest.mark.parametrize("word", ["Total", "Grand Total", "Summe"])
def test_the_total_below_the_customers_is_no_customer(tmp_path: Path, word: str) -> None:
    with opened(tmp_path, [HEADINGS, *CUSTOMERS, [word, None, 18000, None, None]]) as records:
        assert rows(records, "accounts", "name") == [("Ann",), ("Bee",)]
        assert reasons(records) == {"the total of the rows above": 1}


def test_a_customer_called_total_is_one(tmp_path: Path) -> None:
    with opened(tmp_path, [HEADINGS, *CUSTOMERS, ["Total", "Kim", 900, date(2025, 3, 1), None]]) as records:
        assert len(rows(records, "subscriptions", "account_id")) == 3
