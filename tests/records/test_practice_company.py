"""The practice company: same files for the same dice, records that hang together, and the truth about them."""

import csv
import operator
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import mean, median

import pytest

from colonnade.content.load import bank, shipped_model
from colonnade.core.criteria import EvidenceRule
from colonnade.core.errors import BadOption
from colonnade.records.practice import Truth, write_company, write_scorecards
from colonnade.records.tables import TABLES

ENDS_ON = date(2026, 10, 31)
A_YEAR_AGO = date(2025, 10, 31)
Row = dict[str, str]
Rows = list[tuple[str, float, float]]
"""For each row behind a share: an account or CSM, the part it adds and the whole."""


class Records:
    """The files as a reader without Colonnade sees them."""

    def __init__(self, folder: Path, truth: Truth, ends_on: date = ENDS_ON) -> None:
        self.folder, self.truth, self.ends_on = folder, truth, ends_on
        self.of = {path.stem: read(path) for path in sorted(folder.glob("*.csv"))}
        self.segment = {row["account_id"]: row["segment"] for row in self.of["accounts"]}
        self.touch = {row["account_id"]: row["touch_model"] for row in self.of["accounts"]}
        self.active = {id_ for id_ in self.segment if self.mrr(id_, ends_on)}

    def mrr(self, account: str, on: date) -> Decimal:
        return sum(
            (
                Decimal(row["mrr"])
                for row in self.of["subscriptions"]
                if row["account_id"] == account and row["kind"] == "recurring" and counts(row, on)
            ),
            Decimal(0),
        )

    def since(self, table: str, column: str, days: int) -> list[Row]:
        """Rows of the so many days, or of the twelve months when 365, to the last day."""
        start = self.ends_on - timedelta(days=days)
        return [row for row in self.of[table] if row[column] and start < day(row[column]) <= self.ends_on]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    folder = tmp_path_factory.mktemp("company")
    return Records(folder, write_company(folder, ends_on=ENDS_ON))


def test_the_same_dice_give_the_same_bytes_and_others_do_not(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("two", 3), ("other", 4)):
        write_company(tmp_path / name, accounts=30, months=18, seed=seed, ends_on=ENDS_ON)
    one, two, other = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("one", "two", "other"))
    assert one == two
    assert one["subscriptions.csv"] != other["subscriptions.csv"]


