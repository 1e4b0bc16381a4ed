"""Every metric, group and movement is written with operators that DuckDB, PostgreSQL and Spark all have."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import ibis  # type: ignore[import-untyped]
import ibis.expr.operations as ops  # type: ignore[import-untyped]
import pytest
from ibis.backends.sql.compilers import duckdb, postgres, pyspark  # type: ignore[import-untyped]
from ibis.config import Config  # type: ignore[import-untyped]

from colonnade.core.retention import GROSS, NET, WAYS
from colonnade.records import breakdowns, cohorts, definitions
from colonnade.records.metrics import METRICS
from colonnade.records.metrics.language import Metric, NotKnown, Rows, Tables, Window
from colonnade.records.metrics.movements import month_ends, movement_rows
from colonnade.records.tables import TABLES

DAY = date(2026, 10, 31)
COMPILERS = {"duckdb": duckdb.compiler, "postgres": postgres.compiler, "spark": pyspark.compiler}

EVERYWHERE = frozenset((Path(__file__).parent / "operators.txt").read_text().split())
"""By Ibis' names; one is entered once Ibis writes it for all three engines, and struck when nothing uses it."""


class SparkOptions(Config):  # type: ignore[misc]
    """Ibis has these from its Spark backend, which needs Spark; this is its default."""

    treat_nan_as_null: bool = False


@pytest.fixture(autouse=True)
def spark_without_spark() -> Iterator[None]:
    before = ibis.options.pyspark
    ibis.options.pyspark = SparkOptions()
    yield
    ibis.options.pyspark = before


def everything(currencies: int) -> Tables:
    """Tables with every column, kind and source."""
    present = {
        name: frozenset(
            [column.name for column in table.columns]
            + [f"{column.name}={choice}" for column in table.columns for choice in column.choices]
        )
        for name, table in TABLES.items()
    }
    return Tables(present, DAY, dict.fromkeys(("subscriptions", "opportunities", "costs"), currencies))


def expressions(metric: Metric, tables: Tables) -> dict[str, Rows]:
    """What a metric is made of: the figure, what it is spread over, and by each group that it has."""
    window = Window(DAY)
    figure = metric.figure(tables, window)
    found = {"overall": figure.summary(figure.behind, ())}
    if figure.shares is not None:
        found["shares"] = figure.shares
    for column in (*breakdowns.ACCOUNT_COLUMNS, *breakdowns.MADE, *breakdowns.OF_ROWS):
        try:
            rows = breakdowns.keyed(tables, metric, window, figure, column)
        except NotKnown:
            continue
        found[column] = figure.summary(rows, ("slice_key",))
    return found


def others(tables: Tables) -> list[Rows]:
    """Movements, cohorts, and retention in each way."""
    window = Window(DAY)
    ends = cohorts.quarter_ends(window.opening, DAY)
    ways = [definitions.parts(tables, metric, way, window) for metric in (GROSS, NET) for way in WAYS]
    return [
        movement_rows(tables, month_ends(window)),
        cohorts.starts(tables, DAY),
        cohorts.states(tables, ends),
        *ways,
    ]


def foreign(expression: Rows) -> set[str]:
    return {type(node).__name__ for node in expression.op().find(ops.Node)} - EVERYWHERE


def refused_by(expression: Rows) -> dict[str, str]:
    refusals = {}
    for name, compiler in COMPILERS.items():
        try:
            compiler.to_sqlglot(expression).sql(compiler.dialect)
        except Exception as refusal:
            refusals[name] = f"{type(refusal).__name__}: {refusal}"
    return refusals


@pytest.mark.parametrize("currencies", [1, 2])
@pytest.mark.parametrize("name", METRICS)
def test_a_metric_is_written_in_what_all_engines_have(name: str, currencies: int) -> None:
    figure = METRICS[name].figure(everything(currencies), Window(DAY))
    whole = [figure.summary(figure.behind, ()), *([figure.shares] if figure.shares is not None else [])]
    for expression in whole:
        assert foreign(expression) == set()
        assert refused_by(expression) == {}


@pytest.mark.slow
def test_so_is_every_group_of_every_metric_and_the_list_holds_nothing_else() -> None:
    written = [
        expression
        for tables in (everything(1), everything(2))
        for metric in METRICS.values()
        for expression in expressions(metric, tables).values()
    ]
    written += [*others(everything(1)), *others(everything(2))]
    used = {type(node).__name__ for expression in written for node in expression.op().find(ops.Node)}
    assert used == EVERYWHERE


@pytest.mark.parametrize(
    "column", ["segment", "quarter", "start_cohort", "product", "expansion_potential", "reason"]
)
def test_each_kind_of_group_is_written_for_all(column: str) -> None:
    found = expressions(METRICS["score_drop_response_48h"], everything(2))
    assert refused_by(found[column]) == {}


@pytest.mark.parametrize("currencies", [1, 2])
def test_so_are_movements_cohorts_and_the_ways_of_retention(currencies: int) -> None:
    for expression in others(everything(currencies)):
        assert foreign(expression) == set()
        assert refused_by(expression) == {}


def test_an_operator_that_is_not_everywhere_is_caught() -> None:
    accounts = everything(1).accounts
    assert foreign(accounts.aggregate(guess=accounts.employees.approx_nunique())) == {"ApproxCountDistinct"}
