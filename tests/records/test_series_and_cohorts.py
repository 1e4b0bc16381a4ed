"""Months on end and cohorts: what was known then, by the plain-Python judges."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from cases import write_tables
from reference import day, recurring
from reference_further import JUDGES, LAST_DAY_KNOWN
from test_every_metric_on_generated_companies import company
from test_metrics_agree_with_the_reference import same

from colonnade.core.errors import BadOption
from colonnade.core.measurement import Measured, Unavailable
from colonnade.records import Records, cohort_triangle, open_records, series

TODAY = date(2026, 11, 22)
Company = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Records, Company]]:
    tables = company(5)
    with open_records(write_tables(tables, tmp_path_factory.mktemp("drawn")), today=TODAY) as records:
        tables[LAST_DAY_KNOWN] = [{"day": records.as_of.isoformat()}]
        yield records, tables


def test_a_series_is_24_months_to_the_day_asked_for(drawn: tuple[Records, Company]) -> None:
    days = [on for on, _ in series(drawn[0], "arr", as_of=date(2024, 5, 17))]
    assert (len(days), days[0], days[-1]) == (24, date(2022, 6, 30), date(2024, 5, 17))
    assert all((on + timedelta(days=1)).day == 1 for on in days[:-1])
    assert all(0 < (later - earlier).days <= 31 for earlier, later in pairwise(days))


@pytest.mark.parametrize(
    "metric", ["arr", "net_revenue_retention", "escalation_rate", "cs_qualified_leads", "nps"]
)
def test_each_month_is_the_metric_of_that_day(drawn: tuple[Records, Company], metric: str) -> None:
    records, tables = drawn
    begun = {"net_revenue_retention": 6, "nps": 4}.get(metric, 10)
    measured = [(on, m) for on, m in series(records, metric) if isinstance(m, Measured)]
    for on, measurement in measured:
        assert same(measurement.value, JUDGES[metric](tables, on)), on
    assert len(measured) >= begun


def test_before_the_first_row_nothing_was_known_and_soon_after_less_than_a_period(tmp_path: Path) -> None:
    (tmp_path / "cs_qualified_leads.csv").write_text(
        "csql_id,account_id,created_at\n1,A,2024-03-10\n2,A,2024-12-30\n"
    )
    with open_records(str(tmp_path), today=TODAY) as records:
        leads = dict(series(records, "cs_qualified_leads", months=12, as_of=date(2024, 12, 31)))
    before, first = leads[date(2024, 2, 29)], leads[date(2024, 3, 31)]
    assert isinstance(before, Unavailable) and before.needs == ("records of 2024-02-29: they begin on 2024-03-10",)
    assert isinstance(first, Measured) and first.value == 1
    assert first.notes == ("the records begin on 2024-03-10, within the period",)
    assert leads[date(2024, 12, 31)].rows == 2


@pytest.mark.parametrize(
    ("metric", "needs"),
    [
        ("segment_fill_share", "account_history.segment: accounts tells of"),
        ("potential_minutes_ratio", "accounts.expansion_potential: accounts tells of"),
        ("variable_pay_share", "csms as they were on 2024-11-30: variable_pay_share tells of"),
        ("csql_to_opportunity_rate", "cs_qualified_leads as they were on 2024-11-30: opportunity_id tells of"),
        ("stakeholder_contacts_per_account", "contacts as they were on 2024-11-30: last_active_at tells of"),
    ],
)
def test_todays_state_leaves_the_past_open_and_says_what_would_tell(
    tmp_path: Path, metric: str, needs: str
) -> None:
    tables = company(5)
    del tables["account_history"]
    with open_records(write_tables(tables, tmp_path), today=TODAY) as records:
        past = series(records, metric, months=2, as_of=date(2024, 12, 31))[0][1]
    assert isinstance(past, Unavailable) and past.needs[0].startswith(needs), past


def test_an_unknown_metric_has_no_series(drawn: tuple[Records, Company]) -> None:
    with pytest.raises(BadOption, match="there is no metric 'ar'"):
        series(drawn[0], "ar")


def test_the_triangle_holds_who_stayed_and_what_they_paid(drawn: tuple[Records, Company]) -> None:
    records, tables = drawn
    as_of = date(2024, 8, 15)
    starts: dict[str, str] = {}
    for line in tables["subscriptions"]:
        counts = not line["end_on"] or line["end_on"] > line["start_on"]
        if (
            line["kind"] in ("", "recurring")
            and Decimal(line["mrr"]) > 0
            and counts
            and day(line["start_on"]) <= as_of
        ):
            starts[line["account_id"]] = min(line["start_on"], starts.get(line["account_id"], "9"))
    members: dict[str, set[str]] = defaultdict(set)
    for account, on in starts.items():
        members[f"{on[:4]}-Q{(int(on[5:7]) + 2) // 3}"].add(account)
    found = cohort_triangle(records, as_of=as_of)
    assert {cohort.quarter: cohort.accounts for cohort in found} == {q: len(ids) for q, ids in members.items()}
    assert len(found) > 3
    for cohort in found:
        own = members[cohort.quarter]
        first = sum(recurring(tables, day(starts[account]))[account] for account in own)
        assert cohort.mrr == first
        assert [cell.age for cell in cohort.cells] == list(range(len(cohort.cells)))
        assert cohort.cells[-1].on_day == as_of
        for cell in cohort.cells:
            paid = {a: mrr for a, mrr in recurring(tables, cell.on_day).items() if a in own}
            assert (cell.accounts, cell.mrr) == (len(paid), sum(paid.values()))
            assert cohort.accounts_kept(cell) == len(paid) / len(own)
            assert cohort.revenue_kept(cell) == pytest.approx(float(sum(paid.values()) / first))
    assert Counter(len(cohort.cells) for cohort in found) == {
        len(found[0].cells) - n: 1 for n in range(len(found))
    }


def test_several_currencies_stand_in_the_rates_of_the_day(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(
        "subscription_id,account_id,start_on,mrr,currency\n1,A,2024-01-05,100,EUR\n2,B,2024-02-05,10,USD\n"
    )
    with open_records(str(tmp_path), today=TODAY) as records:
        assert cohort_triangle(records) == ()
    (tmp_path / "exchange_rates.csv").write_text("currency,rate_on,rate\nEUR,2023-01-01,1.1\nEUR,2024-02-01,2\n")
    with open_records(str(tmp_path), today=TODAY) as records:
        (cohort,) = cohort_triangle(records, as_of=date(2024, 2, 20))
    assert (cohort.quarter, float(cohort.mrr)) == ("2024-Q1", 210.0)
    assert [float(cell.mrr) for cell in cohort.cells] == [210.0]


def test_without_subscriptions_there_are_no_cohorts(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text("ticket_id,account_id,opened_at\n1,A,2024-12-31\n")
    with open_records(str(tmp_path), today=TODAY) as records:
        assert cohort_triangle(records) == ()