def test_every_table_but_exchange_rates_is_written_with_its_canonical_header(records: Records) -> None:
    assert set(records.of) == set(TABLES) - {"exchange_rates"}
    for name in records.of:
        with (records.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == list(TABLES[name].column_names)
    assert "made up" in (records.folder / "README.txt").read_text(encoding="utf-8")


def test_values_fit_their_columns(records: Records) -> None:
    readers: dict[str, Callable[[str], object]] = {
        "day": date.fromisoformat,
        "moment": datetime.fromisoformat,
        "money": Decimal,
        "monthly": Decimal,
        "number": float,
        "integer": int,
        "boolean": {"true": True, "false": False}.__getitem__,
    }
    for name, rows in records.of.items():
        for column in TABLES[name].columns:
            values = {row[column.name] for row in rows}
            assert not (column.filled and "" in values), (name, column.name)
            for value in values - {""}:
                readers.get(column.kind, str)(value)
                assert not column.choices or value in column.choices


def test_what_it_costs_to_serve_a_customer_of_each_tier_is_what_its_own_people_cost(records: Records) -> None:
    customers = Counter(records.segment[account] for account in records.active)
    spent: Counter[str] = Counter()
    for row in records.since("costs", "month", 365):
        spent[row["tier"]] += int(row["amount"])
    per_customer = {tier: spent[tier] / served for tier, served in customers.items()}
    assert per_customer == pytest.approx(dict(records.truth.cost_to_serve)) and len(per_customer) == 3
    assert spent[""] > 0, "tools and managers serve all"


def test_every_id_that_is_named_exists_and_is_given_once(records: Records) -> None:
    keys = {
        TABLES[name].key: [row[str(TABLES[name].key)] for row in rows]
        for name, rows in records.of.items()
        if TABLES[name].key
    }
    assert [key for key, ids in keys.items() if len(ids) != len(set(ids))] == []
    known = {key: set(ids) for key, ids in keys.items()} | {"manager_id": set(keys["csm_id"])}
    for name, rows in records.of.items():
        for column in known.keys() & set(TABLES[name].column_names):
            assert {row[str(column)] for row in rows} - {""} <= known[column], (name, column)
    assert {row["run_id"] for row in records.of["play_tasks"]} == known["run_id"]
    assert {row["survey_id"] for row in records.of["survey_responses"]} <= {
        row["survey_id"] for row in records.of["survey_sends"]
    }


def test_nothing_has_happened_after_the_last_day_and_something_on_it(records: Records) -> None:
    ahead = {"due_at", "reply_due_at", "end_on", "target_on", "close_on"}
    moments = {
        (name, column.name): max(day(row[column.name]) for row in rows if row[column.name])
        for name, rows in records.of.items()
        for column in TABLES[name].columns
        if column.kind in ("day", "moment") and column.name not in ahead and any(row[column.name] for row in rows)
    }
    assert [where for where, latest in moments.items() if latest > ENDS_ON] == []
    assert moments["usage_events", "occurred_at"] == ENDS_ON


def test_intervals_run_forwards_and_the_history_has_no_gap(records: Records) -> None:
    for row in records.of["subscriptions"]:
        assert not row["end_on"] or row["start_on"] < row["end_on"]
    for row in records.of["tickets"]:
        assert row["opened_at"] <= (row["first_reply_at"] or "9") <= (row["solved_at"] or "9")
    turns = defaultdict(list)
    for row in records.of["account_history"]:
        turns[row["account_id"]].append(row)
    for history in turns.values():
        assert [row["to_on"] for row in history[:-1]] == [row["from_on"] for row in history[1:]]
        assert history[-1]["to_on"] == ""


@pytest.mark.parametrize("seed", [7, 8, 9])
@pytest.mark.parametrize("ends_on", [ENDS_ON, date(2024, 2, 29), date(2026, 7, 6)])
def test_the_truth_is_what_the_subscriptions_add_up_to(tmp_path: Path, seed: int, ends_on: date) -> None:
    truth = write_company(tmp_path, seed=seed, ends_on=ends_on)
    records = Records(tmp_path, truth, ends_on)
    then = date(ends_on.year - 1, ends_on.month, min(ends_on.day, 28 if ends_on.month == 2 else 31))
    before = {id_: mrr for id_ in records.segment if (mrr := records.mrr(id_, then))}
    now = {id_: mrr for id_ in records.segment if (mrr := records.mrr(id_, ends_on))}
    assert len(now) == 60
    assert truth.arr == 12 * sum(now.values())
    assert truth.opening_mrr == sum(before.values())
    assert truth.kept_mrr == sum(min(mrr, now.get(id_, Decimal(0))) for id_, mrr in before.items())
    assert truth.present_mrr == sum(now.get(id_, Decimal(0)) for id_ in before)
    assert truth.gross_revenue_retention == pytest.approx(float(truth.kept_mrr / truth.opening_mrr), abs=1e-12)
    assert set(truth.lost_accounts) == before.keys() - now.keys()
    assert set(truth.customers) == now.keys()


def test_the_company_lives(records: Records) -> None:
    """Growth, expansion, contraction, losses, returns, trials and moves between tiers."""
    assert records.truth.net_revenue_retention > records.truth.gross_revenue_retention > 0.6
    kinds = Counter(row["kind"] for row in records.of["subscriptions"])
    assert min(kinds["trial"], kinds["one_time"]) > 5
    tried = {row["account_id"] for row in records.of["subscriptions"] if row["kind"] == "trial"}
    paid = {row["account_id"] for row in records.of["subscriptions"] if row["kind"] == "recurring"}
    assert tried & paid and tried - paid
    assert sum(records.mrr(id_, A_YEAR_AGO) > 0 for id_ in records.segment) < 60
    steps = defaultdict(list)
    for row in records.of["subscriptions"]:
        if row["product"] == "Platform" and row["kind"] == "recurring":
            steps[row["account_id"]].append((row["start_on"], row["end_on"], Decimal(row["mrr"])))
    pairs = [pair for each in steps.values() for pair in zip(sorted(each), sorted(each)[1:], strict=False)]
    assert any(old[1] < new[0] for old, new in pairs), "somebody came back"
    changes = [new[2] - old[2] for old, new in pairs if old[1] == new[0]]
    assert min(changes) < 0 < max(changes)
    segments = defaultdict(set)
    for row in records.of["account_history"]:
        segments[row["account_id"]].add(row["segment"])
    assert any(len(each) == 2 for each in segments.values())
    assert {
        tier: sum(records.segment[id_] == tier for id_ in records.active) for tier in ("enterprise", "smb")
    } == {
        "enterprise": 12,
        "smb": 31,
    }


def test_the_default_company_is_small_enough_to_look_through(records: Records) -> None:
    assert len(records.of["usage_events"]) < 25_000
    assert sum(map(len, records.of.values())) < 35_000
    assert 6 <= len(records.of["csms"]) <= 9
    assert [row["manager_id"] for row in records.of["csms"]].count("") == 1


@pytest.mark.slow
def test_those_who_leave_used_less_and_waited_longer(tmp_path: Path) -> None:
    """The odds planted are 7 for use that halved and 3 for slow support; they show in a larger company."""
    truth = write_company(tmp_path, accounts=400, months=24, seed=2, ends_on=ENDS_ON)
    records = Records(tmp_path, truth)
    notices = {row["account_id"]: day(row["notice_on"]) for row in records.of["subscriptions"] if row["notice_on"]}
    then = {id_: notices.get(id_, date(2025, 10, 1)) for id_ in records.segment}
    use: dict[str, Counter[int]] = defaultdict(Counter)
    for row in records.of["usage_events"]:
        months_before = (then[row["account_id"]] - day(row["occurred_at"])).days // 30
        use[row["account_id"]][months_before] += int(row["quantity"])
    sank = {id_: each[0] < 0.7 * each[3] for id_, each in use.items() if each[3] > 20}
    left, stayed = (mean(sank[id_] for id_ in sank if (id_ in notices) is gone) for gone in (True, False))
    assert left > 2.5 * stayed > 0
    slow: dict[bool, list[bool]] = {True: [], False: []}
    for row in records.of["tickets"]:
        if row["solved_at"] and 0 <= (then[row["account_id"]] - day(row["opened_at"])).days < 45:
            worked = moment(row["solved_at"]) - moment(row["first_reply_at"])
            promised = moment(row["reply_due_at"]) - moment(row["opened_at"])
            slow[row["account_id"] in notices].append(worked > 3 * promised)
    assert mean(slow[True]) > 1.5 * mean(slow[False]) > 0
    assert truth.odds["use halved in three months"] > truth.odds["slow support"] > 1
    assert truth.odds["play completed in time"] < 1


def test_too_small_a_company_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="at least 12 accounts and 15 months"):
        write_company(tmp_path / "none", accounts=3, ends_on=ENDS_ON)
    assert not (tmp_path / "none").exists()


