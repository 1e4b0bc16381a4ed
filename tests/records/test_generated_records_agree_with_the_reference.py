"""Records drawn at random: engine and reference must agree, movements to the cent."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
import reference
from cases import write_tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_metrics_agree_with_the_reference import MOVES, same

from colonnade.core.measurement import Measured
from colonnade.records import measure, movements, open_records

START = date(2022, 1, 1)
Rows = list[dict[str, str]]

days = st.integers(0, 1100).map(lambda offset: START + timedelta(days=offset))
accounts = st.sampled_from("ABCDEF")
cents = st.integers(1, 50_000).map(lambda amount: f"{amount / 100:.2f}")


@st.composite
def subscriptions(draw: st.DrawFn) -> Rows:
    rows = []
    for number in range(draw(st.integers(1, 25))):
        start = draw(days)
        length = draw(st.none() | st.integers(0, 700))
        rows.append(
            {
                "subscription_id": f"S{number}",
                "account_id": draw(accounts),
                "start_on": start.isoformat(),
                "end_on": "" if length is None else (start + timedelta(days=length)).isoformat(),
                "mrr": draw(cents | st.just("0")),
                "kind": draw(st.sampled_from(["recurring", "recurring", "recurring", "trial", "one_time"])),
            }
        )
    return rows


@st.composite
def tickets(draw: st.DrawFn) -> Rows:
    rows = []
    for number in range(draw(st.integers(1, 20))):
        opened, hours = draw(days), draw(st.none() | st.integers(0, 4000))
        solved = "" if hours is None else f"{reference.moment(opened.isoformat()) + timedelta(hours=hours)}"
        rows.append(
            {
                "ticket_id": f"T{number}",
                "account_id": draw(accounts),
                "opened_at": f"{opened} 00:00:00",
                "solved_at": solved,
                "escalated": draw(st.sampled_from(["true", "false", ""])),
                "satisfaction": draw(st.sampled_from(["", "1", "3", "4", "5"])),
            }
        )
    return rows


@st.composite
def events(draw: st.DrawFn) -> Rows:
    return [
        {
            "account_id": draw(accounts),
            "event": draw(st.sampled_from("xyz")),
            "occurred_at": f"{draw(days)} 12:00:00",
        }
        for _ in range(draw(st.integers(1, 20)))
    ]


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(sold=subscriptions(), asked=tickets(), did=events(), as_of=days)
def test_engine_and_reference_agree(sold: Rows, asked: Rows, did: Rows, as_of: date) -> None:
    tables = {"subscriptions": sold, "tickets": asked, "usage_events": did}
    with (
        tempfile.TemporaryDirectory() as folder,
        open_records(write_tables(tables, Path(folder)), today=date(2026, 11, 22)) as records,
    ):
        tables[reference.LAST_DAY_KNOWN] = [
            {"day": records.as_of.isoformat(), "ends": max(records.ends_on, as_of).isoformat()}
        ]
        records.ends_on = max(records.ends_on, as_of)
        for measurement in measure(records, reference.CORE, as_of=as_of):
            name = measurement.definition.id
            value = measurement.value if isinstance(measurement, Measured) else None
            assert same(value, reference.JUDGES[name](tables, as_of)), name
        found = [{name: getattr(month, name) for name in MOVES} for month in movements(records, as_of=as_of)]
    assert found == reference.movements(tables, as_of)
