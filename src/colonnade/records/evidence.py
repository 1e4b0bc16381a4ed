"""What evidence rules ask of the records: metrics by group and window, and the state of the largest accounts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from colonnade.core.evidence import Wanted
from colonnade.core.measurement import Measurement, Unavailable
from colonnade.records.measure import catalogue, measure
from colonnade.records.metrics import METRICS
from colonnade.records.metrics.language import Window
from colonnade.records.tables import ACCOUNTS

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
    records: "Records", wanted: Sequence[Wanted], *, as_of: date | None = None
) -> dict[Wanted, Measurement]:
    """Everything wanted that the catalogue has; each metric is computed once for all its breakdowns."""
    day = as_of or records.as_of
    columns: dict[str, list[Wanted]] = defaultdict(list)
    found: dict[Wanted, Measurement] = {}
    for each in wanted:
        if each.metric not in METRICS:
            continue
        if each.window_days is None and (each.by is None or each.by in ACCOUNTS.column_names):
            columns[each.metric].append(each)
        else:
            found[each] = _not_yet(each, day)
    for metric, asked in columns.items():
        by = [each.by for each in asked if each.by is not None]
        (measurement,) = measure(records, [metric], by=by, as_of=day)
        found |= dict.fromkeys(asked, measurement)
    return found


def _not_yet(wanted: Wanted, day: date) -> Unavailable:
    by = f" by {wanted.by}" if wanted.by else ""
    window = f" over {wanted.window_days} days" if wanted.window_days else ""
    definition = METRICS[wanted.metric].definition
    return Unavailable(
        definition, Window(day).period, (f"a reading{by}{window}, which this version does not make",)
    )
