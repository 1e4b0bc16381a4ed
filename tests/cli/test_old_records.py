"""A diagnosis over records that ended long ago says so, and takes nothing from them that it cannot know."""

from pathlib import Path
from typing import Any

import pytest
from running import colonnade

SCORES = "reviewer,dimension,stage\n" + "".join(
    f"{who},{pillar},2\n" for who in "ab" for pillar in ("data_intelligence", "commercial_motion")
)
SUBSCRIPTIONS = (
    "subscription_id,account_id,start_on,end_on,mrr\n1,A,2023-01-01,,100\n2,B,2023-01-01,2024-06-01,50\n"
)
TICKETS = "ticket_id,account_id,opened_at,solved_at\n1,A,2024-12-31 10:00:00,2024-12-31 12:00:00\n"


def diagnosed(folder: Path, *options: str) -> dict[str, Any]:
    (folder / "records").mkdir(exist_ok=True)
    (folder / "scores.csv").write_text(SCORES)
    (folder / "records" / "subscriptions.csv").write_text(SUBSCRIPTIONS)
    (folder / "records" / "tickets.csv").write_text(TICKETS)
    given = ("diagnose", folder / "scores.csv", "--data", folder / "records")
    found: dict[str, Any] = colonnade(*given, "--format", "json", *options).json
    return found


def said(found: dict[str, Any]) -> list[str]:
    return [warning["because"] for warning in found["warnings"] if warning["id"] == "records"]


def measured(found: dict[str, Any]) -> dict[str, float]:
    return {each["metric"]: each["value"] for each in found["measurements"] if each["value"] is not None}


def test_a_plan_that_begins_long_after_the_records_says_how_old_they_are(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, "--start", "2026-11-22")
    (because,) = said(found)
    assert "as of 2024-12-31, 691 days before the plan begins on 2026-11-22" in because
    assert measured(found)["net_revenue_retention"] == pytest.approx(2 / 3, abs=1e-6)
    assert said(diagnosed(tmp_path, "--start", "2025-01-31")) == []


def test_a_reading_of_a_later_day_has_no_figure_of_what_happened_since(tmp_path: Path) -> None:
    found = diagnosed(tmp_path, "--as-of", "2026-11-20", "--start", "2026-11-22")
    (because,) = said(found)
    assert because.startswith("the records end on 2024-12-31, 689 days before 2026-11-20")
    assert measured(found) == {"arr": 1200.0}
