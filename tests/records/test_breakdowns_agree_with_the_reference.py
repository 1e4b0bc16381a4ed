"""A group's figure is the metric of the group's rows alone: every breakdown, by the plain-Python judges."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from cases import write_tables
from reference import Row, Tables, a_year_before, day, recurring
from reference_further import JUDGES, LAST_DAY_KNOWN, column_on
from test_every_metric_on_generated_companies import company
from test_metrics_agree_with_the_reference import same

from colonnade.core.measurement import Measured, Slice
from colonnade.records import Records, measure, open_records

OF_THE_OPENING = (
    "gross_revenue_retention", "net_revenue_retention", "net_revenue_retention_by_book", "logo_churn_rate",
    "revenue_churn_rate", "notice_lead_days", "churn_health_fall_share",
)  # fmt: skip
"""Metrics that read groups as they were a year ago."""

OF_NO_ACCOUNTS = ("potential_minutes_ratio", "renewal_forecast_accuracy", "nrr_forecast_accuracy")
"""Metrics of which a group is not what its accounts give alone: thirds of all, and forecasts of a segment."""

REVENUE = ("arr", "gross_revenue_retention", "net_revenue_retention", "logo_churn_rate", "revenue_churn_rate")
LOST = "(not recorded)"
Company = dict[str, list[Row]]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Records, Company]]:
    tables = company(11)
    with open_records(write_tables(tables, tmp_path_factory.mktemp("drawn")), today=date(2026, 11, 22)) as records:
        tables[LAST_DAY_KNOWN] = [{"day": records.as_of.isoformat()}]
        yield records, tables


def groups_by(
    drawn: tuple[Records, Company], column: str, metrics: list[str] | None = None
) -> Iterator[tuple[str, Slice]]:
    """Each metric's id with each of its groups; those not recorded left out."""
    for measurement in measure(drawn[0], metrics, by=[column]):
        if isinstance(measurement, Measured):
            for group in measurement.by[column]:
                if group.key != LOST:
                    yield measurement.definition.id, group


def only_accounts(tables: Company, accounts: set[str]) -> Company:
    return {
        name: [row for row in rows if row.get("account_id", "") in accounts] if "account_id" in rows[0] else rows
        for name, rows in tables.items()
    }


def only_rows(tables: Company, table: str, keeps: Callable[[Row], bool]) -> Company:
    return tables | {table: [row for row in tables[table] if keeps(row)]}


