"""From measurements to observations: how a rule reads a metric, and why it sometimes cannot."""

from dataclasses import replace
from datetime import date

import pytest
from answering import TODAY, observed
from making import make_criterion

from colonnade.core.criteria import EvidenceRule, Operator
from colonnade.core.evidence import (
    RECORDS,
    Measurements,
    Unread,
    Value,
    Wanted,
    observe,
    read_rule,
    rule_holds,
    wanted,
)
from colonnade.core.findings import ORGANISATION, gather
from colonnade.core.measurement import Definition, Measured, Period, Slice, Unavailable
from colonnade.core.model import GateRule
from colonnade.core.observations import Answer, Doubt, Observation, Unanswered
from colonnade.core.organisation import Organisation, TableState, Threshold

TIERED = Organisation(top_tier="Enterprise", low_tier="Small")
DEFINITION = Definition("m", "M", "as told", "share", "higher", ("tasks.done_at",), "leading")
YEAR = Period(date(2025, 11, 23), TODAY)
Group = tuple[str, float | None, int]


def rule(
    reading: str | None = None,
    *,
    of: str | None = None,
    operator: Operator = ">=",
    threshold: float = 0.5,
    least_rows: int = 10,
    by: str | None = "segment",
    field: str | None = None,
) -> EvidenceRule:
    return EvidenceRule("m", operator, threshold, least_rows, by if reading else None, reading, of, field=field)


def measured(*groups: Group, value: float = 0.7, rows: int = 100, by: str = "segment") -> Measurements:
    """The metric `m`, whole and by the column."""
    whole = Measured(
        DEFINITION, value, rows, YEAR, {by: tuple(Slice(*group) for group in groups)}, {"median": 0.4}
    )
    return {Wanted("m"): whole, Wanted("m", by): whole}


def figure(asked: EvidenceRule, measurements: Measurements, organisation: Organisation = TIERED) -> float:
    read = read_rule(asked, measurements, organisation, asked.threshold)
    assert isinstance(read, Value)
    return read.value


def doubt(asked: EvidenceRule, measurements: Measurements, organisation: Organisation = TIERED) -> Doubt:
    read = read_rule(asked, measurements, organisation, asked.threshold)
    assert isinstance(read, Unread)
    assert read.because
    return read.doubt


# --- a metric as a whole ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "under", "at", "over"),
    [
        (">=", False, True, True),
        (">", False, False, True),
        ("<=", True, True, False),
        ("<", True, False, False),
        ("==", False, True, False),
    ],
)
def test_an_operator_decides_under_at_and_over_the_threshold(
    operator: Operator, under: bool, at: bool, over: bool
) -> None:
    asked = rule(operator=operator, threshold=0.5)
    assert [rule_holds(asked, measured(value=v), TIERED) for v in (0.4, 0.5, 0.6)] == [under, at, over]


def test_a_metric_over_fewer_than_the_least_rows_answers_nothing() -> None:
    assert figure(rule(least_rows=100), measured(rows=100)) == 0.7
    assert doubt(rule(least_rows=101), measured(rows=100)) == "too_few_rows"
    assert rule_holds(rule(least_rows=101), measured(rows=100), TIERED) is None


def test_a_rule_may_take_another_figure_of_the_metric() -> None:
    assert figure(rule(field="median"), measured()) == 0.4
    assert doubt(rule(field="p90"), measured()) == "unavailable"


def test_without_records_or_their_columns_a_rule_is_unavailable() -> None:
    assert doubt(rule(), {}) == "unavailable"
    lacking = Unavailable(DEFINITION, YEAR, ("tasks.done_at",))
    read = read_rule(rule(), {Wanted("m"): lacking}, TIERED, 0.5)
    assert isinstance(read, Unread)
    assert read.because == "M needs tasks (done at)"


# --- one group ----------------------------------------------------------------------------------------------

TIERS: tuple[Group, ...] = (("Enterprise", 0.9, 20), ("Middle", 0.6, 30), ("Small", 0.2, 90))


@pytest.mark.parametrize(
    ("of", "value"), [("top", 0.9), ("second", 0.6), ("low", 0.2), ("largest", 0.2), ("Middle", 0.6)]
)
def test_a_named_group_is_read_by_the_organisations_tiers_by_size_or_by_its_own_name(
    of: str, value: float
) -> None:
    assert figure(rule("group", of=of), measured(*TIERS)) == value


def test_a_tier_that_nobody_named_is_unset_and_not_guessed() -> None:
    assert doubt(rule("group", of="top"), measured(*TIERS), Organisation()) == "unset"
    assert doubt(rule("group", of="second"), measured(*TIERS, ("Other", 0.5, 20))) == "unset"


