"""The JSON that scripts rely on, as shapes, and whether a value has a shape."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DAY = "a day"
MONTH = "a month"


@dataclass(frozen=True)
class Maybe:
    """The shape, or null."""

    shape: Any


@dataclass(frozen=True)
class Each:
    """An object of any keys, whose values have the shape."""

    shape: Any


def misfits(value: Any, shape: Any, where: str = "$") -> Iterator[str]:
    """Where a value is not what its shape says; keys beyond those of the shape are allowed."""
    match shape:
        case Maybe(inner):
            if value is not None:
                yield from misfits(value, inner, where)
        case Each(inner):
            for key, item in value.items() if isinstance(value, Mapping) else [("", value)]:
                yield from misfits(item, inner, f"{where}.{key}")
        case dict():
            for key, inner in shape.items():
                if not isinstance(value, Mapping) or key not in value:
                    yield f"{where} lacks {key}"
                else:
                    yield from misfits(value[key], inner, f"{where}.{key}")
        case [inner]:
            if not isinstance(value, list):
                yield f"{where} is {value!r}, no list"
            else:
                for place, item in enumerate(value):
                    yield from misfits(item, inner, f"{where}[{place}]")
        case set():
            if value not in shape:
                yield f"{where} is {value!r}, none of {shape}"
        case str():
            if not (isinstance(value, str) and len(value) == (10 if shape == DAY else 7) and value[4] == "-"):
                yield f"{where} is {value!r}, not {shape}"
        case type():
            if shape is float and type(value) is int:
                return
            if type(value) is not shape:
                yield f"{where} is {value!r}, no {shape.__name__}"


def long_floats(value: Any) -> Iterator[float]:
    """Floats of more than six decimals, anywhere within."""
    match value:
        case float() if round(value, 6) != value:
            yield value
        case dict() | list():
            for item in value.values() if isinstance(value, dict) else value:
                yield from long_floats(item)


WARNINGS = [{"id": str, "because": str}]
PROFILE = {
    "average": float,
    "average_range": Maybe([float]),
    "distribution": Each(int),
    "dominant": {"stage": int, "count": int, "majority": bool, "tied": [int], "scattered": bool},
    "constraints": [str],
    "primary_constraint": str,
    "firmness": Maybe({"firm", "tentative"}),
    "would_name": Each([str]),
    "even": bool,
    "coverage": float,
}
SUPPORTED = {
    "stage": Maybe(int),
    "limit": {"not_met", "unanswered", "top"},
    "grade": Maybe({"strong", "partial", "said"}),
    "best_grade": Maybe({"strong", "partial", "said"}),
    "owed": [int],
    "met": float,
    "answered": float,
    "applicable": float,
}
MEASUREMENT = {
    "value": Maybe(float),
    "unit": str,
    "status": {"measured", "unavailable"},
    "needs": [str],
    "rows": int,
    "period": {"from": DAY, "to": DAY},
    "definition": str,
}
ITEM = {
    "lever": str,
    "dimension": str,
    "owner": Maybe(str),
    "done_when": str,
    "milestone": str,
    "checkpoints": [DAY],
    "due_on": DAY,
}
DIAGNOSIS = {
    "schema": {"colonnade.diagnosis/1"},
    "model": {"id": str, "version": str},
    "as_of": DAY,
    "status": {"agreed", "provisional"},
    "coverage": {"scored": int, "total": int},
    "reviewers": [{"id": str, "scored": int, "leniency": Maybe(float)}],
    "agreement": {
        "statistic": {"krippendorff_alpha_ordinal"},
        "value": Maybe(float),
        "pairable": int,
        "same": int,
        "within_one": int,
        "note": str,
    },
    "dimensions": [
        {
            "id": str,
            "stage": Maybe(int),
            "state": {"agreed", "provisional", "missing"},
            "scores": Each(int),
            "spread": Maybe(int),
            "dispute": bool,
            "gap": Maybe(float),
            "supported": Maybe(SUPPORTED),
            "claim_gap": Maybe(int),
            "claim_state": Maybe({"contradicted", "unproven", "understated", "borne_out"}),
            "target": Maybe(int),
        }
    ],
    "profile": PROFILE,
    "supported_profile": Maybe(PROFILE),
    "stalls": [{"dimension": str, "rests_on": str, "lead": int}],
    "strains": [{"dimension": str, "against": str, "lead": int}],
    "idle": [{"dimension": str, "against": str, "lead": int}],
    "patterns": [
        {"id": str, "state": {"confirmed", "suspected", "not_seen", "unknown"}, "because": [str], "remedy": str}
    ],
    "caps": WARNINGS,
    "warnings": WARNINGS,
    "priorities": [
        {
            "dimension": str,
            "from": int,
            "to": int,
            "pace_days": int,
            "unmet": [str],
            "levers": [{"id": str, "rank": int, "because": [str]}],
            "warnings": WARNINGS,
        }
    ],
    "plan": {"starts_on": DAY, "review_on": DAY, "items": [ITEM]},
    "projection": {"average": float, "dominant": int, "constraints": [str]},
    "measurements": [{"metric": str, **MEASUREMENT}],
    "readings": Each(dict),
}
COMPARISON = {
    "schema": {"colonnade.compare/1"},
    "dimensions": [
        {
            "id": str,
            "from": Maybe(int),
            "to": Maybe(int),
            "verdict": {"moved", "not_moved", "cannot_tell"},
            "because": str,
        }
    ],
    "levers": [{"id": str, "done": bool, "turned": [str], "because": str}],
    "constraint": {"from": str, "to": str},
    "notes": [str],
}
MEASURES = {
    "schema": {"colonnade.measure/1"},
    "metrics": [{"id": str, **MEASUREMENT, "by": Each([{"key": str, "value": Maybe(float), "rows": int}])}],
    "mrr_movements": [
        {
            "month": MONTH,
            "opening": float,
            "new": float,
            "expansion": float,
            "reactivation": float,
            "contraction": float,
            "churn": float,
            "exchange": float,
            "closing": float,
        }
    ],
}
