"""A real company's export through the commands, its figures counted again here with the csv module alone."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rounds import DAYS, write_scores
from running import Ran, colonnade, process

EXPORT = Path(__file__).parents[3] / "shared" / "data" / "ravenstack"
DAY, YEAR_BEFORE = date(2024, 12, 31), date(2023, 12, 31)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not EXPORT.is_dir(), reason="../shared/data/ravenstack is not beside this checkout"),
]


# --- counted again --------------------------------------------------------------------------------------------


def rows(name: str) -> list[dict[str, str]]:
    with (EXPORT / f"ravenstack_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date:
    return datetime.strptime(text[:10], "%d-%m-%Y").date()  # noqa: DTZ007 - days without a time


def paying(on: date) -> dict[str, int]:
    """What each account pays a month on a day."""
    paid: dict[str, int] = defaultdict(int)
    for row in rows("subscriptions"):
        begun, amount = day(row["start_date"]) <= on, int(row["mrr_amount"])
        open_ = not row["end_date"] or day(row["end_date"]) > on
        if begun and open_ and amount > 0 and row["is_trial"] == "FALSE":
            paid[row["account_id"]] += amount
    return paid


def share(part: float, whole: float) -> float:
    return round(part / whole, 6)


def churn(before: Iterable[str], now: Mapping[str, int]) -> float:
    held = list(before)
    return share(sum(account not in now for account in held), len(held))


# --- what the commands say ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def measured() -> Ran:
    return colonnade("measure", EXPORT, "--by", "plan", "--by", "industry", "--by", "country", "--format", "json")


@pytest.fixture(scope="module")
def found(measured: Ran) -> dict[str, Any]:
    assert (measured.status, measured.err) == (0, "")
    return {metric["id"]: metric for metric in measured.json["metrics"]}


def test_the_day_is_the_last_that_something_happened(measured: Ran) -> None:
    assert measured.json["as_of"] == "2024-12-31"


def test_revenue_and_its_retention(found: dict[str, Any]) -> None:
    before, now = paying(YEAR_BEFORE), paying(DAY)
    kept = {account: now.get(account, 0) for account in before}
    assert found["arr"]["value"] == 12 * sum(now.values())
    assert found["arr"]["rows"] == len(now)
    assert found["net_revenue_retention"]["value"] == share(sum(kept.values()), sum(before.values()))
    capped = sum(min(kept[account], paid) for account, paid in before.items())
    assert found["gross_revenue_retention"]["value"] == share(capped, sum(before.values()))
    assert found["revenue_churn_rate"]["value"] == round(1 - capped / sum(before.values()), 6)
    assert found["logo_churn_rate"]["value"] == churn(before, now)
    assert found["net_revenue_retention"]["period"] == {"from": "2024-01-01", "to": "2024-12-31"}


@pytest.mark.parametrize(
    ("column", "source"), [("plan", "plan_tier"), ("industry", "industry"), ("country", "country")]
)
def test_churn_by_a_column_of_accounts(found: dict[str, Any], column: str, source: str) -> None:
    before, now = paying(YEAR_BEFORE), paying(DAY)
    groups: dict[str, list[str]] = defaultdict(list)
    for account in rows("accounts"):
        if account["account_id"] in before:
            groups[account[source]].append(account["account_id"])
    assert len(groups) > 1

    def lost(accounts: list[str]) -> float:
        kept = sum(min(now.get(account, 0), before[account]) for account in accounts)
        return round(1 - kept / sum(before[account] for account in accounts), 6)

    for metric, judged in (("logo_churn_rate", lambda ids: churn(ids, now)), ("revenue_churn_rate", lost)):
        assert [(s["key"], s["value"], s["rows"]) for s in found[metric]["by"][column]] == [
            (key, judged(accounts), len(accounts)) for key, accounts in sorted(groups.items())
        ]


def test_a_day_in_the_past_is_measured_as_it_stood() -> None:
    on = date(2024, 9, 17)
    before, now = paying(on.replace(year=2023)), paying(on)
    ran = colonnade(
        "measure", EXPORT, "--metric", "net_revenue_retention", "--metric", "arr", "--as-of", str(on),
        "--format", "json",
    )  # fmt: skip
    retained, arr = ran.json["metrics"]
    assert retained["value"] == share(sum(now.get(account, 0) for account in before), sum(before.values()))
    assert arr["value"] == 12 * sum(now.values())


def test_support_figures(found: dict[str, Any]) -> None:
    opened = [ticket for ticket in rows("supports_ticket") if YEAR_BEFORE < day(ticket["submitted_at"]) <= DAY]
    assert found["ticket_volume"]["value"] == round(100 * len(opened) / len(paying(DAY)) / 12, 6)
    assert found["ticket_volume"]["rows"] == len(opened)
    escalated = sum(ticket["escalation_flag"] == "TRUE" for ticket in opened)
    assert found["escalation_rate"]["value"] == share(escalated, len(opened))
    recent = [
        float(ticket["satisfaction_score"])
        for ticket in opened
        if ticket["satisfaction_score"] and day(ticket["submitted_at"]) > DAY - timedelta(days=90)
    ]
    assert found["csat"]["value"] == share(sum(score >= 4 for score in recent), len(recent))
    assert found["csat"]["rows"] == len(recent)


def test_usage_figures(found: dict[str, Any]) -> None:
    accounts = {row["subscription_id"]: row["account_id"] for row in rows("subscriptions")}
    used: dict[str, set[str]] = defaultdict(set)
    for event in rows("feature_usage"):
        if DAY - timedelta(days=28) < day(event["usage_date"]) <= DAY:
            used[accounts[event["subscription_id"]]].add(event["feature_name"])
    now = paying(DAY)
    assert found["active_account_share"]["value"] == share(sum(account in used for account in now), len(now))
    middle = sorted(len(events) for events in used.values())
    half = len(middle) // 2
    median = middle[half] if len(middle) % 2 else (middle[half - 1] + middle[half]) / 2
    assert found["adoption_breadth"]["value"] == median


def test_all_that_is_asked_of_this_export_is_measured_and_the_rest_says_what_it_needs(
    found: dict[str, Any],
) -> None:
    asked = {
        "arr", "net_revenue_retention", "gross_revenue_retention", "logo_churn_rate", "revenue_churn_rate",
        "ticket_volume", "time_to_resolution", "csat", "escalation_rate", "adoption_breadth",
        "active_account_share",
    }  # fmt: skip
    assert asked <= {id for id, metric in found.items() if metric["status"] == "measured"}
    for metric in found.values():
        assert metric["definition"] and metric["period"]["from"] <= metric["period"]["to"]
        if metric["status"] == "unavailable":
            assert metric["value"] is None and metric["needs"]


def test_months_close_to_the_cent_and_on_the_revenue_of_the_day(measured: Ran) -> None:
    months = measured.json["mrr_movements"]
    assert [month["month"] for month in months[-12:]] == [f"2024-{n:02}" for n in range(1, 13)]
    for earlier, month in zip([None, *months], months, strict=False):
        *parts, closing = (Decimal(str(amount)) for key, amount in month.items() if key != "month")
        assert sum(parts) == closing
        assert earlier is None or Decimal(str(earlier["closing"])) == parts[0]
    assert months[-1]["closing"] == sum(paying(DAY).values())
    assert months[-12]["opening"] == sum(paying(YEAR_BEFORE).values())


def test_the_export_is_mapped_unaided_and_every_row_is_told(tmp_path: Path) -> None:
    ran = process("data", "check", EXPORT, "--format", "json", cwd=tmp_path)
    assert ran.status == 0
    files = {file["name"].removeprefix("ravenstack_"): file for file in ran.json["files"]}
    for name, table in (
        ("accounts", "accounts"),
        ("subscriptions", "subscriptions"),
        ("feature_usage", "usage_events"),
        ("supports_ticket", "tickets"),
    ):
        file = files[f"{name}.csv"]
        assert file["table"] == table
        assert file["accepted"] + file["rejected"] == file["read"] == len(rows(name))
    assert files["churn_events.csv"]["table"] is None
    assert "churn is read from the subscriptions" in files["churn_events.csv"]["why"]
    assert not [question for file in files.values() for question in file["questions"]]
    assert {table["name"] for table in ran.json["missing"]} >= {"contacts", "health_scores"}


def test_the_mapping_that_was_written_maps_the_same(tmp_path: Path, measured: Ran) -> None:
    mapping = tmp_path / "mapping.yaml"
    assert colonnade("data", "check", EXPORT, "--write-mapping", mapping).status == 0
    by_hand = colonnade(
        "measure", EXPORT, "--by", "plan", "--by", "industry", "--by", "country", "--mapping", mapping,
        "--format", "json",
    )  # fmt: skip
    assert by_hand == measured


def test_a_diagnosis_shows_the_metrics_with_the_pillars_they_speak_to(tmp_path: Path) -> None:
    ran = colonnade("diagnose", write_scores(tmp_path), "--data", EXPORT, "--start", "2025-01-01")
    assert (ran.status, ran.err) == (0, "")
    shown = " ".join(ran.out.split())
    assert "What the records show" in shown
    assert "Mandate Net revenue retention 292.3 %" in shown
    assert "31 Dec 2024" in shown


def test_explain_shows_definition_sql_inputs_and_the_accounts_behind(found: dict[str, Any]) -> None:
    ran = colonnade("explain", "arr", EXPORT, "--format", "json")
    assert ran.status == 0
    told = ran.json
    assert told["definition"] and told["sql"].startswith("SELECT")
    assert told["inputs"]["subscriptions"] == 5000
    assert told["measurement"]["value"] == found["arr"]["value"]
    paid = paying(DAY)
    assert told["behind"]["total"] == len(paid)
    accounts = {row[told["behind"]["columns"].index("account_id")] for row in told["behind"]["rows"]}
    assert accounts <= paid.keys()
    page = colonnade("explain", "arr", EXPORT).out
    assert "Twelve times the monthly recurring revenue" in page and "SELECT" in page


def test_a_diagnosis_at_another_day_is_of_that_day(tmp_path: Path) -> None:
    ran = colonnade("diagnose", write_scores(tmp_path), "--data", EXPORT, *DAYS, "--format", "json")
    assert ran.json["as_of"] == "2026-01-31"
    assert all(m["period"]["to"] == "2026-01-31" for m in ran.json["measurements"])
