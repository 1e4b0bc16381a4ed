"""What scripts rely on: the keys, words and kinds of value that each command prints as JSON."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from contract import COMPARISON, DIAGNOSIS, MEASURES, long_floats, misfits
from rounds import AGREED, DAYS, LATER, PILLARS, write_answers, write_records, write_scores
from running import colonnade


def diagnosed(*arguments: str | Path) -> Any:
    ran = colonnade("diagnose", *arguments, *DAYS, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    assert not list(misfits(ran.json, DIAGNOSIS))
    assert not list(long_floats(ran.json))
    return ran.json


def test_a_diagnosis_of_claims_alone_keeps_every_key(tmp_path: Path) -> None:
    found = diagnosed(write_scores(tmp_path, more=AGREED))
    assert found["model"] == {"id": "csmi", "version": "1.0.0", "name": "CS Maturity Index"}
    assert found["as_of"] == "2026-01-31"
    assert found["coverage"] == {"scored": 7, "total": 7}
    assert [d["id"] for d in found["dimensions"]] == list(PILLARS)
    assert [d["stage"] for d in found["dimensions"]] == [3, 3, 3, 2, 2, 3, 3]
    assert {d["id"]: d["state"] for d in found["dimensions"]}["commercial_motion"] == "agreed"
    assert found["profile"]["distribution"] == {"1": 0, "2": 2, "3": 5, "4": 0, "5": 0}
    assert found["profile"]["average"] == 2.714286
    assert found["profile"]["primary_constraint"] == "data_intelligence"
    assert set(found["profile"]["would_name"]) == {"ann", "bob", "cyd"}
    assert found["status"] == "provisional"
    assert found["supported_profile"] is None
    assert all(d["supported"] is None and d["claim_state"] is None for d in found["dimensions"])
    assert found["measurements"] == [] and found["readings"] == {}
    assert found["plan"]["starts_on"] == "2026-02-02" and found["plan"]["review_on"] == "2026-05-03"


def test_with_one_reviewer_what_needs_two_is_null(tmp_path: Path) -> None:
    found = diagnosed(write_scores(tmp_path, {"ann": (3, 2, 3, 2, 2, 3, 3)}))
    assert found["status"] == "provisional"
    assert found["agreement"]["value"] is None
    assert found["reviewers"] == [{"id": "ann", "scored": 7, "leniency": None, "outsider": False}]
    assert found["profile"]["average_range"] is None and found["profile"]["firmness"] is None


def test_a_skipped_dimension_is_missing_and_never_a_number(tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    scores.write_text("reviewer,dimension,stage\nann,commercial_motion,3\nbob,commercial_motion,3\n")
    found = diagnosed(scores)
    others = [d for d in found["dimensions"] if d["id"] != "commercial_motion"]
    assert {(d["stage"], d["state"], d["gap"], d["target"]) for d in others} == {(None, "missing", None, None)}
    assert found["status"] == "agreed"
    assert found["profile"]["coverage"] == 0.142857


def test_an_outsider_is_shown_apart_and_counts_in_nothing(tmp_path: Path) -> None:
    organisation = tmp_path / "org.yaml"
    organisation.write_text("outsiders: [cyd]\n")
    found = diagnosed(write_scores(tmp_path), "--org", organisation)
    assert {r["id"]: r["outsider"] for r in found["reviewers"]} == {"ann": False, "bob": False, "cyd": True}
    assert all(set(d["scores"]) == {"ann", "bob"} and set(d["outsiders"]) == {"cyd"} for d in found["dimensions"])
    assert found["agreement"]["pairable"] == 14
    assert set(found["profile"]["would_name"]) == {"ann", "bob"}


def test_answers_bring_supported_stages_and_the_readings_of_the_other_models(tmp_path: Path) -> None:
    found = diagnosed(write_scores(tmp_path), "--answers", write_answers(tmp_path))
    assert all(d["supported"] for d in found["dimensions"])
    assert {id: answer["value"] for id, answer in found["answers"].items()} == {
        "segmentation.01": "met",
        "segmentation.03": "partly",
    }
    assert found["answers"]["segmentation.03"]["tier"] == "documented"
    assert {"five_stage", "distilled", "esg"} <= set(found["readings"])
    assert found["supported_profile"] is None  # under half of the dimensions are supported


def test_a_plan_given_back_stands_in_the_diagnosis(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("lever,owner,status\ndata_intelligence.2.automatic_refresh,Ann,chosen\n")
    found = diagnosed(write_scores(tmp_path), "--plan", plan)
    item = next(i for i in found["plan"]["items"] if i["lever"] == "data_intelligence.2.automatic_refresh")
    assert (item["owner"], item["status"]) == ("Ann", "chosen")


@pytest.mark.slow
def test_records_bring_measurements_beside_the_claims(tmp_path: Path) -> None:
    records = write_records(tmp_path)
    found = diagnosed(write_scores(tmp_path), "--data", records)
    measured = {m["metric"]: m for m in found["measurements"]}
    assert measured["arr"]["value"] == 22206 and measured["arr"]["rows"] == 3
    assert measured["nps"]["status"] == "unavailable"
    assert measured["nps"]["value"] is None and measured["nps"]["needs"]
    assert all((m["value"] is None) == (m["status"] == "unavailable") for m in measured.values())
    assert all(bool(m["needs"]) == (m["status"] == "unavailable") for m in measured.values())


@pytest.mark.slow
def test_measures_keep_every_key_and_months_close_to_the_cent(tmp_path: Path) -> None:
    ran = colonnade(
        "measure", write_records(tmp_path), "--by", "plan", "--as-of", "2026-01-31", "--format", "json"
    )
    assert (ran.status, ran.err) == (0, "")
    found = ran.json
    assert not list(misfits(found, MEASURES)) and not list(long_floats(found))
    values = {m["id"]: m["value"] for m in found["metrics"]}
    assert values["arr"] == 12 * (1000 + 500 + 250.5 + 100)
    assert values["gross_revenue_retention"] == round(1500 / 1800, 6)
    assert values["net_revenue_retention"] == round(1750.5 / 1800, 6)
    assert values["logo_churn_rate"] == round(1 / 3, 6)
    by_plan = {m["id"]: m["by"] for m in found["metrics"]}["logo_churn_rate"]["plan"]
    assert [(s["key"], s["value"], s["rows"]) for s in by_plan] == [("Basic", 1, 1), ("Pro", 0, 2)]
    months = found["mrr_movements"]
    assert len(months) >= 12 and months[-1]["month"] == "2026-01"
    for month in months:
        *parts, closing = (Decimal(str(month[part])) for part in month if part != "month")
        assert sum(parts) == closing
        assert month["contraction"] <= 0 and month["churn"] <= 0
    assert sum(month["churn"] for month in months) == -300


def test_a_comparison_keeps_every_key(tmp_path: Path) -> None:
    before, now = tmp_path / "before.json", tmp_path / "now.json"
    colonnade("diagnose", write_scores(tmp_path), *DAYS, "--out", before)
    colonnade("diagnose", write_scores(tmp_path, LATER), "--as-of", "2026-05-03", "--out", now)
    ran = colonnade("compare", before, now, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    assert not list(misfits(ran.json, COMPARISON))
    assert [d["id"] for d in ran.json["dimensions"]] == list(PILLARS)
    assert ran.json["constraint"] == {"from": "data_intelligence", "to": "playbooks_execution"}
    assert ran.json["notes"] == []


def test_the_check_of_a_shape_finds_what_is_wrong() -> None:
    good = {"a": [{"day": "2026-01-31"}], "b": None}
    shape = {"a": [{"day": "a day"}], "b": None}
    assert not list(misfits(good, shape))
    assert list(misfits({"b": None}, shape)) == ["$ lacks a"]
    assert list(misfits({"a": [{"day": 3}], "b": None}, shape)) == ["$.a[0].day is 3, not a day"]
    assert list(misfits({"x": True}, {"x": int})) == ["$.x is True, no int"]
    assert list(long_floats({"a": [0.1234567, 0.5]})) == [0.1234567]
