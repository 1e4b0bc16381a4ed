"""`data load` as a user runs it: what it says, what it refuses, and the commands that read what it made."""

from pathlib import Path

import pytest
from running import colonnade, refused

pytestmark = pytest.mark.slow

ACCOUNTS = "account_id,name\nA1,Ada\nA2,Bo\nA3,Cy\n"
SUBSCRIPTIONS = (
    "subscription_id,account_id,start_on,end_on,mrr\n"
    "S1,A1,2025-01-01,,100\nS2,A2,2025-01-01,,50\nS3,A3,2025-06-01,2026-01-01,70\nS4,A3,soon,,70\n"
)
EVENTS = (
    "event_id,account_id,event,occurred_at\nE1,A1,opened,2026-10-01T08:00:00\nE2,A2,opened,2026-10-02T08:00:00\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "accounts.csv").write_text(ACCOUNTS)
    (folder / "subscriptions.csv").write_text(SUBSCRIPTIONS)
    (folder / "usage_events.csv").write_text(EVENTS)
    return folder


@pytest.fixture
def warehouse(source: Path) -> Path:
    folder = source.with_name("warehouse")
    assert colonnade("data", "load", source, "--into", folder).status == 0
    return folder


def test_loading_again_says_that_nothing_is_new(source: Path, warehouse: Path) -> None:
    ran = colonnade("data", "load", source, "--into", warehouse)
    assert ran.status == 0
    assert ran.out.startswith("Nothing is new: every file is as it was.")
    assert f"{warehouse} holds load 1-" in ran.out


def test_a_load_says_what_it_read_and_what_it_kept(source: Path, warehouse: Path) -> None:
    (source / "usage_events_later.csv").write_text(EVENTS.replace("E1", "E3").replace("E2", "E4"))
    ran = colonnade("data", "load", source, "--into", warehouse, "--format", "json")
    assert ran.json["schema"] == "colonnade.load/1"
    assert (ran.json["read"], ran.json["again"]) == (["usage_events_later.csv"], [])
    assert ran.json["load"]["id"].startswith("2-")
    parts = {part["name"]: part for part in ran.json["parts"]}
    assert parts["subscriptions.csv"] == {
        "name": "subscriptions.csv",
        "table": "subscriptions",
        "read": 4,
        "accepted": 3,
        "rejected": 1,
    }
    assert parts["usage_events_later.csv"]["accepted"] == 2


def test_a_file_that_vanished_is_named_and_stays_until_pruned(source: Path, warehouse: Path) -> None:
    (source / "usage_events.csv").unlink()
    ran = colonnade("data", "load", source, "--into", warehouse)
    assert "No longer in the source: usage_events.csv. Their rows stay; --prune takes them out." in ran.out
    ran = colonnade("data", "load", source, "--into", warehouse, "--prune")
    assert "No longer in the source, and taken out: usage_events.csv." in ran.out
    check = colonnade("data", "check", warehouse, "--format", "json").json
    assert [table["name"] for table in check["tables"]] == ["accounts", "subscriptions"]


def test_every_reading_command_says_of_a_warehouse_what_it_says_of_the_exports(
    source: Path, warehouse: Path
) -> None:
    for before, after in ((("measure",), ("--by", "start_cohort")), (("explain", "arr"), ())):
        of_exports, of_load = (
            colonnade(*before, place, *after, "--format", "json") for place in (source, warehouse)
        )
        assert of_exports.status == 0, of_exports
        assert of_load.out == of_exports.out


def test_the_check_of_a_warehouse_is_that_of_its_load_and_names_it(source: Path, warehouse: Path) -> None:
    rejects = warehouse.with_name("rejects.csv")
    ran = colonnade("data", "check", warehouse, "--rejects", rejects)
    assert ran.out.startswith("From load 1-")
    assert "1 × start_on is not a date as the column writes them (line 5: soon)" in ran.out
    assert rejects.read_text().splitlines()[1:] == [
        "subscriptions.csv,5,start_on is not a date as the column writes them,soon"
    ]
    of_exports = colonnade(
        "data", "check", source, "--format", "json", "--write-mapping", rejects.with_suffix(".y")
    )
    of_load = colonnade("data", "check", warehouse, "--format", "json").json
    assert of_load["load"]["source"] == str(source)
    assert {**of_load, "load": None} == of_exports.json


def test_a_mapping_is_remembered_until_another_is_given(source: Path, warehouse: Path) -> None:
    mapping = warehouse.with_name("mapping.yaml")
    colonnade("data", "check", source, "--write-mapping", mapping)
    whole = mapping.read_text()
    mapping.write_text(whole.replace('mrr: "mrr"', 'mrr: {column: "mrr", as: [cents]}'))
    ran = colonnade("data", "load", source, "--into", warehouse, "--mapping", mapping, "--format", "json")
    assert "subscriptions.csv" in ran.json["again"]
    assert _arr(warehouse) == 18.0
    (source / "accounts.csv").write_text(ACCOUNTS + "A4,Di\n")
    assert colonnade("data", "load", source, "--into", warehouse, "--format", "json").json["again"] == []
    assert _arr(warehouse) == 18.0


def _arr(warehouse: Path) -> float:
    measured = colonnade("measure", warehouse, "--metric", "arr", "--format", "json").json
    value: float = measured["metrics"][0]["value"]
    return value


def test_what_cannot_be_is_refused_in_words(source: Path, warehouse: Path, tmp_path: Path) -> None:
    assert refused(colonnade("data", "load", tmp_path / "nowhere", "--into", warehouse)) == [
        f"there is no folder or file '{tmp_path / 'nowhere'}'"
    ]
    assert (
        "is no warehouse and holds accounts.csv" in refused(colonnade("data", "load", source, "--into", source))[0]
    )
    assert (
        "is a warehouse: a mapping is given when"
        in refused(colonnade("measure", warehouse, "--mapping", tmp_path / "any.yaml"))[0]
    )
    assert "is a warehouse: map the exports" in refused(colonnade("data", "map", warehouse))[0]
    assert "is a warehouse" in refused(colonnade("data", "load", warehouse, "--into", tmp_path / "other"))[0]
