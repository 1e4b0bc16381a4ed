"""An amount is asked with what it is paid for, and every answer gives the revenue that a recount gives."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from exports import TODAY, file_of, opened

from colonnade.core.measurement import Measured
from colonnade.records import BadMapping, answers, measure, open_records, settle, write_mapping
from colonnade.records.mapping import Candidate, FileMapping

STRIPE = """id,Customer ID,Customer Email,Plan,Quantity,Currency,Interval,Amount,Status,Created (UTC),Start (UTC),Current Period End (UTC),Ended At (UTC)
    sub_1,cus_1,a@ann.io,price_1,2,usd,month,50.00,active,2025-01-10 10:00,2025-01-10 10:00,2026-12-10 10:00,
    sub_2,cus_2,b@bee.io,price_2,1,usd,year,1200.00,active,2025-02-10 10:00,2025-02-10 10:00,2027-02-10 10:00,
    sub_3,cus_3,c@cat.io,price_3,3,usd,3 months,90.00,active,2025-02-10 10:00,2025-02-10 10:00,2027-02-10 10:00,
"""  # noqa: E501
QUARTERLY = """subscription_id,account_id,start_date,end_date,amount,billing_period,quantity
    S1,A,2025-01-01,,300,quarterly,1
    S2,B,2025-01-01,,1200,yearly,2
"""
LIST = """subscription_id,account_id,start_date,end_date,price,how
    S1,A,2025-01-01,,300,Quarterly
    S2,B,2025-01-01,,1200,Half-yearly
    S3,C,2025-01-01,,100,Monthly
"""
YEARLY = """subscription_id,account_id,start_date,end_date,contract value
    S1,A,2025-01-01,,1200
    S2,B,2025-01-01,,2400
