"""Retention by snapshot, by movements and by renewals due: by hand, by plain Python, and what parts them."""

import tempfile
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from cases import write_tables
from hypothesis import HealthCheck, given, settings
from reference import NotTold, Row, a_year_before, check_past, day, month_ends, paid_on
from test_generated_records_agree_with_the_reference import days, subscriptions

from colonnade.core.errors import BadOption
from colonnade.core.retention import GROSS, NET, WAYS, Retention, Way
from colonnade.records import measure, open_records, retention

TODAY = date(2026, 11, 22)
AS_OF = date(2024, 12, 31)
LINES = """\
subscription_id,account_id,start_on,end_on,mrr
1,alike,2023-01-01,,100
2,fell,2023-01-01,2024-03-15,100
3,fell,2024-03-15,2024-08-01,40
4,fell,2024-08-01,,90
5,back,2023-01-01,2024-02-10,50
6,back,2024-07-01,,50
7,came,2024-02-01,2024-06-01,30
8,came,2024-06-01,2024-09-01,80
9,gone,2023-01-01,2024-05-01,20
"""


def by(found: tuple[Retention, ...], metric: str, way: str) -> Retention:
    return next(each for each in found if (each.metric, each.way) == (metric, way))


def money(found: Retention) -> tuple[float, float, int]:
    return float(found.base), float(found.kept), found.accounts


def parts(found: Retention) -> dict[str, tuple[int, list[float]]]:
    return {
        part.what: (
            part.accounts,
            [float(x) for x in (part.snapshot_base, part.snapshot_kept, part.base, part.kept)],
        )
        for part in found.parts
    }


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Retention, ...]:
    folder = tmp_path_factory.mktemp("lines")
    (folder / "subscriptions.csv").write_text(LINES)
    with open_records(str(folder), today=TODAY) as records:
        records.ends_on = AS_OF
        return retention(records, as_of=AS_OF)


def test_the_three_ways_by_hand(found: tuple[Retention, ...]) -> None:
    assert money(by(found, "net_revenue_retention", "snapshot")) == (270, 240, 4)
    assert money(by(found, "gross_revenue_retention", "snapshot")) == (270, 240, 4)
    # 270 - 60 (fell) + 50 (rose) - 50 (left) - 20 (gone) + 50 - 80 (came: rose, left)
    assert money(by(found, "net_revenue_retention", "movements")) == (270, 160, 5)
    assert money(by(found, "gross_revenue_retention", "movements")) == (270, 60, 5)
    # terms that ended: fell 100 and 40, back 50, came 30 and 80, gone 20
    assert money(by(found, "net_revenue_retention", "renewals")) == (320, 40 + 90 + 80, 4)
    assert money(by(found, "gross_revenue_retention", "renewals")) == (320, 40 + 40 + 30, 4)


def test_what_parts_movements_from_the_snapshot_is_told_in_accounts_and_money(
    found: tuple[Retention, ...],
) -> None:
    assert parts(by(found, "gross_revenue_retention", "movements")) == {
        "are reckoned alike": (2, [120, 100, 120, 100]),
        "came within the twelve months": (1, [0, 0, 0, -80]),
        "left and came back": (1, [50, 50, 50, 0]),
        "rose and fell between, or were paid at other rates": (1, [100, 90, 100, 40]),
    }


def test_what_parts_renewals_from_the_snapshot_is_told_in_accounts_and_money(
    found: tuple[Retention, ...],
) -> None:
    assert parts(by(found, "net_revenue_retention", "renewals")) == {
        "came within the twelve months and had a term end": (1, [0, 0, 110, 80]),
        "had a term end": (3, [170, 140, 210, 130]),
        "had no term end": (1, [100, 100, 0, 0]),
    }


def tells_of(lines: list[Row], past: date) -> bool:
    try:
        check_past({"subscriptions": lines}, past)
    except NotTold:
        return False
    return True


