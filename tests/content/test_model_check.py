"""`models check`: every fault of a model file is named, all at once, each on its own line."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import SPOILS, model_text, spoil

from colonnade.content.load import (
    MODELS,
    MOST_PROBLEMS,
    bank_problems,
    find_model,
    load_model,
    model_problems,
    shipped_ids,
)
from colonnade.core.errors import BadModel, Problem, UnknownModel, UserError

GOOD = model_text(stages=3, dimensions=["alder", "birch"])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "model.yaml"


def problems(file: Path, text: str) -> tuple[Problem, ...]:
    file.write_text(text, encoding="utf-8")
    return model_problems(file)


# --- many faults at once ------------------------------------------------------------------------------------

FAULTY = """\
id: My Model                    #! 'My Model' is not an id
name: Woods
version: one                    #! 'one' is not a version such as 1.0.0
about: [a, list]                #! expected a text, found a list of 2
colour: green                   #! unknown field 'colour'
roll_up: gates                  #! expected one of gate, mean
stages:
  - {id: low, name: Low, summary: Low.}
  - {id: low, name: High}       #! field 'summary' is missing | stage 'low' stands twice, first on line 8
pace_days: [90, 180]            #! pace_days has 2 figures for 1 steps
groups:
  - {id: near, name: Near}
dimensions:
  - id: alder                   #! 'alder' has no cell for stage 2
    name: Alder
    about: The alders.
    group: nearby               #! unknown group 'nearby'; did you mean 'near'?
    rest_on: []                 #! unknown field 'rest_on'; did you mean 'rests_on'?
    cells:
      - stage: 1
        looks_like: Thin.
        levers:
          - id: a
            text: T
            kind: magic         #! training, measure; found 'magic'
            decided_by: executive  #! lever 'a' is decided outside CS: name its 'sponsor'
            effort: 9           #! expected a whole number from 1 to 3, found '9'
            leads_to: 2
      - looks_like: Thick.
        stage: 7                #! stage 7 is not one of the model's 2 stages
        extra:                  #! unknown field 'extra'
          - {more: 1}
  - id: birch
    name: Birch
    about: The birches.
    group: near
    rests_on:
      - {dimension: ceder}      #! unknown dimension 'ceder'
    cells:
      - {stage: first, looks_like: Thin.}   #! expected a whole number from 1 to 9, found 'first'
      - {stage: 2, looks_like: }            #! expected a text, found nothing
patterns:
  - id: thicket
    name: Thicket
    text: T
    remedy: R
    levers: [b]                 #! unknown lever 'b'
    scores: {dimension: birch, at_least: many}  #! expected a whole number from 1 to 9, found 'many'
