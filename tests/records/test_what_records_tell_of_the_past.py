"""Exports of today and old exports: what is held back, and that it is said why."""

from datetime import date
from pathlib import Path

import pytest
from exports import TODAY, opened

from colonnade.core.measurement import Measured, Measurement
from colonnade.records import Records, cautions, cohort_triangle, measure, movements, series

PAST = (
    "gross_revenue_retention",
    "net_revenue_retention",
    "logo_churn_rate",
    "revenue_churn_rate",
    "customer_lifetime_value",
)
OPEN = "subscription_id,account_id,start_on,end_on,mrr,status\n1,A,2024-01-01,,100,active\n"


def needs(measurements: tuple[Measurement, ...]) -> set[str]:
    return {need for each in measurements for need in getattr(each, "needs", ("none: it has a value",))}


def tells_nothing_of_the_past(records: Records) -> str:
    """What all figures of the past need, which is one and the same."""
    assert movements(records) == () and cohort_triangle(records) == ()
    *earlier, (_, last) = series(records, "arr", months=3)
    assert isinstance(last, Measured) and not any(isinstance(month, Measured) for _, month in earlier)
    (need,) = needs(measure(records, PAST))
    return need


def test_without_a_column_of_ends_only_today_is_told(tmp_path: Path) -> None:
    lines = "subscription_id,account_id,start_on,mrr\n1,A,2024-01-01,100\n2,B,2025-08-01,50\n"
    with opened(tmp_path, subscriptions=lines) as records:
        assert tells_nothing_of_the_past(records) == "subscriptions.end_on"
        (said,) = cautions(records)
    assert "no column of ends" in said and "2025-08-01" in said


def test_cancelled_without_an_end_is_left_out_counted_and_said(tmp_path: Path) -> None:
    lines = OPEN + "2,B,2023-01-01,,50,Cancelled\n3,C,2025-08-01,2026-01-01,50,canceled\n"
    with opened(tmp_path, subscriptions=lines) as records:
        assert tells_nothing_of_the_past(records).startswith("subscriptions.end_on of those whose status")
        (arr,) = measure(records, ["arr"])
        (said,) = cautions(records)
        (note,) = [note for note in records.check.notes if "over by their status" in note]
    assert isinstance(arr, Measured) and arr.value == 12 * 150
    assert said.startswith("1 subscription is over by status") and note.endswith(": 1")


def test_a_list_of_accounts_with_ends_to_come_does_not_answer_for_those_who_left(tmp_path: Path) -> None:
    rows = "Acme,12000,2023-05-01,2027-05-01\nBolt,6000,2025-08-01,2027-08-01\n"
    with opened(tmp_path, accounts=f"Account Name,ARR,Contract Start,Contract End\n{rows}") as records:
        assert "an export of subscriptions that holds ended ones too" in tells_nothing_of_the_past(records)
        (said,) = cautions(records)
    assert said.startswith("the subscriptions tell of 2025-08-01 only")


def test_a_question_that_is_open_is_said_with_the_figures(tmp_path: Path) -> None:
    rows = "Acme,12000,2023-05-01,2025-05-01\nBolt,6000,2025-08-01,2027-08-01\n"
    with opened(tmp_path, accounts=f"Account Name,ARR,Start Date,Renewal Date\n{rows}") as records:
        assert tells_nothing_of_the_past(records) == "subscriptions.end_on"
        assert [said for said in cautions(records) if "Renewal Date" in said]


@pytest.mark.parametrize(("day", "is_told"), [(date(2025, 3, 3), True), (date(2025, 3, 4), False)])
def test_a_month_after_the_last_row_nothing_is_told_of_what_happened(
    day: date, is_told: bool, tmp_path: Path
) -> None:
    lines = OPEN + "2,B,2024-01-01,2024-06-01,50,\n"
    tickets = "ticket_id,account_id,opened_at,solved_at\n1,A,2025-01-31 10:00:00,2025-01-31 12:00:00\n"
    with opened(tmp_path, subscriptions=lines, tickets=tickets) as records:
        found = measure(records, ["net_revenue_retention", "ticket_volume", "time_to_resolution"], as_of=day)
        (arr,) = measure(records, ["arr"], as_of=day)
        said = cautions(records, as_of=day)
    assert [isinstance(each, Measured) for each in found] == [is_told] * 3
    assert isinstance(arr, Measured) and bool(arr.notes) != is_told
    assert bool(said) != is_told
    if not is_told:
        assert needs(found) == {"records up to 2025-03-04: they end on 2025-01-31"}
        assert "32 days before 2025-03-04" in said[0]


def test_where_only_contracts_are_kept_it_takes_a_year_without_any(tmp_path: Path) -> None:
    with opened(tmp_path, subscriptions=OPEN + "2,B,2023-01-01,2024-03-01,50,\n") as records:
        (within,) = measure(records, ["logo_churn_rate"], as_of=date(2025, 1, 1))
        (beyond,) = measure(records, ["logo_churn_rate"], as_of=date(2025, 1, 2))
    assert isinstance(within, Measured) and within.value == 0.5
    assert not isinstance(beyond, Measured)


def test_rates_budgets_and_days_to_come_do_not_lengthen_records(tmp_path: Path) -> None:
    files = {
        "subscriptions": OPEN + "2,B,2099-01-01,,50,\n",
        "exchange_rates": "currency,rate_on,rate\nEUR,2026-11-01,1.1\n",
        "costs": "month,category,amount\n2026-10-01,cs_people,5\n",
        "health_scores": "account_id,occurred_at,score\nA,2025-02-02,50\nA,2099-02-02,50\n",
    }
    with opened(tmp_path, **files) as records:
        assert (records.as_of, records.ends_on, records.today) == (date(2024, 1, 1), date(2025, 2, 2), TODAY)
