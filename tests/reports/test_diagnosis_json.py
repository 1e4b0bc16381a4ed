"""The JSON of a diagnosis keeps its contract, key by key, for every model."""

import json
from typing import Any

from diagnosed import diagnosed, measured, model_of, movement, unavailable
from hypothesis import HealthCheck, given, settings
from shapes import diagnoses

from colonnade.content.load import shipped_model
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Slice
from colonnade.core.plan import Choice
from colonnade.reports.diagnosis_json import diagnosis_json, dumps

CONTRACT: dict[str, set[str]] = {
    "": {
        "schema", "model", "as_of", "status", "coverage", "reviewers", "agreement", "dimensions", "profile",
        "supported_profile", "stalls", "strains", "idle", "patterns", "caps", "warnings", "priorities", "plan",
        "projection", "measurements", "readings",
    },
    "model": {"id", "version"},
    "coverage": {"scored", "total"},
    "reviewers": {"id", "scored", "leniency"},
    "agreement": {"statistic", "value", "pairable", "same", "within_one", "note", "units", "interval"},
    "dimensions": {
        "id", "stage", "state", "scores", "spread", "dispute", "gap", "supported", "claim_gap", "claim_state",
        "target",
    },
    "profile": {
        "average", "average_range", "distribution", "dominant", "constraints", "primary_constraint", "firmness",
        "would_name", "even", "coverage",
    },
    "stalls": {"dimension", "rests_on", "lead"},
    "patterns": {"id", "state", "because", "remedy"},
    "warnings": {"id", "because"},
    "priorities": {"dimension", "from", "to", "pace_days", "unmet", "levers", "warnings", "because"},
    "plan": {"starts_on", "review_on", "items", "done", "not_now"},
    "projection": {"average", "dominant", "constraints"},
    "measurements": {"metric", "value", "unit", "status", "needs", "rows", "period", "definition"},
}  # fmt: skip
SUPPORTED = {"stage", "limit", "grade", "best_grade", "owed", "met", "answered", "applicable"}
ITEM = {"lever", "dimension", "owner", "done_when", "milestone", "checkpoints", "due_on"}


def usual() -> Diagnosis:
    return diagnosed(
        model_of(4, 4, rests_on={"d2": ["d1"]}),
        {"ana": [1, 3, 2, None], "ben": [1, 3, 4, None], "out": [2, 2, 2, 2]},
        outsiders=["out"],
        supported={"d1": (1, "not_met")},
        measurements=[measured(1 / 3, by={"plan": (Slice("pro", None, 0),)}), unavailable()],
        movements=[movement()],
        choices=[Choice("d2.3.do", "d2", "Mia", "not_now", "", "", None, "later")],
    )


def test_every_key_of_the_contract_is_there() -> None:
    row: list[int | None] = [3, 2, 4, 2, 3, 1, 3]
    said = diagnosis_json(
        diagnosed(
            shipped_model("csmi"),
            {"ana": row, "ben": [*row[:-1], 1]},
            supported={"data_intelligence": (1, "not_met")},
            measurements=[measured()],
        )
    )
    for part, keys in CONTRACT.items():
        whole = said[part] if part else said
        found = whole[0] if isinstance(whole, list) else whole
        assert keys <= found.keys(), part
    data = next(d for d in said["dimensions"] if d["id"] == "data_intelligence")
    assert data["supported"].keys() >= SUPPORTED
    assert said["plan"]["items"][0].keys() >= ITEM
    assert said["schema"] == "colonnade.diagnosis/1"
    assert said["agreement"]["statistic"] == "krippendorff_alpha_ordinal"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(diagnoses())
def test_every_diagnosis_is_plain_json_with_every_stage_and_at_most_six_decimals(diagnosis: Diagnosis) -> None:
    said = diagnosis_json(diagnosis)
    assert json.loads(dumps(said)) == said
    assert list(said["profile"]["distribution"]) == [str(s.number) for s in diagnosis.model.stages]
    assert sum(said["profile"]["distribution"].values()) == said["coverage"]["scored"]
    assert [d["id"] for d in said["dimensions"]] == [d.id for d in diagnosis.model.dimensions]
    assert said["profile"]["dominant"]["tied"]
    assert all(round(number, 6) == number for number in numbers(said))


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for part in value.values() for number in numbers(part)]
    if isinstance(value, list):
        return [number for part in value for number in numbers(part)]
    return [value] if isinstance(value, float) else []


def test_outsiders_stand_apart_from_the_scores_of_the_company() -> None:
    first = diagnosis_json(usual())["dimensions"][0]
    assert first["scores"] == {"ana": 1, "ben": 1}
    assert first["outsiders"] == {"out": 2}


def test_a_dimension_nobody_of_the_company_scored_is_missing_and_never_zero() -> None:
    last = diagnosis_json(usual())["dimensions"][3]
    assert (last["stage"], last["state"], last["gap"], last["target"]) == (None, "missing", None, None)


def test_what_is_unavailable_has_no_value_and_says_what_it_needs() -> None:
    values = diagnosis_json(usual())["measurements"]
    assert [(m["metric"], m["value"], m["status"], m["needs"]) for m in values] == [
        ("churn", 0.333333, "measured", []),
        ("nps", None, "unavailable", ["survey_responses.score"]),
    ]
    assert values[0]["period"] == {"from": "2025-11-23", "to": "2026-11-22"}
    assert values[0]["by"]["plan"][0]["value"] is None


def test_what_was_set_aside_keeps_its_reason_in_the_plan() -> None:
    plan = diagnosis_json(usual())["plan"]
    assert [(item["lever"], item["reason"]) for item in plan["not_now"]] == [("d2.3.do", "later")]
    assert plan["starts_on"] == "2026-11-22"
    assert plan["items"][0]["checkpoints"] == ["2026-12-22", "2027-01-21"]


def test_with_one_reviewer_what_needs_two_is_null() -> None:
    said = diagnosis_json(diagnosed(model_of(2), {"ana": [1, 2]}))
    assert said["agreement"]["value"] is None and said["agreement"]["interval"] is None
    assert said["profile"]["average_range"] is None and said["profile"]["firmness"] is None
    assert said["reviewers"] == [{"id": "ana", "scored": 2, "leniency": None, "outsider": False}]


def test_files_are_indented_keep_letters_as_they_are_and_end_in_a_line_feed() -> None:
    assert dumps({"name": "Zoë", "n": [1]}) == '{\n  "name": "Zoë",\n  "n": [\n    1\n  ]\n}\n'
