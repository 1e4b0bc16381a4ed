"""Supported stages by mean, minimum, added levels and coverage, each on a small model made for it."""

import pytest
from answering import Ladder, supported

from colonnade.core.model import RollUp
from colonnade.core.support import Limit

SCORED: tuple[RollUp, ...] = ("mean", "minimum", "additive", "coverage")


@pytest.mark.parametrize("roll_up", SCORED)
def test_all_met_is_the_top_and_nothing_met_is_stage_one(roll_up: RollUp) -> None:
    best = supported({2: "++", 3: "+++", 4: "+"}, stages=4, roll_up=roll_up)
    worst = supported({2: "--", 3: "---", 4: "-"}, stages=4, roll_up=roll_up)
    assert (best.stage, best.limit) == (4, "top")
    assert (worst.stage, worst.limit) == (1, "not_met")


@pytest.mark.parametrize("roll_up", SCORED)
@pytest.mark.parametrize("ladder", [{2: "++", 3: "xx", 4: "++"}, {2: "xx", 3: "++", 4: "++"}])
def test_a_stage_that_does_not_apply_is_not_held_against_the_rest(roll_up: RollUp, ladder: Ladder) -> None:
    assert supported(ladder, stages=4, roll_up=roll_up).stage == 4
    unmet = {stage: row.replace("+", "-") for stage, row in ladder.items()}
    assert supported(unmet, stages=4, roll_up=roll_up).stage == 1


@pytest.mark.parametrize("roll_up", SCORED)
def test_under_two_thirds_of_the_weight_answered_it_is_unknown(roll_up: RollUp) -> None:
    enough = supported({2: "++", 3: "++", 4: "??"}, stages=4, roll_up=roll_up)
    short = supported({2: "++", 3: "+?", 4: "??"}, stages=4, roll_up=roll_up)
    assert enough.stage is not None
    assert (short.stage, short.limit, short.score) == (None, "unanswered", None)
    assert supported({2: "xx"}, roll_up=roll_up).stage is None


# --- mean ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ladder", "score", "stage"),
    [
        ({2: "+-", 3: "+-"}, 2.0, 2),  # half of 4
        ({2: "+3-"}, 3.0, 3),  # three quarters of the weight
        ({2: "~~", 3: "~-"}, 1.5, 1),
        ({2: "++", 3: "+~"}, 3.5, 3),
        ({1: "--", 2: "++"}, 2.0, 2),  # every criterion counts, whatever its stage
        ({2: "++?"}, 4.0, 4),  # over what is answered
    ],
)
def test_mean_is_the_number_of_stages_times_the_weighted_mean(ladder: Ladder, score: float, stage: int) -> None:
    found = supported(ladder, stages=4, roll_up="mean")
    assert (found.score, found.stage) == (score, stage)


def test_a_mean_is_never_rounded_up_to_a_stage() -> None:
    assert supported({2: "+++++++-"}, stages=4, roll_up="mean").stage == 3, "seven eighths of 4 is 3.5"


# --- minimum ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ladder", "stage"), [({2: "++", 3: "+~"}, 2), ({2: "++", 3: "+-"}, 1), ({2: "++", 3: "++"}, 4)]
)
def test_minimum_is_the_number_of_stages_times_the_lowest_value(ladder: Ladder, stage: int) -> None:
    assert supported(ladder, stages=4, roll_up="minimum").stage == stage


def test_minimum_reads_a_scale_of_the_models_own() -> None:
    scale = {"met": 1.0, "partly": 0.75, "not_met": 0.25}
    assert supported({2: "+~"}, stages=4, roll_up="minimum", scale=scale).stage == 3


# --- added levels -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ladder", "score", "stage"),
    [
        ({2: "++", 3: "+-", 4: "--"}, 2.5, 2),
        ({2: "+-", 3: "+-", 4: "--"}, 2.0, 2),  # two halves are a level
        ({2: "++", 3: "++--", 4: "+-"}, 3.0, 3),
        ({2: "+9-", 3: "--", 4: "--"}, 1.5, 1),  # each criterion of a level counts alike
        ({2: "+?", 3: "--", 4: "--"}, 2.0, 2),  # over what is answered
        ({1: "+-", 2: "++", 3: "--", 4: "--"}, 1.5, 1),  # stage 1 counts where it has criteria
    ],
)
def test_added_levels_are_the_mean_value_at_each_level_added_up(ladder: Ladder, score: float, stage: int) -> None:
    found = supported(ladder, stages=4, roll_up="additive")
    assert (found.score, found.stage) == (score, stage)


# --- coverage -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ladder", "score", "stage"),
    [
        ({2: "++", 3: "+-", 4: "++"}, 2.5, 2),  # what stands above a level partly done does not count
        ({2: "+-", 3: "++", 4: "++"}, 1.5, 1),
        ({2: "+++?", 3: "++", 4: "--"}, 3.0, 3),  # unanswered is not undone
        ({2: "+~", 3: "--", 4: "--"}, 1.5, 1),  # half done is not done
        ({2: "++", 3: "xx", 4: "+-"}, 2.5, 2),
        ({1: "+-", 2: "++", 3: "++", 4: "--"}, 0.5, 1),
    ],
)
def test_coverage_is_levels_wholly_done_and_the_share_of_the_next(
    ladder: Ladder, score: float, stage: int
) -> None:
    found = supported(ladder, stages=4, roll_up="coverage")
    assert (found.score, found.stage) == (score, stage)


# --- limit --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roll_up", "ladder", "limit"),
    [
        ("mean", {2: "+++", 3: "+--"}, "not_met"),
        ("mean", {2: "+++", 3: "+-?"}, "not_met"),  # 3.2, and 3.3 at best
        ("mean", {2: "+++", 3: "~-?"}, "unanswered"),  # 2.8, and 3 at best
        ("minimum", {2: "+++", 3: "+~?"}, "not_met"),  # no further answer lifts the lowest
        ("additive", {2: "++", 3: "++", 4: "??"}, "unanswered"),
        ("additive", {2: "??", 3: "++", 4: "++"}, "unanswered"),
        ("coverage", {2: "++", 3: "++", 4: "??"}, "unanswered"),
        ("coverage", {2: "++", 3: "+-", 4: "??"}, "not_met"),
        ("coverage", {2: "++", 3: "++", 4: "xx"}, "unanswered"),  # nothing asks for stage 4
    ],
)
def test_the_limit_is_unanswered_where_an_open_criterion_could_still_raise_the_stage(
    roll_up: RollUp, ladder: Ladder, limit: Limit
) -> None:
    assert supported(ladder, stages=4, roll_up=roll_up).limit == limit
