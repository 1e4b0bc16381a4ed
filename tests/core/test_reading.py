"""What a set of stages says: where it stands, what holds it back, how sure that is, what would change it."""

import re
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import FIVE, at, make_model, panel

from colonnade.content.load import shipped_model
from colonnade.core.model import LeadRule, Model
from colonnade.core.reading import (
    Dominant,
    Stages,
    constraints,
    dominant,
    leads,
    profile,
    stalls,
    sureness,
    would_change,
)

MODEL = make_model(stages=5)


@pytest.fixture(scope="module")
def csmi() -> Model:
    return shipped_model("csmi")


def pillars(model: Model, *numbers: int | None) -> dict[str, int]:
    """Stages of mandate, coverage, commercial, data, playbooks, talent and cross, the order of the index."""
    return at(*numbers, dimensions=list(model.by_id))


stage_rows = st.lists(st.integers(1, 5), min_size=1, max_size=5)


# --- distribution, average, dominant stage ------------------------------------------------------------------


def test_the_distribution_counts_every_stage_even_those_where_nothing_stands() -> None:
    found = profile(MODEL, at(1, 3, 3, 3, 5))
    assert found.distribution == {1: 1, 2: 0, 3: 3, 4: 0, 5: 1}
    assert list(found.distribution) == [1, 2, 3, 4, 5]


def test_average_and_coverage_are_over_the_scored_dimensions() -> None:
    found = profile(MODEL, at(1, 4, None, 3))
    assert found.average == pytest.approx(8 / 3)
    assert (found.scored, found.total, found.coverage) == (3, 5, 0.6)


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ([2, 2, 2, 3, 4], Dominant(2, 3, majority=True, tied=(2,), scattered=False)),
        ([2, 2, 3, 3, 4], Dominant(2, 2, majority=False, tied=(2, 3), scattered=False)),
        ([3, 3, 2, 2], Dominant(2, 2, majority=False, tied=(2, 3), scattered=False)),
        ([3, 3, 4, 4], Dominant(3, 2, majority=False, tied=(3, 4), scattered=False)),
        ([1, 1, 5, 5], Dominant(1, 2, majority=False, tied=(1, 5), scattered=True)),
        ([1, 1, 3, 4, 5], Dominant(1, 2, majority=False, tied=(1,), scattered=True)),
        ([1, 1, 2, 4, 5], Dominant(1, 2, majority=False, tied=(1,), scattered=False)),
        ([1, 3, 5], Dominant(1, 1, majority=False, tied=(1, 3, 5), scattered=True)),
        ([4], Dominant(4, 1, majority=True, tied=(4,), scattered=False)),
    ],
)
def test_the_dominant_stage_is_where_most_stand_and_the_lowest_leads_a_tie(
    stages: Sequence[int], expected: Dominant
) -> None:
    assert dominant(at(*stages)) == expected


def test_exactly_half_is_no_majority_and_half_within_one_stage_is_scattered() -> None:
    half = dominant(at(2, 2, 3, 4))
    assert (half.count, half.majority) == (2, False)
    near_half = dominant(at(1, 1, 4, 5))
    assert near_half.scattered


@pytest.mark.parametrize(("scored", "headline"), [(7, True), (6, False), (10, True)])
def test_under_seventy_percent_coverage_no_dominant_stage_makes_a_headline(scored: int, headline: bool) -> None:
    names = [f"d{n}" for n in range(10)]
    model = make_model(names)
    assert profile(model, at(*[2] * scored, dimensions=names)).has_headline is headline


# --- constraint ---------------------------------------------------------------------------------------------


def test_all_dimensions_at_the_lowest_stage_are_constraints_in_the_models_order() -> None:
    assert profile(MODEL, at(3, 2, 4, 2, 5)).constraints == ("east", "west")


def test_of_tied_constraints_the_one_most_others_rest_on_is_primary_scored_or_not() -> None:
    model = make_model(rests_on={"south": ["west"], "centre": ["west", "east"]}, stages=5)
    assert profile(model, at(3, 2, None, 2, None)).primary_constraint == "west"


def test_only_direct_edges_count_towards_the_primary() -> None:
    """Everything rests on west by way of south, but south itself carries two."""
    model = make_model(rests_on={"north": ["south"], "east": ["south"], "south": ["west"]}, stages=5)
    assert profile(model, at(3, 3, 1, 1, 4)).primary_constraint == "south"


def test_then_the_larger_contradicted_claim_gap_decides_and_an_unknown_one_counts_as_none() -> None:
    stages = at(3, 1, 3, 1, 1)
    assert profile(MODEL, stages).primary_constraint == "east"
    assert profile(MODEL, stages, {"west": 1}).primary_constraint == "west"
    assert profile(MODEL, stages, {"west": 1, "centre": 2}).primary_constraint == "centre"
    assert profile(MODEL, stages, {"north": 2}).primary_constraint == "east"


