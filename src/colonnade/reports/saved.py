"""A saved diagnosis read back for comparing."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from colonnade.core.comparison import PlannedLever, Round
from colonnade.core.errors import BadReport, Problem

SCHEMA = "colonnade.diagnosis/1"
MAX_BYTES = 20_000_000


def read_round(path: Path) -> Round:
    """What a comparison needs of a JSON file that `diagnose` wrote; raises BadReport for anything else."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise BadReport(Problem(f"is larger than {MAX_BYTES:,} bytes: not a diagnosis", path.name))
        saved = json.loads(data)
    except OSError as failure:
        raise BadReport(Problem(f"cannot be read: {failure.strerror}", path.name)) from None
    except (ValueError, RecursionError):
        raise BadReport(Problem("is not JSON; save one with `diagnose --out FILE.json`", path.name)) from None
    if not isinstance(saved, dict) or saved.get("schema") != SCHEMA:
        found = saved.get("schema") if isinstance(saved, dict) else None
        raise BadReport(Problem(f"has the schema {found!r}; a diagnosis has {SCHEMA!r}", path.name))
    try:
        return _round(saved)
    except (KeyError, TypeError, ValueError, AttributeError) as missing:
        raise BadReport(
            Problem(f"is a diagnosis with something missing or changed: {missing}", path.name)
        ) from None


def _round(saved: Mapping[str, Any]) -> Round:
    dimensions = saved["dimensions"]
    planned = [*saved["plan"]["items"], *saved["plan"].get("done", ()), *saved["plan"].get("not_now", ())]
    answers = saved.get("answers", {})
    return Round(
        model_id=saved["model"]["id"],
        model_version=saved["model"]["version"],
        as_of=date.fromisoformat(saved["as_of"]),
        names={d["id"]: d.get("name", d["id"]) for d in dimensions},
        stages={d["id"]: int(d["stage"]) for d in dimensions if d["stage"] is not None},
        scores={d["id"]: {who: int(stage) for who, stage in d["scores"].items()} for d in dimensions},
        leniency={reviewer["id"]: reviewer["leniency"] for reviewer in saved["reviewers"]},
        primary_constraint=saved["profile"]["primary_constraint"],
        levers=tuple(
            PlannedLever(
                item["lever"], item["dimension"], item.get("status", "proposed"), tuple(item.get("turns", ()))
            )
            for item in planned
        ),
        met=frozenset(id for id, answer in answers.items() if answer["value"] == "met"),
        measured=_measured(dimensions, answers),
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
