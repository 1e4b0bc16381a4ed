"""One answer sheet in several models: profiles, families behind, caps, and where models differ."""

from dataclasses import replace

import pytest
from answering import TODAY, Ladder, answers_in, criteria_in
from making import make_criterion, make_model

from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.criteria import Criterion, MappedTo
from colonnade.core.model import Characteristic, Model, Named
from colonnade.core.observations import Answer
from colonnade.core.readings import Cap, ModelReading, differences, read_model

TWO = {2: "++", 3: "--"}
FOUR = {2: "++", 3: "++", 4: "++", 5: "--"}


def read(model: Model, caps: tuple[Cap, ...] = (), **ladders: Ladder) -> ModelReading:
    return read_model(model, all_answers(ladders), caps)


def all_answers(ladders: dict[str, Ladder]) -> dict[str, Answer]:
    return {id: answer for d, ladder in ladders.items() for id, answer in answers_in(ladder, d).items()}


def made(dimensions: tuple[str, ...], ladder: Ladder) -> Model:
    return make_model(dimensions, stages=5, criteria=[c for d in dimensions for c in criteria_in(ladder, d)])


# --- the profile of what is supported -----------------------------------------------------------------------


def test_the_reading_is_over_the_dimensions_with_a_supported_stage_and_says_how_many() -> None:
    found = read(made(("north", "east", "south"), FOUR), north=FOUR, east=TWO)
    assert found.profile is not None
    assert (found.profile.scored, found.profile.total, found.dominant) == (2, 3, 2)
    assert {id: s.stage for id, s in found.supported.items()} == {"north": 4, "east": 2, "south": None}


def test_under_half_of_the_dimensions_supported_there_is_no_profile() -> None:
    model = made(("north", "east", "south", "west"), FOUR)
    assert read(model, north=FOUR).profile is None
    assert read(model, north=FOUR).dominant is None
    assert read(model, north=FOUR, east=FOUR).profile is not None, "half exactly is enough"


# --- caps ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cap", "dominant", "named"), [(2, 2, True), (4, 4, False), (5, 4, False)])
def test_a_cap_holds_the_dominant_stage_down_and_is_named_where_it_does(
    cap: int, dominant: int, named: bool
) -> None:
    found = read(made(("north",), FOUR), (Cap("top_accounts_test", cap, "it failed"),), north=FOUR)
    assert found.dominant == dominant
    assert bool(found.caps) is named
    assert found.supported["north"].stage == 4, "dimensions keep theirs"


def test_a_test_that_was_not_done_is_said() -> None:
    model = made(("north",), FOUR)
    assert read_model(model, {}, note="the top-accounts test was not done").note


# --- families -----------------------------------------------------------------------------------------------


def familiar(*rows: tuple[str, Ladder]) -> tuple[Model, dict[str, Answer]]:
    """A model of one dimension whose criteria belong to families, each with a ladder of its own."""
    criteria: list[Criterion] = []
    answers: dict[str, Answer] = {}
    for family, ladder in rows:
        for criterion in criteria_in(ladder, family):
            at = MappedTo("north", criterion.maps["made"].stage, f"of_{family}")
            criteria.append(replace(criterion, maps={"made": at}))
        answers |= answers_in(ladder, family)
    model = make_model(("north",), stages=4, criteria=criteria)
    characteristics = tuple(Characteristic(f"of_{family}", "s2", "", family) for family, _ in rows)
    families = tuple(Named(family, "", family.title()) for family, _ in rows)
    return replace(model, characteristics=characteristics, families=families), answers


def test_families_whose_own_criteria_stand_a_stage_lower_are_named() -> None:
    model, answers = familiar(
        ("plays", {2: "+++++", 3: "+++++", 4: "--"}), ("health", {2: "++", 3: "--"}), ("people", {2: "--"})
    )
    found = read_model(model, answers)
    assert found.supported["north"].stage == 2, "nine of eleven, then five of seven with twelve of eighteen pooled"
    assert [(f.name, f.stage) for f in found.families_behind] == [("People", 1)]


