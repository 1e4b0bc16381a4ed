"""A metric on many days in one query: its SQL differs from day to day in nothing but the days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from colonnade.core.measurement import Measurement, Period, Unavailable
from colonnade.records.measure import answered, figure_of, not_there, overall
from colonnade.records.metrics.language import Metric, NotKnown, Rows, Tables, Window
from colonnade.records.sql import Shape, shape_of, with_days

if TYPE_CHECKING:
    from colonnade.records.open import Records

PROBES = (Window(date(2024, 5, 31)), Window(date(2022, 7, 14)))
"""They differ in their place in month, quarter and year: what is counted by anything but days differs on them."""
MOST_ROWS = 300_000
"""Of all tables. The engine holds the rows of every day at once; of more it is asked a day at a time."""

Answers = Mapping[date, Sequence[tuple[Any, ...]]]
"""The rows that each day has."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of a query: so many days after the one that is asked about, or after the one it is compared with."""

    counted_from: Literal["as_of", "opening"]
    days: int
    is_moment: bool

    def on(self, window: Window) -> date:
        day = getattr(window, self.counted_from) + timedelta(days=self.days)
        return datetime.combine(day, time()) if self.is_moment else day

    def written(self, window: Window) -> str:
        return f"{'TIMESTAMP' if self.is_moment else 'DATE'} '{self.on(window)}'"


@dataclass(frozen=True, slots=True)
class Query:
    shape: Shape
    days: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A metric as it is asked on any day."""

    summary: Query
    columns: tuple[str, ...]
    shares: Query | None
    first: Dated
    last: Dated
    empty: float | None


def measure_on(records: "Records", metric: Metric, days: Sequence[date]) -> dict[date, Measurement]:
    """The metric on each of the days, without breakdowns."""
    lacking = {day: not_there(records, metric, Window(day)) for day in days}
    measured: dict[date, Measurement] = {day: lacks for day, lacks in lacking.items() if lacks}
    asked = [Window(day) for day in days if day not in measured]
    pattern = _pattern(records, metric) if len(asked) > len(PROBES) else None
    if pattern is None:
        return measured | {window.as_of: _alone(records, metric, window) for window in asked}
    found = _answers(records, pattern.summary, asked)
    shares = _answers(records, pattern.shares, asked) if pattern.shares else {}
    for window in asked:
        period = Period(pattern.first.on(window), pattern.last.on(window))
        (row,) = found[window.as_of]
        cells = dict(zip(pattern.columns, row, strict=True))
        beside = shares.get(window.as_of, ())
        measured[window.as_of] = answered(records, metric, period, pattern.empty, cells, beside)
    return measured


def _alone(records: "Records", metric: Metric, window: Window) -> Measurement:
    figure = figure_of(records, metric, window)
    return figure if isinstance(figure, Unavailable) else overall(records, metric, figure)


# --- what a metric asks on any day --------------------------------------------------------------------------


def _pattern(records: "Records", metric: Metric) -> Pattern | None:
    """None where the days of two figures are not counted from their windows alike, or one cannot be known."""
    try:
        figures = [
            metric.figure(tables.as_known(window.as_of), window)
            for window, tables in zip(PROBES, _told_otherwise(records.tables), strict=True)
        ]
    except NotKnown:
        return None
    summaries = [figure.summary(figure.behind, ()) for figure in figures]
    summary, shares = _query(summaries), _query([figure.shares for figure in figures])
    first, last = (_dated([getattr(figure.period, end) for figure in figures]) for end in ("start", "end"))
    if summary is None or first is None or last is None or (shares is None) != (figures[0].shares is None):
        return None
    return Pattern(summary, tuple(summaries[0].columns), shares, first, last, figures[0].empty)


def _told_otherwise(tables: Tables) -> tuple[Tables, Tables]:
    """Tables that tell of all days, and of none: a metric that asks them about its days is not known on both."""
    always, never = replace(tables, known_on=date.min), replace(tables, known_on=date.max)
    if tables.undated_from is None:
        return always, never
    return replace(always, undated_from=date.max), replace(never, undated_from=date.min)


def _query(expressions: Sequence[Rows | None]) -> Query | None:
    from ibis.backends.sql.compilers.duckdb import compiler  # type: ignore[import-untyped]

    if None in expressions:
        return None
    (shape, days), (other, other_days) = (shape_of(compiler, expression) for expression in expressions)
    dated = [_dated(pair) for pair in zip(days, other_days, strict=False)]
    if shape != other or None in dated:
        return None
    return Query(shape, tuple(each for each in dated if each is not None))


def _dated(pair: Sequence[date]) -> Dated | None:
    """How the days of the two probes are counted from them, where it is the same for both."""
    days = [day.date() if isinstance(day, datetime) else day for day in pair]
    is_moment = isinstance(pair[0], datetime)
    for counted_from in ("as_of", "opening"):
        away = {(day - getattr(window, counted_from)).days for day, window in zip(days, PROBES, strict=True)}
        if len(away) == 1:
            return Dated(counted_from, away.pop(), is_moment)
    return None


# --- asking -------------------------------------------------------------------------------------------------


def _answers(records: "Records", query: Query, windows: Sequence[Window]) -> Answers:
    from duckdb import NotImplementedException

    if windows and sum(table.rows for table in records.check.tables) <= MOST_ROWS:
        try:
            return _at_once(records, query, windows)
        except NotImplementedException:  # some joins the engine does only for one day
            pass
    return {
        window.as_of: records.rows(with_days(query.shape, [day.written(window) for day in query.days]))
        for window in windows
    }


def _at_once(records: "Records", query: Query, windows: Sequence[Window]) -> Answers:
    names = [f"day_{number}" for number in range(len(query.days))]
    rows = [
        f"({', '.join([str(number), *(day.written(window) for day in query.days)])})"
        for number, window in enumerate(windows)
    ]
    asked = with_days(query.shape, [f"asked.{name}" for name in names])
    sql = (
        f"SELECT asked.number, found.* FROM (VALUES {', '.join(rows)}) AS asked ({', '.join(['number', *names])}),"  # noqa: S608
        f" LATERAL ({asked}) AS found"
    )
    answers: dict[date, list[tuple[Any, ...]]] = {window.as_of: [] for window in windows}
    for number, *cells in records.rows(sql):
        answers[windows[number].as_of].append(tuple(cells))
    return answers
