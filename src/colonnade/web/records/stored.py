"""Measurements as JSON and back, to the last digit: thresholds are judged by the figures that the terminal has."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from colonnade.app.evidence import Measurements
from colonnade.core.company import FACTS, Company
from colonnade.core.evidence import Wanted
from colonnade.core.load_reference import LoadReference, ReadFile
from colonnade.core.measurement import (
    Definition,
    Measured,
    Measurement,
    Movement,
    Period,
    Slice,
    Unavailable,
)
from colonnade.core.top_accounts import AccountAnswers, TopAccountsResult

Json = dict[str, Any]
MONEY = ("opening", "new", "expansion", "reactivation", "contraction", "churn", "exchange", "closing")


def to_json(measured: Measurements) -> Json:
    return {
        "as_of": measured.as_of.isoformat(),
        "all": [measurement_to_json(each) for each in measured.all],
        "movements": [
            {"month": each.month.isoformat(), **{part: str(getattr(each, part)) for part in MONEY}}
            for each in measured.movements
        ],
        "wanted": [[asdict(key), measurement_to_json(each)] for key, each in measured.wanted.items()],
        "tables": {metric: sorted(tables) for metric, tables in measured.tables.items()},
        "top_accounts": asdict(measured.top_accounts) if measured.top_accounts else None,
        "company": {name: getattr(measured.company, name) for name in FACTS},
        "load": _load_to_json(measured.load) if measured.load else None,
        "are_made_up": measured.are_made_up,
        "ends_on": measured.ends_on.isoformat() if measured.ends_on else None,
        "cautions": list(measured.cautions),
    }


def from_json(kept: Mapping[str, Any]) -> Measurements:
    return Measurements(
        as_of=date.fromisoformat(kept["as_of"]),
        all=tuple(measurement_from_json(each) for each in kept["all"]),
        movements=tuple(
            Movement(date.fromisoformat(each["month"]), **{part: Decimal(each[part]) for part in MONEY})
            for each in kept["movements"]
        ),
        wanted={Wanted(**key): measurement_from_json(each) for key, each in kept["wanted"]},
        tables={metric: frozenset(tables) for metric, tables in kept["tables"].items()},
        top_accounts=_top_accounts(kept["top_accounts"]),
        company=Company(**kept["company"]),
        load=_load(kept["load"]),
        are_made_up=kept["are_made_up"],
        ends_on=date.fromisoformat(kept["ends_on"]) if kept.get("ends_on") else None,
        cautions=tuple(kept.get("cautions", ())),
    )


def measurement_to_json(measurement: Measurement) -> Json:
    """Measured or unavailable is told by `value`, which only a measured one has."""
    kept = asdict(measurement)
    period = measurement.period
    return {**kept, "period": [period.start.isoformat(), period.end.isoformat()]}


def measurement_from_json(kept: Mapping[str, Any]) -> Measurement:
    definition = kept["definition"]
    of = Definition(**{**definition, **{name: tuple(definition[name]) for name in ("needs", "switches")}})
    period = Period(*map(date.fromisoformat, kept["period"]))
    if "value" not in kept:
        return Unavailable(of, period, tuple(kept["needs"]), kept["rows"])
    by = {column: tuple(Slice(**each) for each in slices) for column, slices in kept["by"].items()}
    notes, currency = tuple(kept["notes"]), kept.get("currency", "")
    return Measured(of, kept["value"], kept["rows"], period, by, kept["further"], notes, currency)


def _top_accounts(kept: Mapping[str, Any] | None) -> TopAccountsResult | None:
    if kept is None:
        return None
    accounts = tuple(AccountAnswers(each["account"], tuple(each["known"])) for each in kept["accounts"])
    return TopAccountsResult(**{**kept, "accounts": accounts})


def _load_to_json(load: LoadReference) -> Json:
    return {**asdict(load), "loaded_at": load.loaded_at.isoformat() if load.loaded_at else None}


def _load(kept: Mapping[str, Any] | None) -> LoadReference | None:
    if kept is None:
        return None
    files = tuple(ReadFile(**file) for file in kept["files"])
    at = datetime.fromisoformat(kept["loaded_at"]) if kept["loaded_at"] else None
    return LoadReference(kept["id"], kept["source"], files, at)
