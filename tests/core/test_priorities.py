"""What to move next and by which levers: the order of priorities, targets, ranking, guards and pace."""

from collections.abc import Sequence

import pytest
from making import FIVE, at, make_criterion, make_lever, make_model, standing

from colonnade.content.load import shipped_model
from colonnade.core.levers import candidates
from colonnade.core.model import LeadRule, Lever, LeverKind, Model
from colonnade.core.plan import Priority, priorities, project
from colonnade.core.reading import Stages


def choose(
    model: Model,
    stages: Stages,
    *,
    target: int | None = None,
    most: int = 2,
    met: Sequence[str] = (),
    done: Sequence[str] = (),
) -> tuple[Priority, ...]:
    return priorities(
        model, standing(model, stages, met=met), target=target or model.top, most=most, done=frozenset(done)
    )


def order(model: Model, stages: Stages) -> list[str]:
    return [priority.dimension for priority in choose(model, stages, most=len(stages))]


def ranked(priority: Priority) -> list[str]:
    return [lever.id for lever in priority.levers]


# --- order --------------------------------------------------------------------------------------------------


def test_the_primary_leads_then_constraints_others_rest_on_then_what_is_outrun_then_the_lowest() -> None:
    """West carries two, centre one; south is as low and carries nothing; east is outrun by north."""
    model = make_model(
        [*FIVE, "crown"],
        stages=5,
        rests_on={"north": ["west", "east"], "east": ["west"], "south": ["centre"]},
    )
    stages = at(5, 3, 1, 1, 1, 2, dimensions=[*FIVE, "crown"])
    assert order(model, stages) == ["west", "centre", "east", "south", "crown"]


def test_each_priority_says_why_it_stands_where_it_does() -> None:
    model = make_model(stages=5, rests_on={"north": ["west", "east"], "east": ["west"], "south": ["centre"]})
    because = {p.dimension: p.because for p in choose(model, at(4, 2, 4, 1, 1), most=3)}
    assert because == {
        "west": "the primary constraint",
        "centre": "a constraint that other dimensions rest on",
        "east": "North stands 2 ahead of it",
    }


def test_in_an_even_profile_the_primary_is_where_to_start() -> None:
    model = make_model()
    assert choose(model, at(2, 2, 2, 3, 3))[0].because == "where to start"


def test_the_largest_lead_comes_first_among_stalls_and_strains() -> None:
    """East outruns south by two (a stall), north outruns centre by three; west outruns nothing."""
    model = make_model(
        stages=6,
        rests_on={"east": ["south"], "north": ["centre"]},
        strains=[LeadRule("north", "west", 1, "product", "strain")],
    )
    stages = at(6, 6, 4, 1, 3)
    assert order(model, stages) == ["west", "centre", "south"]


def test_between_a_stall_and_a_strain_of_the_same_lead_the_lower_stage_goes_first() -> None:
    strain = LeadRule("south", "west", 1, "product", "")
    model = make_model(stages=6, rests_on={"north": ["east"]}, strains=[strain])
    assert order(model, at(6, 4, 5, 3, 2))[:3] == ["centre", "west", "east"]
    assert order(model, at(5, 2, 5, 3, 1))[:3] == ["centre", "east", "west"]


def test_without_edges_the_lowest_stages_lead_in_the_models_order() -> None:
    assert order(make_model(), at(3, 2, 1, 2, 3)) == ["south", "east", "west", "north", "centre"]


def test_two_are_chosen_by_default_and_one_to_three_on_request() -> None:
    model, stages = make_model(), at(1, 2, 2, 3, 3)
    assert [len(choose(model, stages, most=most)) for most in (1, 2, 3)] == [1, 2, 3]


def test_a_dimension_at_the_last_stage_is_never_a_priority() -> None:
    assert order(make_model(), at(4, 4, 3, 4, 4)) == ["south"]
    assert order(make_model(), at(4, 4, 4, 4, 4)) == []


def test_a_missing_dimension_is_no_priority() -> None:
    assert order(make_model(), at(2, None, 1)) == ["south", "north"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (2, {"north": (1, 2)}),
        (3, {"north": (1, 2), "east": (2, 3)}),
        (4, {"north": (1, 2), "east": (2, 3), "south": (3, 4)}),
    ],
)
def test_dimensions_at_the_target_or_above_are_no_priorities_and_nobody_is_sent_further_than_one_stage(
    target: int, expected: dict[str, tuple[int, int]]
) -> None:
    found = choose(make_model(), at(1, 2, 3, 4), target=target, most=3)
    assert {p.dimension: (p.from_stage, p.to_stage) for p in found} == expected


@pytest.mark.parametrize(("stage", "days"), [(1, 90), (2, 180), (3, 360), (4, 360), (8, 360)])
def test_one_stage_takes_90_then_180_then_360_days(stage: int, days: int) -> None:
    [priority] = choose(make_model(["north"], stages=9), {"north": stage})
    assert priority.pace_days == days