def movements_by_hand(lines: list[Row], as_of: date, gross: bool) -> tuple[Decimal, Decimal]:
    tables = {"subscriptions": lines}
    opening = a_year_before(as_of)
    if not tells_of(lines, opening):
        return Decimal(0), Decimal(0)
    ends = [opening, *(end for end in month_ends(as_of) if end > opening)]
    base = kept = sum(paid_on(tables, opening).values(), Decimal(0))
    for earlier, later in pairwise(ends):
        before, after = paid_on(tables, earlier), paid_on(tables, later)
        for account, paid in before.items():
            change = after.get(account, Decimal(0)) - paid
            kept += min(change, Decimal(0)) if gross else change
    return base, kept


def renewals_by_hand(lines: list[Row], as_of: date, gross: bool) -> tuple[Decimal, Decimal]:
    if not tells_of(lines, as_of):
        return Decimal(0), Decimal(0)
    counting = [
        line for line in lines
        if line["kind"] == "recurring" and Decimal(line["mrr"]) > 0
        and (not line["end_on"] or line["end_on"] > line["start_on"])
    ]  # fmt: skip
    due: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    renewed: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for line in counting:
        if line["end_on"] and a_year_before(as_of) < day(line["end_on"]) <= as_of:
            due[line["account_id"], day(line["end_on"])] += Decimal(line["mrr"])
    for line in counting:
        start = day(line["start_on"])
        ends = [
            end for account, end in due
            if account == line["account_id"] and end <= start <= min(as_of, end + timedelta(days=30))
        ]  # fmt: skip
        if ends:
            renewed[line["account_id"], max(ends)] += Decimal(line["mrr"])
    kept = sum((min(renewed[term], paid) if gross else renewed[term] for term, paid in due.items()), Decimal(0))
    return sum(due.values(), Decimal(0)), kept


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(sold=subscriptions(), as_of=days)
def test_engine_and_reference_agree_on_all_three_ways(sold: list[Row], as_of: date) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_records(write_tables({"subscriptions": sold}, Path(folder)), today=TODAY) as records,
    ):
        records.ends_on = max(records.ends_on, as_of)
        found = retention(records, as_of=as_of)
        measured = {m.definition.id: getattr(m, "value", None) for m in measure(records, as_of=as_of)}
    for metric in ("gross_revenue_retention", "net_revenue_retention"):
        gross = metric.startswith("gross")
        snapshot = by(found, metric, "snapshot")
        assert snapshot.value == (None if measured[metric] is None else pytest.approx(measured[metric]))
        for way, judge in (("movements", movements_by_hand), ("renewals", renewals_by_hand)):
            other = by(found, metric, way)
            assert (other.base, other.kept) == judge(sold, as_of, gross)
            assert sum(part.base for part in other.parts) == other.base
            assert sum(part.kept for part in other.parts) == other.kept
            assert sum(part.snapshot_base for part in other.parts) == snapshot.base
            assert sum(part.snapshot_kept for part in other.parts) == snapshot.kept
            assert bool(other.needs) == (other.value is None)


def test_other_metrics_have_one_definition(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(LINES)
    with (
        open_records(str(tmp_path), today=TODAY) as records,
        pytest.raises(BadOption, match="not logo_churn_rate"),
    ):
        retention(records, ["logo_churn_rate"])


def test_without_ends_no_renewal_is_due_and_without_subscriptions_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text("subscription_id,account_id,start_on,mrr\n1,A,2023-01-01,5\n")
    with open_records(str(tmp_path), today=TODAY) as records:
        (renewals,) = retention(records, ["net_revenue_retention"], ["renewals"], as_of=AS_OF)
    assert (renewals.value, renewals.needs) == (None, ("subscriptions.end_on",))
    (tmp_path / "subscriptions.csv").unlink()
    (tmp_path / "tickets.csv").write_text("ticket_id,account_id,opened_at\n1,A,2024-12-31\n")
    with open_records(str(tmp_path), today=TODAY) as records:
        (snapshot,) = retention(records, ["net_revenue_retention"], ["snapshot"])
    assert snapshot.value is None and "subscriptions.mrr" in snapshot.needs


@pytest.mark.parametrize("way", WAYS)
def test_gross_and_net_retention_each_have_a_sentence_of_their_own(way: Way) -> None:
    gross, net = WAYS[way][GROSS], WAYS[way][NET]
    assert gross != net
    assert "at most" in gross or "expansion does not count" in gross
    assert "at most" not in net
