"""The generated company: same bytes for the same arguments, and what was planted is found again in its records."""

import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from math import exp
from pathlib import Path
from typing import Any

import duckdb
import pytest

from colonnade.content.load import bank
from colonnade.core.errors import BadOption
from colonnade.core.evidence import observe, wanted
from colonnade.core.measurement import Measured
from colonnade.core.organisation import Organisation
from colonnade.records import Records, measure, measure_wanted, movements, open_records
from colonnade.records.generate import Plan, Shape, write_records
from colonnade.records.tables import TABLES

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 22)
ENDS_ON, YEAR_AGO = date(2026, 10, 31), date(2025, 10, 31)
PLAN = Plan(accounts=500, months=24, events=50_000, seed=7)
Truth = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    write_records(folder, PLAN)
    return folder


@pytest.fixture(scope="module")
def truth(folder: Path) -> Truth:
    read: Truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def records(folder: Path) -> Iterator[Records]:
    with open_records(str(folder), today=TODAY) as opened:
        yield opened


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mrr(folder: Path, on: date) -> dict[str, Decimal]:
    """Recurring revenue by account on a day, by the rule of the design and from the file alone."""
    found: dict[str, Decimal] = {}
    for row in rows(folder, "subscriptions"):
        counts = row["start_on"] <= str(on) and (not row["end_on"] or str(on) < row["end_on"])
        if row["kind"] == "recurring" and counts:
            found[row["account_id"]] = found.get(row["account_id"], Decimal(0)) + Decimal(row["mrr"])
    return found


def value(records: Records, metric: str) -> float:
    (measured,) = measure(records, [metric])
    assert isinstance(measured, Measured)
    return measured.value


def cents(amount: float) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def test_the_same_arguments_give_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("two", 3), ("other", 4)):
        write_records(tmp_path / name, Plan(accounts=60, months=15, events=900, seed=seed))
    one, two, other = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("one", "two", "other"))
    assert one == two
    tables = {name for name in one if name.endswith(".csv")}
    assert {name for name in tables if one[name] == other[name]} == {"plays.csv"}


def test_every_table_but_exchange_rates_is_written_and_no_row_is_rejected(folder: Path, records: Records) -> None:
    assert {path.stem for path in folder.glob("*.csv")} == set(TABLES) - {"exchange_rates"}
    read = {file.name: (file.read, file.rejected) for file in records.check.files if file.table}
    assert len(read) == len(TABLES) - 1
    assert all(found > 0 and rejected == 0 for found, rejected in read.values()), read


def test_as_many_accounts_and_events_as_asked_for_up_to_the_last_day(folder: Path, records: Records) -> None:
    assert len(rows(folder, "accounts")) == PLAN.accounts
    events = rows(folder, "usage_events")
    assert len(events) == len({row["event_id"] for row in events}) == PLAN.events
    assert records.as_of == ENDS_ON
    assert max(row["occurred_at"] for row in events) < str(ENDS_ON + timedelta(days=1))
    assert min(row["occurred_at"] for row in events) >= str(PLAN.span.first(0))


def test_money_and_retention_are_recovered_to_the_cent(records: Records, truth: Truth) -> None:
    opening, kept, present = (Decimal(truth[name]) for name in ("opening_mrr", "kept_mrr", "present_mrr"))
    assert Decimal(str(value(records, "arr"))) == Decimal(truth["arr"])
    assert cents(value(records, "gross_revenue_retention") * float(opening)) == kept
    assert cents(value(records, "net_revenue_retention") * float(opening)) == present
    assert movements(records)[-1].closing * 12 == Decimal(truth["arr"])
    lost = len(truth["lost_accounts"]) / truth["customers_a_year_ago"]
    assert value(records, "logo_churn_rate") == pytest.approx(lost, rel=1e-12)


def test_what_it_costs_to_serve_a_customer_of_each_tier_is_recovered(records: Records, truth: Truth) -> None:
    (cost,) = measure(records, ["cost_to_serve"], by=["segment"])
    assert isinstance(cost, Measured)
    by_tier = {group.key: group.value for group in cost.by["segment"] if group.rows}
    assert by_tier == pytest.approx(truth["cost_to_serve"]) and len(by_tier) == 3


