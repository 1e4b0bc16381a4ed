"""The gate: which stage the answers to a dimension's criteria bear out, what limits it, and how strong it is."""

from dataclasses import replace

import pytest
from answering import Ladder, answers_in, criteria_in, model_of, supported

from colonnade.core.criteria import EvidenceRule
from colonnade.core.model import GateRule
from colonnade.core.support import Grade, Limit, support

RECORDED = EvidenceRule("gross_revenue_retention", ">=", 0.9, 10)


def stage(ladder: Ladder, gate: GateRule | None = None) -> int | None:
    return supported(ladder, gate=gate).stage


# --- (a) enough is answered ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "then"),
    [
        ("++?", 2),  # two of three is two thirds exactly
        ("+??", None),  # one of three is under it
        ("++++??", 2),  # four of six
        ("+++???", None),  # half
        ("+2??", None),  # half of the weight, and only one criterion
        ("+2+?2", None),  # two criteria, three fifths of the weight
        ("+2+2?2", 2),  # two thirds of the weight exactly
        ("+9??", None),  # nine elevenths of the weight, but a single criterion
        ("++", 2),  # of two, both
        ("+?", None),  # of two, one is not all
        ("+9?", None),  # whatever it weighs
        ("+", 2),  # of one, the one
        ("?", None),
    ],
)
def test_enough_is_two_criteria_and_two_thirds_of_the_weight_or_all_where_there_are_fewer_than_three(
    row: str, then: int | None
) -> None:
    assert stage({2: row}) == then


def test_what_does_not_apply_counts_neither_as_a_criterion_nor_as_weight() -> None:
    assert stage({2: "++xxxx"}) == 2
    assert stage({2: "+?xxxx"}) is None, "two are left, and of two all are wanted"
    assert stage({2: "++?xxx"}) == 2
    assert stage({2: "+xxxxx"}) == 2


def test_a_later_stage_that_is_not_answered_enough_does_not_hold_and_the_stage_reads_at_least() -> None:
    found = supported({2: "+++", 3: "+??"})
    assert (found.stage, found.limit, found.next_stage) == (2, "unanswered", 3)


def test_a_stage_may_hold_over_one_that_is_not_answered_enough() -> None:
    assert stage({2: "+++", 3: "+??", 4: "+++"}) == 4


# --- (b) three quarters of the stage itself -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "then"),
    [
        ("+++-", 2),  # three quarters exactly
        ("+++--", 1),  # three fifths
        ("++~~", 2),  # two halves are one: three quarters
        ("++~-", 1),
        ("~~~~", 1),  # half
        ("+3-", 2),  # three quarters of the weight
        ("++-2", 1),
        ("+++-??", 2),  # over what is answered
    ],
)
def test_a_stage_holds_with_three_quarters_of_its_answered_weight_met(row: str, then: int) -> None:
    assert stage({2: row}) == then


def test_a_stage_below_three_quarters_does_not_hold_however_much_is_met_below() -> None:
    assert stage({2: "++++++++", 3: "++-"}) == 2


# --- (c) three quarters of all from stage 2 up --------------------------------------------------------------


def test_a_stage_that_is_all_met_does_not_hold_where_too_little_is_met_with_those_below() -> None:
    assert stage({2: "++++----", 3: "++"}) == 1, "six of ten pooled"
    assert stage({2: "++++----", 3: "++++++++"}) == 3, "twelve of sixteen pooled, three quarters exactly"


def test_the_pool_is_of_weight_and_of_what_is_answered() -> None:
    assert stage({2: "+-", 3: "+6"}) == 3, "seven eighths of the weight"
    assert stage({2: "++--", 3: "++++?"}) == 3, "six of the eight that are answered"


# --- (d) no stage below under one half ----------------------------------------------------------------------


def test_no_stage_holds_over_one_under_half() -> None:
    assert stage({2: "+-", 3: "++++++"}) == 3, "half exactly does not offend"
    assert stage({2: "++---", 3: "++++++++++"}) == 1, "two fifths does, with twelve of fifteen pooled"


def test_a_stage_under_half_offends_even_where_not_enough_of_it_is_answered() -> None:
    assert stage({2: "+++", 3: "-???", 4: "+++++"}) == 2


def test_a_stage_with_nothing_answered_does_not_offend() -> None:
    assert stage({2: "+++", 3: "????", 4: "+++"}) == 4


# --- the highest that holds ---------------------------------------------------------------------------------


def test_the_supported_stage_is_the_highest_that_holds_though_one_below_does_not() -> None:
    found = supported({2: "++--", 3: "+++++", 4: "++++"})
    assert (found.stage, found.owed) == (4, (2,))


def test_stage_one_always_holds_and_its_own_criteria_show_nothing_above_it() -> None:
    assert stage({2: "---"}) == 1
    assert stage({1: "---", 2: "+++"}) == 2
    assert stage({1: "+++"}) is None, "no stage above has criteria"


def test_all_met_is_the_top_and_its_limit_is_the_top() -> None:
    found = supported({2: "+++", 3: "+++", 4: "+++", 5: "+++"})
    assert (found.stage, found.limit, found.next_stage) == (5, "top", None)


# --- stages without applicable criteria ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ladder", "then"),
    [
        ({3: "+++"}, 3),
        ({2: "xxx", 3: "+++"}, 3),
        ({2: "xxx", 3: "---"}, 1),
        ({2: "+++", 3: "xx", 4: "+++"}, 4),
        ({2: "+++", 3: "xx", 4: "---"}, 2),
    ],
)
def test_a_stage_without_applicable_criteria_is_passed_over(ladder: Ladder, then: int) -> None:
    assert stage(ladder) == then