def test_the_smallest_company_promises_no_criteria(tmp_path: Path) -> None:
    truth = write_company(tmp_path, accounts=12, months=15, ends_on=ENDS_ON)
    assert (truth.met, truth.not_met, len(truth.customers)) == ((), (), 12)


@pytest.mark.parametrize(
    ("accounts", "months", "seed", "ends_on"),
    [(60, 30, 7, ENDS_ON), (60, 24, 1, date(2026, 11, 22)), (90, 30, 5, ENDS_ON), (200, 24, 3, date(2026, 2, 28))],
)
def test_the_records_answer_the_criteria_as_planted(
    tmp_path: Path, accounts: int, months: int, seed: int, ends_on: date
) -> None:
    truth = write_company(tmp_path, accounts=accounts, months=months, seed=seed, ends_on=ends_on)
    records = Records(tmp_path, truth, ends_on)
    rules = {each.id: each.evidence for each in bank()}
    found = {id_: judged(records, rules[id_]) for id_ in (*truth.met, *truth.not_met)}
    wrong = {id_: found[id_] for id_ in truth.met if not found[id_][0]}
    wrong |= {id_: found[id_] for id_ in truth.not_met if found[id_][0]}
    assert wrong == {}
    assert {id_: rows for id_, (_, rows, _) in found.items() if rows < least_rows(rules[id_])} == {}