"""
ACCOUNTS = "account_id,name\nA,Ann\nB,Bee\nC,Cat\ncus_1,One\ncus_2,Two\ncus_3,Three\n"
WHOLE, EACH = ("per_interval",), ("times_quantity", "per_interval")


def settled(files: tuple[FileMapping, ...], column: str, reading: tuple[str, ...]) -> tuple[FileMapping, ...]:
    question = next(q for file in files for q in file.questions if q.column == column)
    return settle(files, question, next(each for each in question.candidates if each.reading == reading))


@pytest.mark.parametrize(
    ("export", "answered", "arr"),
    [
        (STRIPE, [("mrr", EACH)], 2 * 50 * 12 + 1200 + 3 * 90 * 4),
        (STRIPE, [("mrr", WHOLE)], 50 * 12 + 1200 + 90 * 4),
        (STRIPE, [("mrr", ())], (50 + 1200 + 90) * 12),
        (QUARTERLY, [("mrr", WHOLE)], 300 * 4 + 1200),
        (QUARTERLY, [("mrr", EACH)], 300 * 4 + 2 * 1200),
        (LIST, [("interval", ()), ("mrr", WHOLE)], 300 * 4 + 1200 * 2 + 100 * 12),
        (YEARLY, [("mrr", ("yearly",))], 1200 + 2400),
        (YEARLY, [("mrr", ())], (1200 + 2400) * 12),
    ],
)
def test_the_mapping_that_an_answer_writes_gives_the_revenue_of_a_recount(
    tmp_path: Path, export: str, answered: list[tuple[str, tuple[str, ...]]], arr: int
) -> None:
    with opened(tmp_path, accounts=ACCOUNTS, subscriptions=export) as records:
        files = records.check.mapping
        assert file_of(records, "subscriptions").table is None
    for column, reading in answered:
        files = settled(files, column, reading)
    write_mapping(files, tmp_path / "answered.yaml")
    with open_records(str(tmp_path), mapping=tmp_path / "answered.yaml", today=TODAY) as records:
        (found,) = measure(records, ["arr"])
        assert isinstance(found, Measured) and found.value == arr


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[tuple[FileMapping, ...]]:
    with opened(tmp_path, accounts=ACCOUNTS, subscriptions=LIST) as records:
        yield records.check.mapping


def test_a_column_that_holds_nothing_but_intervals_is_asked_whatever_it_is_called(
    listed: tuple[FileMapping, ...],
) -> None:
    interval, price = listed[1].questions
    assert interval.candidates == (Candidate("how", ("Quarterly", "Half-yearly", "Monthly")),)
    assert price.column == "mrr"


def test_a_price_for_an_interval_is_offered_once_the_interval_is_told(listed: tuple[FileMapping, ...]) -> None:
    interval, price = listed[1].questions
    assert [each.reading for each in answers(listed, price)] == [(), ("yearly",)]
    told = settle(listed, interval, interval.candidates[0])
    assert [each.reading for each in answers(told, price)] == [WHOLE, (), ("yearly",)]


def test_a_mapping_by_hand_that_reads_a_price_by_an_interval_it_does_not_name_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path, accounts=ACCOUNTS, subscriptions=QUARTERLY) as records:
        files = settled(records.check.mapping, "mrr", WHOLE)
    kept = tuple(mapped for mapped in files[1].columns if mapped.column != "interval")
    write_mapping((replace(files[1], columns=kept),), tmp_path / "by hand.yaml")
    with pytest.raises(BadMapping, match="read as per_interval needs the column interval"):
        open_records(str(tmp_path), mapping=tmp_path / "by hand.yaml", today=TODAY)


def test_what_is_billed_how_often_is_of_no_use_beside_revenue_by_the_month(tmp_path: Path) -> None:
    export = "account_id,start_date,mrr,billing_period\nA,2025-01-01,100,yearly\n"
    with opened(tmp_path, accounts=ACCOUNTS, subscriptions=export) as records:
        file = file_of(records, "subscriptions")
        assert "interval" not in {mapped.column for mapped in file.columns}
        assert "billing_period" in file.left_out and not records.check.questions


def test_of_revenue_by_two_names_both_are_offered_as_the_year_that_they_tell(tmp_path: Path) -> None:
    export = "Account,ARR,ACV,Renewal Date,Start Date,CSM\nA,1000,1200,2027-01-01,2025-01-01,Kim\n"
    with opened(tmp_path, customers=export) as records:
        question = next(each for each in records.check.questions if each.column == "mrr")
        assert [(each.name, each.reading) for each in question.candidates] == [
            ("ARR", ("yearly",)),
            ("ACV", ("yearly",)),
        ]
        assert not any("ARR" in file.left_out for file in records.check.files)


def test_two_columns_of_one_heading_that_differ_are_asked(tmp_path: Path) -> None:
    export = "account_id,start_date,mrr,mrr,seats,seats\nA,2025-01-01,100,200,5,5\nB,2025-01-01,300,400,6,6\n"
    with opened(tmp_path, accounts=ACCOUNTS, subscriptions=export) as records:
        (question,) = records.check.questions
        assert [(each.name, each.samples) for each in question.candidates] == [
            ("mrr", ("100", "300")),
            ("mrr (2)", ("200", "400")),
        ]
        assert "quantity" in {mapped.column for mapped in file_of(records, "subscriptions").columns}


@pytest.mark.parametrize(("arr", "told"), [("1200", False), ("1,212.00", False), ("100", True)])
def test_revenue_by_the_month_and_by_the_year_that_disagree_are_told_with_both_amounts(
    tmp_path: Path, arr: str, told: bool
) -> None:
    export = f'Account,ARR,MRR,Renewal Date,Start Date,CSM\nA,"{arr}",100,2027-01-01,2025-01-01,Kim\n'
    with opened(tmp_path, customers=export) as records:
        notes = file_of(records, "customers.csv#subscriptions").notes
        said = "MRR and ARR disagree in 1 of 1 row, in all 100.00 and 8.33 a month: MRR is read"
        assert any(note.startswith(said) for note in notes) is told