def test_a_family_that_is_not_answered_enough_is_not_behind() -> None:
    model, answers = familiar(("plays", {2: "++++", 3: "----"}), ("health", {2: "-?"}))
    found = read_model(model, answers)
    assert found.supported["north"].stage == 2
    assert found.families_behind == ()


def test_a_model_without_families_names_none() -> None:
    assert read(made(("north",), FOUR), north=FOUR).families_behind == ()


# --- where models differ ------------------------------------------------------------------------------------

OTHER = "other"


def pair(rows: str) -> tuple[Model, Model, dict[str, Answer]]:
    """Two models of one dimension; a criterion `c3.-` stands at 3 of one, in none of the other, and is not met."""
    one, two = make_model(("north",), stages=3), replace(make_model(("north",), stages=3), id=OTHER, name="Other")
    made_of: list[Criterion] = []
    answers: dict[str, Answer] = {}
    for row in rows.split():
        id, mark = row[0], row[3]
        stages = {"made": row[1], OTHER: row[2]}
        maps = {model: MappedTo("north", int(stage)) for model, stage in stages.items() if stage != "."}
        made_of.append(replace(make_criterion(id, "north", 2), maps=maps))
        for answer in answers_in({2: mark}).values():
            answers[id] = replace(answer, criterion=id)
    return (
        replace(one, criteria=tuple(c for c in made_of if "made" in c.maps)),
        replace(two, criteria=tuple(c for c in made_of if OTHER in c.maps)),
        answers,
    )


def differing(one: Model, two: Model, answers: dict[str, Answer]) -> list[tuple[str, str, tuple[str, ...], str]]:
    models = (one, two)
    found = differences(models, {m.id: read_model(m, answers) for m in models}, answers)
    return [(d.higher, d.lower, d.criteria, d.words.split(": ")[1]) for d in found]


def test_models_differ_by_what_is_not_met_in_the_lower_one_and_not_asked_yet_in_the_higher_one() -> None:
    one, two, answers = pair("a22+ b22+ c32- d.2- e22- f21+")
    words = "2 criteria of the second's next stage are not met that the first does not ask yet"
    assert differing(one, two, answers) == [("made", OTHER, ("c", "d"), words)]


def test_what_does_not_apply_or_is_unanswered_is_not_called_unmet() -> None:
    one, two, answers = pair("a21+ b21+ c.2- d.2x e.2- f32?")
    assert [d[2] for d in differing(one, two, answers)] == [("c", "e")]


def test_models_that_differ_for_want_of_answers_say_so() -> None:
    one, two, answers = pair("a22+ b22+ c.3? d.3? e3.+ f3.+")
    words = "2 criteria of the second's next stage are not answered"
    assert differing(one, two, answers) == [("made", OTHER, (), words)]


def test_models_that_only_divide_their_ladders_differently_say_so() -> None:
    one, two, answers = pair("a23+ b23+ c23+ d22-")
    words = "they ask the same facts, and divide their ladders differently"
    assert [d[3] for d in differing(one, two, answers)] == [words]


def test_models_at_the_same_part_of_their_ladders_do_not_differ() -> None:
    one, two, answers = pair("a22+ b22+ c33-")
    assert differing(one, two, answers) == []


# --- the shipped models -------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", [id for id in shipped_ids() if id != "esg"])
def test_all_met_is_the_top_of_every_shipped_model_and_nothing_met_its_first_stage(id: str) -> None:
    model = shipped_model(id)
    met = {c.id: Answer(c.id, "met", "said", TODAY, ()) for c in model.criteria}
    best = read_model(model, met)
    worst = read_model(model, {id: replace(a, value="not_met") for id, a in met.items()})
    assert {s.stage for s in best.supported.values()} == {model.top}
    assert {s.stage for s in worst.supported.values()} == {1}
    assert (best.dominant, worst.dominant) == (model.top, 1)


def test_the_shipped_model_without_stages_is_read_by_capabilities_only() -> None:
    found = read_model(shipped_model("esg"), {})
    assert found.capabilities is not None
    assert (found.profile, found.dominant, dict(found.supported)) == (None, None, {})
