"""What a reader must know of the records before any figure: where they end, what they leave out, what is open."""

# ruff: noqa: S608  only names of our own are put together here

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.ends import COUNTS, SAID_TO_BE_OVER
from colonnade.records.metrics.language import NotKnown
from colonnade.records.metrics.revenue import check_past

if TYPE_CHECKING:
    from colonnade.records.open import Records


def cautions(records: "Records", *, as_of: date | None = None) -> tuple[str, ...]:
    """Sentences without a full stop, of the records as they are asked on a day."""
    day = as_of or records.as_of
    return (*_end(records, day), *_past(records), *_asked(records))


def _end(records: "Records", day: date) -> Iterator[str]:
    if records.end_before(day):
        gap = (day - records.ends_on).days
        yield (
            f"the records end on {records.ends_on}, {gap:,} days before {day}: what happened since is not known, "
            "so what is counted over time is unavailable, and evidence from them is out of date"
        )


def _past(records: "Records") -> Iterator[str]:
    """Why the past is not told, and what is left out of today."""
    if not records.tables.has("subscriptions"):
        return
    if not records.tables.has("subscriptions.end_on"):
        yield (
            f"the subscriptions have no column of ends (end_on): they tell of {records.as_of} only, and retention,"
            " churn and movements are unavailable"
        )
    if count := _undated(records):
        which = "subscription is" if count == 1 else "subscriptions are"
        yield (
            f"{count:,} {which} over by status without an end date: none of them counts on a day, and retention"
            " and churn are unavailable for the time in which they may have run"
        )
    if count or not records.tables.has("subscriptions.end_on"):
        return
    try:
        check_past(records.tables, records.as_of)
    except NotKnown as unknown:
        yield f"the subscriptions tell of {records.as_of} only; retention, churn and movements need {unknown.need}"


def _undated(records: "Records") -> int:
    sql = f"SELECT count(*) FROM subscriptions WHERE {COUNTS} AND {SAID_TO_BE_OVER}"
    return engine.number(records.connection, sql) if records.tables.undated_from else 0


def _asked(records: "Records") -> Iterator[str]:
    open_ = [
        f"{question.text.rstrip('?')}: {', '.join(candidate.name for candidate in question.candidates)}?"
        for question in records.check.questions
    ]
    if open_:
        yield f"of the exports it is open, and not read until it is said: {'; '.join(open_)}"
