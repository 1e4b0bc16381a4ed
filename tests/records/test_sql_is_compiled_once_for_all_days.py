"""One text serves every day: what comes of it is, to the last sign, what compiling for that day alone gives."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends.sql.compilers import duckdb, postgres  # type: ignore[import-untyped]
from test_operators_are_those_of_three_engines import everything, expressions

from colonnade.records import sql as texts
from colonnade.records.metrics import METRICS
from colonnade.records.metrics.language import Metric, Rows, Window
from colonnade.records.sql import compiled, written

COMPILERS = [duckdb.compiler, postgres.compiler]


def overall(metric: Metric, window: Window, currencies: int = 1) -> Rows:
    """With all that tables can hold, also when rows were recorded, and the past as well known as today."""
    tables = everything(currencies).as_known(window.as_of)
    present = {name: {*columns, "recorded_at"} for name, columns in tables.present.items()}
    tables = replace(tables, present=present, known_on=date.min)
    figure = metric.figure(tables, window)
    return figure.summary(figure.behind, ())


def kept() -> int:
    return texts._text.cache_info().currsize


@pytest.mark.slow
@given(
    name=st.sampled_from(sorted(METRICS)),
    days=st.lists(st.dates(date(2019, 1, 1), date(2026, 12, 31)), min_size=2, max_size=2),
    lengths=st.lists(st.sampled_from([None, 28, 90, 120, 365]), min_size=2, max_size=2),
    compiler=st.sampled_from(COMPILERS),
)
@settings(max_examples=40)
def test_a_window_has_its_own_text_whichever_came_before_it(
    name: str, days: list[date], lengths: list[int | None], compiler: object
) -> None:
    """Also where two of its days fall together, as the last 90 days do with a window of 90."""
    for window in map(Window, days, lengths):
        expression = overall(METRICS[name], window)
        assert written(compiler, expression) == compiled(compiler, expression)


@pytest.mark.parametrize("compiler", COMPILERS, ids=["duckdb", "postgres"])
@pytest.mark.parametrize("name", METRICS)
def test_no_metric_is_compiled_twice_for_two_days(name: str, compiler: object) -> None:
    written(compiler, overall(METRICS[name], Window(date(2024, 2, 29)), 2))
    before = kept()
    later = overall(METRICS[name], Window(date(2026, 10, 31)), 2)
    assert written(compiler, later) == compiled(compiler, later)
    assert kept() == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["proactive_share", "net_revenue_retention"])
def test_its_groups_have_the_text_that_compiling_them_gives(name: str) -> None:
    for _ in range(2):
        for expression in expressions(METRICS[name], everything(1)).values():
            assert written(duckdb.compiler, expression) == compiled(duckdb.compiler, expression)


def test_another_word_is_another_text() -> None:
    deals = everything(1).opportunities
    won, lost = (
        deals.filter(deals.kind == kind, deals.close_on > date(2024, 1, 1)) for kind in ("new", "renewal")
    )
    assert "'new'" in written(duckdb.compiler, won)
    assert "'renewal'" in written(duckdb.compiler, lost)


def test_a_day_and_the_moment_it_begins_are_two() -> None:
    scores = everything(1).health_scores
    midnight = date(2024, 1, 1)
    by_day = scores.filter(scores.occurred_at.date() > midnight)
    by_moment = scores.filter(scores.occurred_at > Window(date(2023, 12, 31)).end_at)
    assert "MAKE_DATE(2024, 1, 1)" in written(duckdb.compiler, by_day)
    assert "MAKE_TIMESTAMP(2024, 1, 1, 0, 0, 0.0)" in written(duckdb.compiler, by_moment)
