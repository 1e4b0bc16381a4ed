"""What is asked, and in which order; what would raise a stage; which evidence to get first."""

from collections.abc import Mapping
from dataclasses import replace

from answering import Ladder, answers_in, criteria_in, days_ago, model_of
from making import make_criterion, make_model

from colonnade.content.load import shipped_model
from colonnade.core.asking import deciding, evidence_to_get, to_ask, would_raise
from colonnade.core.criteria import Criterion, EvidenceRule
from colonnade.core.model import Model
from colonnade.core.observations import Finding, Observation, Unanswered
from colonnade.core.support import Support, criteria_of, support

RECORDED = EvidenceRule("gross_revenue_retention", ">=", 0.9, 10)


def supports(model: Model, ladders: Mapping[str, Ladder]) -> dict[str, Support]:
    return {
        d.id: support(model, criteria_of(model, d.id), answers_in(ladders.get(d.id, {}), d.id))
        for d in model.dimensions
    }


def asked(ladder: Ladder) -> list[int]:
    """The stages of the criteria still asked of `north`."""
    model = model_of(ladder)
    criteria = to_ask(model, supports(model, {"north": ladder}), answers_in(ladder))
    return [c.maps["made"].stage for c in criteria]


# --- what to ask --------------------------------------------------------------------------------------------


def test_with_nothing_answered_the_first_stage_and_one_further_are_asked() -> None:
    assert asked({2: "??", 3: "??", 4: "??", 5: "??"}) == [2, 2, 3, 3]


def test_a_stage_that_holds_moves_the_asking_up() -> None:
    assert asked({2: "++", 3: "??", 4: "??", 5: "??"}) == [3, 3, 4, 4]
    assert asked({2: "++", 3: "++", 4: "++", 5: "??"}) == [5, 5]


def test_a_stage_that_does_not_hold_is_followed_by_one_further_and_no_more() -> None:
    assert asked({2: "--", 3: "??", 4: "??", 5: "??"}) == [3, 3]
    assert asked({2: "--", 3: "--", 4: "??", 5: "??"}) == []


def test_what_is_answered_already_is_not_asked_again() -> None:
    assert asked({2: "+?", 3: "-?", 4: "??"}) == [2, 3]


def test_at_the_top_only_what_was_left_out_is_asked() -> None:
    assert asked({2: "++?", 3: "++", 4: "++", 5: "++"}) == [2]


def test_stages_that_do_not_apply_are_passed_over_in_asking() -> None:
    assert asked({2: "++", 3: "xx", 4: "??", 5: "??"}) == [4, 4, 5, 5]


def test_criteria_of_stage_one_are_never_asked() -> None:
    assert asked({1: "??", 2: "??"}) == [2, 2]


def test_questions_go_by_dimension_and_from_stage_2_upward() -> None:
    scrambled = [
        *criteria_in({3: "?"}, "east"),
        *criteria_in({3: "?", 2: "?"}, "north"),
        *criteria_in({2: "?"}, "east"),
    ]
    model = make_model(("north", "east"), criteria=scrambled)
    assert [c.id for c in to_ask(model, supports(model, {}), {})] == [
        "north.2.0",
        "north.3.0",
        "east.2.0",
        "east.3.0",
    ]


# --- what would raise a stage -------------------------------------------------------------------------------


def raising(ladder: Ladder, criteria: list[Criterion] | None = None) -> tuple[str, ...]:
    model = make_model(("north",), stages=5, criteria=criteria or criteria_in(ladder))
    return would_raise(model, "north", supports(model, {"north": ladder})["north"], answers_in(ladder))


def test_what_is_not_met_at_the_next_stage_would_raise_it() -> None:
    assert raising({2: "++", 3: "+-~?x", 4: "---"}) == ("north.3.1", "north.3.2", "north.3.3")


def test_the_heaviest_come_first_and_of_these_the_easiest() -> None:
    ladder = {2: "++", 3: "--2-2-"}
    efforts = {"north.3.0": 2, "north.3.1": 3, "north.3.2": 1, "north.3.3": 1}
    criteria = [replace(c, effort=efforts.get(c.id, 1)) for c in criteria_in(ladder)]
    assert raising(ladder, criteria) == ("north.3.2", "north.3.1", "north.3.3", "north.3.0")