def test_the_truth_is_that_of_the_files(folder: Path, truth: Truth) -> None:
    then, now = mrr(folder, YEAR_AGO), mrr(folder, ENDS_ON)
    assert sum(now.values()) * 12 == Decimal(truth["arr"])
    assert sum(then.values()) == Decimal(truth["opening_mrr"])
    assert sum(min(paid, now.get(id_, Decimal(0))) for id_, paid in then.items()) == Decimal(truth["kept_mrr"])
    assert sum(now.get(id_, Decimal(0)) for id_ in then) == Decimal(truth["present_mrr"])
    assert sorted(then.keys() - now.keys()) == truth["lost_accounts"] != []
    assert len(now) == truth["customers"] > len(then) == truth["customers_a_year_ago"]
    assert 0.8 < truth["gross_revenue_retention"] < truth["net_revenue_retention"] < 1.2


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        Plan(accounts=400, months=24, events=20_000, seed=1),
        Plan(accounts=1500, months=36, events=120_000, seed=11, ends_on=date(2026, 2, 28)),
    ],
)
def test_every_planted_criterion_is_observed_as_planted(tmp_path: Path, plan: Plan) -> None:
    truth = write_records(tmp_path, plan)
    rules = [criterion.evidence for criterion in bank() if criterion.evidence]
    with open_records(str(tmp_path), today=TODAY) as records:
        assert records.as_of == plan.ends_on
        measured = measure_wanted(records, wanted(rules), measured=measure(records))
    organisation = Organisation(str(truth["top_tier"]), str(truth["low_tier"]))
    said = {each.criterion: each.value for each in observe(bank(), measured, organisation, plan.ends_on)[0]}
    planted = {id_: shown for shown in ("met", "not_met") for id_ in truth[shown]}  # type: ignore[attr-defined]
    assert len(planted) == 56
    assert {id_: said.get(id_) for id_ in planted} == planted


def test_too_small_a_company_promises_no_criteria(tmp_path: Path) -> None:
    truth = write_records(tmp_path, Plan(accounts=60, months=15, events=0, seed=7))
    assert (truth["met"], truth["not_met"]) == ([], [])
    assert rows(tmp_path, "usage_events") == []


def test_the_company_grows_shrinks_loses_and_wins_back(folder: Path) -> None:
    reasons = {row["end_reason"] for row in rows(folder, "subscriptions")}
    assert {"", "changed", "trial over", "low use", "poor support", "price"} == reasons
    kinds = [row["kind"] for row in rows(folder, "subscriptions")]
    assert min(kinds.count(kind) for kind in ("recurring", "trial", "one_time")) > 10
    stages = {row["lifecycle_stage"] for row in rows(folder, "account_history")}
    assert stages == {"trial", "onboarding", "adopting", "established", "lost"}
    back = [row for row in rows(folder, "subscriptions") if row["subscription_id"].endswith("-B")]
    assert back and all(row["end_on"] == "" for row in back)


def test_parquet_holds_the_same_rows_as_csv(folder: Path, tmp_path: Path) -> None:
    write_records(tmp_path, Plan(PLAN.accounts, PLAN.months, PLAN.events, PLAN.seed, form="parquet"))
    for name in sorted(set(TABLES) - {"exchange_rates"}):
        text = f"SELECT * FROM read_csv('{folder}/{name}.csv', all_varchar = true, nullstr = '')"
        shown = ", ".join(
            f"strftime({c.name}, '%Y-%m-%dT%H:%M:%SZ')" if c.kind == "moment" else f"{c.name}::VARCHAR"
            for c in TABLES[name].columns
        )
        typed = f"SELECT {shown} FROM '{tmp_path}/{name}.parquet'"
        for one, other in ((text, typed), (typed, text)):
            assert duckdb.sql(f"({one}) EXCEPT ALL ({other})").fetchall() == [], name


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"accounts": 5}, "--accounts 5 is not a number from 50 to 2,000,000"),
        ({"months": 3}, "--months 3 is not a number from 15 to 120"),
        ({"events": -1}, "--events -1"),
        ({"seed": -1}, "--seed -1"),
    ],
)
def test_a_size_out_of_range_is_refused(wrong: dict[str, int], said: str) -> None:
    sizes = {"accounts": 500, "months": 24, "events": 0, "seed": 7, **wrong}
    with pytest.raises(BadOption, match=said):
        Plan(**sizes)  # type: ignore[arg-type]


# --- what makes accounts leave --------------------------------------------------------------------------------