def test_every_pillar_has_a_planted_stage_and_the_claims_go_beyond_the_records_in_data(
    records: Records, tmp_path: Path
) -> None:
    pillars = [dimension.id for dimension in shipped_model("csmi").dimensions]
    assert set(records.truth.stages) == set(pillars)
    files = write_scorecards(tmp_path)
    assert [path.stem for path in files] == ["cs-leader", "revops", "csm-team-lead", "consensus"]
    scores = [row for path in files[:3] for row in read(path)]
    stages = {
        pillar: sorted(int(row["stage"]) for row in scores if row["dimension"] == pillar) for pillar in pillars
    }
    assert {len(each) for each in stages.values()} == {3}
    assert Counter(each[-1] - each[0] for each in stages.values()) == {0: 5, 1: 1, 2: 1}
    (agreed,) = read(files[-1])
    assert stages[agreed["dimension"]] == [1, 2, 3] and agreed["stage"] == "2" and agreed["note"]
    beyond = [pillar for pillar in pillars if stages[pillar][1] > records.truth.stages[pillar]]
    assert beyond == ["data_intelligence"]


# From here on: the metrics that the planted criteria turn on, by their definitions, from the files alone.


def judged(records: Records, rule: EvidenceRule | None) -> tuple[bool, int, object]:
    """Whether the rule holds, on how many rows, and the value."""
    assert rule is not None
    passes = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "==": operator.eq}[rule.operator]
    rows = METRICS[rule.metric](records, rule.window_days or 365)
    whole = MEDIANS.get(rule.metric, share)
    if rule.by is None:
        return passes(whole(rows), rule.threshold), len(rows), whole(rows)
    groups: dict[str, Rows] = defaultdict(list)
    for row in rows:
        groups[group_of(records, rule.by, row[0])].append(row)
    if rule.reading == "share50":
        csms = {row["csm_id"] for row in records.of["csms"] if row["segment"]}
        passing = [passes(share(groups.get(csm, [])), rule.threshold) for csm in csms]
        return mean(passing) >= 0.5, len(rows), mean(passing)
    if rule.by == "quarter":
        lowest = min(share(groups.get(quarter, [])) for quarter in quarters(records.ends_on))
        return passes(lowest, rule.threshold), len(rows), lowest
    named = {"top": records.truth.top_tier, "low": records.truth.low_tier, "human": "human"}
    if rule.reading == "group":
        group = groups[named[str(rule.of)]]
        return passes(whole(group), rule.threshold), len(group), whole(group)
    large = [group for group in groups.values() if len(group) >= rule.least_rows]
    value = {"min": min, "max": max}[str(rule.reading)](whole(group) for group in large)
    return passes(value, rule.threshold), min(map(len, large)), value


def least_rows(rule: EvidenceRule | None) -> int:
    return rule.least_rows if rule else 0


def group_of(records: Records, by: str, id_: str) -> str:
    return {"segment": records.segment, "touch_model": records.touch}[by][id_] if by in GROUPED else id_


GROUPED = ("segment", "touch_model")


def share(rows: Rows) -> float:
    whole = sum(row[2] for row in rows)
    return sum(row[1] for row in rows) / whole if whole else 0.0


def middle(rows: Rows) -> float:
    return median(row[1] for row in rows)


def total(rows: Rows) -> float:
    return sum(row[1] for row in rows)


def each(rows: list[Row], holds: Callable[[Row], bool], id_: str = "account_id") -> Rows:
    return [(row[id_], float(holds(row)), 1.0) for row in rows]


def active_with(records: Records, has: Callable[[str], bool]) -> Rows:
    return [(id_, float(has(id_)), 1.0) for id_ in sorted(records.active)]


def accounts_in(rows: list[Row]) -> set[str]:
    return {row["account_id"] for row in rows}


def health_coverage(records: Records, _days: int) -> Rows:
    scored = accounts_in(records.since("health_scores", "occurred_at", 90))
    return active_with(records, lambda id_: id_ in scored)


def health_freshness(records: Records, _days: int) -> Rows:
    last: dict[str, date] = {}
    for row in records.since("health_scores", "occurred_at", 90):
        if row["account_id"] in records.active:
            last[row["account_id"]] = max(last.get(row["account_id"], date.min), day(row["occurred_at"]))
    return [(id_, (records.ends_on - on).days, 1.0) for id_, on in last.items()]


def acted_in_48_hours(records: Records, _days: int) -> Rows:
    def soon(row: Row) -> bool:
        return bool(row["acted_at"]) and moment(row["acted_at"]) - moment(row["raised_at"]) <= timedelta(hours=48)

    return each([row for row in records.since("alerts", "raised_at", 365) if row["kind"] == "risk"], soon)


