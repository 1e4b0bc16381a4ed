"""Whether a measure has moved since a plan began: leading ones now, lagging ones once their window has passed."""

from dataclasses import dataclass
from datetime import date
from math import isclose
from typing import Literal

from colonnade.core.measurement import Definition, Measured, Period

MeasureVerdict = Literal["better", "worse", "changed", "same", "too_early", "not_measured"]
DECIMALS = 6
"""What a saved diagnosis keeps of a figure: both are rounded so before they are compared."""
SAME_SHARE = 1e-9
"""Rounded figures closer than this, relative to the larger, are the same."""


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
    was, is_now = round(before.value, DECIMALS), round(now.value, DECIMALS)
    if isclose(was, is_now, rel_tol=SAME_SHARE):
        return "same"
    if definition.better == "neither":
        return "changed"
    return "better" if (is_now > was) == (definition.better == "higher") else "worse"


def reading_of(measurement: object) -> Reading:
    if isinstance(measurement, Measured):
        return Reading(measurement.value, measurement.period)
    return Reading(None, None)