def test_where_a_next_stage_is_all_met_what_is_owed_below_would_raise_it() -> None:
    ladder = {2: "++--", 3: "++++", 4: "+++--", 5: ""}
    assert raising(ladder) == ("north.4.3", "north.4.4", "north.2.2", "north.2.3")


def test_nothing_would_raise_the_last_stage_or_an_unknown_one() -> None:
    assert raising({2: "+-++", 3: "++", 4: "++", 5: "++"}) == ()
    assert raising({2: "???", 3: "---"}) == ()


# --- which evidence to get first ----------------------------------------------------------------------------


def getting(
    model: Model,
    ladders: Mapping[str, Ladder],
    doubted: Mapping[str, int] | None = None,
    findings: Mapping[str, Finding] | None = None,
) -> list[str]:
    answers = {id: answer for d, ladder in ladders.items() for id, answer in answers_in(ladder, d).items()}
    found = evidence_to_get(model, supports(model, ladders), {**answers, **(findings or {})}, doubted or {})
    return [f"{e.criterion}: {e.because}" for e in found]


def ids(found: list[str]) -> list[str]:
    return [line.split(":")[0] for line in found]


def test_what_is_unanswered_at_the_next_stage_is_to_be_got() -> None:
    ladder = {2: "++?", 3: "-?x?", 4: "???"}
    assert ids(getting(model_of(ladder), {"north": ladder})) == ["north.3.1", "north.3.3"]


def test_while_nothing_is_known_the_first_stage_that_applies_is_to_be_got() -> None:
    assert ids(getting(model_of({2: "??", 3: "?"}), {"north": {}})) == ["north.2.0", "north.2.1"]
    passed = {2: "xx", 3: "??", 4: "?"}
    assert ids(getting(model_of(passed), {"north": passed})) == ["north.3.0", "north.3.1"]


def test_dimensions_that_more_reviewers_were_unsure_of_come_first() -> None:
    criteria = [c for d in ("north", "east", "south") for c in criteria_in({2: "?"}, d)]
    model = make_model(("north", "east", "south"), criteria=criteria)
    assert ids(getting(model, {}, {"south": 2, "east": 1})) == ["south.2.0", "east.2.0", "north.2.0"]
    assert ids(getting(model, {})) == ["north.2.0", "east.2.0", "south.2.0"]


def test_with_equal_doubt_what_records_could_show_comes_first_then_the_lower_stage() -> None:
    criteria = [
        *criteria_in({2: "+", 3: "?"}, "north"),
        make_criterion("said", "east", 2),
        make_criterion("recorded", "east", 2, RECORDED),
    ]
    model = make_model(("north", "east"), criteria=criteria)
    assert ids(getting(model, {"north": {2: "+"}})) == ["recorded", "said", "north.3.0"]
    assert ids(getting(model, {"north": {2: "+"}}, {"north": 1})) == ["north.3.0", "recorded", "said"]


def test_each_says_why_it_is_open() -> None:
    model = model_of({2: "??"})
    old = Observation("north.2.0", "met", "said", days_ago(200))
    expired = Unanswered("north.2.0", "expired", "the last answer is of 2026-05-06", (old,))
    assert getting(model, {"north": {}}, findings={"north.2.0": expired}) == [
        "north.2.0: expired: the last answer is of 2026-05-06",
        "north.2.1: nobody has answered it yet",
    ]


def test_what_decides_of_one_dimension_is_what_is_asked_and_what_was() -> None:
    model = model_of({2: "+?", 3: "??", 4: "??"})
    found = deciding(model, "north", answers_in({2: "+?", 3: "??", 4: "??"}))
    assert [c.maps["made"].stage for c in found] == [2, 2, 3, 3]


def test_a_capability_is_asked_what_it_names_and_the_heaviest_until_two_thirds_of_its_weight() -> None:
    esg = shipped_model("esg")
    for capability in esg.dimensions:
        own = [c for c in esg.criteria if c.capability == capability.id]
        asked_for = deciding(esg, capability.id, {})
        assert {capability.repeatable, capability.measured} - {None} <= {c.id for c in asked_for}
        assert sum(c.weight for c in asked_for) >= sum(c.weight for c in own) * 2 / 3 - 1e-9
        assert len(asked_for) < len(own)