def test_the_second_tier_is_the_one_named_so() -> None:
    named = Organisation(top_tier="Enterprise", low_tier="Small", second_tier="Other")
    assert figure(rule("group", of="second"), measured(*TIERS, ("Other", 0.5, 20)), named) == 0.5


def test_a_group_of_that_very_name_comes_before_a_tier() -> None:
    thirds = measured(("top", 0.3, 20), ("low", 0.1, 20), by="expansion_potential")
    assert figure(rule("group", of="top", by="expansion_potential"), thirds) == 0.3


def test_one_group_needs_the_least_rows_itself() -> None:
    assert figure(rule("group", of="top", least_rows=20), measured(*TIERS)) == 0.9
    assert doubt(rule("group", of="top", least_rows=21), measured(*TIERS)) == "too_few_rows"


def test_a_group_that_is_not_there_is_unavailable() -> None:
    assert doubt(rule("group", of="urgent"), measured(*TIERS)) == "unavailable"
    assert doubt(rule("group", of="top"), measured()) == "unavailable"


# --- over groups --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "value"),
    [
        ("min", 0.2),
        ("max", 0.9),
        ("median", 0.6),
        ("max_over_min", 4.5),
        ("low_over_top", 0.2 / 0.9),
        ("count", 3.0),
        ("share50", 2 / 3),
        ("share80", 2 / 3),
    ],
)
def test_a_reading_over_groups(reading: str, value: float) -> None:
    assert figure(rule(reading), measured(*TIERS)) == pytest.approx(value)


def test_groups_with_fewer_than_the_least_rows_are_left_out() -> None:
    small = (*TIERS, ("Tiny", 0.0, 9))
    assert figure(rule("min"), measured(*small)) == 0.2
    assert figure(rule("count"), measured(*small)) == 3.0
    assert doubt(rule("min", least_rows=91), measured(*small)) == "too_few_rows"


def test_groups_with_nothing_to_divide_by_are_left_out() -> None:
    assert figure(rule("min"), measured(*TIERS, ("Empty", None, 50))) == 0.2


def test_the_rows_of_a_reading_over_groups_are_those_of_its_smallest() -> None:
    read = read_rule(rule("median"), measured(*TIERS), TIERED, 0.5)
    assert isinstance(read, Value)
    assert read.rows == 20


@pytest.mark.parametrize(
    ("passing", "half", "most"), [(5, True, False), (4, False, False), (7, True, False), (8, True, True)]
)
def test_the_threshold_is_asked_of_each_group_and_half_or_four_fifths_must_pass(
    passing: int, half: bool, most: bool
) -> None:
    groups = [(f"csm{n}", 0.5 if n < passing else 0.49, 10) for n in range(10)]
    assert rule_holds(rule("share50"), measured(*groups), TIERED) is half
    assert rule_holds(rule("share80"), measured(*groups), TIERED) is most


def test_a_ratio_between_tiers_wants_both_named_and_large_enough() -> None:
    assert doubt(rule("low_over_top"), measured(*TIERS), Organisation(top_tier="Enterprise")) == "unset"
    assert doubt(rule("low_over_top", least_rows=21), measured(*TIERS)) == "too_few_rows"


def test_nothing_is_divided_by_a_group_at_zero() -> None:
    assert doubt(rule("low_over_top"), measured(("Enterprise", 0.0, 20), ("Small", 0.2, 90))) == "unavailable"
    assert doubt(rule("max_over_min"), measured(("Enterprise", 0.0, 20), ("Small", 0.2, 90))) == "unavailable"


def test_a_group_is_not_compared_with_itself() -> None:
    level = rule("max_over_min", operator="<=", threshold=2.0)
    assert doubt(level, measured(("Enterprise", 0.9, 20))) == "too_few_rows"
    assert doubt(level, measured(("Enterprise", 0.9, 20), ("Small", 0.1, 2))) == "too_few_rows"


# --- observations -------------------------------------------------------------------------------------------


def test_a_measured_criterion_arrives_answered_with_metric_value_rows_and_date() -> None:
    criterion = make_criterion("c", "north", 2, rule())
    observations, open_ = observe([criterion], measured(), TIERED, TODAY)
    assert observations == (
        Observation("c", "met", "measured", TODAY, RECORDS, note="m 0.7 over 100 rows, asked at least 0.5"),
    )
    assert open_ == {}


def test_a_figure_that_misses_the_threshold_is_not_met() -> None:
    observations, _ = observe([make_criterion("c", "north", 2, rule())], measured(value=0.49), TIERED, TODAY)
    assert [o.value for o in observations] == ["not_met"]