def test_the_pace_is_the_models_own() -> None:
    [priority] = choose(make_model(["north"], stages=9, pace_days=(30, 60)), {"north": 5})
    assert priority.pace_days == 60


def test_the_target_is_written_as_the_unmet_criteria_of_its_cell() -> None:
    model = make_model(
        criteria=[
            make_criterion("n2a", "north", 2),
            make_criterion("n2b", "north", 2),
            make_criterion("n3", "north", 3),
            make_criterion("e2", "east", 2),
        ]
    )
    [priority] = choose(model, at(1, 3, 3, 3, 3), most=1, met=["n2a"])
    assert priority.unmet == ("n2b",)


# --- levers -------------------------------------------------------------------------------------------------


def test_candidates_stand_in_the_present_row_or_in_the_targets_row_when_they_lead_to_it() -> None:
    levers = [
        make_lever("north.1.past"),
        make_lever("north.2.own", leads_to=2),
        make_lever("north.2.next", leads_to=3),
        make_lever("north.3.picture", leads_to=3),
        make_lever("north.3.beyond", leads_to=4),
        make_lever("north.4.far", leads_to=4),
        make_lever("east.2.other"),
    ]
    found = candidates(make_model(levers=levers), "north", 2, frozenset())
    assert [lever.id for lever in found] == ["north.2.own", "north.2.next", "north.3.picture"]


def test_levers_done_or_put_off_are_no_candidates() -> None:
    levers = [make_lever("north.1.a"), make_lever("north.1.b"), make_lever("north.1.c")]
    [priority] = choose(make_model(["north"], levers=levers), {"north": 1}, done=["north.1.a"])
    assert ranked(priority) == ["north.1.b", "north.1.c"]


@pytest.mark.parametrize(
    ("case", "first", "second"),
    [
        (
            "more unmet criteria turned beats less effort",
            make_lever("north.2.b", effort=3, turns=["one", "two"]),
            make_lever("north.2.a", effort=1, turns=["one"]),
        ),
        (
            "a criterion already met counts for nothing",
            make_lever("north.2.b", turns=["one"], effort=1),
            make_lever("north.2.a", turns=["two", "met"], effort=2),
        ),
        (
            "less effort beats the present row",
            make_lever("north.3.b", leads_to=3, effort=1),
            make_lever("north.2.a", effort=2),
        ),
        (
            "the present row beats the model's order of rows it leads to",
            make_lever("north.2.b", effort=1),
            make_lever("north.3.a", leads_to=3, effort=1),
        ),
        ("then the model's order", make_lever("north.2.b"), make_lever("north.2.a")),
    ],
)
def test_levers_rank_by_criteria_turned_effort_row_and_order(case: str, first: Lever, second: Lever) -> None:
    criteria = [make_criterion(id, "north", 3) for id in ("one", "two", "met")]
    listed = [first, second] if case == "then the model's order" else [second, first]
    model = make_model(["north"], levers=listed, criteria=criteria)
    [priority] = choose(model, {"north": 2}, met=["met"])
    assert ranked(priority) == [first.id, second.id], case
    assert [lever.rank for lever in priority.levers] == [1, 2]


def test_two_levers_are_proposed_and_a_third_only_when_it_turns_other_unmet_criteria() -> None:
    criteria = [make_criterion(id, "north", 2) for id in ("one", "two", "three")]
    first, second = make_lever("north.1.a", turns=["one", "two"]), make_lever("north.1.b", turns=["one"])
    same = make_lever("north.1.c", turns=["two"], effort=2)
    other = make_lever("north.1.d", turns=["three"], effort=3)
    without = make_model(["north"], levers=[first, second, same], criteria=criteria)
    beside = make_model(["north"], levers=[first, second, same, other], criteria=criteria)
    assert ranked(choose(without, {"north": 1})[0]) == ["north.1.a", "north.1.b"]
    assert ranked(choose(beside, {"north": 1})[0]) == ["north.1.a", "north.1.b", "north.1.d"]
    assert ranked(choose(beside, {"north": 1}, met=["three"])[0]) == ["north.1.a", "north.1.b"]


def test_never_more_than_three_are_proposed() -> None:
    criteria = [make_criterion(f"c{n}", "north", 2) for n in range(6)]
    levers = [make_lever(f"north.1.l{n}", turns=[f"c{n}"]) for n in range(6)]
    assert len(choose(make_model(["north"], levers=levers, criteria=criteria), {"north": 1})[0].levers) == 3


def test_a_lever_says_what_it_turns_its_effort_its_row_and_who_decides() -> None:
    levers = [make_lever("north.1.a", turns=["one", "two"], effort=3, sponsor="Chief Executive")]
    criteria = [make_criterion(id, "north", 2) for id in ("one", "two")]
    [priority] = choose(make_model(["north"], levers=levers, criteria=criteria), {"north": 1})
    assert priority.levers[0].because == (
        "brings about 2 facts of the target that are not shown yet",
        "effort: up to twelve weeks",
        "a step from the present stage",
        "decided by an executive: sponsor Chief Executive",
    )


