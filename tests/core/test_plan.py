"""The 90-day plan: dated items, milestones, and the choices that people give back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from making import DAY, at, make_criterion, make_lever, make_model, standing

from colonnade.core.criteria import EvidenceRule
from colonnade.core.evidence import Wanted
from colonnade.core.findings import Evidence
from colonnade.core.measurement import Definition, Measured, Period, Slice
from colonnade.core.model import LeverKind, Model
from colonnade.core.organisation import Organisation, Threshold
from colonnade.core.plan import Choice, Plan, Priority, Status, make_plan, priorities
from colonnade.core.reading import Stages

LEVERS = [
    make_lever(f"{dimension}.{row}.{letter}")
    for dimension in ("north", "east", "south", "west")
    for row in (1, 2, 3)
    for letter in "abcd"
]
MODEL = make_model(levers=LEVERS)
STAGES = at(1, 2, 3, 3, 3)


def choice(
    lever: str,
    status: Status = "chosen",
    *,
    owner: str | None = None,
    done_when: str = "",
    milestone: str = "",
    due_on: date | None = None,
    reason: str = "",
) -> Choice:
    return Choice(lever, lever.split(".")[0], owner, status, done_when, milestone, due_on, reason)


def plan(
    choices: Sequence[Choice] = (),
    *,
    model: Model = MODEL,
    stages: Stages = STAGES,
    met: Sequence[str] = (),
    evidence: Evidence | None = None,
) -> Plan:
    start = standing(model, stages, met=met, evidence=evidence)
    set_aside = frozenset(c.lever for c in choices if c.status in ("done", "not_now"))
    chosen: tuple[Priority, ...] = priorities(model, start, target=model.top, most=2, done=set_aside)
    return make_plan(model, start, chosen, starts_on=DAY, choices=choices)


def levers(found: Plan) -> list[str]:
    return [item.lever for item in found.items]


# --- dates and texts ----------------------------------------------------------------------------------------


def test_a_plan_is_looked_at_after_30_and_60_days_and_ends_with_the_rescore_after_90() -> None:
    found = plan()
    assert (found.starts_on, found.review_on) == (date(2026, 1, 5), date(2026, 4, 5))
    for item in found.items:
        assert item.checkpoints == (date(2026, 2, 4), date(2026, 3, 6))
        assert item.due_on == date(2026, 4, 5)
        assert item.owner is None and item.status == "proposed"


def test_the_proposals_of_each_priority_stand_in_order() -> None:
    assert levers(plan()) == ["north.1.a", "north.1.b", "east.2.a", "east.2.b"]


RULE = EvidenceRule("portal_use", ">=", 0.6, 10)
PORTAL_USE = Definition("portal_use", "Portal use", "users over all", "share", "higher", (), "leading")


def shown(value: float, rule: EvidenceRule = RULE, *, rows: int = 40) -> Evidence:
    """Of the metric what the rule reads; of anything else another value."""
    groups = tuple(Slice(key, value + more, rows) for key, more in (("large", 0.0), ("small", 0.2)))
    measured = Measured(PORTAL_USE, value, rows, Period(DAY, DAY), {"segment": groups}, {"median": value})
    other = replace(measured, value=0.99, by={}, further={})
    return Evidence(
        measurements={Wanted("portal_use"): other, Wanted(rule.metric, rule.by, rule.window_days): measured}
    )


def with_criteria(rule: EvidenceRule | None, second: EvidenceRule | None = None) -> Model:
    return make_model(
        ["north"],
        levers=[make_lever("north.1.a", turns=["plain", "measured"])],
        criteria=[make_criterion("plain", "north", 2, second), make_criterion("measured", "north", 2, rule)],
    )


def test_the_milestone_is_what_a_metric_must_show_in_its_unit_beside_todays_value() -> None:
    [item] = plan(model=with_criteria(RULE), stages={"north": 1}, evidence=shown(0.25)).items
    assert item.milestone_today == "Portal use at least 60.0 % (today 25.0 %)"
    assert item.done_when == "plain can be shown."


def test_a_milestone_keeps_to_the_organisations_own_threshold() -> None:
    own = Organisation(thresholds={"measured": Threshold(0.8, "Ana", "we promised it")})
    [item] = plan(
        model=with_criteria(RULE), stages={"north": 1}, evidence=replace(shown(0.25), organisation=own)
    ).items
    assert item.milestone_today == "Portal use at least 80.0 % (today 25.0 %)"


def test_where_too_little_is_recorded_the_milestone_says_so() -> None:
    [item] = plan(model=with_criteria(RULE), stages={"north": 1}, evidence=shown(0.25, rows=9)).items
    assert item.milestone_today == "Portal use at least 60.0 % (today it cannot be measured)"


def test_the_text_of_a_milestone_holds_no_figure_of_the_records() -> None:
    of_others = [
        plan(model=with_criteria(RULE), stages={"north": 1}, evidence=shown(value)).items[0].milestone
        for value in (0.25, 0.31)
    ]
    assert of_others == ["Portal use at least 60.0 %"] * 2


def test_a_milestone_that_people_typed_has_no_figure_beside_it() -> None:
    typed = choice("north.1.a", milestone="Half sold")
    kept = choice("north.1.a", milestone="Portal use at least 60.0 %")
    said = [
        plan([one], model=with_criteria(RULE), stages={"north": 1}, evidence=shown(0.25)).items[0].milestone_today
        for one in (typed, kept)
    ]
    assert said == ["Half sold", "Portal use at least 60.0 % (today 25.0 %)"]


def test_without_records_the_milestone_is_left_to_the_fact_that_ends_the_lever() -> None:
    [item] = plan(model=with_criteria(RULE), stages={"north": 1}).items
    assert (item.done_when, item.milestone, item.criterion) == ("plain can be shown.", "", "plain")


def test_where_90_days_bring_a_part_the_whole_stage_is_not_what_is_due() -> None:
    model = with_criteria(None)
    longer = replace(model, pace_days=(180,))
    for met, is_done_when in (([], "plain can be shown."), (["plain", "measured"], "")):
        [item] = plan(model=longer, stages={"north": 1}, met=met).items
        assert (item.done_when, item.milestone) == (is_done_when, "")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            EvidenceRule("portal_use", ">=", 0.6, 10, by="segment", reading="min"),
            "Portal use, lowest segment at least 60.0 % (today 25.0 %)",
        ),
        (
            EvidenceRule("portal_use", ">=", 0.3, 10, by="segment", reading="share80"),
            "Portal use by segment at least 30.0 % in 80.0 % of the groups (today in 50.0 %)",
        ),
        (
            EvidenceRule("portal_use", ">=", 0.6, 10, window_days=30),
            "Portal use in 30 days at least 60.0 % (today 25.0 %)",
        ),
        (EvidenceRule("portal_use", ">=", 0.6, 10, field="median"), "Portal use at least 60.0 % (today 25.0 %)"),
    ],
)
def test_a_rule_over_another_window_field_or_breakdown_has_its_own_value(rule: EvidenceRule, said: str) -> None:
    [item] = plan(model=with_criteria(rule), stages={"north": 1}, evidence=shown(0.25, rule)).items
    assert item.milestone_today == said


def test_a_criterion_met_already_is_no_milestone() -> None:
    [item] = plan(model=with_criteria(RULE), stages={"north": 1}, met=["measured"], evidence=shown(0.7)).items
    assert (item.done_when, item.milestone) == ("plain can be shown.", "")


def test_where_no_criterion_is_left_the_picture_of_the_target_is_what_to_show() -> None:
    [item] = plan(model=with_criteria(None), stages={"north": 1}, met=["measured", "plain"]).items
    assert (item.done_when, item.milestone) == ("Stage 2 can be shown: north at 2", "")


def test_a_lever_decided_elsewhere_names_its_sponsor() -> None:
    model = make_model(["north"], levers=[make_lever("north.1.a", sponsor="Chief Executive")])
    assert plan(model=model, stages={"north": 1}).items[0].sponsor == "Chief Executive"


# --- choices given back -------------------------------------------------------------------------------------


def test_choices_of_a_dimension_replace_its_proposals_and_leave_the_others() -> None:
    found = plan([choice("north.1.d", owner="Ann")])
    assert levers(found) == ["north.1.d", "east.2.a", "east.2.b"]
    assert found.items[0].owner == "Ann" and found.items[0].status == "chosen"


def test_what_people_wrote_stands_and_what_they_left_open_is_filled_from_the_proposal() -> None:
    day = DAY + timedelta(days=45)
    [first, second] = plan(
        [choice("north.1.a", done_when="Signed.", milestone="Half sold", due_on=day), choice("north.1.b")],
    ).items[:2]
    assert (first.done_when, first.milestone, first.due_on) == ("Signed.", "Half sold", day)
    assert second.done_when and not second.milestone and second.due_on == DAY + timedelta(days=90)


@pytest.mark.parametrize("status", ["done", "not_now"])
def test_a_lever_done_or_put_off_leaves_the_proposals_and_is_kept_beside_with_its_reason(status: Status) -> None:
    found = plan([choice("north.1.a", status, reason="See minutes.")])
    assert levers(found) == ["north.1.b", "north.1.c", "east.2.a", "east.2.b"]
    [kept] = found.done if status == "done" else found.not_now
    assert (kept.lever, kept.reason, kept.status) == ("north.1.a", "See minutes.", status)
    assert not (found.not_now if status == "done" else found.done)


def test_a_choice_outside_the_priorities_is_in_the_plan_after_them() -> None:
    assert levers(plan([choice("west.3.a")])) == ["north.1.a", "north.1.b", "east.2.a", "east.2.b", "west.3.a"]


# --- warnings -----------------------------------------------------------------------------------------------


def warned(found: Plan) -> dict[str, str]:
    return {warning.id: warning.because for warning in found.warnings}


def test_an_owner_with_three_levers_in_flight_is_overloaded_and_with_two_is_not() -> None:
    three = [choice("north.1.a", owner="Ann"), choice("north.1.b", owner="Ann"), choice("east.2.a", owner="Ann")]
    assert "Ann has 3 levers" in warned(plan(three))["owner_overloaded"]
    assert "owner_overloaded" not in warned(plan(three[:2]))


def test_levers_done_or_put_off_load_nobody() -> None:
    mixed = [
        choice("north.1.a", owner="Ann"),
        choice("north.1.b", owner="Ann"),
        choice("east.2.a", "done", owner="Ann"),
        choice("east.2.b", "not_now", owner="Ann"),
    ]
    assert "owner_overloaded" not in warned(plan(mixed))


def test_a_recorded_reason_answers_the_warning() -> None:
    three = [
        choice("north.1.a", owner="Ann"),
        choice("north.1.b", owner="Ann"),
        choice("east.2.a", owner="Ann", reason="Bob joins in March."),
    ]
    found = plan(three)
    assert "owner_overloaded" not in warned(found)
    assert found.items[2].reason == "Bob joins in March."


def test_levers_without_an_owner_overload_nobody() -> None:
    assert "owner_overloaded" not in warned(plan([choice(f"north.1.{letter}") for letter in "abc"]))


def test_a_fourth_lever_of_a_dimension_asks_for_a_reason() -> None:
    assert "too_many_levers" not in warned(plan([choice(f"north.1.{letter}") for letter in "abc"]))
    assert "North has 4" in warned(plan([choice(f"north.1.{letter}") for letter in "abcd"]))["too_many_levers"]


def test_a_fourth_dimension_asks_for_a_reason() -> None:
    three = [choice("north.1.a"), choice("east.2.a"), choice("south.3.a")]
    assert "too_many_priorities" not in warned(plan(three))
    assert "too_many_priorities" in warned(plan([*three, choice("west.3.a")]))


def test_chosen_levers_that_are_all_training_are_warned_about_though_the_proposals_were_not() -> None:
    kinds: dict[str, LeverKind] = {"a": "process", "b": "tooling", "c": "training", "d": "measure"}
    model = make_model(["north"], levers=[make_lever(f"north.1.{id}", kind=kind) for id, kind in kinds.items()])
    proposals = plan(model=model, stages={"north": 1})
    assert proposals.warnings == ()
    chosen = plan([choice("north.1.c"), choice("north.1.d")], model=model, stages={"north": 1})
    assert "North: behaviour reverts" in warned(chosen)["training_or_measure_only"]


def test_a_chosen_lever_that_gives_a_revenue_number_is_guarded_by_what_else_is_in_the_plan() -> None:
    model = make_model(
        levers=[make_lever("north.2.number", revenue=True), make_lever("east.2.a"), make_lever("south.1.a")],
        needs=["east"],
    )
    stages = at(2, 2, 1, 1, 4)
    alone = plan([choice("north.2.number")], model=model, stages=stages)
    assert "East" in warned(alone)["revenue_number_unguarded"]
    beside = plan([choice("north.2.number"), choice("east.2.a")], model=model, stages=stages)
    assert "revenue_number_unguarded" not in warned(beside)
