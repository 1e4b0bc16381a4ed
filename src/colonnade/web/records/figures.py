"""Metrics as pages show them: a figure with its unit, rows, period and definition, in groups by subject."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from colonnade.core.measurement import Measured, Measurement
from colonnade.records.metrics import METRICS
from colonnade.reports import reading_words, wording

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SUBJECTS: Mapping[str, "_StrPromise"] = {
    "retention": _("Recurring revenue and retention"),
    "commercial": _("Expansion and renewals"),
    "forecasts": _("Forecasts"),
    "costs": _("Cost and return"),
    "health": _("Health"),
    "onboarding": _("Onboarding"),
    "usage": _("Adoption"),
    "plays": _("Plays and alerts"),
    "reach": _("Coverage and contact"),
    "people": _("The team"),
    "support": _("Support"),
    "voice": _("What customers say"),
}
"""What the files of metrics are about, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` empty where it is unavailable; then `needs` says what would make it so.

    `on_day`: it says what stands at `end`, and nothing of the time before.
    """

    id: str
    name: str
    value: str
    rows: int
    start: date
    end: date
    on_day: bool
    formula: str
    switches: str
    needs: str


def figure_of(measurement: Measurement) -> Figure:
    definition = measurement.definition
    is_known = isinstance(measurement, Measured)
    return Figure(
        id=definition.id,
        name=definition.name,
        value=wording.figure_of(measurement) if isinstance(measurement, Measured) else "",
        rows=measurement.rows,
        start=measurement.period.start,
        end=measurement.period.end,
        on_day=METRICS[definition.id].on_day,
        formula=definition.formula,
        switches=reading_words.switches(measurement),
        needs="" if is_known else wording.joined(getattr(measurement, "needs", ())),
    )


@dataclass(frozen=True, slots=True)
class Subject:
    name: "_StrPromise"
    figures: tuple[Figure, ...]


def by_subject(measurements: Iterable[Measurement]) -> tuple[Subject, ...]:
    """What was measured, by subject."""
    found: dict[str, list[Figure]] = {subject: [] for subject in SUBJECTS}
    for measurement in measurements:
        if isinstance(measurement, Measured):
            found[subject_of(measurement.definition.id)].append(figure_of(measurement))
    return tuple(Subject(SUBJECTS[subject], tuple(figures)) for subject, figures in found.items() if figures)


def unavailable(measurements: Iterable[Measurement]) -> tuple[Figure, ...]:
    return tuple(figure_of(m) for m in measurements if not isinstance(m, Measured))


def subject_of(metric: str) -> str:
    """The file that a metric is written in."""
    return METRICS[metric].figure.__module__.rpartition(".")[2]