# --- warnings and guards ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "warned"),
    [
        (["training", "training"], True),
        (["training", "measure"], True),
        (["training", "process"], False),
        (["measure", "compensation"], False),
        (["structure", "tooling"], False),
    ],
)
def test_a_priority_whose_levers_are_all_training_or_measure_is_warned_about(
    kinds: list[LeverKind], warned: bool
) -> None:
    levers = [make_lever(f"north.1.l{n}", kind=kind) for n, kind in enumerate(kinds)]
    [priority] = choose(make_model(["north"], levers=levers), {"north": 1})
    assert ("training_or_measure_only" in {w.id for w in priority.warnings}) is warned


GUARDED = [
    make_lever("north.2.number", leads_to=3, revenue=True, effort=1),
    make_lever("north.2.plain", effort=3),
]


def guarded(*, needs: Sequence[str] = ("east", "south")) -> Model:
    return make_model(levers=GUARDED, needs=needs)


def test_a_lever_that_gives_a_revenue_number_is_warned_about_while_what_it_needs_stands_lower() -> None:
    [priority] = choose(guarded(), at(2, 2, 2, 4, 4), most=1)
    [warning] = [w for w in priority.warnings if w.id == "revenue_number_unguarded"]
    assert "East and South" in warning.because and "stage 3" in warning.because
    assert ranked(priority) == ["north.2.plain", "north.2.number"]
    assert priority.levers[1].because[-1] == "after East and South, which it needs"


def test_it_is_guarded_when_what_it_needs_is_at_that_stage() -> None:
    [priority] = choose(guarded(), at(2, 3, 3, 4, 4), most=1)
    assert priority.warnings == ()
    assert ranked(priority) == ["north.2.number", "north.2.plain"]


def test_it_is_guarded_when_what_it_needs_is_in_the_plan_to_get_there() -> None:
    priority = choose(guarded(needs=["east"]), at(2, 2, 4, 4, 4), most=2)[0]
    assert priority.dimension == "north"
    assert priority.warnings == ()


def test_what_nobody_scored_guards_nothing() -> None:
    [priority] = choose(guarded(), at(2, None, 3, 4, 4), most=1)
    [warning] = [w for w in priority.warnings if w.id == "revenue_number_unguarded"]
    assert "East is neither" in warning.because


def test_a_lever_of_a_needed_dimension_needs_the_others_and_not_itself() -> None:
    [priority] = choose(guarded(needs=["north", "east"]), at(2, 3, 4, 4, 4), most=1)
    assert priority.warnings == ()


# --- projection ---------------------------------------------------------------------------------------------


def test_the_projection_reads_the_stages_with_every_priority_at_its_target() -> None:
    model, stages = make_model(), at(1, 1, 2, 3, 3)
    chosen = choose(model, stages)
    found = project(model, standing(model, stages), chosen)
    assert [p.dimension for p in chosen] == ["north", "east"]
    assert found.average == pytest.approx((2 + 2 + 2 + 3 + 3) / 5)
    assert (found.dominant, found.constraints) == (2, ("north", "east", "south"))
    assert found.reached_in_days == 90
    assert found.note.startswith("A projection")
    assert "named part" not in found.note


def test_where_a_stage_takes_longer_than_90_days_the_projection_says_that_a_part_is_due_by_then() -> None:
    model, stages = make_model(), at(1, 3, 4, 4, 4)
    found = project(model, standing(model, stages), choose(model, stages))
    assert found.reached_in_days == 360
    assert "East takes up to 360 days" in found.note and "day 90" in found.note
    assert "North" not in found.note


def test_with_nothing_left_to_move_the_projection_is_the_present() -> None:
    model, stages = make_model(), at(4, 4, 4, 4, 4)
    found = project(model, standing(model, stages), ())
    assert (found.average, found.reached_in_days) == (4, 0)


def test_where_a_step_takes_longer_than_the_plan_the_named_part_is_what_its_levers_turn() -> None:
    model = shipped_model("csmi")
    slow = {d.id: 3 for d in model.dimensions} | {"data_intelligence": 2}
    quick = {d.id: 3 for d in model.dimensions} | {"data_intelligence": 1}
    for stages, is_whole in ((slow, False), (quick, True)):
        [priority] = priorities(model, standing(model, stages), target=5, most=1, done=frozenset())
        turned = {id for ranked in priority.levers for id in model.levers[ranked.id].turns}
        assert priority.unmet
        assert priority.named_part == tuple(id for id in priority.unmet if is_whole or id in turned)
        assert (priority.named_part == priority.unmet) is is_whole
