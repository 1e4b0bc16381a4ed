"""A whole diagnosis of a made-up model: how its parts hang together."""

from dataclasses import replace
from typing import Literal

import pytest
from making import DAY, at, make_criterion, make_lever, make_model, panel

from colonnade.content.load import shipped_model
from colonnade.core.claims import Claims
from colonnade.core.diagnosis import Diagnosis, Options, diagnose
from colonnade.core.findings import Evidence
from colonnade.core.model import LeaderRule, Model
from colonnade.core.observations import Answer
from colonnade.core.plan import Choice

AnswerValue = Literal["met", "partly", "not_met", "not_applicable"]

LEVERS = [make_lever(f"{d}.{row}.{x}") for d in ("north", "east", "south") for row in (1, 2, 3) for x in "abc"]
MODEL = make_model(levers=LEVERS, rests_on={"north": ["east"]})
CLAIMS = panel(ann=[4, 2, 2, 3, 3], bob=[4, 2, 3, 3, 3])


def judge(claims: Claims = CLAIMS, model: Model = MODEL, *, target: int | None = None, most: int = 2) -> Diagnosis:
    return diagnose(model, claims, Options(DAY, DAY, target, most))


def with_answer(value: AnswerValue, criterion: str = "crit") -> Evidence:
    return Evidence({criterion: Answer(criterion, value, "documented", DAY, ("ann",))})


def test_a_diagnosis_remembers_the_id_and_version_of_its_model() -> None:
    found = judge()
    assert (found.model.id, found.model.version) == ("made", "1.2.3")


def test_every_dimension_has_its_gap_to_the_average_and_the_gaps_sum_to_nothing() -> None:
    found = judge()
    assert found.profile.average == pytest.approx(2.8)
    gaps = [d.gap for d in found.dimensions if d.gap is not None]
    assert gaps == pytest.approx([1.2, -0.8, -0.8, 0.2, 0.2])
    assert sum(gaps) == pytest.approx(0)


def test_priorities_aim_one_stage_further_and_the_other_dimensions_hold() -> None:
    found = judge()
    assert [p.dimension for p in found.priorities] == ["east", "south"]
    assert {d.id: d.target for d in found.dimensions} == at(4, 3, 3, 3, 3)


def test_the_primary_constraint_of_claims_is_the_one_others_rest_on() -> None:
    found = judge()
    assert found.profile.constraints == ("east", "south")
    assert found.profile.primary_constraint == "east"
    assert [(s.dimension, s.other, s.lead) for s in found.stalls] == [("north", "east", 2)]


def test_reviewers_stand_with_how_many_they_scored_and_how_lenient_they_are() -> None:
    found = judge(panel(ann=[4, 2, 2], bob=[4, 2]))
    assert [(r.id, r.scored, r.leniency) for r in found.reviewers] == [("ann", 3, 0), ("bob", 2, 0)]


def test_a_panel_of_two_or_more_says_how_sure_the_reading_is_and_one_reviewer_does_not() -> None:
    several, alone = judge().profile, judge(panel(ann=[4, 2, 2, 3, 3])).profile
    assert several.firmness == "firm" and several.average_range == (2.8, 3.0)
    assert several.would_name == {"ann": ("east", "south"), "bob": ("east",)}
    assert alone.firmness is None and alone.average_range is None and alone.would_name is None


def test_low_coverage_is_warned_about() -> None:
    assert "low_coverage" in {w.id for w in judge(panel(ann=[1, 2, 3], bob=[1, 2, 3])).warnings}
    assert "low_coverage" not in {w.id for w in judge(panel(ann=[1, 2, 3, 3], bob=[1, 2, 3, 3])).warnings}


def test_the_target_limits_priorities_and_most_limits_their_number() -> None:
    assert [p.dimension for p in judge(target=2).priorities] == []
    assert [p.dimension for p in judge(most=1).priorities] == ["east"]
    assert [p.dimension for p in judge(most=3).priorities] == ["east", "south", "west"]


def test_a_lever_marked_done_or_not_now_makes_room_for_the_next_in_the_proposals() -> None:
    choices = [
        Choice("east.2.a", "east", None, "done", "", "", None, ""),
        Choice("east.2.b", "east", None, "not_now", "", "", None, "Next year."),
    ]
    found = diagnose(MODEL, CLAIMS, Options(DAY, DAY), choices=choices)
    assert [lever.id for lever in found.priorities[0].levers] == ["east.2.c"]
    assert [item.lever for item in found.plan.done] == ["east.2.a"]
    assert [item.lever for item in found.plan.not_now] == ["east.2.b"]


def test_claims_alone_give_no_supported_stage_no_patterns_evidence_and_no_readings() -> None:
    found = judge()
    assert found.supported_profile is None and not found.has_evidence and found.readings == {}
    assert all(d.supported is None and d.claim_gap is None and d.claim_state is None for d in found.dimensions)


@pytest.mark.parametrize(
    ("value", "open_"), [("met", False), ("not_applicable", False), ("partly", True), ("not_met", True)]
)
def test_a_criterion_that_is_met_or_does_not_apply_is_not_in_the_target(value: AnswerValue, open_: bool) -> None:
    model = replace(MODEL, criteria=(make_criterion("crit", "east", 3), make_criterion("rest", "east", 3)))
    found = diagnose(model, CLAIMS, Options(DAY, DAY), evidence=with_answer(value))
    assert found.priorities[0].unmet == (("crit", "rest") if open_ else ("rest",))


@pytest.mark.parametrize(
    ("value", "wanted"), [("not_met", True), ("partly", True), ("met", False), ("not_applicable", False)]
)
def test_above_the_leader_rules_stage_an_unmet_criterion_offers_the_development_of_the_leader(
    value: AnswerValue, wanted: bool
) -> None:
    leader = LeaderRule(above_stage=2, lever="Develop the leader.", source="seed", criterion="crit")
    model = replace(MODEL, leader=leader, criteria=(make_criterion("crit", "east", 3),))
    found = diagnose(model, CLAIMS, Options(DAY, DAY), evidence=with_answer(value))
    assert ("Develop the leader." in {w.because for w in found.warnings}) is wanted


def test_up_to_the_leader_rules_stage_or_unanswered_it_is_not_offered() -> None:
    leader = LeaderRule(above_stage=2, lever="Develop the leader.", source="seed", criterion="crit")
    model = replace(MODEL, leader=leader, criteria=(make_criterion("crit", "east", 3),))
    low = panel(ann=[2, 2, 1], bob=[2, 2, 1])
    answered = diagnose(model, low, Options(DAY, DAY), evidence=with_answer("not_met"))
    unanswered = diagnose(model, CLAIMS, Options(DAY, DAY))
    assert "develop_the_leader" not in {w.id for w in (*answered.warnings, *unanswered.warnings)}


def test_the_same_claims_give_the_same_diagnosis() -> None:
    assert judge() == judge()


@pytest.mark.parametrize("id", ["csmi", "five_stage", "distilled"])
def test_every_shipped_model_with_stages_is_diagnosed_at_every_level(id: str) -> None:
    model = shipped_model(id)
    for level in range(1, model.top + 1):
        row = [level] * len(model.dimensions)
        found = judge(panel(dimensions=list(model.by_id), ann=row, bob=row), model)
        assert found.status == "agreed"
        assert found.profile.dominant.stage == level and found.profile.even
        assert all(priority.levers for priority in found.priorities)
        assert bool(found.priorities) == (level < model.top)
