"""A real company's export as it comes, against the reference reading the same files by itself."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import reference
import reference_further
from test_metrics_agree_with_the_reference import MOVES, same

from colonnade.core.measurement import Measured
from colonnade.records import Records, measure, movements, open_records

EXPORT = Path(__file__).parents[3] / "shared" / "data" / "ravenstack"
AS_OF = date(2024, 12, 31)

pytestmark = pytest.mark.skipif(
    not EXPORT.is_dir(), reason="../shared/data/ravenstack is not beside this checkout"
)


@pytest.fixture(scope="module")
def records() -> Iterator[Records]:
    with open_records(str(EXPORT), today=date(2026, 11, 22)) as opened:
        yield opened


@pytest.fixture(scope="module")
def tables() -> dict[str, list[reference.Row]]:
    """The export by the csv module, put into canonical words by hand."""
    subscriptions = [
        {
            "subscription_id": row["subscription_id"], "account_id": row["account_id"], "mrr": row["mrr_amount"],
            "start_on": iso(row["start_date"]), "end_on": iso(row["end_date"]),
            "kind": "trial" if row["is_trial"] == "TRUE" else "recurring",
        }
        for row in rows("subscriptions")
    ]  # fmt: skip
    tickets = [
        {
            "account_id": row["account_id"], "opened_at": iso(row["submitted_at"]),
            "solved_at": iso(row["closed_at"]), "escalated": row["escalation_flag"],
            "satisfaction": row["satisfaction_score"],
        }
        for row in rows("supports_ticket")
    ]  # fmt: skip
    usage = [
        {
            "subscription_id": row["subscription_id"],
            "event": row["feature_name"],
            "occurred_at": iso(row["usage_date"]),
        }
        for row in rows("feature_usage")
    ]
    return {"subscriptions": subscriptions, "tickets": tickets, "usage_events": usage}


def rows(name: str) -> list[dict[str, str]]:
    with (EXPORT / f"ravenstack_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def iso(text: str) -> str:
    """`31-12-2024 23:00` as `2024-12-31 23:00`."""
    return f"{text[6:10]}-{text[3:5]}-{text[:2]}{text[10:]}" if text else ""


def test_every_metric_that_can_be_computed_is_what_the_reference_says(
    records: Records, tables: dict[str, list[reference.Row]]
) -> None:
    assert records.as_of == AS_OF
    for day in (AS_OF, date(2024, 9, 17), date(2024, 2, 29)):
        found = {m.definition.id: m for m in measure(records, None, as_of=day) if isinstance(m, Measured)}
        assert len(found) >= 11
        for metric, measurement in found.items():
            assert same(measurement.value, reference_further.JUDGES[metric](tables, day)), (metric, day)


def test_the_months_close_to_the_cent_as_the_reference_says(
    records: Records, tables: dict[str, list[reference.Row]]
) -> None:
    found = [{name: getattr(month, name) for name in MOVES} for month in movements(records)]
    assert found == reference.movements(tables, AS_OF)
    (arr,) = measure(records, ["arr"])
    assert isinstance(arr, Measured) and arr.value == float(12 * found[-1]["closing"])


def test_breakdowns_add_up_to_the_reference_of_each_group(
    records: Records, tables: dict[str, list[reference.Row]]
) -> None:
    accounts = rows("accounts")
    for column, source in (("plan", "plan_tier"), ("industry", "industry"), ("country", "country")):
        for measurement in measure(records, ["logo_churn_rate", "revenue_churn_rate", "arr"], by=[column]):
            assert isinstance(measurement, Measured)
            for part in measurement.by[column]:
                ids = {row["account_id"] for row in accounts if row[source] == part.key}
                group = {name: [r for r in held if r.get("account_id") in ids] for name, held in tables.items()}
                judged = reference_further.JUDGES[measurement.definition.id](group, AS_OF)
                assert same(part.value, judged), (measurement.definition.id, part)


def test_the_export_is_mapped_unaided_and_every_row_accounted_for(records: Records) -> None:
    files = {file.name.removeprefix("ravenstack_"): file for file in records.check.files}
    assert {name: (file.table, file.read, file.accepted) for name, file in files.items()} == {
        "accounts.csv": ("accounts", 500, 500),
        "subscriptions.csv": ("subscriptions", 5000, 5000),
        "feature_usage.csv": ("usage_events", 25000, 25000),
        "supports_ticket.csv": ("tickets", 2000, 2000),
        "churn_events.csv": (None, 0, 0),
        "LICENSE.repo": (None, 0, 0),
    }
    assert not records.check.questions
    assert "churn is read from the subscriptions" in files["churn_events.csv"].why
    assert files["accounts.csv"].unknown == ("referral_source",)
    assert "licences, not staff" in files["accounts.csv"].left_out["seats"]
    assert any("account ends: 594 of 600" in note for note in records.check.notes)
    assert any(note.startswith("usage events outside") and note.endswith("19,434") for note in records.check.notes)