def at_risk_resolved(records: Records, _days: int) -> Rows:
    old = records.ends_on - timedelta(days=90)
    alerts = [
        r for r in records.since("alerts", "raised_at", 365) if r["kind"] == "risk" and day(r["raised_at"]) <= old
    ]
    return each(alerts, lambda row: row["outcome"] == "saved" and bool(row["resolved_at"]))


def churn_after_fall(records: Records, _days: int) -> Rows:
    bands = {"green": 2, "yellow": 1, "red": 0}
    fell: dict[str, list[date]] = defaultdict(list)
    last: dict[str, Row] = {}
    for row in sorted(records.of["health_scores"], key=lambda row: row["occurred_at"]):
        before = last.get(row["account_id"])
        if before and bands[row["band"]] < bands[before["band"]]:
            fell[row["account_id"]].append(day(row["occurred_at"]))
        last[row["account_id"]] = row
    gone = [row for row in records.since("subscriptions", "end_on", 365) if row["notice_on"]]
    notice = {row["account_id"]: day(row["notice_on"]) for row in gone if row["account_id"] not in records.active}
    return [(id_, float(any(on < told for on in fell[id_])), 1.0) for id_, told in notice.items()]


def runs_in_time(records: Records, _days: int) -> Rows:
    runs = records.since("play_runs", "due_at", 365)
    return each(runs, lambda row: bool(row["completed_at"]) and row["completed_at"] <= row["due_at"])


def signals_without_run(records: Records, _days: int) -> Rows:
    signals = {row["reason"] for row in records.since("alerts", "raised_at", 180)}
    run = {row["play_id"] for row in records.since("play_runs", "started_at", 180)}
    published = [row for row in records.of["plays"] if not row["retired_on"]]
    return [
        (row["play_id"], float(row["signal"] in signals - {""} and row["play_id"] not in run), 1.0)
        for row in published
    ]


def reviewed(records: Records, _days: int) -> Rows:
    reviews = [row for row in records.since("touchpoints", "occurred_at", 120) if row["kind"] in ("qbr", "ebr")]
    held = accounts_in(reviews)
    return [row for row in active_with(records, lambda id_: id_ in held) if records.touch[row[0]] == "human"]


def first_value(records: Records, _days: int) -> Rows:
    """Those who have not reached it count as never, which makes the median no shorter."""
    return [
        (
            r["account_id"],
            (day(r["first_value_on"]) - day(r["started_on"])).days if r["first_value_on"] else 999,
            1.0,
        )
        for r in records.since("onboardings", "started_on", 365)
    ]


def contacts_per_account(records: Records, _days: int) -> Rows:
    lately = Counter(row["account_id"] for row in records.since("contacts", "last_active_at", 90))
    return [(id_, float(lately[id_]), 1.0) for id_ in sorted(records.active)]


def expansion_talked(records: Records, _days: int) -> Rows:
    signalled = accounts_in([r for r in records.of["alerts"] if r["kind"] == "expansion" and not r["resolved_at"]])
    talks = accounts_in(
        [r for r in records.since("touchpoints", "occurred_at", 90) if r["expansion_talk"] == "true"]
    )
    return [(id_, float(id_ in talks), 1.0) for id_ in sorted(signalled)]


def renewals_by_cs(records: Records, _days: int) -> Rows:
    csms = {row["csm_id"] for row in records.of["csms"]}
    closed = [r for r in records.since("opportunities", "close_on", 365) if r["is_closed"] == "true"]
    return each([r for r in closed if r["kind"] == "renewal"], lambda row: row["owner_id"] in csms)


def won(records: Records, kind: str, source: str) -> list[Row]:
    wins = [r for r in records.since("opportunities", "close_on", 365) if r["is_won"] == "true"]
    return [row for row in wins if (kind, source) == (row["kind"], row["source"])]


def csm_of(records: Records) -> dict[str, str]:
    return {row["account_id"]: row["csm_id"] for row in records.of["accounts"]}


