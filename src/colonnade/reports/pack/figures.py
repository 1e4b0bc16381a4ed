"""Figures of a pack: a number with the text that every format prints for it, and where it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from colonnade.core.measurement import Measured, Movement, Slice, Unit, unit_of
from colonnade.core.reading import DimensionReading
from colonnade.reports import dimension_words, wording
from colonnade.reports.measurement_json import round_json

FigureUnit = Unit | Literal["stage", "stages", "alpha"]
"""`stage` is a place on the ladder, `stages` a distance or a mean of places."""

NONE = "–"
"""What stands where there is no figure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed, its exact value (None: not known, and `text` says so), unit and reference.

    `ref` is stable, and read from left to right: what kind of figure it is, then what it is of. The last part may
    hold any character, the others hold no slash:

        metric/METRIC                     its value; metric/METRIC/further/NAME, metric/METRIC/YYYY-MM-DD and
                                          metric/METRIC/by/COLUMN/KEY are others of its figures
        movement/YYYY-MM/PART             monthly recurring revenue: opening, new, ... closing
        claimed|supported|target|gap/DIMENSION
        score/DIMENSION/REVIEWER          what a reviewer gave; spread/DIMENSION
        leniency/REVIEWER
        counted/DIMENSION/(met|answered|applicable)
        profile/(average|average_low|average_high|scored|total|stage/N)
        supported_profile/(average|known|stage/N)
        agreement/(alpha|alpha_low|alpha_high|same|within_one|units)
        projection/(average|dominant)
    """

    text: str
    value: float | Decimal | None
    unit: FigureUnit
    ref: str


def measured(measurement: Measured) -> Figure:
    return _of_metric(measurement, measurement.value, f"metric/{measurement.definition.id}")


def _of_metric(of: Measured, value: float, ref: str, unit: Unit | None = None) -> Figure:
    """Its value is what JSON holds of it: the same numbers in all files."""
    unit = unit or of.definition.unit
    return Figure(wording.figure_of(of, value, unit=unit), round_json(value), unit, ref)


def further(measurement: Measured) -> Mapping[str, Figure]:
    """The other figures of a metric, by their name in words."""

    def one(name: str, value: float) -> Figure:
        of = measurement.definition
        return _of_metric(measurement, value, f"metric/{of.id}/further/{name}", unit_of(name, of.unit))

    return {name.replace("_", " "): one(name, value) for name, value in measurement.further.items()}


def on_day(measurement: Measured, day: date) -> Figure:
    return _of_metric(measurement, measurement.value, f"metric/{measurement.definition.id}/{day}")


def of_group(measurement: Measured, column: str, group: Slice) -> Figure | None:
    if group.value is None:
        return None
    return _of_metric(measurement, group.value, f"metric/{measurement.definition.id}/by/{column}/{group.key}")


def moved(movement: Movement, part: str) -> Figure:
    """Money of a month in whole units; the value keeps its cents."""
    value: Decimal = getattr(movement, part)
    return Figure(wording.amount(value), value, "currency", f"movement/{movement.month:%Y-%m}/{part}")


def stage(value: int | None, ref: str, *, text: str = "") -> Figure:
    return Figure(text or (NONE if value is None else str(value)), value, "stage", ref)


def count(value: int, ref: str) -> Figure:
    return Figure(f"{value:,}", value, "count", ref)


def average(value: float, ref: str) -> Figure:
    return Figure(wording.average(value), value, "stages", ref)


def distance(value: float | None, ref: str) -> Figure:
    """A difference of stages, with its sign."""
    return Figure(NONE if value is None else wording.signed(value), value, "stages", ref)


def alpha(value: float | None, ref: str) -> Figure:
    return Figure(NONE if value is None else str(wording.half_up(value, 2)), value, "alpha", ref)


def claimed(reading: DimensionReading) -> Figure:
    return stage(reading.stage, f"claimed/{reading.id}", text=dimension_words.claimed(reading))


def supported(reading: DimensionReading) -> Figure:
    support = reading.supported
    return stage(
        support.stage if support else None, f"supported/{reading.id}", text=dimension_words.supported(reading)
    )


def target(reading: DimensionReading) -> Figure:
    return stage(reading.target, f"target/{reading.id}", text=dimension_words.target(reading) or NONE)


def gap(reading: DimensionReading) -> Figure:
    return distance(reading.gap, f"gap/{reading.id}")


def at_stage(stages: Iterable[int], kind: str, number: int) -> Figure:
    return count(sum(stage == number for stage in stages), f"{kind}/stage/{number}")
