"""Whole companies drawn at random, every canonical table filled: all metrics against the reference."""

import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from cases import write_tables
from reference_further import JUDGES, LAST_DAY_KNOWN
from test_metrics_agree_with_the_reference import same

from colonnade.core.measurement import Measured
from colonnade.records import catalogue, measure, open_records
from colonnade.records.tables import TABLES, Column, Table

START = date(2023, 1, 1)
IDS = {"csm_id": "MN", "owner_id": "MNX", "play_id": "PQ", "signal": "stw", "reason": "stw", "segment": "xy"}
WORDS = {"band": ("green", "yellow", "red"), "outcome": ("saved", "lost")}
KINDS = {"touchpoints": ("call", "qbr", "ebr", "digital")}
LATE = {
    "end_on": "start_on", "notice_on": "start_on", "solved_at": "opened_at", "first_reply_at": "opened_at",
    "reply_due_at": "opened_at", "first_value_on": "started_on", "target_on": "started_on",
    "completed_on": "started_on", "acted_at": "raised_at", "resolved_at": "raised_at", "due_at": "started_at",
    "completed_at": "started_at", "closed_loop_at": "answered_at",
    "to_on": "from_on", "close_on": "created_at",
}  # fmt: skip
"""Columns that come after another one of the same row, by up to so many days."""

ACCOUNTS = tuple(f"A{number}" for number in range(40))
PERIOD_ENDS = ("2023-06-30", "2023-12-31", "2024-06-30", "2024-12-31")


MANY = {
    "accounts": len(ACCOUNTS), "csms": 3, "plays": 3, "health_scores": 400, "opportunities": 400,
    "touchpoints": 400,
}  # fmt: skip


def company(seed: int) -> dict[str, list[dict[str, str]]]:
    draw = random.Random(seed)
    return {name: _rows(draw, table) for name, table in TABLES.items() if name != "exchange_rates"}


def _rows(draw: random.Random, table: Table) -> list[dict[str, str]]:
    return [_row(draw, table, number) for number in range(MANY.get(table.name, 90))]


def _row(draw: random.Random, table: Table, number: int) -> dict[str, str]:
    row: dict[str, str] = {}
    needed = {*table.required, *(group[0] for group in table.any_of), table.key}
    for column in table.columns:
        if column.name == "currency":
            continue
        blank = column.name not in needed and not column.filled and draw.random() < 0.25
        row[column.name] = "" if blank else _cell(draw, table, column, number, row)
    return row


def _cell(draw: random.Random, table: Table, column: Column, number: int, row: dict[str, str]) -> str:
    name = column.name
    if name == table.key:
        named: dict[str, Sequence[str]] = {"accounts": ACCOUNTS, "csms": "MNO", "plays": "PQR"}
        return named[table.name][number] if table.name in named else f"{number}"
    if name == "account_id":
        return draw.choice(ACCOUNTS)
    if name in IDS:
        return draw.choice(IDS[name])
    if name in ("period_end", "period_start"):
        return draw.choice(PERIOD_ENDS) if name == "period_end" else "2023-01-01"
    match column.kind:
        case "choice":
            return draw.choice(column.choices)
        case "day":
            return _moment(draw, row.get(LATE.get(name, "")))[:10]
        case "moment":
            return _moment(draw, row.get(LATE.get(name, "")))
        case "boolean":
            return draw.choice(("true", "false"))
        case "money" | "monthly":
            return f"{draw.randint(1, 90_000) / 100:.2f}"
        case "number" | "integer":
            most = (
                5
                if name == "satisfaction" or row.get("kind") == "csat"
                else 10
                if row.get("kind") == "nps"
                else 100
            )
            return str(draw.randint(0, most))
        case _:
            return draw.choice(WORDS.get(name) or KINDS.get(table.name) or ("u", "v"))


def _moment(draw: random.Random, after: str | None) -> str:
    start = datetime.fromisoformat(after) if after else datetime.combine(START, datetime.min.time())
    length = timedelta(hours=draw.randint(0, 24 * (150 if after else 760)))
    return (start + length).isoformat(" ")


def test_every_metric_has_a_judge() -> None:
    assert {definition.id for definition in catalogue()} == set(JUDGES)


@pytest.mark.slow
def test_the_engine_agrees_with_the_reference_on_every_metric() -> None:
    values: Counter[str] = Counter()
    for seed in range(4):
        tables = company(seed)
        if seed % 2:
            del tables["account_history"]
        values += compare(tables)
    assert {name for name, count in values.items() if count > 1} == set(JUDGES)


def compare(tables: dict[str, list[dict[str, str]]]) -> Counter[str]:
    """How often each metric had a value, all of them being those of the reference."""
    values: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_records(write_tables(tables, Path(folder)), today=date(2026, 11, 22)) as records,
    ):
        assert not records.check.rejects, records.check.rejects
        tables[LAST_DAY_KNOWN] = [{"day": records.as_of.isoformat()}]
        for as_of in (records.as_of, date(2024, 12, 31), date(2024, 5, 17)):
            for measurement in measure(records, None, as_of=as_of):
                name = measurement.definition.id
                value = measurement.value if isinstance(measurement, Measured) else None
                has_books = name != "net_revenue_retention_by_book" or "account_history" in tables
                assert same(value, JUDGES[name](tables, as_of) if has_books else None), (name, as_of, measurement)
                values[name] += value is not None
    return values