def test_an_own_threshold_decides_and_the_note_says_who_set_it_and_why() -> None:
    own = replace(TIERED, thresholds={"c": Threshold(0.8, "Ana", "our contracts say so")})
    criteria = [make_criterion(id, "north", 2, rule()) for id in ("c", "d")]
    observations, _ = observe(criteria, measured(), own, TODAY)
    assert [o.value for o in observations] == ["not_met", "met"], "the other criterion keeps the product's"
    assert observations[0].note == "m 0.7 over 100 rows, asked at least 0.8 (set by Ana: our contracts say so)"


def test_an_own_threshold_is_asked_of_each_group_too() -> None:
    own = replace(TIERED, thresholds={"c": Threshold(0.1, "Ana", "a first year")})
    criterion = make_criterion("c", "north", 2, rule("share80"))
    assert observe([criterion], measured(*TIERS), TIERED, TODAY)[0][0].value == "not_met"
    assert observe([criterion], measured(*TIERS), own, TODAY)[0][0].value == "met"


def test_one_measured_value_answers_every_criterion_with_its_rule() -> None:
    criteria = [make_criterion(id, "north", 2, rule()) for id in ("c", "d")]
    assert [o.criterion for o in observe(criteria, measured(), TIERED, TODAY)[0]] == ["c", "d"]
    assert wanted(c.evidence for c in criteria if c.evidence) == (Wanted("m"),)


def test_a_metric_is_wanted_once_for_each_breakdown_and_window() -> None:
    rules = [rule(), rule("min"), rule("max"), replace(rule(), window_days=90)]
    assert wanted(rules) == (Wanted("m"), Wanted("m", "segment"), Wanted("m", None, 90))


def test_what_records_cannot_answer_stays_open_with_its_reason() -> None:
    criteria = [make_criterion("c", "north", 2, rule(least_rows=101)), make_criterion("d", "north", 2)]
    observations, open_ = observe(criteria, measured(), TIERED, TODAY)
    assert observations == ()
    assert open_ == {"c": Unanswered("c", "too_few_rows", "M rests on 100 rows of 101 needed")}


# --- what the organisation does not do, or does elsewhere ---------------------------------------------------

NEEDS = {"m": frozenset({"tasks", "plays"})}
CRITERIA = [make_criterion("c", "north", 2, rule()), make_criterion("d", "north", 2)]


def gathered(state: TableState | None, *observations: Observation) -> dict[str, object]:
    told = replace(TIERED, tables={"tasks": state} if state else {})
    found = gather(CRITERIA, observations, measured(), told, tables=NEEDS, as_of=TODAY, lives=GateRule())
    return {id: f.value if isinstance(f, Answer) else f.doubt for id, f in found.findings.items()}


def test_criteria_of_a_table_the_organisation_has_no_use_for_do_not_apply() -> None:
    assert gathered(None) == {"c": "met"}
    assert gathered("not_done") == {"c": "not_applicable"}


def test_what_does_not_apply_is_not_held_against_anyone_whatever_people_answered() -> None:
    assert gathered("not_done", observed("not_met", "documented"), observed("met", criterion="d")) == {
        "c": "not_applicable",
        "d": "met",
    }


def test_who_says_that_a_table_does_not_apply_is_the_organisation() -> None:
    told = replace(TIERED, tables={"plays": "not_done"})
    found = gather(CRITERIA, (), measured(), told, tables=NEEDS, as_of=TODAY, lives=GateRule()).findings["c"]
    assert isinstance(found, Answer)
    assert found.by == (ORGANISATION,)


def test_criteria_of_work_done_elsewhere_are_asked_and_not_measured() -> None:
    assert gathered("elsewhere") == {}
    assert gathered("elsewhere", observed("partly")) == {"c": "partly"}


def test_records_answer_over_people_and_say_why_they_cannot() -> None:
    assert gathered(None, observed("not_met", "documented")) == {"c": "met"}
    found = gather(CRITERIA, (), {}, TIERED, tables=NEEDS, as_of=TODAY, lives=GateRule()).findings
    assert isinstance(found["c"], Unanswered)
    assert found["c"].doubt == "unavailable"


def test_a_persons_answer_stands_where_records_cannot_tell() -> None:
    found = gather(CRITERIA, [observed("met")], {}, TIERED, tables=NEEDS, as_of=TODAY, lives=GateRule()).findings
    assert isinstance(found["c"], Answer)


def test_a_persons_answer_never_answers_another_criterion_with_the_same_rule() -> None:
    twins = [make_criterion(id, "north", 2, rule()) for id in ("c", "d")]
    found = gather(twins, [observed("met")], {}, TIERED, tables=NEEDS, as_of=TODAY, lives=GateRule()).findings
    assert isinstance(found["d"], Unanswered)