def cs_expansion_by(key: str) -> Callable[[Records, int], Rows]:
    def rows(records: Records, _days: int) -> Rows:
        wins = won(records, "expansion", "cs")
        book = csm_of(records)
        keys = [book[r["account_id"]] if key == "csm_id" else quarter_of(day(r["close_on"])) for r in wins]
        return [(group, float(row["amount"]), 1.0) for group, row in zip(keys, wins, strict=True)]

    return rows


def cs_pipeline(records: Records, _days: int) -> Rows:
    return [
        (row["account_id"], float(row["amount"]) * (row["source"] == "cs"), float(row["amount"]))
        for row in records.of["opportunities"]
        if row["is_closed"] == "false" and day(row["created_at"]) <= records.ends_on
    ]


def cs_return(records: Records, _days: int) -> Rows:
    earned = [*won(records, "renewal", "cs"), *won(records, "expansion", "cs")]
    months = records.since("costs", "month", 365)
    spent = [(r["month"], 0.0, float(r["amount"])) for r in months if r["category"] in ("cs_people", "cs_tools")]
    return [(row["account_id"], float(row["amount"]), 0.0) for row in earned] + spent


def forecast_rows(records: Records, kind: str) -> list[tuple[float, float]]:
    last: dict[str, Row] = {}
    for row in records.since("forecasts", "period_end", 365):
        if row["kind"] == kind and day(row["made_on"]) <= day(row["period_end"]) - timedelta(days=30):
            last[row["period_end"]] = row
    return [(float(row["amount"]), float(row["actual"])) for row in last.values()]


def renewal_accuracy(records: Records, _days: int) -> Rows:
    return [("", actual - abs(amount - actual), actual) for amount, actual in forecast_rows(records, "renewal")]


def retention_accuracy(records: Records, _days: int) -> Rows:
    return [("", 1 - abs(amount - actual), 1.0) for amount, actual in forecast_rows(records, "nrr")]


def with_quota(records: Records, _days: int) -> Rows:
    last = max(row["period_end"] for row in records.of["quotas"])
    having = {row["csm_id"] for row in records.of["quotas"] if row["period_end"] == last}
    return each(records.of["csms"], lambda row: row["csm_id"] in having, "csm_id")


def pay_varies(records: Records, _days: int) -> Rows:
    return each(records.of["csms"], lambda row: float(row["variable_pay_share"]) > 0, "csm_id")


def pay_share(records: Records, _days: int) -> Rows:
    return [(row["csm_id"], float(row["variable_pay_share"]), 1.0) for row in records.of["csms"]]


def potential_minutes(records: Records, _days: int) -> Rows:
    minutes: Counter[str] = Counter()
    for row in records.since("touchpoints", "occurred_at", 90):
        minutes[row["account_id"]] += int(row["minutes"] or 0)
    potential = {row["account_id"]: float(row["expansion_potential"]) for row in records.of["accounts"]}
    third = len(records.active) // 3
    promising = sorted(records.active, key=lambda id_: -potential[id_])[:third]
    largest = sorted(records.active, key=lambda id_: -records.mrr(id_, records.ends_on))[:third]
    ratio = sum(minutes[id_] for id_ in promising) / sum(minutes[id_] for id_ in largest)
    return [(id_, ratio, 1.0) for id_ in records.active]


def decided(records: Records, _days: int) -> Rows:
    old = records.ends_on - timedelta(days=30)
    items = [r for r in records.since("product_feedback", "occurred_at", 365) if day(r["occurred_at"]) < old]
    return each(items, lambda row: row["status"] != "open")


def used(records: Records, _days: int) -> Rows:
    events = accounts_in(records.since("usage_events", "occurred_at", 28))
    return active_with(records, lambda id_: id_ in events)


def advocates(records: Records, _days: int) -> Rows:
    acts = accounts_in(records.since("advocacy_acts", "occurred_at", 365))
    return active_with(records, lambda id_: id_ in acts)


def answered(records: Records, _days: int) -> Rows:
    answers = Counter(row["account_id"] for row in records.since("survey_responses", "answered_at", 90))
    sends = records.since("survey_sends", "sent_at", 90)
    return [
        (r["account_id"], float(answers[r["account_id"]]) / n, 1.0) for r in sends if (n := sends_to(sends, r))
    ]


def sends_to(sends: list[Row], row: Row) -> int:
    return sum(other["account_id"] == row["account_id"] for other in sends)


