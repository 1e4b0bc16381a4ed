"""Measurements and movements as JSON."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from colonnade.core.measurement import Measured, Measurement, Movement, Slice

Json = dict[str, Any]


def measure_json(measurements: Iterable[Measurement], movements: Iterable[Movement], as_of: date) -> Json:
    """What `colonnade measure --format json` prints ("colonnade.measure/1")."""
    return {
        "schema": "colonnade.measure/1",
        "as_of": as_of.isoformat(),
        "metrics": [{"id": m.definition.id, **measurement_json(m)} for m in measurements],
        "mrr_movements": [movement_json(movement) for movement in movements],
    }


def measurement_json(measurement: Measurement) -> Json:
    """One measurement; `value` null and `needs` filled where it is unavailable."""
    definition = measurement.definition
    measured = measurement if isinstance(measurement, Measured) else None
    return {
        "name": definition.name,
        "value": round_json(measured.value) if measured else None,
        "unit": definition.unit,
        "better": definition.better,
        "kind": definition.kind,
        "status": "measured" if measured else "unavailable",
        "needs": [] if isinstance(measurement, Measured) else list(measurement.needs),
        "rows": measurement.rows,
        "period": {"from": measurement.period.start.isoformat(), "to": measurement.period.end.isoformat()},
        "definition": definition.formula,
        "switches": list(definition.switches),
        "by": {column: [_slice(s) for s in slices] for column, slices in measured.by.items()} if measured else {},
        "further": {name: round_json(value) for name, value in measured.further.items()} if measured else {},
        "notes": list(measured.notes) if measured else [],
    }


def movement_json(movement: Movement) -> Json:
    """A month of movements in money: contraction and churn are negative, and all of it closes to the cent."""
    parts = ("opening", "new", "expansion", "reactivation", "contraction", "churn", "exchange", "closing")
    return {"month": f"{movement.month:%Y-%m}", **{part: float(getattr(movement, part)) for part in parts}}


def round_json(value: float) -> float:
    """At most six decimals, the most that a JSON file of ours holds."""
    return round(value, 6)


def _slice(slice: Slice) -> Json:
    value = None if slice.value is None else round_json(slice.value)
    return {"key": slice.key, "value": value, "rows": slice.rows, "small": slice.small}