_MONTHS_AT_RISK = """
WITH months AS (
    SELECT month, DATE '2024-11-01' + to_months(month::INTEGER) AS first_on FROM range(24) r (month)
), lines AS (
    SELECT a.account_id, a.segment, min(s.start_on) AS start_on, max(s.notice_on) AS notice_on FROM accounts a
    JOIN subscriptions s USING (account_id) WHERE s.kind = 'recurring' AND s.subscription_id NOT LIKE '%-B'
    GROUP BY ALL
), used AS (
    SELECT account_id, datediff('month', DATE '2024-11-01', occurred_at::DATE) AS month, count(*) AS n
    FROM usage_events GROUP BY ALL
), usual AS (
    SELECT segment, month, avg(n) AS n FROM used JOIN accounts USING (account_id) GROUP BY ALL
), level AS (
    SELECT u.account_id, u.month, u.n / o.n AS level FROM used u JOIN accounts a USING (account_id)
    JOIN usual o ON o.segment = a.segment AND o.month = u.month
), raised AS (
    SELECT account_id, datediff('month', DATE '2024-11-01', raised_at::DATE) AS month FROM alerts
    WHERE reason = 'slow_support'
), helped AS (
    SELECT account_id, datediff('month', DATE '2024-11-01', started_at::DATE) AS month FROM play_runs
    WHERE play_id IN ('P-1', 'P-2') AND completed_at <= due_at
), risk AS (
    SELECT l.segment, m.month, greatest(0, 1 - now.level / before.level) AS fall,
           EXISTS (FROM raised r WHERE r.account_id = l.account_id
               AND m.month BETWEEN r.month AND r.month + 2) AS slow,
           EXISTS (FROM helped h WHERE h.account_id = l.account_id
               AND m.month BETWEEN h.month AND h.month + 3) AS helped,
           coalesce(date_trunc('month', l.notice_on) = m.first_on, false) AS leaves
    FROM lines l JOIN months m ON m.first_on >= l.start_on + INTERVAL 4 MONTH
        AND (l.notice_on IS NULL OR m.first_on <= l.notice_on)
    JOIN level now ON now.account_id = l.account_id AND now.month = m.month
    JOIN level before ON before.account_id = l.account_id AND before.month = m.month - 3
)
SELECT (segment = 'mid_market')::INTEGER, (segment = 'smb')::INTEGER, round(fall, 2), slow::INTEGER,
       helped::INTEGER,
       count(*), count(*) FILTER (leaves)
FROM risk GROUP BY 1, 2, 3, 4, 5
"""


def test_the_planted_causes_of_leaving_are_found_in_the_records_with_their_strength(tmp_path: Path) -> None:
    """A logistic regression on files alone: use counted from events, waiting and help from alerts and plays."""
    plan = Plan(accounts=8000, months=24, events=1_500_000, seed=5)
    planted = write_records(tmp_path, plan)["effects_on_log_odds"]
    connection = duckdb.connect()
    for name in ("accounts", "subscriptions", "usage_events", "alerts", "play_runs"):
        connection.execute(f"CREATE VIEW {name} AS FROM '{tmp_path}/{name}.parquet'")
    cells = connection.execute(_MONTHS_AT_RISK).fetchall()
    assert sum(cell[-1] for cell in cells) > 500
    _, _, _, usage, support, play = logistic([((1.0, *cell[:5]), cell[5], cell[6]) for cell in cells])
    assert planted == {"usage": 4.0, "support": 1.1, "play": -1.2}
    assert abs(usage - 4.0) < 0.6
    assert abs(support - 1.1) < 0.35
    assert abs(play + 1.2) < 0.45


