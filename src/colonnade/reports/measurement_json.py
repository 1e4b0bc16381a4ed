"""Measurements and movements as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from colonnade.core.cohorts import Cohort
from colonnade.core.judging import DECIMALS
from colonnade.core.measurement import Measured, Measurement, Movement, Slice
from colonnade.core.model import Model
from colonnade.core.retention import Part, Retention
from colonnade.reports.key_metrics import KeyStages, key_stages

Json = dict[str, Any]


def measure_json(
    measurements: Iterable[Measurement],
    movements: Iterable[Movement],
    as_of: date,
    models: Sequence[Model] = (),
    warnings: Sequence[str] = (),
) -> Json:
    """What `colonnade measure --format json` prints ("colonnade.measure/1"); `models` name key metrics."""
    return {
        "schema": "colonnade.measure/1",
        "as_of": as_of.isoformat(),
        "metrics": [
            {
                "id": m.definition.id,
                **measurement_json(m),
                "key_at": key_json(key_stages(models, m.definition.id)),
            }
            for m in measurements
        ],
        "mrr_movements": [movement_json(movement) for movement in movements],
        "warnings": list(warnings),
    }


def key_json(named: KeyStages) -> Json:
    """The ids of the stages by the id of the model."""
    return {model.id: [stage.id for stage in stages] for model, stages in named}


def series_json(
    series: Mapping[str, Sequence[tuple[date, Measurement]]], as_of: date, warnings: Sequence[str] = ()
) -> Json:
    """What `colonnade measure --series --format json` prints: the metrics, and their months oldest first."""
    return {
        **measure_json((months[-1][1] for months in series.values()), (), as_of, warnings=warnings),
        "series": {
            metric: [{"on": day.isoformat(), **measurement_json(measurement)} for day, measurement in months]
            for metric, months in series.items()
        },
    }


def retention_json(found: Iterable[Retention], as_of: date, warnings: Sequence[str] = ()) -> Json:
    """What `colonnade measure --definition ... --format json` prints: money a month, and what parts the ways."""
    return {**measure_json((), (), as_of, warnings=warnings), "retention": [_retention(each) for each in found]}


def cohorts_json(
    cohorts: Sequence[Cohort], needs: Sequence[str], as_of: date, warnings: Sequence[str] = ()
) -> Json:
    """What `colonnade measure --cohorts --format json` prints: oldest first; `needs` where there are none."""
    return {
        **measure_json((), (), as_of, warnings=warnings),
        "cohorts": [_cohort(each) for each in cohorts],
        "needs": list(needs),
    }


def _cohort(cohort: Cohort) -> Json:
    return {
        "quarter": cohort.quarter,
        "accounts": cohort.accounts,
        "mrr": float(cohort.mrr),
        "quarters": [
            {
                "age": cell.age,
                "on": cell.on_day.isoformat(),
                "accounts": cell.accounts,
                "mrr": float(cell.mrr),
                "accounts_kept": round_json(cohort.accounts_kept(cell)),
                "revenue_kept": round_json(cohort.revenue_kept(cell)),
            }
            for cell in cohort.cells
        ],
    }


def _retention(found: Retention) -> Json:
    return {
        "metric": found.metric,
        "by": found.way,
        "value": None if found.value is None else round_json(found.value),
        "base": float(found.base),
        "kept": float(found.kept),
        "accounts": found.accounts,
        "needs": list(found.needs),
        "definition": found.definition,
        "against_snapshot": [_part(part) for part in found.parts],
    }


def _part(part: Part) -> Json:
    money = ("snapshot_base", "snapshot_kept", "base", "kept")
    return {"accounts_that": part.what, "accounts": part.accounts, **{n: float(getattr(part, n)) for n in money}}


def measurement_json(measurement: Measurement) -> Json:
    """One measurement; `value` null and `needs` filled where it is unavailable."""
    definition = measurement.definition
    measured = measurement if isinstance(measurement, Measured) else None
    return {
        "name": definition.name,
        "value": round_json(measured.value) if measured else None,
        "unit": definition.unit,
        "currency": (measured.currency or None) if measured else None,
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


def months_json(months: Iterable[tuple[date, Measurement]]) -> Json:
    """A metric month by month: by the day each is read on, its value, null where it is not known."""
    return {
        day.isoformat(): {
            "value": round_json(month.value) if isinstance(month, Measured) else None,
            "rows": month.rows,
            "from": month.period.start.isoformat(),
            "to": month.period.end.isoformat(),
        }
        for day, month in months
    }


def movement_json(movement: Movement) -> Json:
    """A month of movements in money: contraction and churn are negative, and all of it closes to the cent."""
    parts = ("opening", "new", "expansion", "reactivation", "contraction", "churn", "exchange", "closing")
    return {"month": f"{movement.month:%Y-%m}", **{part: float(getattr(movement, part)) for part in parts}}


def round_json(value: float) -> float:
    """At most six decimals, the most that a JSON file of ours holds."""
    return round(value, DECIMALS)


def _slice(slice: Slice) -> Json:
    value = None if slice.value is None else round_json(slice.value)
    return {"key": slice.key, "value": value, "rows": slice.rows, "small": slice.small}
