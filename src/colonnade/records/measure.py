"""Measures metrics over loaded records, and shows what stands behind a number."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from colonnade.core.errors import BadOption
from colonnade.core.measurement import Definition, Measured, Measurement, Movement, Slice, Unavailable
from colonnade.records.metrics import METRICS
from colonnade.records.metrics.accounts import DATED, column_on
from colonnade.records.metrics.language import Figure, Metric, NotKnown, Rows, Window
from colonnade.records.metrics.movements import movements_by_month
from colonnade.records.tables import ACCOUNTS

if TYPE_CHECKING:
    from colonnade.records.open import Records

NOT_RECORDED = "(not recorded)"
BEHIND_CAP = 50
SMALL_GROUP = 10


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
    chosen = [_metric(name) for name in metrics] if metrics is not None else list(METRICS.values())
    for column in by:
        _check_column(column)
    return tuple(_measure(records, metric, window, tuple(dict.fromkeys(by))) for metric in chosen)


def movements(records: "Records", *, as_of: date | None = None) -> tuple[Movement, ...]:
    """Recurring revenue by month, at least the twelve months to as_of; none without subscriptions."""
    window = Window(as_of or records.as_of)
    if _lacking(records, METRICS["arr"], window):
        return ()
    return movements_by_month(records, window)


def explain(records: "Records | None", metric: str, *, as_of: date | None = None) -> Explanation:
    chosen = _metric(metric)
    if records is None:
        return Explanation(chosen.definition)
    window = Window(as_of or records.as_of)
    measurement = _measure(records, chosen, window, ())
    if _lacking(records, chosen, window):
        return Explanation(chosen.definition, measurement)
    try:
        figure = chosen.figure(records.tables, window)
    except NotKnown:
        return Explanation(chosen.definition, measurement)
    names = sorted(
        {need.partition(".")[0] for need in _alternatives(chosen.definition)} & set(records.tables.present)
    )
    inputs = {table.name: table.rows for table in records.check.tables if table.name in names}
    sql = to_sql(figure.summary(figure.behind, ()), pretty=True)
    return Explanation(chosen.definition, measurement, sql, inputs, _behind(records, figure))


def _measure(records: "Records", metric: Metric, window: Window, by: tuple[str, ...]) -> Measurement:
    lacking = _lacking(records, metric, window)
    if lacking:
        return Unavailable(metric.definition, window.period, lacking)
    definition = metric.definition
    try:
        figure = metric.figure(records.tables, window)
    except NotKnown as unknown:
        return Unavailable(definition, window.period, (unknown.need,))
    value, rows, further = _overall(records, figure)
    if value is None:
        return Unavailable(definition, figure.period, (f"at least {metric.least}",), rows)
    slices, notes = {}, []
    for column in dict.fromkeys((*metric.always_by, *by)):
        try:
            slices[column] = _slices(records, figure, column)
            notes.append(_today_state(records, column, figure.read_on))
        except NotKnown as unknown:
            slices[column] = ()
            notes.append(f"by {column} needs {unknown.need}")
    return Measured(definition, value, rows, figure.period, slices, further, tuple(note for note in notes if note))


def _overall(records: "Records", figure: Figure) -> tuple[float | None, int, dict[str, float]]:
    table = figure.summary(figure.behind, ())
    found = records.rows(to_sql(table))
    cells = dict(zip(table.columns, found[0], strict=True)) if found else {}
    value, rows = cells.pop("value", None), cells.pop("rows", None)
    further = {name: float(cell) for name, cell in cells.items() if cell is not None}
    if figure.shares is not None and value is not None:
        further |= {str(key): float(part) for key, part in records.rows(to_sql(figure.shares))}
    return (None if value is None else float(value)), int(rows or 0), further


def _slices(records: "Records", figure: Figure, column: str) -> tuple[Slice, ...]:
    if "account_id" not in figure.behind.columns:
        raise NotKnown("rows that belong to accounts, which those behind this metric do not")
    attributes = column_on(records.tables, column, figure.read_on).rename(slice_key="value")
    rows = attributes.right_join(figure.behind, [("account", "account_id")]).drop("account")
    summary = figure.summary(rows, ("slice_key",)).select("slice_key", "value", "rows")
    found = [
        Slice(NOT_RECORDED if key is None else str(key), None if value is None else float(value), int(count))
        for key, value, count in records.rows(to_sql(summary))
    ]
    return tuple(sorted(found, key=lambda slice_: (slice_.key == NOT_RECORDED, slice_.key)))


def _check_column(column: str) -> None:
    allowed = [name for name in ACCOUNTS.column_names if name not in ("account_id", "name", "domain")]
    if column not in allowed:
        raise BadOption(f"cannot break down by '{column}'; the columns of accounts are {', '.join(allowed)}")


def _today_state(records: "Records", column: str, day: date) -> str | None:
    if column in DATED or day >= records.as_of:
        return None
    return f"{column} is as accounts holds it today, not as it was on {day}"


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


def _metric(name: str) -> Metric:
    if name not in METRICS:
        near = difflib.get_close_matches(name, METRICS, 3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(METRICS)}"
        raise BadOption(f"there is no metric '{name}'; {hint}")
    return METRICS[name]


def _behind(records: "Records", figure: Figure) -> Behind:
    shown = figure.behind
    columns = tuple(shown.columns)
    rows = records.rows(to_sql(shown.order_by(columns).limit(BEHIND_CAP)))
    (total,) = records.rows(to_sql(shown.aggregate(total=shown.count())))[0]
    return Behind(columns, tuple(rows), int(total))


def to_sql(expression: Rows, *, pretty: bool = False) -> str:
    from ibis.backends.sql.compilers.duckdb import compiler  # type: ignore[import-untyped]

    return str(compiler.to_sqlglot(expression).sql("duckdb", pretty=pretty))
