"""What a metric is written in: tables, a window, and a figure with the rows that stand behind it.

A metric is one function from tables and window to a figure. It is written over Ibis expressions without
importing Ibis, so that the catalogue can be read without the engine.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Literal

from colonnade.core.measurement import Definition, Direction, Period, Unit
from colonnade.records.tables import IBIS_TYPES, TABLES

Rows = Any
"""An Ibis table expression (Ibis is not typed)."""

Value = Any
"""An Ibis value expression."""

Pick = Callable[[Rows], Value]
Summary = Callable[[Rows, tuple[str, ...]], Rows]
"""From rows and the columns to group by to a table with those columns, `value` and `rows`."""


def year_before(day: date) -> date:
    """The same day twelve months earlier; 29 February has 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


@dataclass(frozen=True, slots=True)
class Window:
    """The twelve months to `as_of`, or as many days as a rule asks for.

    `opening` is the day they are compared with, `start` the day after it.
    """

    as_of: date
    length_days: int | None = None

    @property
    def opening(self) -> date:
        if self.length_days is not None:
            return self.as_of - timedelta(days=self.length_days)
        return year_before(self.as_of)

    @property
    def start(self) -> date:
        return self.opening + timedelta(days=1)

    @property
    def start_at(self) -> datetime:
        return datetime.combine(self.start, time())

    @property
    def end_at(self) -> datetime:
        """The first moment that is no longer inside."""
        return datetime.combine(self.as_of + timedelta(days=1), time())

    @property
    def epoch_day(self) -> Value:
        """as_of counted in days from 1970, by the engine: SQL without its days is the same for all of them."""
        import ibis  # type: ignore[import-untyped]

        return ibis.literal(self.as_of).epoch_days()

    def last_days(self, days: int) -> datetime:
        """The first moment of the last so many days, as_of included."""
        return self.end_at - timedelta(days=days)

    def days(self, days: int) -> Period:
        return Period(self.as_of - timedelta(days=days - 1), self.as_of)

    @property
    def period(self) -> Period:
        return Period(self.start, self.as_of)


class NotKnown(Exception):
    """What a figure would need to speak of a past day: today's state never answers a question about it."""

    def __init__(self, need: str) -> None:
        super().__init__(need)
        self.need = need


@dataclass(frozen=True, slots=True)
class Tables:
    """Canonical tables as expressions. `present` are the columns that the records really hold.

    Tables without dates of their own tell of `known_on` only. `currencies` is how many each table with money has.
    `known_by`: rows that were recorded after this day are left out, where a table says when they were.
    `are_survivors`: subscriptions are one row an account and all end later, as in a list of today's customers.
    `undated_from`: since when subscriptions run of which a status says that they are over, and nothing when.
    """

    present: Mapping[str, Collection[str]]
    known_on: date
    currencies: Mapping[str, int]
    known_by: date | None = None
    are_survivors: bool = False
    undated_from: date | None = None

    def __getattr__(self, name: str) -> Rows:
        if name not in TABLES:
            raise AttributeError(name)
        if self.known_by is None or not self.has(f"{name}.recorded_at"):
            return _table(name)
        after = datetime.combine(self.known_by + timedelta(days=1), time())
        rows = _recorded_table(name)
        return rows.filter(rows.recorded_at.isnull() | (rows.recorded_at < after)).drop("recorded_at")

    def as_known(self, day: date) -> "Tables":
        """The tables as they were known at the end of a day."""
        return replace(self, known_by=day)

    def has(self, *columns: str) -> bool:
        """Whether the records hold all of these, written `table`, `table.column` or `table.kind=value`."""
        parts = [column.partition(".") for column in columns]
        return all(table in self.present and (not name or name in self.present[table]) for table, _, name in parts)


@cache
def _table(name: str) -> Rows:
    import ibis

    return ibis.table(_types(name), name=name)


@cache
def _recorded_table(name: str) -> Rows:
    import ibis

    return ibis.table({**_types(name), "recorded_at": "timestamp"}, name=name)


