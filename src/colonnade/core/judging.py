"""Whether a measure has moved since a plan began: leading ones now, lagging ones once their window has passed."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from colonnade.core.measurement import Definition, Measured, Period

MeasureVerdict = Literal["better", "worse", "changed", "same", "too_early", "not_measured"]
SAME_SHARE = 1e-9
"""Figures closer than this, relative to the larger, are the same."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric's figure with its period; None where it was not measured."""

    value: float | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class Judged:
    definition: Definition
    before: float | None
    now: float | None
    verdict: MeasureVerdict


def judge(definition: Definition, before: Reading, now: Reading, starts_on: date) -> Judged:
    """A lagging metric says nothing while its window still holds days from before the plan."""
    return Judged(definition, before.value, now.value, _verdict(definition, before, now, starts_on))


def _verdict(definition: Definition, before: Reading, now: Reading, starts_on: date) -> MeasureVerdict:
    if before.value is None or now.value is None:
        return "not_measured"
    if definition.kind == "lagging" and (now.period is None or now.period.start < starts_on):
        return "too_early"
    if abs(now.value - before.value) <= SAME_SHARE * max(abs(now.value), abs(before.value)):
        return "same"
    if definition.better == "neither":
        return "changed"
    return "better" if (now.value > before.value) == (definition.better == "higher") else "worse"


def reading_of(measurement: object) -> Reading:
    if isinstance(measurement, Measured):
        return Reading(measurement.value, measurement.period)
    return Reading(None, None)
