"""One definition, two engines: every metric, group and movement gives on PostgreSQL what it gives on DuckDB."""

import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cases import Case, all_cases, write_tables
from reference_further import JUDGES, LAST_DAY_KNOWN
from server import postgresql
from test_every_metric_on_generated_companies import company
from test_metrics_agree_with_the_reference import MOVES, TODAY, as_said, same

from colonnade.core.measurement import Measured, Measurement
from colonnade.records import (
    Records,
    cohort_triangle,
    explain,
    many_days,
    measure,
    movements,
    open_records,
    retention,
    series,
)
from colonnade.records.metrics.language import Rows
from colonnade.records.sql import compiled, written
from colonnade.records.tables import SQL_TYPES, TABLES

pytestmark = pytest.mark.slow

Server = psycopg.Connection[tuple[Any, ...]]

GROUPS = ("csm", "product", "start_cohort", "quarter", "expansion_potential", "employees", "kind")

GROUPED = ("arr", "net_revenue_retention", "time_to_resolution", "cs_qualified_leads", "proactive_share")
"""Metrics that between them have each of the groups."""

ELSEWHERE = "Pacific/Auckland"
"""The zone of the session: a day here is the day of UTC wherever the server thinks it stands."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgresql() as address, psycopg.connect(address, options=f"-c timezone={ELSEWHERE}") as connection:
        for table in TABLES.values():
            columns = ", ".join(f'"{column.name}" {_type(column.kind)}' for column in table.columns)
            connection.execute(f"CREATE TABLE {table.name} ({columns})".encode())
        connection.commit()
        yield connection


def _type(kind: Any) -> str:
    return {"number": "DOUBLE PRECISION"}.get(kind) or SQL_TYPES[kind]


@dataclass(slots=True)
class OnPostgresql(Records):
    """The same records, read from the other engine."""

    server: Server

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.server.execute(sql.encode()).fetchall()


@contextmanager
def on_postgresql(records: Records, server: Server) -> Iterator[Records]:
    """The loaded rows copied over, and everything written for PostgreSQL, until the block ends."""
    with pytest.MonkeyPatch.context() as patch, server.transaction(force_rollback=True):
        for name in records.tables.present:
            _copy(records, server, name)
        for module in [module for name, module in sys.modules.items() if name.startswith("colonnade.records")]:
            if hasattr(module, "to_sql"):
                patch.setattr(module, "to_sql", _to_sql)
        patch.setattr(many_days, "_pattern", lambda *_: None)  # many days in one query is asked of DuckDB alone
        yield OnPostgresql(
            **{field.name: getattr(records, field.name) for field in fields(Records)}, server=server
        )


def _to_sql(expression: Rows, *, pretty: bool = False) -> str:
    from ibis.backends.sql.compilers.postgres import compiler  # type: ignore[import-untyped]

    return compiled(compiler, expression, pretty=True) if pretty else written(compiler, expression)


def _copy(records: Records, server: Server, name: str) -> None:
    columns = ", ".join(f'"{column}"' for column in TABLES[name].column_names)
    with server.cursor() as cursor, cursor.copy(f"COPY {name} ({columns}) FROM STDIN".encode()) as copy:
        for row in records.rows(f"SELECT {columns} FROM {name}"):
            copy.write_row(row)


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_postgresql_gives_what_the_case_says(case: Case, server: Server, tmp_path: Path) -> None:
    with (
        open_records(write_tables(case.tables, tmp_path), today=TODAY) as loaded,
        on_postgresql(loaded, server) as records,
    ):
        records.ends_on = case.ends
        for measurement in measure(records, list(case.expected), as_of=case.as_of):
            said = case.expected[measurement.definition.id]
            assert same(value_of(measurement), None if said == "unavailable" else float(said)), measurement
        months = {month.month.isoformat(): month for month in movements(records, as_of=case.as_of)}
    for row in case.movements:
        assert as_said(months[row["month"]]) == {name: float(row[name]) for name in MOVES}


@pytest.mark.parametrize(("seed", "as_of"), [(0, None), (1, date(2024, 2, 29))])
def test_three_engines_agree_on_a_whole_company(
    seed: int, as_of: date | None, server: Server, tmp_path: Path
) -> None:
    tables = company(seed)
    if seed % 2:
        del tables["account_history"]
    with open_records(write_tables(tables, tmp_path), today=TODAY) as loaded:
        day = as_of or loaded.as_of
        tables[LAST_DAY_KNOWN] = [{"day": loaded.as_of.isoformat()}]
        here = measure(loaded, as_of=day)
        with on_postgresql(loaded, server) as records:
            there = measure(records, as_of=day)
    assert shown(here) == shown(there)
    for measurement in there:
        metric = measurement.definition.id
        has_books = metric != "net_revenue_retention_by_book" or not seed % 2
        assert same(value_of(measurement), JUDGES[metric](tables, day) if has_books else None), metric


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """A company that is paid in three currencies, at rates that put many amounts between two cents."""
    tables, draw = company(4), random.Random(4)
    for name in ("subscriptions", "opportunities", "costs"):
        for row in tables[name]:
            row["currency"] = draw.choice(("USD", "EUR", "GBP"))
    tables["exchange_rates"] = [
        {"currency": name, "rate_on": f"{year}-{month:02}-01", "rate": f"{draw.randint(1600, 3000) / 2000}"}
        for name in ("EUR", "GBP")
        for year in (2022, 2023, 2024)
        for month in range(1, 13, 2)
    ]
    folder = tmp_path_factory.mktemp("drawn")
    with open_records(write_tables(tables, folder), today=TODAY) as records:
        yield records


def test_all_metrics_by_segment_agree_in_several_currencies(drawn: Records, server: Server) -> None:
    here = shown(measure(drawn, by=["segment"]))
    with on_postgresql(drawn, server) as records:
        there = shown(measure(records, by=["segment"]))
    assert here == there
    assert sum(" by segment " in name for name in here) > 100


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_agrees(group: str, drawn: Records, server: Server) -> None:
    here = shown(measure(drawn, GROUPED, by=[group]))
    with on_postgresql(drawn, server) as records:
        assert shown(measure(records, GROUPED, by=[group])) == here
    assert sum(f" by {group} " in name for name in here) > 2


def test_movements_ways_of_retention_and_cohorts_agree_to_the_cent(drawn: Records, server: Server) -> None:
    here = movements(drawn), retention(drawn), cohort_triangle(drawn)
    with on_postgresql(drawn, server) as records:
        assert (movements(records), retention(records), cohort_triangle(records)) == here
    assert all(here)


def test_a_series_agrees(drawn: Records, server: Server) -> None:
    here = series(drawn, "net_revenue_retention", months=6)
    with on_postgresql(drawn, server) as records:
        there = series(records, "net_revenue_retention", months=6)
    assert [(day, shown([measured])) for day, measured in here] == [
        (day, shown([measured])) for day, measured in there
    ]


def test_the_rows_behind_a_number_agree(drawn: Records, server: Server) -> None:
    here = {metric: _behind(drawn, metric) for metric in GROUPED}
    with on_postgresql(drawn, server) as records:
        assert {metric: _behind(records, metric) for metric in GROUPED} == here


def _behind(records: Records, metric: str) -> tuple[object, ...]:
    behind = explain(records, metric).behind
    assert behind is not None and behind.rows
    return behind.columns, behind.total, [tuple(map(_cell, row)) for row in behind.rows]


def _cell(cell: Any) -> Any:
    return _figure(cell) if isinstance(cell, int | float | Decimal) else cell


def value_of(measurement: Measurement) -> float | None:
    return measurement.value if isinstance(measurement, Measured) else None


def shown(measurements: Iterable[Measurement]) -> dict[str, object]:
    """All that is told of metrics, their figures to the last digit of a report."""
    found: dict[str, object] = {}
    for measurement in measurements:
        name = measurement.definition.id
        if not isinstance(measurement, Measured):
            found[name] = measurement.needs, measurement.rows
            continue
        found[name] = _figure(measurement.value), measurement.rows, measurement.notes
        found |= {f"{name} {key}": _figure(value) for key, value in measurement.further.items()}
        for column, groups in measurement.by.items():
            for group in groups:
                value = None if group.value is None else _figure(group.value)
                found[f"{name} by {column} {group.key}"] = value, group.rows, group.small
    return found


def _figure(value: float | Decimal) -> str:
    return f"{value + 0:.6f}"
