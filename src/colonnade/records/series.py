"""A metric month after month, each month from what was known at its end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from colonnade.core.measurement import Measured, Measurement, Unavailable
from colonnade.records.many_days import measure_on
from colonnade.records.measure import metric_named
from colonnade.records.metrics.language import Metric, Window

if TYPE_CHECKING:
    from colonnade.records.open import Records

BEGINS_WITH: Mapping[str, str] = {
    "account_history": "from_on",
    "subscriptions": "start_on",
    "usage_events": "occurred_at",
    "tickets": "opened_at",
    "survey_sends": "sent_at",
    "survey_responses": "answered_at",
    "touchpoints": "occurred_at",
    "onboardings": "started_on",
    "health_scores": "occurred_at",
    "alerts": "raised_at",
    "play_runs": "started_at",
    "opportunities": "close_on",
    "cs_qualified_leads": "created_at",
    "forecasts": "made_on",
    "quotas": "period_start",
    "costs": "month",
    "handoffs": "occurred_at",
    "product_feedback": "occurred_at",
    "advocacy_acts": "occurred_at",
}
"""The column that says since when a table is kept."""


def series(
    records: "Records", metric: str, *, months: int = 24, as_of: date | None = None
) -> tuple[tuple[date, Measurement], ...]:
    """So many months' ends with the metric on each, the last one cut at as_of.

    Before the first row of a table that it needs nothing was known, and what was not known is no 0.
    """
    chosen = metric_named(metric)
    days, begins = month_ends(as_of or records.as_of, months), _begins(records, chosen)
    found = measure_on(records, chosen, [day for day in days if begins is None or day >= begins])
    return tuple(
        (day, _known(found[day], begins) if day in found else _too_early(chosen, day, begins)) for day in days
    )


def month_ends(last: date, months: int) -> list[date]:
    """The ends of so many months, oldest first, of which the last is a day of its month."""
    days = [last]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[::-1]


def _known(found: Measurement, begins: date | None) -> Measurement:
    if isinstance(found, Measured) and begins is not None and found.period.start < begins:
        return replace(found, notes=(*found.notes, f"the records begin on {begins}, within the period"))
    return found


def _too_early(metric: Metric, day: date, begins: date | None) -> Unavailable:
    return Unavailable(metric.definition, Window(day).period, (f"records of {day}: they begin on {begins}",))


def _begins(records: "Records", metric: Metric) -> date | None:
    """The day from which all tables are kept that it cannot do without; None where no table tells."""
    needed = {need.partition(".")[0] for need in metric.definition.needs if "|" not in need}
    found = [_first_day(records, table) for table in sorted(needed & set(records.tables.present))]
    return max((day for day in found if day is not None), default=None)


def _first_day(records: "Records", table: str) -> date | None:
    if table not in BEGINS_WITH:
        return None
    ((day,),) = records.rows(f"SELECT CAST(min({BEGINS_WITH[table]}) AS DATE) FROM {table}")  # noqa: S608
    return day if isinstance(day, date) else None