def logistic(cells: list[tuple[tuple[float, ...], int, int]]) -> list[float]:
    """The coefficients by Newton's method; a cell is what is known, how many there were, how many left."""
    size = len(cells[0][0])
    found = [0.0] * size
    for _ in range(25):
        slope = [0.0] * size
        curve = [[0.0] * size for _ in range(size)]
        for known, count, left in cells:
            odds = exp(sum(a * b for a, b in zip(found, known, strict=True)))
            p = odds / (1 + odds)
            for i in range(size):
                slope[i] += known[i] * (left - count * p)
                for j in range(size):
                    curve[i][j] += known[i] * known[j] * count * p * (1 - p)
        found = [a + b for a, b in zip(found, solve(curve, slope), strict=True)]
    return found


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss-Jordan with pivots."""
    table = [[*row, last] for row, last in zip(matrix, right, strict=True)]
    for place in range(len(table)):
        best = max(range(place, len(table)), key=lambda row: abs(table[row][place]))
        table[place], table[best] = table[best], table[place]
        table[place] = [cell / table[place][place] for cell in table[place]]
        for row in range(len(table)):
            if row != place:
                factor = table[row][place]
                table[row] = [a - factor * b for a, b in zip(table[row], table[place], strict=True)]
    return [row[-1] for row in table]


def test_draws_of_different_names_do_not_go_together() -> None:
    """hash() alone only exchanges bits between two names: without mixing, one draw would tell the other."""
    from importlib.resources import files

    dice = (files("colonnade.records.generate") / "story" / "1_dice.sql").read_text(encoding="utf-8")
    connection = duckdb.connect()
    connection.execute("CREATE MACRO seed() AS 7; CREATE MACRO ends_on() AS DATE '2026-01-01'")
    connection.execute(dice)
    names = ("leaves", "slow", "sinks", "is run", "on time")
    for one in names:
        for other in names:
            found = connection.execute(
                "SELECT corr(a, b), avg(a), count(DISTINCT floor(a * 16) * 16 + floor(b * 16))"
                " FROM (SELECT u(?, i) AS a, u(?, i) AS b FROM range(20000) r (i))",
                [one, other],
            ).fetchone()
            assert found is not None
            correlation, mean, squares = found
            assert abs(mean - 0.5) < 0.01
            assert (abs(correlation) < 0.03 and squares == 256) or one == other


# --- as vendors export it -------------------------------------------------------------------------------------


def test_what_stripe_and_zendesk_hold_is_read_back_without_a_question(folder: Path, tmp_path: Path) -> None:
    """Yearly prices, prices a seat in cents, customers of two systems: the same revenue, to the cent."""
    truth = write_records(tmp_path, Plan(PLAN.accounts, PLAN.months, 0, PLAN.seed, shape="stripe+zendesk"))
    with open_records(str(tmp_path), today=TODAY) as records:
        assert records.check.questions == ()
        assert Decimal(str(value(records, "arr"))) == Decimal(str(truth["arr"]))
        paid = records.rows(
            "SELECT account_id, sum(mrr) FROM subscriptions WHERE kind = 'recurring'"
            " AND start_on <= DATE '2025-10-31' AND (end_on IS NULL OR end_on > DATE '2025-10-31')"
            " GROUP BY account_id"
        )
        known = {id_ for (id_,) in records.rows("SELECT account_id FROM accounts")}
        asked = records.rows("SELECT account_id, count(*) FROM tickets GROUP BY ALL")
    assert {id_.replace("cus_A", "A-"): mrr for id_, mrr in paid} == mrr(folder, YEAR_AGO)
    tickets = [row["account_id"] for row in rows(folder, "tickets")]
    assert {id_.replace("cus_A", "A-"): count for id_, count in asked} == {
        id_: tickets.count(id_) for id_ in tickets
    }
    assert len(known) == len(
        {row["account_id"] for row in rows(folder, "account_history") if row["lifecycle_stage"] == "onboarding"}
    )


def test_what_salesforce_holds_of_people_and_cases_is_read_back(folder: Path, tmp_path: Path) -> None:
    write_records(tmp_path, Plan(PLAN.accounts, PLAN.months, 0, PLAN.seed, shape="salesforce"))
    with open_records(str(tmp_path), today=TODAY) as records:
        found = {
            name: records.rows(f"SELECT {columns} FROM {name} ORDER BY ALL")
            for name, columns in (
                ("contacts", "email, account_id[-8:]"),
                ("tickets", "opened_at, solved_at, escalated"),
            )
        }
    planted = sorted((row["email"], row["account_id"].replace("-", "")) for row in rows(folder, "contacts"))
    assert found["contacts"] == planted
    cases = [(row["opened_at"], row["solved_at"], row["escalated"] == "true") for row in rows(folder, "tickets")]
    told = [
        (f"{opened:%Y-%m-%dT%H:%M:%SZ}", f"{solved:%Y-%m-%dT%H:%M:%SZ}" if solved else "", escalated)
        for opened, solved, escalated in found["tickets"]
    ]
    assert sorted(told) == sorted(cases)


@pytest.mark.parametrize(
    ("shape", "read"),
    [
        (
            "salesforce",
            {"Account": "accounts", "Case": "tickets", "Contact": "contacts", "Opportunity": "opportunities"},
        ),
        (
            "stripe+zendesk",
            {
                "stripe_customers": "accounts",
                "stripe_subscription_items": "subscriptions",
                "zendesk_organizations": "accounts",
                "zendesk_tickets": "tickets",
            },
        ),
    ],
)
@pytest.mark.parametrize("keeps_names", [True, False])
def test_every_file_of_a_vendor_is_taken_for_what_it_is_whatever_it_is_called(
    tmp_path: Path, shape: Shape, read: dict[str, str], keeps_names: bool
) -> None:
    """Opportunities have all that tells an account; subscriptions without a price are read with their items."""
    write_records(tmp_path, Plan(60, 15, 0, PLAN.seed, shape=shape))
    files = sorted(tmp_path.glob("*.csv"))
    names = {path.stem: path.stem if keeps_names else f"part{place}" for place, path in enumerate(files)}
    for path in files:
        path.rename(path.with_stem(names[path.stem]))
    with open_records(str(tmp_path), today=TODAY) as records:
        tables = {each.name: each.table for each in records.check.files if each.name.endswith(".csv")}
        assert tables == {f"{name}.csv": read.get(stem) for stem, name in names.items()}
        assert records.check.questions == ()
