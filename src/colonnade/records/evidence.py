"""What evidence rules ask of the records: metrics by group and by window."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from colonnade.core.evidence import Wanted
from colonnade.core.measurement import Measurement, Slice, Unavailable
from colonnade.core.naming import NOT_RECORDED
from colonnade.records.breakdowns import all_groups, breakdown
from colonnade.records.measure import catalogue, figure_of, measure_one
from colonnade.records.metrics import METRICS
from colonnade.records.metrics.language import Figure, Metric, NotKnown, Window

if TYPE_CHECKING:
    from colonnade.records.open import Records


def tables_of_metrics() -> Mapping[str, frozenset[str]]:
    """The tables that each metric needs."""
    return {
        definition.id: frozenset(
            choice.partition(".")[0] for need in definition.needs for choice in need.split("|")
        )
        for definition in catalogue()
    }


def measure_wanted(
    records: "Records",
    wanted: Sequence[Wanted],
    *,
    as_of: date | None = None,
    measured: Sequence[Measurement] = (),
) -> dict[Wanted, Measurement]:
    """Everything wanted that the catalogue has; what was `measured` for the same day is not computed again."""
    day = as_of or records.as_of
    known: dict[tuple[str, int | None], Measurement] = {(m.definition.id, None): m for m in measured}
    found: dict[Wanted, Measurement] = {}
    for each in wanted:
        if each.metric not in METRICS:
            continue
        metric, window = METRICS[each.metric], Window(day, each.window_days)
        whole = (each.metric, each.window_days)
        if whole not in known:
            known[whole] = _over(records, metric, window)
        found[each] = _by(records, metric, window, known[whole], each.by)
    return found


def _over(records: "Records", metric: Metric, window: Window) -> Measurement:
    """A metric over a window; not of one that looks at so many days always, and other than these."""
    figure = figure_of(records, metric, window)
    if isinstance(figure, Figure) and figure.period != window.period and window.length_days is not None:
        own = f"{figure.period.start} to {figure.period.end}"
        return Unavailable(metric.definition, figure.period, (f"a rule without window_days: its own is {own}",))
    return measure_one(records, metric, window)


def _by(records: "Records", metric: Metric, window: Window, whole: Measurement, column: str | None) -> Measurement:
    if column is None or isinstance(whole, Unavailable):
        return whole
    figure = figure_of(records, metric, window)
    if isinstance(figure, Unavailable):
        return figure
    try:
        groups = breakdown(records, metric, window, figure, column, sized=False)
    except NotKnown as unknown:
        return Unavailable(metric.definition, figure.period, (unknown.need,), whole.rows)
    there_are = all_groups(records, window, column) if figure.empty is not None else ()
    return replace(whole, by={**whole.by, column: _judged(groups, there_are)})


def _judged(groups: Sequence[Slice], there_are: Sequence[str]) -> tuple[Slice, ...]:
    """The groups that a rule speaks of: what nobody recorded is none, nor a CSM who is none any more."""
    return tuple(
        group for group in groups if group.key != NOT_RECORDED and (not there_are or group.key in there_are)
    )
