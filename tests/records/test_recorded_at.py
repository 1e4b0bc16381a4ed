"""A past day is rebuilt from what had been written down by then."""

from datetime import date
from pathlib import Path

from exports import opened, rows

from colonnade.core.measurement import Measured
from colonnade.records import Records, cohort_triangle, measure, movements, retention, series

FILES = {
    "accounts": "account_id,name\nA,Ann\nB,Bee",
    "subscriptions": """subscription_id,account_id,start_on,end_on,mrr,recorded_at
        S1,A,2024-01-01,,100,2024-01-05T09:00:00Z
        S2,B,2024-01-01,,10,2024-03-10T09:00:00Z
        S3,A,2024-04-01,,1,""",
}


def arr(records: Records, day: date) -> float:
    (measured,) = measure(records, ["arr"], as_of=day)
    assert isinstance(measured, Measured)
    return measured.value


def test_a_row_counts_from_the_day_it_was_written_down(tmp_path: Path) -> None:
    """The second contract was entered in March; the third does not say when, and counts from its own day."""
    with opened(tmp_path, **FILES) as records:
        assert arr(records, date(2024, 3, 9)) == 1200
        assert arr(records, date(2024, 3, 10)) == 1320
        assert arr(records, date(2024, 4, 1)) == 1332


def test_months_groups_movements_and_cohorts_know_no_more(tmp_path: Path) -> None:
    with opened(tmp_path, **FILES) as records:
        then, later = date(2024, 2, 29), date(2024, 3, 31)
        months = dict(series(records, "arr", months=3, as_of=date(2024, 3, 31)))
        assert [m.value for m in months.values() if isinstance(m, Measured)] == [1200, 1200, 1320]
        (found,) = measure(records, ["arr"], by=["start_cohort"], as_of=then)
        assert isinstance(found, Measured)
        assert [group.value for group in found.by["start_cohort"]] == [1200]
        closing = [float(movements(records, as_of=day)[-1].closing) for day in (then, later)]
        assert closing == [100.0, 110.0]
        (cohort,) = cohort_triangle(records, as_of=then)
        assert (cohort.accounts, float(cohort.mrr)) == (1, 100.0)
        early = date(2024, 3, 9)
        assert retention(records, ["gross_revenue_retention"], ["movements"], as_of=early)[0].accounts == 0
        assert retention(records, as_of=date(2025, 3, 10))[0].accounts == 2


def test_what_is_written_down_is_kept_beside_the_columns_of_the_table(tmp_path: Path) -> None:
    with opened(tmp_path, **FILES) as records:
        assert "recorded_at" not in records.check.files[1].unknown
        assert rows(records, "subscriptions", "count(recorded_at)") == [(2,)]