def test_dependants_come_before_contradicted_gaps() -> None:
    model = make_model(rests_on={"north": ["east"]}, stages=5)
    assert profile(model, at(3, 1, 3, 1, 3), {"west": 3}).primary_constraint == "east"


def test_then_the_models_order_decides() -> None:
    assert profile(MODEL, at(3, 3, 2, 3, 2)).primary_constraint == "south"


@pytest.mark.parametrize(
    ("stages", "even"),
    [
        ([2, 2, 2, 3, 4], True),
        ([2, 2, 3, 3], True),
        ([2, 2, 3, 3, 4], False),
        ([3, 3, 3], True),
        ([2, 3, 3], False),
    ],
)
def test_a_profile_is_even_when_half_or_more_share_the_lowest_stage(stages: Sequence[int], even: bool) -> None:
    assert profile(MODEL, at(*stages)).even is even


@given(stage_rows)
def test_the_constraints_are_the_dimensions_with_the_lowest_gap_to_the_average(row: list[int]) -> None:
    stages = at(*row)
    found = profile(MODEL, stages)
    gaps = {id: stage - found.average for id, stage in stages.items()}
    assert found.constraints == tuple(id for id in gaps if gaps[id] == min(gaps.values()))
    assert found.primary_constraint in found.constraints
    assert sum(found.distribution.values()) == found.scored


# --- how sure -----------------------------------------------------------------------------------------------


def test_a_constraint_that_every_reviewer_and_every_panel_without_one_names_is_firm() -> None:
    found = sureness(MODEL, panel(ann=[1, 3, 4], bob=[1, 2, 3], cy=[2, 2, 3]), "north")
    assert found is not None
    assert found.firmness == "firm"
    assert found.would_name == {"ann": ("north",), "bob": ("north",), "cy": ("north", "east")}


def test_one_reviewer_who_would_name_another_makes_it_tentative_and_is_named() -> None:
    found = sureness(MODEL, panel(ann=[1, 3, 4], bob=[1, 2, 3], cy=[3, 2, 2]), "north")
    assert found is not None
    assert found.firmness == "tentative"
    assert found.would_name["cy"] == ("east", "south")


def test_a_panel_without_one_reviewer_can_make_it_tentative_though_each_alone_names_it() -> None:
    """Without bob the scores of north are 3, 3 and 2, of east 2 alone."""
    found = sureness(MODEL, panel(ann=[3], dee=[3], bob=[1, 2], cy=[2, 2]), "north")
    assert found is not None
    assert all("north" in named for named in found.would_name.values())
    assert found.firmness == "tentative"


def test_a_reviewer_who_skipped_the_constraint_leaves_it_tentative() -> None:
    found = sureness(MODEL, panel(ann=[1, 3], bob=[1, 2], cy=[None, 2]), "north")
    assert found is not None and found.firmness == "tentative"


def test_the_range_of_the_average_runs_over_each_alone_and_each_left_out() -> None:
    found = sureness(MODEL, panel(ann=[1, 2], bob=[2, 3], cy=[3, 5]), "north")
    assert found is not None
    assert found.average_range == (1.5, 4.0)


def test_agreed_stages_play_no_part_in_how_sure_it_is() -> None:
    scores = panel(ann=[1, 3], bob=[1, 2])
    with_agreed = panel(ann=[1, 3], bob=[1, 2], agreed={"north": 5, "east": 1})
    assert sureness(MODEL, scores, "north") == sureness(MODEL, with_agreed, "north")


def test_one_reviewer_alone_says_nothing_of_how_sure_it_is() -> None:
    assert sureness(MODEL, panel(ann=[1, 3]), "north") is None
    assert sureness(MODEL, panel(ann=[1, 3], eve=[2, 2], outsiders=["eve"]), "north") is None


# --- stalls, strains, idle ----------------------------------------------------------------------------------


def test_commercial_at_four_on_data_at_two_stalls(csmi: Model) -> None:
    [stall] = stalls(csmi, pillars(csmi, 3, 3, 4, 2, 3, 3, 3))
    assert (stall.dimension, stall.other, stall.lead) == ("commercial_motion", "data_intelligence", 2)
    assert stall.because == "Commercial Motion rests on Data & Intelligence"


def test_commercial_at_three_on_data_at_two_does_not_stall(csmi: Model) -> None:
    assert stalls(csmi, pillars(csmi, 3, 3, 3, 2, 3, 3, 3)) == ()


def test_a_lead_over_a_dimension_it_does_not_rest_on_is_no_stall(csmi: Model) -> None:
    """Cross-functional integration at 1 carries nothing."""
    assert stalls(csmi, pillars(csmi, 5, 5, 5, 5, 5, 5, 1)) == ()


def test_a_stall_over_a_dimension_nobody_scored_is_not_claimed(csmi: Model) -> None:
    assert stalls(csmi, pillars(csmi, 3, 3, 5, None, None, None, 3)) == ()