"""


def announced(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.search(r"#! (.*)$", line):
            yield from ((number, words.strip()) for words in found[1].split(" | "))


def test_a_file_with_many_faults_names_each_of_them_on_its_line_and_nothing_else(file: Path) -> None:
    found = problems(file, FAULTY)
    expected = list(announced(FAULTY))
    for line, words in expected:
        matching = [str(p) for p in found if p.line == line and words in p.message]
        assert len(matching) == 1, (line, words, [str(p) for p in found if p.line == line])
    assert {p.line for p in found} == {line for line, _ in expected}
    assert len(found) == len(expected) == 21
    assert all(problem.file == "model.yaml" for problem in found)


def test_problems_stand_in_the_order_of_their_lines(file: Path) -> None:
    lines = [problem.line or 0 for problem in problems(file, FAULTY)]
    assert lines == sorted(lines) and lines[0] >= 1


def test_loading_such_a_file_raises_them_all(file: Path) -> None:
    file.write_text(FAULTY, encoding="utf-8")
    with pytest.raises(BadModel) as raised:
        load_model(file)
    assert len(raised.value.problems) == len(model_problems(file))


# --- one fault at a time ------------------------------------------------------------------------------------

PLANT = "{id: alder.1.plant, text: Plant it., kind: process, decided_by: cs_leader, effort: 1, leads_to: 2}"
PROFILE = "stage: ring1, arr: few, team_size: one"
CHANGED = [
    ("id: woods", "id: ''", "id: ''", "expected an id"),
    ('version: "2.3.4"', "version: 2.3", "version: 2.3", "is not a version"),
    ("name: Woods", "nmae: Woods", "nmae: Woods", "unknown field 'nmae'; did you mean 'name'?"),
    ("name: Woods\n", "", "id: woods", "field 'name' is missing"),
    ("about: How", f"about: {'x' * 5000}", "about: xxx", "longer than 4,000"),
    ("  - id: alder\n", "  - id: Alder Tree\n", "id: Alder Tree", "not an id"),
    ("  - id: birch\n", "  - id: alder # again\n", "# again", "dimension 'alder' stands twice, first on line"),
    ("[{dimension: alder}]", "[{dimension: birch}]", "[{dimension: birch}]", "rests on itself"),
    ("[{dimension: alder}]", "[{dimension: alder}, {dimension: alder}]", "rests_on", "rests on 'alder' twice"),
    (PLANT, PLANT.replace("leads_to: 2", "leads_to: 3"), "alder.1.plant", "leads to 3; its row leads to 1 or 2"),
    (PLANT, PLANT.replace("effort: 1", "effort: 2.5"), "2.5", "whole number from 1 to 3, found '2.5'"),
    (PLANT, PLANT.replace("effort: 1", "effort: \u0663"), "\u0663", "whole number from 1 to 3"),
    (PLANT, PLANT.replace("cs_leader", "executive"), "executive", "name its 'sponsor'"),
    (PLANT, PLANT.replace("}", ", gives_revenue_number: yes}"), "yes}", "expected true or false, found 'yes'"),
    (PLANT, PLANT.replace("}", ", turns: [no.such]}"), "no.such", "unknown criterion 'no.such'"),
    ("id: alder.1.prune", "id: alder.1.plant, sponsor: Ann", "Ann", "lever 'alder.1.plant' stands twice"),
    (PLANT, "just words", "just words", "expected a mapping with id, text"),
    (
        "looks_like: Alder 1 rings thick.",
        "looks_like: [Alder] # rings",
        "[Alder]",
        "expected a text, found a list of 1",
    ),
    ("stall_lead: 2", "stall_lead: 0", "stall_lead: 0", "from 1 to 9, found '0'"),
    ("stall_lead: 2", f"stall_lead: {'9' * 5000}", "stall_lead", "whole number from 1 to 9"),
    ("against: alder, lead", "against: alders, lead", "against: alders", "did you mean 'alder'?"),
    ("levers: [birch.1.prune]", "levers: [birch.1.prunes]", "prunes", "did you mean 'birch.1.prune'?"),
    ("at_most: 2}", "at_most: 4}", "at_most: 4", "stage 4 is not one of the model's 3 stages"),
    ("at_most: 2}", "at_last: 2}", "at_last", "expected a mapping with one of all, any, count, at_least"),
    ("below: average}", "below: averages}", "below: averages", "unknown dimension 'averages'"),
    ("      all:\n", "      none:\n", "      none:", "expected a mapping with one of all, any"),
]
ADDED = [
    ("roll_up: sum", "roll_up", "expected one of gate, mean"),
    ("roll_up: capability_bands", "roll_up", "needs 'bands'"),
    ("roll_up: capability_bands", "stages:", "reads no stages"),
    ("pace_days: [90, 180, 360]", "pace_days", "3 figures for 2 steps"),
    ("answers: {met: 1, not_met: 1}", "answers", "two different values"),
    ("answers: {met: 2, not_met: 0}", "answers", "a number from 0 to 1, found '2'"),
    ("gate: {met_share: 75}", "met_share", "a number from 0 to 1, found '75'"),
    ("bands:\n  - {id: a, name: A, from: 0.1}", "0.1", "the first band begins at 0"),
    ("bands:\n  - {id: a, name: A}\n  - {id: b, name: B, from: 0}", "name: B,", "at or below band 'a'"),
    (f"profiles:\n  - {{{PROFILE}, team: [4, 2]}}", "[4, 2]", "team [4, 2] is no band"),
    (f"profiles:\n  - {{{PROFILE}, team: [none, 2]}}", "[none, 2]", "no first figure"),
    (f"profiles:\n  - {{{PROFILE}, team: [1, 2, 3]}}", "[1, 2, 3]", "expected 2 to 2 entries, found 3"),
    (f"profiles:\n  - {{{PROFILE}, team: [1, many]}}", "many", "found 'many'; or 'none'"),
    ("profiles:\n  - {stage: ring9, arr: few, team_size: one}", "ring9", "unknown stage 'ring9'"),
    ("pitfalls:\n  - {id: a, text: A}\n  - {id: a, text: B}", "text: B", "pitfall 'a' stands twice"),
    ("principles: none", "principles", "expected a list, found 'none'"),
    ("groups:\n  - {id: near, name: Near}", "  - id: alder\n", "'alder' names no group"),
]


def test_the_model_that_the_faults_are_put_into_has_none(file: Path) -> None:
    assert problems(file, GOOD) == ()


@pytest.mark.parametrize(("old", "new", "on", "words"), CHANGED, ids=[words for *_, words in CHANGED])
def test_a_changed_line_is_named(file: Path, old: str, new: str, on: str, words: str) -> None:
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    assert words in on_line(problems(file, text), line_of(text, on))


@pytest.mark.parametrize(("added", "on", "words"), ADDED, ids=[words for *_, words in ADDED])
def test_an_added_field_is_named(file: Path, added: str, on: str, words: str) -> None:
    text = f"{GOOD}{added}\n"
    assert words in on_line(problems(file, text), line_of(text, on))


def line_of(text: str, part: str) -> int:
    """The line that `part` stands on; it must stand once."""
    assert text.count(part) == 1, part
    return text.count("\n", 0, text.index(part)) + 1


def on_line(found: tuple[Problem, ...], line: int) -> str:
    return " | ".join(problem.message for problem in found if problem.line == line)


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ("stages: []", "expected 2 to 9 entries, found 0"),
        ("stages:\n  - {id: a, name: A, summary: S}", "expected 2 to 9 entries, found 1"),
        ("stages:\n" + "  - {id: a%d, name: A, summary: S}\n" * 10 % tuple(range(10)), "2 to 9 entries, found 10"),
        ("", "field 'stages' is missing"),
    ],
)
def test_a_model_has_two_to_nine_stages(file: Path, stages: str, words: str) -> None:
    text = f'id: a\nname: A\nversion: "1.0.0"\nabout: A\n{stages}\ndimensions: [{{id: d, name: D, about: D}}]\n'
    assert any(words in problem.message for problem in problems(file, text))


def test_an_unreadable_stage_is_one_fault_and_draws_no_false_ones_after_it(file: Path) -> None:
    text = GOOD.replace("stage: 2\n        looks_like: Alder", "stage: two\n        looks_like: Alder")
    [problem] = problems(file, text)
    assert problem.message == "expected a whole number from 1 to 9, found 'two'"


def test_dimensions_that_rest_on_each_other_in_a_ring_are_each_named(file: Path) -> None:
    trees = model_text(2, ["alder", "birch", "cedar"])
    pair = trees.replace("The alders.\n", "The alders.\n    rests_on: [{dimension: cedar}]\n")
    ring = pair.replace("The cedars.\n    rests_on: [{dimension: alder}]", "C\n    rests_on: [{dimension: birch}]")
    named = re.compile(r"'(\w+)' rests on itself")
    assert named.findall(str(BadModel(problems(file, trees)))) == []
    assert named.findall(str(BadModel(problems(file, pair)))) == ["alder", "cedar"]
    assert named.findall(str(BadModel(problems(file, ring)))) == ["alder", "birch", "cedar"]


def test_beyond_five_hundred_faults_the_rest_waits_for_the_next_check(file: Path) -> None:
    found = problems(file, GOOD + "".join(f"field{n}: 1\n" for n in range(2000)))
    assert len(found) == MOST_PROBLEMS + 1
    assert found[0].message == "has more than 500 problems; mend these first"


# --- shipped models and names -------------------------------------------------------------------------------


@pytest.mark.parametrize("id", shipped_ids())
def test_a_shipped_model_has_no_problem(id: str) -> None:
    assert model_problems(MODELS / f"{id}.yaml") == ()


def test_the_shipped_bank_has_no_problem() -> None:
    assert bank_problems() == ()


def test_a_model_is_found_by_its_id_or_by_its_file(file: Path) -> None:
    file.write_text(GOOD, encoding="utf-8")
    assert find_model(str(file)).id == "woods"
    assert find_model("five_stage").id == "five_stage"


@pytest.mark.parametrize("name", ["nosuch", "../csmi", "csmi.txt", ""])
def test_an_unknown_model_names_the_shipped_ones(name: str) -> None:
    with pytest.raises(UnknownModel, match="csmi, distilled, esg, five_stage"):
        find_model(name)


# --- whatever a file holds ----------------------------------------------------------------------------------

EDITS = st.lists(
    st.tuples(st.integers(0, GOOD.count("\n") - 1), st.sampled_from(sorted(SPOILS))), min_size=1, max_size=4
)


@given(EDITS)
@settings(max_examples=250, deadline=None)
def test_a_model_file_however_spoilt_is_judged_and_never_breaks_the_check(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, str]]
) -> None:
    file = tmp_path_factory.getbasetemp() / "spoilt.yaml"
    text = spoil(GOOD, edits)
    try:
        found = problems(file, text)
    except UserError as mistake:
        found = mistake.problems
    last = text.count("\n") + 1
    assert all(p.file == "spoilt.yaml" and 1 <= (p.line or 1) <= last for p in found)
    if not found:
        assert load_model(file).id
