"""The data check in numbers and words: how full, how fresh, how doubtful each table is."""

from pathlib import Path

import pytest
from exports import TODAY, opened, reasons

from colonnade.records import check, open_records
from colonnade.records.quality import TableCheck

ACCOUNTS = """account_id,name,domain,segment,created_on
    A,Ann,ann.io,large,2024-01-01
    B,Bee,bee.io,,2024-01-01
    B,Bee,bee.io,,2024-01-01"""
SUBSCRIPTIONS = """subscription_id,account_id,start_on,end_on,mrr
    S1,A,2024-01-01,,10
    S2,B,2024-01-01,2024-06-01,10
    S3,X,2024-01-01,,10
    S4,A,2024-05-01,2024-04-01,10"""
EVENTS = """event_id,subscription_id,person_email,event,occurred_at
    1,S1,,opened,2024-05-01T10:00:00Z
    2,,kim@bee.io,opened,2024-05-02T10:00:00Z
    3,,lee@nobody.io,opened,2024-05-03T10:00:00Z
    4,S2,,opened,2024-07-01T10:00:00Z
    5,S1,,opened,2099-01-01T10:00:00Z"""
ALERTS = """alert_id,account_id,kind,raised_at,acted_at,resolved_at
    1,A,risk,2024-05-02,2024-05-01,2024-05-03
    2,A,risk,2024-05-02,2024-05-03,2024-05-04"""


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, TableCheck]:
    files = {"accounts": ACCOUNTS, "subscriptions": SUBSCRIPTIONS, "usage_events": EVENTS, "alerts": ALERTS}
    with opened(tmp_path, **files) as records:
        return {table.name: table for table in records.check.tables}


def test_coverage_is_told_of_each_column_and_freshness_of_each_table(tables: dict[str, TableCheck]) -> None:
    assert tables["accounts"].filled["segment"] == 0.5
    assert tables["subscriptions"].filled == {
        "subscription_id": 1, "account_id": 1, "start_on": 1, "end_on": pytest.approx(1 / 3), "mrr": 1,
    }  # fmt: skip
    assert tables["usage_events"].days_old == 874, "from 1 July 2024: what lies in the future is not known yet"
    assert tables["subscriptions"].days_old == 874 + (30 + 31 + 30 + 31 + 30 + 30)


def test_a_large_table_is_told_of_as_a_small_one(
    tables: dict[str, TableCheck], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its figures are asked for one by one."""
    monkeypatch.setattr(check, "ASKED_AT_ONCE", 0)
    with open_records(str(tmp_path), today=TODAY) as records:
        assert {table.name: table for table in records.check.tables} == tables


def test_what_is_written_twice_orphaned_or_impossible_is_counted(tables: dict[str, TableCheck]) -> None:
    assert {name: table.duplicates for name, table in tables.items() if table.duplicates} == {"accounts": 1}
    assert {name: table.orphans for name, table in tables.items()} == {
        "accounts": None, "subscriptions": 1, "usage_events": 0, "alerts": 0,
    }  # fmt: skip
    assert {name: table.impossible for name, table in tables.items()} == {
        "accounts": 0, "subscriptions": 1, "usage_events": 1, "alerts": 1,
    }  # fmt: skip


def test_the_share_of_events_that_found_their_account(tables: dict[str, TableCheck]) -> None:
    assert tables["usage_events"].found == 0.8
    assert tables["subscriptions"].found is None, "it names accounts by their id: nothing is looked for"


def test_the_words_say_what_was_taken_all_the_same(tmp_path: Path) -> None:
    files = {"accounts": ACCOUNTS, "subscriptions": SUBSCRIPTIONS, "usage_events": EVENTS, "alerts": ALERTS}
    with opened(tmp_path, **files) as records:
        notes = records.check.notes
        assert reasons(records) == {
            "stands again further down": 1, "end_on is before start_on": 1, "finds no account": 1,
        }  # fmt: skip
    assert "rows of subscriptions whose account is not in accounts, which are taken: 1" in notes
    assert "alerts whose acted_at lies before their raised_at, which are taken: 1" in notes
    assert "usage_events that happened after 2024-07-01, which are taken: 1" in notes
    assert "usage events outside the days of their subscription, which are taken: 1" in notes
