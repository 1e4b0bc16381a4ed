"""Measures metrics over loaded records, and shows what stands behind a number."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from colonnade.core.errors import BadOption
from colonnade.core.measurement import Definition, Measured, Measurement, Movement, Period, Slice, Unavailable
from colonnade.records.breakdowns import breakdown, check_group, note_on
from colonnade.records.engine import steady
from colonnade.records.metrics import METRICS
from colonnade.records.metrics.language import Figure, Metric, NotKnown, Window
from colonnade.records.metrics.money import as_written_out
from colonnade.records.metrics.movements import movements_by_month
from colonnade.records.sql import to_sql

if TYPE_CHECKING:
    from colonnade.records.open import Records

BEHIND_CAP = 50


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind a number: the first of them, and how many there are."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A metric explained; with records also its SQL, the rows of the tables it reads, and what is behind it."""

    definition: Definition
    measurement: Measurement | None = None
    sql: str | None = None
    inputs: Mapping[str, int] | None = None
    behind: Behind | None = None


def catalogue() -> tuple[Definition, ...]:
    return tuple(metric.definition for metric in METRICS.values())


def measure(
    records: "Records", metrics: Sequence[str] | None = None, *, by: Sequence[str] = (), as_of: date | None = None
) -> tuple[Measurement, ...]:
    """All metrics, or those named, in the order of the catalogue or as named; BadOption for unknown ids."""
    window = Window(as_of or records.as_of)
    chosen = [metric_named(name) for name in metrics] if metrics is not None else list(METRICS.values())
    for column in by:
        check_group(column)
    return tuple(measure_one(records, metric, window, by) for metric in chosen)


def movements(records: "Records", *, as_of: date | None = None) -> tuple[Movement, ...]:
    """Recurring revenue by month, at least the twelve months to as_of; none where the records do not tell it."""
    window = Window(as_of or records.as_of)
    if isinstance(figure_of(records, METRICS["net_revenue_retention"], window), Unavailable):
        return ()
    try:
        return movements_by_month(records, window)
    except NotKnown:
        return ()


def explain(
    records: "Records | None", metric: str, *, as_of: date | None = None, most_rows: int = BEHIND_CAP
) -> Explanation:
    chosen = metric_named(metric)
    if records is None:
        return Explanation(chosen.definition)
    window = Window(as_of or records.as_of)
    measurement = measure_one(records, chosen, window)
    figure = figure_of(records, chosen, window)
    if isinstance(figure, Unavailable):
        return Explanation(chosen.definition, measurement)
    names = sorted(
        {need.partition(".")[0] for need in _alternatives(chosen.definition)} & set(records.tables.present)
    )
    inputs = {table.name: table.rows for table in records.check.tables if table.name in names}
    sql = to_sql(figure.summary(figure.behind, ()), pretty=True)
    return Explanation(chosen.definition, measurement, sql, inputs, _behind(records, figure, most_rows))


def measure_one(records: "Records", metric: Metric, window: Window, by: Sequence[str] = ()) -> Measurement:
    """One metric, broken down as its definition asks and by further columns; a note says what cannot be."""
    figure = figure_of(records, metric, window)
    measured = figure if isinstance(figure, Unavailable) else overall(records, metric, figure)
    if isinstance(figure, Unavailable) or isinstance(measured, Unavailable):
        return measured
    slices: dict[str, tuple[Slice, ...]] = {}
    notes: list[str | None] = []
    if records.end_before(window.as_of):
        notes.append(f"the records end on {records.ends_on}: what began or ended since is not known")
    for column in dict.fromkeys((*metric.always_by, *by)):
        try:
            slices[column] = breakdown(records, metric, window, figure, column)
            notes.append(note_on(records, metric, figure, column))
        except NotKnown as unknown:
            slices[column] = ()
            notes.append(f"by {column} needs {unknown.need}")
    return replace(measured, by=slices, notes=tuple(note for note in notes if note))


def figure_of(records: "Records", metric: Metric, window: Window) -> Figure | Unavailable:
    """What a metric is made of, or what the records lack for it."""
    if unavailable := not_there(records, metric, window):
        return unavailable
    try:
        return metric.figure(records.tables.as_known(window.as_of), window)
    except NotKnown as unknown:
        return Unavailable(metric.definition, window.period, (unknown.need,))


def not_there(records: "Records", metric: Metric, window: Window) -> Unavailable | None:
    """What the records lack for a metric as a whole, or for the day it is asked for."""
    if needs := _lacking(records, metric, window):
        return Unavailable(metric.definition, window.period, needs)
    if records.end_before(window.as_of) and not metric.on_day:
        need = f"records up to {window.as_of}: they end on {records.ends_on}"
        return Unavailable(metric.definition, window.period, (need,), is_stale=True)
    return None


def overall(records: "Records", metric: Metric, figure: Figure) -> Measurement:
    table = figure.summary(figure.behind, ())
    found = records.rows(to_sql(table))
    shares = records.rows(to_sql(figure.shares)) if figure.shares is not None else ()
    cells = dict(zip(table.columns, found[0], strict=True))
    return answered(records, metric, figure.period, figure.empty, cells, shares)


def answered(
    records: "Records",
    metric: Metric,
    period: Period,
    empty: float | None,
    cells: Mapping[str, Any],
    shares: Iterable[tuple[str, Any]],
) -> Measurement:
    """What the engine answered of a figure: `cells` are its value, rows and further figures."""
    definition, unit = metric.definition, metric.definition.unit
    rows = int(cells["rows"] or 0)
    value = empty if cells["value"] is None and rows == 0 else cells["value"]
    if value is None:
        return Unavailable(definition, period, (f"at least {metric.least}",), rows)
    beside = {name: cell for name, cell in cells.items() if name not in ("value", "rows")}
    beside |= sorted(shares, key=lambda share: str(share[0]))  # the engine gives groups in any order
    further = {str(name): steady(cell, unit) for name, cell in beside.items() if cell is not None}
    currency = records.currency if unit == "currency" else ""
    return Measured(definition, steady(value, unit), rows, period, {}, further, currency=currency)


def _lacking(records: "Records", metric: Metric, window: Window) -> tuple[str, ...]:
    """Needs that the records do not meet, in words."""
    tables = records.tables
    lacking = [
        need.replace("|", " or ")
        for need in metric.definition.needs
        if not any(tables.has(choice) for choice in need.split("|"))
    ]
    if not lacking:
        lacking = [need for table in metric.money_of for need in records.without_rate(table, window.as_of)]
    return tuple(lacking)


def _alternatives(definition: Definition) -> list[str]:
    return [choice for need in definition.needs for choice in need.split("|")]


def metric_named(name: str) -> Metric:
    if name not in METRICS:
        near = difflib.get_close_matches(name, METRICS, 3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(METRICS)}"
        raise BadOption(f"there is no metric '{name}'; {hint}")
    return METRICS[name]


def _behind(records: "Records", figure: Figure, most_rows: int) -> Behind:
    shown = figure.behind
    columns = tuple(shown.columns)
    rows = records.rows(to_sql(shown.order_by(columns).limit(most_rows)))
    (total,) = records.rows(to_sql(shown.aggregate(total=shown.count())))[0]
    cells = tuple(
        tuple(as_written_out(cell) if isinstance(cell, Decimal) else cell for cell in row) for row in rows
    )
    return Behind(columns, cells, int(total))
