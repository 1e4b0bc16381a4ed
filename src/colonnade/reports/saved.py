"""A saved diagnosis read back for comparing."""

import json
import reprlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

from colonnade.core.comparison import PlannedLever, Round
from colonnade.core.errors import BadReport, Problem
from colonnade.core.plan import Status

T = TypeVar("T")
SCHEMA = "colonnade.diagnosis/1"
MAX_BYTES = 20_000_000
MAX_STAGE = 99
STATUSES: Mapping[str, Status] = {status: status for status in get_args(Status)}


def read_round(path: Path) -> Round:
    """What a comparison needs of a JSON file that `diagnose` wrote; raises BadReport for anything else."""
    return take(path, round_of)


def take(path: Path, what: Callable[[Mapping[str, Any]], T]) -> T:
    """`what` of a saved diagnosis; raises BadReport for another file, and for one that people changed."""
    saved = _json(path)
    found = saved.get("schema") if isinstance(saved, dict) else None
    if found != SCHEMA:
        words = f"says schema {_shown(found)}" if found is not None else "names no schema"
        raise _refuse(path, f"is JSON but no diagnosis: it {words} where '{SCHEMA}' is wanted")
    try:
        return what(saved)
    except KeyError as missing:
        raise _refuse(path, f"is a diagnosis that lacks the key {missing}; save it anew with `diagnose`") from None
    except (TypeError, ValueError, AttributeError, RecursionError) as changed:
        raise _refuse(path, f"is a diagnosis that was changed by hand: {changed}") from None


def _json(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as failure:
        raise _refuse(path, f"cannot be read: {failure.strerror}") from None
    if len(data) > MAX_BYTES:
        raise _refuse(path, f"is larger than {MAX_BYTES // 1_000_000} MB: no diagnosis is")
    if not data.strip():
        raise _refuse(path, "is empty; save a diagnosis with `diagnose --out FILE.json`")
    try:
        return json.loads(data)
    except json.JSONDecodeError as fault:
        raise BadReport(Problem(f"is not whole JSON: {fault.msg}", str(path), fault.lineno)) from None
    except (ValueError, RecursionError):
        raise _refuse(path, "is not JSON; save a diagnosis with `diagnose --out FILE.json`") from None


def _refuse(path: Path, message: str) -> BadReport:
    return BadReport(Problem(message, str(path)))


def round_of(saved: Mapping[str, Any]) -> Round:
    """The same of a diagnosis already in hand; KeyError or ValueError for what is none."""
    dimensions = saved["dimensions"]
    plan = saved["plan"]
    planned = [*plan["items"], *plan.get("done", ()), *plan.get("not_now", ())]
    answers = saved.get("answers", {})
    names = {_text(d["id"]): _text(d.get("name", d["id"])) for d in dimensions}
    return Round(
        model_id=_text(saved["model"]["id"]),
        model_version=_text(saved["model"]["version"]),
        as_of=date.fromisoformat(saved["as_of"]),
        names=names,
        stages={d["id"]: _stage(d["stage"]) for d in dimensions if d["stage"] is not None},
        scores={d["id"]: {who: _stage(stage) for who, stage in d["scores"].items()} for d in dimensions},
        leniency={_text(reviewer["id"]): _leniency(reviewer["leniency"]) for reviewer in saved["reviewers"]},
        primary_constraint=_one_of(names, saved["profile"]["primary_constraint"]),
        levers=tuple(map(_lever, planned)),
        met=frozenset(id for id, answer in answers.items() if answer["value"] == "met"),
        measured=_measured(dimensions, answers),
    )


def _lever(item: Mapping[str, Any]) -> PlannedLever:
    return PlannedLever(
        id=_text(item["lever"]),
        dimension=_text(item["dimension"]),
        status=STATUSES[_one_of(STATUSES, item.get("status", "proposed"))],
        turns=tuple(map(_text, item.get("turns", ()))),
    )


def _measured(dimensions: list[Mapping[str, Any]], answers: Mapping[str, Any]) -> dict[str, dict[str, bool]]:
    """By dimension, the criteria that records answered and whether they are met."""
    return {
        d["id"]: {
            id: answers[id]["value"] == "met"
            for id in d.get("criteria", ())
            if id in answers and answers[id]["tier"] == "measured"
        }
        for d in dimensions
    }


# --- single values: a file that people may have edited holds anything -----------------------------------------


def _text(found: object) -> str:
    if not isinstance(found, str) or not found.isprintable():
        raise ValueError(f"{_shown(found)} stands where a name is wanted")
    return found


def _stage(found: object) -> int:
    if type(found) is not int or not 1 <= found <= MAX_STAGE:
        raise ValueError(f"{_shown(found)} stands where a stage is wanted")
    return found


def _leniency(found: object) -> float | None:
    if found is not None and type(found) not in (int, float):
        raise ValueError(f"{_shown(found)} stands where a leniency is wanted")
    return None if found is None else float(str(found))


def _one_of(allowed: Mapping[str, object], found: object) -> str:
    if not isinstance(found, str) or found not in allowed:
        raise ValueError(f"{_shown(found)} is none of {', '.join(allowed)}")
    return found


def _shown(found: object) -> str:
    return reprlib.repr(found)