def in_sla(records: Records, _days: int) -> Rows:
    tickets = records.since("tickets", "opened_at", 365)
    return each(tickets, lambda row: bool(row["first_reply_at"]) and row["first_reply_at"] <= row["reply_due_at"])


def filled(column: str) -> Callable[[Records, int], Rows]:
    def rows(records: Records, _days: int) -> Rows:
        return each(
            [r for r in records.of["accounts"] if r["account_id"] in records.active], lambda r: bool(r[column])
        )

    return rows


def quarter_of(on: date) -> str:
    return f"{on.year}-{(on.month - 1) // 3 + 1}"


def quarters(ends_on: date) -> list[str]:
    """The whole calendar quarters of the twelve months."""
    starts = [date(year, month, 1) for year in (ends_on.year - 1, ends_on.year) for month in (1, 4, 7, 10)]
    year_ago = ends_on - timedelta(days=365)
    return [quarter_of(on) for on in starts if year_ago < on and on + timedelta(days=91) <= ends_on]


def cs_expansion(records: Records, _days: int) -> Rows:
    return [*cs_expansion_by("csm_id")(records, 365), *cs_expansion_by("quarter")(records, 365)]


METRICS: dict[str, Callable[[Records, int], Rows]] = {
    "segment_fill_share": filled("segment"),
    "lifecycle_fill_share": filled("lifecycle_stage"),
    "digital_coverage_share": lambda records, _: active_with(
        records, lambda id_: records.touch[id_] in ("digital", "pooled")
    ),
    "sla_attainment": in_sla,
    "potential_minutes_ratio": potential_minutes,
    "stakeholder_contacts_per_account": contacts_per_account,
    "renewals_owned_by_cs_share": renewals_by_cs,
    "cs_qualified_leads": lambda records, days: each(
        records.since("cs_qualified_leads", "created_at", days), lambda _: True, "csm_id"
    ),
    "renewal_forecast_accuracy": renewal_accuracy,
    "nrr_forecast_accuracy": retention_accuracy,
    "expansion_talk_share": expansion_talked,
    "csm_quota_share": with_quota,
    "cs_sourced_expansion_arr": cs_expansion,
    "advocacy_share": advocates,
    "referral_sourced_arr": lambda records, _: each(
        [row for row in records.since("opportunities", "close_on", 365) if row["source"] == "referral"],
        lambda row: row["is_won"] == "true",
    ),
    "survey_response_rate": answered,
    "active_account_share": used,
    "health_score_coverage": health_coverage,
    "health_score_freshness": health_freshness,
    "score_drop_response_48h": acted_in_48_hours,
    "churn_health_fall_share": churn_after_fall,
    "business_review_coverage": reviewed,
    "onboarding_completion_rate": lambda records, _: each(
        records.since("onboardings", "target_on", 365),
        lambda row: bool(row["completed_on"]) and row["completed_on"] <= row["target_on"],
    ),
    "time_to_first_value": first_value,
    "proactive_share": lambda records, _: each(
        records.since("touchpoints", "occurred_at", 365), lambda row: row["proactive"] == "true"
    ),
    "playbook_execution_rate": runs_in_time,
    "automatic_play_share": lambda records, _: each(
        records.since("play_runs", "started_at", 365), lambda row: row["trigger"] == "automatic"
    ),
    "unrun_signal_plays": signals_without_run,
    "at_risk_resolution_rate": at_risk_resolved,
    "variable_pay_csm_share": pay_varies,
    "variable_pay_share": pay_share,
    "handoff_completeness": lambda records, _: each(
        records.since("handoffs", "occurred_at", 365), lambda row: row["complete"] == "true"
    ),
    "feedback_decision_rate": decided,
    "cs_revenue_to_investment": cs_return,
    "cs_sourced_pipeline_share": cs_pipeline,
}
MEDIANS: dict[str, Callable[[Rows], float]] = {
    "health_score_freshness": middle,
    "time_to_first_value": middle,
    "variable_pay_share": middle,
    "cs_qualified_leads": total,
    "cs_sourced_expansion_arr": total,
    "unrun_signal_plays": total,
    "referral_sourced_arr": total,
}


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts(row: Row, on: date) -> bool:
    return row["start_on"] <= on.isoformat() and (not row["end_on"] or on.isoformat() < row["end_on"])


def day(text: str) -> date:
    return date.fromisoformat(text[:10])


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
