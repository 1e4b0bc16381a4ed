"""A round as a comparison needs it, kept with people's ids for their names: names change and are erased."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from colonnade.core.comparison import Round
from colonnade.core.diagnosis import Diagnosis
from colonnade.reports.diagnosis_json import diagnosis_json
from colonnade.reports.saved import round_of
from colonnade.web.assessments import store
from colonnade.web.assessments.models import Assessment

Json = dict[str, Any]
KEPT = ("schema", "model", "as_of", "status", "measurements", "plan")


def frozen(read: Diagnosis, people: Mapping[str, str]) -> Json:
    """`people` says whose name each is, by id; who is in no seat keeps what they are called."""
    whole = diagnosis_json(read)
    profile = whole["profile"]
    return {
        **{key: whole[key] for key in KEPT},
        "reviewers": [{**r, "id": people.get(r["id"], r["id"])} for r in whole["reviewers"]],
        "dimensions": [
            {**d, "scores": {people.get(who, who): stage for who, stage in d["scores"].items()}, "outsiders": {}}
            for d in whole["dimensions"]
        ],
        "profile": {key: profile[key] for key in ("average", "primary_constraint", "constraints")},
        "answers": {id: {"value": a["value"], "tier": a["tier"]} for id, a in whole["answers"].items()},
    }


def read_back(saved: Json, label: Callable[[str], str]) -> Round:
    """With people called as `label` says, in the order of what they are called: databases keep none of keys."""
    found = round_of(saved)
    return replace(
        found,
        scores={
            d: dict(sorted((label(who), stage) for who, stage in given.items()))
            for d, given in found.scores.items()
        },
        leniency={label(who): value for who, value in found.leniency.items()},
    )


def people_of(assessment: Assessment) -> dict[str, str]:
    """The person behind each reviewer's name in a diagnosis, by id."""
    seats = store.handed_in(assessment)
    names = store.reviewer_names(seats)
    return {names[seat.pk]: str(seat.person_id) for seat in seats}