def test_stalls_stand_with_the_largest_lead_first(csmi: Model) -> None:
    found = stalls(csmi, pillars(csmi, 5, 4, 5, 1, 3, 3, 5))
    assert [lead.lead for lead in found] == sorted((lead.lead for lead in found), reverse=True)
    assert (found[0].dimension, found[0].other) == ("commercial_motion", "data_intelligence")


@pytest.mark.parametrize(("coverage", "playbooks", "strained"), [(2, 3, True), (3, 3, False), (2, 5, True)])
def test_playbooks_one_ahead_of_coverage_are_a_strain(
    csmi: Model, coverage: int, playbooks: int, strained: bool
) -> None:
    found = leads(csmi.strains, pillars(csmi, 3, coverage, 3, 3, playbooks, 3, 3))
    assert [(lead.dimension, lead.other) for lead in found] == (
        [("playbooks_execution", "coverage_segmentation")] if strained else []
    )


@pytest.mark.parametrize(
    ("data", "playbooks", "commercial", "idle"),
    [
        (4, 2, 2, [("data_intelligence", "playbooks_execution")]),
        (3, 2, 2, []),
        (3, 4, 2, [("playbooks_execution", "commercial_motion")]),
        (2, 4, 3, []),
        (5, 3, 1, [("data_intelligence", "playbooks_execution"), ("playbooks_execution", "commercial_motion")]),
    ],
)
def test_data_two_ahead_of_playbooks_or_playbooks_of_commercial_lie_idle(
    csmi: Model, data: int, playbooks: int, commercial: int, idle: list[tuple[str, str]]
) -> None:
    found = leads(csmi.idle, pillars(csmi, 3, 3, commercial, data, playbooks, 3, 3))
    assert [(lead.dimension, lead.other) for lead in found] == idle
    assert all(lead.because for lead in found)


def test_the_lead_that_makes_a_rule_hold_is_the_models(csmi: Model) -> None:
    rule = LeadRule("north", "east", 3, "product", "why not")
    assert leads([rule], at(4, 2)) == ()
    assert [lead.lead for lead in leads([rule], at(4, 1))] == [3]


# --- what would change --------------------------------------------------------------------------------------

STEP = re.compile(r"(\w+) at (\d)")


def named_steps(words: str) -> dict[str, int]:
    return {name.lower(): int(stage) for name, stage in STEP.findall(words)}


@given(stage_rows)
@settings(max_examples=150)
def test_what_is_said_to_change_the_dominant_stage_does_so_and_none_is_said_only_where_none_does(
    row: list[int],
) -> None:
    stages = at(*row)
    words = would_change(MODEL, stages).dominant
    now = dominant(stages).stage
    if words.startswith("No 2"):
        assert f"above {now}" in words
        movable = [id for id in stages if stages[id] < MODEL.top]
        for tried in (*combinations(movable, 1), *combinations(movable, 2)):
            assert dominant({**stages, **{id: stages[id] + 1 for id in tried}}).stage <= now
    else:
        steps, claimed = words.split(" would make ")
        moved = named_steps(steps)
        assert all(stages[id] + 1 == stage for id, stage in moved.items()) and len(moved) in (1, 2)
        then = dominant({**stages, **moved}).stage
        assert then > now
        assert claimed.startswith(f"{then} (Stage {then})")


@given(stage_rows)
@settings(max_examples=150)
def test_what_is_said_to_lift_the_constraint_does_so_when_computed_again(row: list[int]) -> None:
    stages = at(*row)
    words = would_change(MODEL, stages).constraint
    lowest = constraints(stages)
    if set(lowest) == set(stages):
        assert str(stages[lowest[0]]) in words or words.endswith("last stage.")
        return
    before, joined = words.split(" would stand level with ")
    reached = int(re.findall(r"at (\d)", before)[-1])
    lifted = {**stages, **dict.fromkeys(lowest, reached)}
    others = set(constraints(lifted)) - set(lowest)
    assert others == {name.strip().lower() for name in re.split(r",| and ", joined.rstrip("."))}
    one_short: Stages = {**stages, **dict.fromkeys(lowest, reached - 1)}
    assert set(constraints(one_short)) == set(lowest)
    assert ("still be the lowest" in words) == (reached > stages[lowest[0]] + 1)


def test_an_even_profile_is_not_said_to_hold_back_a_rest_that_there_is_not() -> None:
    words = would_change(MODEL, dict.fromkeys(FIVE, 2)).constraint
    assert words == "Every scored dimension stands at 2: until all move, those that stay hold the rest back."


def test_at_the_last_stage_nothing_is_left_to_lift() -> None:
    found = would_change(MODEL, dict.fromkeys(FIVE, 5))
    assert found.constraint == "Every scored dimension stands at the last stage."
    assert found.dominant.startswith("No 2 dimensions")