def has(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: row[column] == value


def between(column: str, start: date, end: date) -> Callable[[Row], bool]:
    return lambda row: bool(row[column]) and start <= day(row[column]) <= end


def read_on(metric: str, as_of: date) -> date:
    return a_year_before(as_of) if metric in OF_THE_OPENING else as_of


def check(
    drawn: tuple[Records, Company], column: str, accounts_of: Callable[[Tables, date], dict[str, set[str]]]
) -> None:
    records, tables = drawn
    compared: Counter[str] = Counter()
    for metric, group in groups_by(drawn, column):
        if metric in OF_NO_ACCOUNTS:
            continue
        members = accounts_of(tables, read_on(metric, records.as_of))[group.key]
        theirs = only_accounts(tables, members)
        if (metric, column) == ("cost_to_serve", "segment"):
            theirs = only_rows(theirs, "costs", has("tier", group.key))
        judged = JUDGES[metric](theirs, records.as_of)
        assert same(group.value, judged), (metric, group, judged)
        compared[metric] += group.value is not None
    assert len(compared) > 30


def grouped(held: dict[str, str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for account, key in held.items():
        groups[key].add(account)
    return groups


@pytest.mark.slow
@pytest.mark.parametrize("column", ["segment", "industry", "lifecycle_stage"])
def test_a_group_by_an_account_column_is_its_accounts_as_they_were(
    drawn: tuple[Records, Company], column: str
) -> None:
    check(drawn, column, lambda tables, on: grouped(column_on(tables, column, on) or {}))


@pytest.mark.slow
def test_a_start_cohort_is_the_accounts_whose_first_recurring_subscription_began_in_the_quarter(
    drawn: tuple[Records, Company],
) -> None:
    def cohorts(tables: Tables, on: date) -> dict[str, set[str]]:
        first: dict[str, str] = {}
        for line in tables["subscriptions"]:
            counts = not line["end_on"] or line["end_on"] > line["start_on"]
            if line["kind"] in ("", "recurring") and float(line["mrr"]) > 0 and counts:
                first[line["account_id"]] = min(line["start_on"], first.get(line["account_id"], "9"))
        quarters = {account: f"{on[:4]}-Q{(int(on[5:7]) + 2) // 3}" for account, on in first.items()}
        return grouped(quarters)

    check(drawn, "start_cohort", cohorts)


@pytest.mark.slow
def test_a_third_of_potential_is_of_the_active_accounts_that_have_one(drawn: tuple[Records, Company]) -> None:
    def thirds(tables: Tables, on: date) -> dict[str, set[str]]:
        potential = column_on(tables, "expansion_potential", on) or {}
        ranked = sorted(
            potential.keys() & recurring(tables, on).keys(), key=lambda id_: (-float(potential[id_]), id_)
        )
        names = ("most", "middle", "least")
        return grouped({id_: names[place * 3 // len(ranked)] for place, id_ in enumerate(ranked)})

    check(drawn, "expansion_potential", thirds)


def test_revenue_is_split_between_the_products_of_an_account(drawn: tuple[Records, Company]) -> None:
    records, tables = drawn
    found = list(groups_by(drawn, "product", list(REVENUE)))
    for metric, group in found:
        lines = only_rows(tables, "subscriptions", has("product", group.key))
        assert same(group.value, JUDGES[metric](lines, records.as_of)), (metric, group)
    assert {metric for metric, _ in found} == set(REVENUE) and len(found) > len(REVENUE)


def test_of_other_metrics_an_account_counts_in_each_of_its_products(drawn: tuple[Records, Company]) -> None:
    records, tables = drawn
    found = list(groups_by(drawn, "product", ["health_score_coverage", "escalation_rate"]))
    for metric, group in found:
        lines = only_rows(tables, "subscriptions", has("product", group.key))
        holders = set(recurring(lines, records.as_of))
        assert same(group.value, JUDGES[metric](only_accounts(tables, holders), records.as_of)), (metric, group)
    assert len(found) == 4


OWN = {
    ("time_to_resolution", "priority"): "tickets",
    ("sla_attainment", "priority"): "tickets",
    ("csm_quota_attainment", "csm_id"): "quotas",
    ("cs_revenue_vs_quota", "csm_id"): "quotas",
    ("csql_to_opportunity_rate", "csm_id"): "cs_qualified_leads",
    ("cs_qualified_leads", "csm"): "cs_qualified_leads",
    ("renewals_owned_by_cs_share", "owner_id"): "opportunities",
    ("playbook_execution_rate", "play_id"): "play_runs",
    ("score_drop_response_48h", "reason"): "alerts",
    ("proactive_share", "kind"): "touchpoints",
    ("renewal_forecast_accuracy", "segment"): "forecasts",
}


@pytest.mark.parametrize(("metric", "column"), OWN)
def test_a_group_by_a_column_of_the_rows_is_those_rows(
    drawn: tuple[Records, Company], metric: str, column: str
) -> None:
    records, tables = drawn
    name = "csm_id" if column == "csm" else column
    found = [group for _, group in groups_by(drawn, column, [metric])]
    for group in found:
        rows = only_rows(tables, OWN[metric, column], has(name, group.key))
        assert same(group.value, JUDGES[metric](rows, records.as_of)), group
    assert any(group.rows for group in found)


HAPPENED = {
    "cs_sourced_expansion_arr": ("opportunities", "close_on"),
    "cs_qualified_leads": ("cs_qualified_leads", "created_at"),
    "time_to_first_value": ("onboardings", "started_on"),
    "automatic_play_share": ("play_runs", "started_at"),
    "escalation_rate": ("tickets", "opened_at"),
    "handoff_completeness": ("handoffs", "occurred_at"),
}


@pytest.mark.parametrize("metric", HAPPENED)
@pytest.mark.parametrize("as_of", [date(2024, 12, 31), date(2024, 5, 17), date(2024, 2, 29)])
def test_four_quarters_make_up_the_twelve_months(drawn: tuple[Records, Company], metric: str, as_of: date) -> None:
    records, tables = drawn
    (measured,) = measure(records, [metric], by=["quarter"], as_of=as_of)
    assert isinstance(measured, Measured)
    table, column = HAPPENED[metric]
    spans = [tuple(map(day, group.key.split(" to "))) for group in measured.by["quarter"]]
    for group, (start, end) in zip(measured.by["quarter"], spans, strict=True):
        rows = only_rows(tables, table, between(column, start, end))
        assert same(group.value, JUDGES[metric](rows, as_of)), group
    assert (spans[0][0], spans[-1][1]) == (a_year_before(as_of) + timedelta(days=1), as_of)
    assert all(next_[0] - last[1] == timedelta(days=1) for last, next_ in pairwise(spans))
    assert sum(group.rows for group in measured.by["quarter"]) == measured.rows


def test_a_rule_may_ask_for_fewer_days(drawn: tuple[Records, Company]) -> None:
    from colonnade.core.evidence import Wanted
    from colonnade.records import measure_wanted

    records, tables = drawn
    asked = Wanted("playbook_execution_rate", None, 60)
    measured = measure_wanted(records, [asked])[asked]
    first = records.as_of - timedelta(days=59)
    rows = only_rows(tables, "play_runs", between("due_at", first, records.as_of))
    assert isinstance(measured, Measured)
    assert same(measured.value, JUDGES["playbook_execution_rate"](rows, records.as_of))
    assert measured.period.start == first


def test_csms_without_a_row_stand_beside_those_with_one(tmp_path: Path) -> None:
    """M holds an account, N stands among the CSMs, O came later, P only recorded a lead."""
    tables = {
        "accounts": "account_id,csm_id\nA,M\nB,Q\n",
        "subscriptions": (
            "subscription_id,account_id,start_on,end_on,mrr\n1,A,2023-01-01,,5\n2,B,2023-01-01,2024-01-01,5\n"
        ),
        "csms": "csm_id,started_on\nN,\nO,2025-01-01\n",
        "cs_qualified_leads": "csql_id,account_id,csm_id,created_at\n1,A,P,2024-06-01\n2,A,,2024-06-01\n",
        "tickets": "ticket_id,account_id,opened_at\n1,A,2024-12-31\n",
    }
    for name, body in tables.items():
        (tmp_path / f"{name}.csv").write_text(body)
    with open_records(str(tmp_path), today=date(2026, 11, 22)) as records:
        (leads,) = measure(records, ["cs_qualified_leads"], by=["csm"])
    assert isinstance(leads, Measured)
    assert [(group.key, group.value, group.rows) for group in leads.by["csm"]] == [
        ("M", 0.0, 0), ("N", 0.0, 0), ("P", 1.0, 1), (LOST, 1.0, 1),
    ]  # fmt: skip


def test_a_group_of_fewer_than_ten_accounts_is_small(tmp_path: Path) -> None:
    accounts = [(f"A{n}", "ten" if n < 10 else "nine") for n in range(19)]
    (tmp_path / "accounts.csv").write_text("account_id,segment\n" + "".join(f"{a},{s}\n" for a, s in accounts))
    lines = "".join(f"{n},{a},2024-01-01,5\n" for n, (a, _) in enumerate(accounts))
    (tmp_path / "subscriptions.csv").write_text("subscription_id,account_id,start_on,mrr\n" + lines)
    tickets = "".join(f"{n},A11,2024-01-0{n},true\n" for n in range(1, 10)) * 2
    (tmp_path / "tickets.csv").write_text("ticket_id,account_id,opened_at,escalated\n" + tickets)
    with open_records(str(tmp_path), today=date(2026, 11, 22)) as records:
        for metric, sizes in (("arr", {"nine": True, "ten": False}), ("escalation_rate", {"nine": True})):
            (measured,) = measure(records, [metric], by=["segment"])
            assert isinstance(measured, Measured)
            assert {group.key: group.small for group in measured.by["segment"]} == sizes
