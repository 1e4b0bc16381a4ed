"""From reviewers' stages to the stage of a dimension: medians, agreement, disputes, one reviewer, outsiders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_model, panel

from colonnade.core.claims import Claims, lower_median
from colonnade.core.diagnosis import Diagnosis, Options, diagnose
from colonnade.core.reading import DimensionReading, State, read_dimensions

MODEL = make_model(stages=5)


def read(claims: Claims) -> dict[str, DimensionReading]:
    return {dimension.id: dimension for dimension in read_dimensions(MODEL, claims)}


def judge(claims: Claims) -> Diagnosis:
    return diagnose(MODEL, claims, Options(as_of=date(2026, 1, 5), starts_on=date(2026, 1, 5)))


@pytest.mark.parametrize(
    ("stages", "median"),
    [
        ([3], 3),
        ([2, 4], 2),
        ([4, 2], 2),
        ([1, 2, 5], 2),
        ([1, 2, 3, 5], 2),
        ([5, 5, 1, 1], 1),
        ([2, 2, 5, 5, 5], 5),
    ],
)
def test_the_lower_median_is_the_middle_stage_and_the_lower_one_of_two(stages: list[int], median: int) -> None:
    assert lower_median(stages) == median


@given(st.lists(st.integers(1, 9), min_size=1))
def test_the_lower_median_is_a_stage_somebody_gave_with_at_most_half_on_either_side(stages: list[int]) -> None:
    median = lower_median(stages)
    assert median in stages
    assert sum(s < median for s in stages) * 2 <= len(stages)
    assert sum(s > median for s in stages) * 2 <= len(stages)


@pytest.mark.parametrize(
    ("case", "scores", "agreed", "stage", "state"),
    [
        ("nobody scored it", (None, None), None, None, "missing"),
        ("two gave the same", (3, 3), None, 3, "agreed"),
        ("two differ by one: the lower score", (3, 2), None, 2, "provisional"),
        ("only one of two scored it", (4, None), None, 4, "provisional"),
        ("a recorded agreement stands above the scores", (4, 2), 3, 3, "agreed"),
        ("a recorded agreement on what one of two scored", (4, None), 3, 3, "agreed"),
        ("a recorded agreement on what nobody scored", (None, None), 2, 2, "agreed"),
    ],
)
def test_a_dimension_has_its_stage_and_state_by_the_rules_of_reconciliation(
    case: str, scores: Sequence[int | None], agreed: int | None, stage: int | None, state: State
) -> None:
    ann, bob = scores
    north = read(
        panel(ann=[ann, 1], bob=[bob, 1], agreed={} if agreed is None else {"north": agreed}),
    )["north"]
    assert (north.stage, north.state) == (stage, state), case


def test_three_reviewers_of_whom_two_agree_leave_the_dimension_provisional() -> None:
    north = read(panel(ann=[3], bob=[3], cy=[4]))["north"]
    assert (north.stage, north.state, north.spread) == (3, "provisional", 1)


def test_with_one_reviewer_a_recorded_agreement_gives_the_stage_but_state_and_status_stay_provisional() -> None:
    claims = panel(ann=[3, 2], agreed={"north": 2})
    assert {id: (d.stage, d.state) for id, d in read(claims).items() if d.stage} == {
        "north": (2, "provisional"),
        "east": (2, "provisional"),
    }
    assert judge(claims).status == "provisional"


def test_an_outsider_beside_one_reviewer_does_not_make_two() -> None:
    claims = panel(ann=[3], eve=[3], outsiders=["eve"])
    assert read(claims)["north"].state == "provisional"
    found = judge(claims)
    assert found.status == "provisional"
    assert "one_reviewer" in {warning.id for warning in found.warnings}


def test_outsiders_stand_apart_and_enter_no_stage_spread_alpha_leniency_or_panel() -> None:
    inside = panel(ann=[3, 2, 2], bob=[3, 2, 3])
    both = panel(ann=[3, 2, 2], bob=[3, 2, 3], eve=[1, 5, 5], outsiders=["eve"])
    without, beside = judge(inside), judge(both)
    assert beside.profile == without.profile
    assert beside.agreement == without.agreement
    assert [d.stage for d in beside.dimensions] == [d.stage for d in without.dimensions]
    assert beside.dimensions[1].scores == {"ann": 2, "bob": 2}
    assert beside.dimensions[1].outsiders == {"eve": 5}
    assert beside.dimensions[1].spread == 0
    eve = next(reviewer for reviewer in beside.reviewers if reviewer.id == "eve")
    assert (eve.outsider, eve.scored, eve.leniency) == (True, 3, None)


@pytest.mark.parametrize(
    ("scores", "spread", "dispute"), [((3, 3), 0, False), ((3, 4), 1, False), ((2, 4), 2, True), ((1, 5), 4, True)]
)
def test_a_spread_of_two_stages_is_a_dispute(scores: tuple[int, int], spread: int, dispute: bool) -> None:
    north = read(panel(ann=[scores[0]], bob=[scores[1]]))["north"]
    assert (north.spread, north.dispute) == (spread, dispute)


def test_an_open_dispute_is_warned_about_by_name_until_a_stage_is_agreed() -> None:
    opened = judge(panel(ann=[1, 2], bob=[3, 2]))
    [warning] = [w for w in opened.warnings if w.id == "disputes_open"]
    assert "North" in warning.because and "East" not in warning.because
    settled = judge(panel(ann=[1, 2], bob=[3, 2], agreed={"north": 2}))
    assert not [w for w in settled.warnings if w.id == "disputes_open"]
    assert settled.dimensions[0].reason == "talked over"


def test_a_provisional_dimension_that_scores_differ_on_is_shown_as_a_range_and_an_agreed_one_is_not() -> None:
    claims = panel(ann=[2, 3, 3], bob=[3, 3, 4], agreed={"south": 3})
    shown = {id: d.is_shown_as_range for id, d in read(claims).items() if d.stage}
    assert shown == {"north": True, "east": False, "south": False}


def test_a_skipped_dimension_is_missing_and_lowers_no_average() -> None:
    found = judge(panel(ann=[3, None, 3], bob=[3, None, 3]))
    assert found.dimensions[1].state == "missing"
    assert found.dimensions[1].gap is None and found.dimensions[1].target is None
    assert found.profile.average == 3
    assert (found.profile.scored, found.profile.total) == (2, 5)


def test_the_status_is_agreed_when_every_scored_dimension_is_and_missing_ones_do_not_count() -> None:
    assert judge(panel(ann=[3, 2], bob=[3, 2])).status == "agreed"
    assert judge(panel(ann=[3, 2], bob=[3, 1])).status == "provisional"
    assert judge(panel(ann=[3, 2], bob=[3, 1], agreed={"east": 1})).status == "agreed"


def test_low_confidence_changes_no_stage() -> None:
    sure = panel(ann=[3, 2], bob=[4, 2])
    doubting = replace(sure, scores=tuple(replace(score, confidence="low") for score in sure.scores))
    assert judge(doubting).dimensions == judge(sure).dimensions
    assert judge(doubting).profile == judge(sure).profile