def test_the_next_stage_is_the_next_that_has_any_criteria() -> None:
    failed, open_ = supported({2: "+++", 3: "xx", 4: "---"}), supported({2: "+++", 3: "xx", 4: "+??"})
    assert (failed.stage, failed.next_stage, failed.limit) == (2, 4, "not_met")
    assert (open_.stage, open_.next_stage, open_.limit) == (2, 4, "unanswered")


def test_above_the_last_criteria_the_stage_reads_at_least() -> None:
    found = supported({2: "+++", 3: "+++"})
    assert (found.stage, found.limit, found.next_stage) == (3, "unanswered", None)


# --- unknown ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ladder",
    [{}, {2: "???"}, {2: "+??", 3: "+++"}, {2: "xxx", 3: "+??", 4: "+++"}, {2: "xxx", 3: "xx"}],
    ids=["no criteria", "no answers", "first too little", "first that applies too little", "none applies"],
)
def test_unknown_where_the_first_stage_that_applies_is_not_answered_enough(ladder: Ladder) -> None:
    found = supported(ladder)
    assert (found.stage, found.limit) == (None, "unanswered")


# --- limit and owed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("next_row", "limit"),
    [
        ("+---", "not_met"),
        ("++~~-", "not_met"),
        ("+--?", "not_met"),
        ("????", "unanswered"),
        ("--??", "unanswered"),
    ],
)
def test_the_limit_says_whether_the_next_stage_was_answered(next_row: str, limit: Limit) -> None:
    assert supported({2: "+++", 3: next_row}).limit == limit


def test_the_limit_looks_at_the_next_stage_only() -> None:
    assert supported({2: "+++", 3: "+??", 4: "---"}).limit == "unanswered"


def test_owed_are_the_stages_below_under_three_quarters() -> None:
    assert supported({2: "+++-", 3: "+-", 4: "++++", 5: "+++++"}).owed == (3,)
    assert supported({2: "++-", 3: "++-", 4: "++++++++"}).owed == (2, 3)


def test_nothing_is_owed_of_a_stage_with_nothing_answered_nor_of_the_supported_stage() -> None:
    assert supported({2: "+++", 3: "???", 4: "+++"}).owed == ()
    assert supported({2: "+++", 3: "---"}).owed == ()


def test_what_is_met_answered_and_applicable_is_counted() -> None:
    found = supported({1: "+", 2: "++~x", 3: "-??"})
    assert (found.met, found.answered, found.applicable) == (2, 4, 6)


# --- the parameters are the model's -------------------------------------------------------------------------


def test_a_model_may_bring_its_own_parameters() -> None:
    rule = GateRule()
    assert stage({2: "+++-"}, replace(rule, met_share=0.8)) == 1
    assert stage({2: "++-"}, replace(rule, met_share=2 / 3)) == 2, "two thirds exactly"
    assert stage({2: "+-", 3: "++++++"}, replace(rule, floor_share=0.6)) == 1
    assert stage({2: "++?"}, replace(rule, answered_share=0.7)) is None
    assert stage({2: "++?"}, replace(rule, least_criteria=3)) is None


def test_a_models_own_scale_says_what_an_answer_counts() -> None:
    assert supported({2: "++~"}).stage == 2, "five sixths"
    assert supported({2: "++~"}, scale={"met": 1.0, "partly": 0.0, "not_met": 0.0}).stage == 1


# --- grade --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "grade"),
    [
        ("MM++", "strong"),  # half measured, exactly
        ("M+++", "said"),
        ("CC++", "strong"),  # documented and confirmed by a second person
        ("MC++", "strong"),
        ("DD++", "partial"),  # half documented
        ("MD++", "partial"),
        ("D+++", "said"),
        ("M2++", "strong"),  # by weight
        ("MM+?", "strong"),  # of what is answered
        ("++++", "said"),
    ],
)
def test_the_grade_is_by_half_of_the_answered_weight(row: str, grade: Grade) -> None:
    assert supported({2: row}).grade == grade


def test_the_grade_reaches_to_the_first_stage_that_does_not_hold_and_no_further() -> None:
    assert supported({2: "++++", 3: "MM--", 4: "MMMM"}).grade == "said", "two of eight, the fourth stage left out"
    assert supported({2: "MM++", 3: "----"}).grade == "said", "two of eight: what fails is judged too"
    assert supported({2: "MMMM", 3: "----"}).grade == "strong", "four of eight"


def test_the_best_grade_is_strong_where_records_could_show_half() -> None:
    ladder = {2: "++++", 3: "----"}
    assert supported(ladder).best_grade == "partial"
    assert supported(ladder, rule=RECORDED).best_grade == "strong"


def test_the_best_grade_is_of_what_was_judged() -> None:
    ladder = {2: "++++", 3: "----", 4: "++++"}
    some = [replace(c, evidence=RECORDED if c.id.startswith("north.4") else None) for c in criteria_in(ladder)]
    assert support(model_of(ladder), some, answers_in(ladder)).best_grade == "partial"


def test_the_best_grade_is_never_under_the_grade() -> None:
    found = supported({2: "CCCC"})
    assert (found.grade, found.best_grade) == ("strong", "strong")
