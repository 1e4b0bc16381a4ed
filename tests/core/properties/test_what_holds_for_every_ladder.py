"""What must hold of supported stages whatever the criteria, weights and answers are."""

from dataclasses import replace

import pytest
from drawing import (
    ANSWERED_ROW,
    MOSTLY_ANSWERED_ROW,
    Known,
    Ladder,
    Place,
    answers_of,
    applicable,
    changed,
    ladders,
    model_of,
    places,
    supported,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plain_gate import enough

from colonnade.core.asking import would_raise
from colonnade.core.model import GateRule, RollUp
from colonnade.core.support import Grade

ROLL_UPS: tuple[RollUp, ...] = ("gate", "mean", "minimum", "additive", "coverage")
GRADES: tuple[Grade, ...] = ("said", "partial", "strong")

each_roll_up = pytest.mark.parametrize("roll_up", ROLL_UPS)
often = settings(max_examples=40, deadline=None)


def all_said(ladder: Ladder, value: Known) -> Ladder:
    """Every criterion that applies answered so."""
    return {
        stage: [row if row.value == "not_applicable" else replace(row, value=value) for row in found]
        for stage, found in ladder.items()
    }


def is_answered(ladder: Ladder) -> bool:
    """Every stage that has criteria is answered enough."""
    return all(enough(found, GateRule()) for stage, found in ladder.items() if applicable(ladder, stage))


def pick(data: st.DataObject, ladder: Ladder, *values: Known | None) -> Place:
    found = places(ladder, *values)
    assume(found)
    return data.draw(st.sampled_from(found))


@each_roll_up
@given(ladder=ladders())
@often
def test_all_met_is_the_top_stage(roll_up: RollUp, ladder: Ladder) -> None:
    assume(applicable(ladder, max(ladder)))
    assert supported(all_said(ladder, "met"), roll_up).stage == max(ladder)


@each_roll_up
@given(ladder=ladders())
@often
def test_nothing_met_is_stage_one(roll_up: RollUp, ladder: Ladder) -> None:
    assume(any(applicable(ladder, stage) for stage in ladder))
    assert supported(all_said(ladder, "not_met"), roll_up).stage == 1


@each_roll_up
@given(ladder=ladders(), data=st.data())
@often
def test_one_more_met_never_lowers_a_stage(roll_up: RollUp, ladder: Ladder, data: st.DataObject) -> None:
    before = supported(ladder, roll_up).stage
    after = supported(changed(ladder, pick(data, ladder, "not_met", "partly", None), "met"), roll_up).stage
    assert (after or 0) >= (before or 0)


@each_roll_up
@given(ladder=ladders(), data=st.data())
@often
def test_the_order_of_criteria_changes_nothing(roll_up: RollUp, ladder: Ladder, data: st.DataObject) -> None:
    shuffled = {stage: data.draw(st.permutations(found)) for stage, found in ladder.items()}
    assert supported(shuffled, roll_up) == supported(ladder, roll_up)


@each_roll_up
@given(ladder=ladders(), times=st.integers(2, 4))
@often
def test_weights_that_grow_alike_change_nothing(roll_up: RollUp, ladder: Ladder, times: int) -> None:
    heavier = {
        stage: [replace(row, weight=row.weight * times) for row in found] for stage, found in ladder.items()
    }
    assert supported(heavier, roll_up) == supported(ladder, roll_up)


@each_roll_up
@given(ladder=ladders(ANSWERED_ROW), data=st.data())
@often
def test_unknown_for_met_never_raises_a_stage(roll_up: RollUp, ladder: Ladder, data: st.DataObject) -> None:
    opened = changed(ladder, pick(data, ladder, "met"), None)
    assume(is_answered(opened))
    before, after = supported(ladder, roll_up).stage, supported(opened, roll_up).stage
    assert after is not None
    assert before is not None
    assert after <= before


@each_roll_up
@given(ladder=ladders(ANSWERED_ROW), data=st.data())
@often
def test_unknown_for_not_met_never_lowers_a_stage(roll_up: RollUp, ladder: Ladder, data: st.DataObject) -> None:
    opened = changed(ladder, pick(data, ladder, "not_met"), None)
    assume(is_answered(opened))
    before, after = supported(ladder, roll_up).stage, supported(opened, roll_up).stage
    assert after is not None
    assert before is not None
    assert after >= before


@each_roll_up
@given(ladder=ladders())
@often
def test_the_best_grade_is_never_under_the_grade(roll_up: RollUp, ladder: Ladder) -> None:
    found = supported(ladder, roll_up)
    assert GRADES.index(found.best_grade) >= GRADES.index(found.grade)


@pytest.mark.parametrize("roll_up", ROLL_UPS[1:])
@given(ladder=ladders(MOSTLY_ANSWERED_ROW))
@often
def test_a_stage_limited_by_what_is_not_met_does_not_rise_by_the_rest_of_the_answers(
    roll_up: RollUp, ladder: Ladder
) -> None:
    found = supported(ladder, roll_up)
    answered = {stage: [replace(row, value=row.value or "met") for row in rows] for stage, rows in ladder.items()}
    if found.limit == "not_met":
        assert supported(answered, roll_up).stage == found.stage


@given(ladder=ladders())
@often
def test_owed_stages_stand_below_the_supported_one_and_have_criteria(ladder: Ladder) -> None:
    found = supported(ladder)
    assert all(stage < (found.stage or 0) and applicable(ladder, stage) for stage in found.owed)


@given(ladder=ladders())
@often
def test_meeting_all_that_would_raise_a_stage_raises_it(ladder: Ladder) -> None:
    model, answers = model_of(ladder), answers_of(ladder)
    found = supported(ladder)
    assume(found.stage is not None and found.next_stage is not None)
    better = ladder
    for id in would_raise(model, "only", found, answers):
        stage, place = id.split(".")
        better = changed(better, (int(stage), int(place)), "met")
    assert (supported(better).stage or 0) > (found.stage or 0)