def _types(name: str) -> dict[str, str]:
    return {column.name: IBIS_TYPES[column.kind] for column in TABLES[name].columns}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it is made of: a row an account, ticket or alert, with its account_id.

    A breakdown reads account columns as they were on `read_on`, and quarters from the column `happened`.
    """

    behind: Rows
    summary: Summary
    read_on: date
    period: Period
    shares: Rows | None = None
    """`key` and `value`: what the number is spread over, such as the bands of a score."""

    happened: str | None = None
    empty: float | None = None
    """The value without any row, and that of a group without any: 0 for what is counted or added up."""


@dataclass(frozen=True, slots=True)
class Metric:
    definition: Definition
    figure: Callable[[Tables, Window], Figure]
    least: str
    money_of: tuple[str, ...] = ()
    always_by: tuple[str, ...] = ()
    on_day: bool = False


METRICS: dict[str, Metric] = {}

_ABBREVIATIONS = {
    "arr": "ARR",
    "csat": "CSAT",
    "nps": "NPS",
    "nrr": "NRR",
    "cs": "CS",
    "csm": "CSM",
    "csql": "CSQL",
    "sla": "SLA",
}


def metric(
    *,
    unit: Unit,
    better: Direction,
    needs: str,
    kind: Literal["leading", "lagging"],
    least: str,
    switches: tuple[str, ...] = (),
    money_of: str = "",
    always_by: str = "",
    on_day: bool = False,
) -> Callable[[Callable[[Tables, Window], Figure]], Callable[[Tables, Window], Figure]]:
    """Puts a function into the catalogue: its name is the id, its docstring the formula in words.

    `needs` are columns, `a|b` where either will do. `least` is the row without which there is no value.
    `money_of` are tables whose amounts are added up; `always_by` are columns it is broken down by unasked.
    `on_day`: it says what stands on the day, not what happened up to it.
    """

    def enter(function: Callable[[Tables, Window], Figure]) -> Callable[[Tables, Window], Figure]:
        name = function.__name__
        words = [_ABBREVIATIONS.get(word, word) for word in name.split("_")]
        title = " ".join(words)
        definition = Definition(
            id=name,
            name=title[0].upper() + title[1:],
            formula=" ".join((function.__doc__ or "").split()),
            unit=unit,
            better=better,
            needs=tuple(needs.split()),
            kind=kind,
            switches=switches,
        )
        METRICS[name] = Metric(
            definition, function, least, tuple(money_of.split()), tuple(always_by.split()), on_day
        )
        return function

    return enter


def _float(value: Value) -> Value:
    return value.cast("float64")


def total(of: Pick) -> Summary:
    """A sum."""

    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        return rows.aggregate(by=keys, value=_float(of(rows).sum()), rows=rows.count())

    return summary


def yearly(monthly: Pick) -> Summary:
    """Twelve times a sum of amounts a month, to the cent."""

    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        amount = (monthly(rows).sum() * 12).cast("decimal(38, 2)")
        return rows.aggregate(by=keys, value=_float(amount), rows=rows.count())

    return summary


def ratio(over: Pick, under: Pick, *, times: float = 1.0, counts: Pick | None = None) -> Summary:
    """A sum over a sum, of the rows that have both; no value where the lower one is zero.

    `counts` are the rows of the population where those behind hold others too.
    """

    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        known = rows.filter(over(rows).notnull(), under(rows).notnull())
        counted = counts(known).sum() if counts else known.count()
        value = _float(over(known).sum()) / _float(under(known).sum()).nullif(0.0) * times
        return known.aggregate(by=keys, value=value, rows=counted)

    return summary


def count() -> Summary:
    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        return rows.aggregate(by=keys, value=_float(rows.count()), rows=rows.count())

    return summary


def share(that: Pick, *, least: int = 1) -> Summary:
    """The share of rows for which `that` holds, of so many at least; unknown counts on neither side."""

    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        holds = that(rows)
        value = _float(holds.cast("int32")).mean()
        value = value if least == 1 else (holds.count() >= least).ifelse(value, None)
        found = rows.aggregate(by=keys, value=value, rows=holds.count())
        return found.filter(found["rows"] > 0) if keys else found  # of other groups nothing is known

    return summary


def mean(of: Pick) -> Summary:
    """The mean, and the median beside it."""

    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        figure = _float(of(rows))
        return rows.aggregate(by=keys, value=figure.mean(), rows=figure.count(), median=figure.median())

    return summary


def median(of: Pick, **further: Callable[[Value], Value]) -> Summary:
    """The median over the rows that have a value; `further` figures of the same values by name."""

    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        figure = _float(of(rows))
        others = {name: _float(pick(figure)) for name, pick in further.items()}
        return rows.aggregate(by=keys, value=figure.median(), rows=figure.count(), **others)

    return summary


EVER_AFTER = -600.0
"""The logarithm of a survival of nothing; PostgreSQL refuses the exponential of much less."""


def kaplan_meier_median(duration: Pick, reached: Pick) -> Summary:
    """The first duration by which half have reached the end, those still waiting counted while they waited.

    No value where fewer than half ever do. Survival is summed as logarithms, so half is read with a tolerance.
    """

    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        import ibis

        timed = rows.mutate(duration=_float(duration(rows)), reached=reached(rows).cast("int32"))
        steps = timed.aggregate(by=(*keys, "duration"), ended=timed.reached.sum(), left=timed.count())
        later = ibis.window(group_by=keys, order_by=steps.duration.desc(), preceding=None, following=0)
        steps = steps.mutate(waiting=steps.left.sum().over(later))
        remains = 1.0 - _float(steps.ended) / _float(steps.waiting)
        steps = steps.mutate(log=ibis.ifelse(steps.ended == steps.waiting, EVER_AFTER, remains.nullif(0.0).ln()))
        earlier = ibis.window(group_by=keys, order_by=steps.duration, preceding=None, following=0)
        steps = steps.mutate(survival=steps.log.sum().over(earlier).exp())
        half = steps.survival <= 0.5 + 1e-12
        return steps.aggregate(by=keys, value=steps.duration.min(where=half), rows=steps.left.sum())

    return summary
