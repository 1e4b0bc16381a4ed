"""Any model a user writes is diagnosed like the shipped ones: no code knows a model's or a dimension's id."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from made_up import NAMES, model_text

import colonnade
from colonnade.content.load import bank, load_model, shipped_ids, shipped_model
from colonnade.core.claims import Claims, Consensus, Score
from colonnade.core.diagnosis import Diagnosis, Options, diagnose
from colonnade.core.model import Model
from colonnade.core.plan import Choice

DAY = date(2026, 1, 5)
FIVE = NAMES[:5]


def load(tmp_path: Path, text: str) -> Model:
    file = tmp_path / "woods.yaml"
    file.write_text(text, encoding="utf-8")
    return load_model(file)


def scored(model: Model, *rows: Sequence[int], agreed: dict[str, int] | None = None) -> Claims:
    return Claims(
        tuple(
            Score(f"reviewer {n}", dimension.id, stage)
            for n, row in enumerate(rows, start=1)
            for dimension, stage in zip(model.dimensions, row, strict=True)
        ),
        tuple(Consensus(id, stage, "talked over") for id, stage in (agreed or {}).items()),
    )


@pytest.fixture
def woods(tmp_path: Path) -> Model:
    return load(tmp_path, model_text(stages=4, dimensions=FIVE))


@pytest.fixture
def found(woods: Model) -> Diagnosis:
    """Alder 1, birch 3, cedar 2, dogwood 3, elm 2 after two reviewers, who differ on birch by two."""
    claims = scored(woods, [1, 4, 2, 3, 2], [1, 2, 2, 3, 2], agreed={"birch": 3})
    return diagnose(woods, claims, Options(DAY, DAY))


def test_a_made_up_model_of_four_stages_and_five_dimensions_is_none_of_the_shipped_ones(woods: Model) -> None:
    assert (woods.top, len(woods.dimensions)) == (4, 5)
    assert woods.id not in shipped_ids()
    assert not woods.by_id.keys() & {d.id for id in shipped_ids() for d in shipped_model(id).dimensions}


def test_its_diagnosis_remembers_the_models_id_and_version(found: Diagnosis) -> None:
    assert (found.model.id, found.model.version) == ("woods", "2.3.4")


def test_its_profile_is_read(found: Diagnosis) -> None:
    assert found.stages == {"alder": 1, "birch": 3, "cedar": 2, "dogwood": 3, "elm": 2}
    assert found.profile.average == pytest.approx(2.2)
    assert found.profile.distribution == {1: 1, 2: 2, 3: 2, 4: 0}
    assert (found.profile.dominant.stage, found.profile.dominant.tied) == (2, (2, 3))
    assert (found.profile.constraints, found.profile.primary_constraint) == (("alder",), "alder")
    assert found.profile.firmness == "firm"
    assert found.status == "agreed"
    assert [d.id for d in found.dimensions if d.dispute] == ["birch"]


def test_its_own_edges_rules_and_patterns_hold(found: Diagnosis) -> None:
    assert [(s.dimension, s.other) for s in found.stalls] == [("birch", "alder"), ("dogwood", "alder")]
    assert [(s.dimension, s.other, s.lead) for s in found.strains] == [("birch", "alder", 2)]
    assert found.strains[0].because == "Birch shades alder."
    assert found.idle == ()
    assert [(p.id, p.state, p.because) for p in found.patterns] == [("thicket", "suspected", ("Elm at 2",))]


def test_its_priorities_levers_plan_and_projection_are_made(found: Diagnosis) -> None:
    assert [(p.dimension, p.from_stage, p.to_stage, p.pace_days) for p in found.priorities] == [
        ("alder", 1, 2, 90),
        ("cedar", 2, 3, 180),
    ]
    assert [item.lever for item in found.plan.items] == [
        "alder.1.plant",
        "alder.1.prune",
        "cedar.2.plant",
        "cedar.2.prune",
    ]
    assert found.plan.items[0].done_when == "Stage 2 can be shown: Alder 2 rings thick."
    assert found.projection.average == pytest.approx(2.6)
    assert found.projection.constraints == ("alder", "elm")


def test_what_would_change_it_is_said_in_its_own_names(found: Diagnosis) -> None:
    assert found.would_change.constraint == "Alder at 2 would stand level with Cedar and Elm."
    assert found.would_change.dominant == "Cedar at 3 would make 3 (Ring 3) the dominant stage."


def test_choices_of_a_plan_are_given_back_in_it(woods: Model) -> None:
    choice = Choice("alder.1.prune", "alder", "Ann", "chosen", "", "", None, "")
    put_off = Choice("cedar.2.plant", "cedar", None, "not_now", "", "", None, "Too wet.")
    claims = scored(woods, [1, 3, 2, 3, 2], [1, 3, 2, 3, 2])
    found = diagnose(woods, claims, Options(DAY, DAY), choices=[choice, put_off])
    assert [(i.lever, i.owner) for i in found.plan.items] == [("alder.1.prune", "Ann"), ("cedar.2.prune", None)]
    assert [(i.lever, i.reason) for i in found.plan.not_now] == [("cedar.2.plant", "Too wet.")]


@pytest.mark.parametrize("stages", [2, 9])
@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("dimensions", [1, 2, 7])
def test_models_of_two_and_nine_stages_with_and_without_groups_are_diagnosed_from_bottom_to_top(
    tmp_path: Path, stages: int, groups: bool, dimensions: int
) -> None:
    model = load(tmp_path, model_text(stages, NAMES[:dimensions], groups=groups))
    assert model.top == stages
    assert {d.group for d in model.dimensions} <= ({"near", "far"} if groups else {None})
    for level in range(1, stages + 1):
        row = [level] * dimensions
        found = diagnose(model, scored(model, row, row), Options(DAY, DAY))
        assert list(found.profile.distribution) == list(range(1, stages + 1))
        assert found.profile.dominant.stage == level and found.profile.even
        assert found.profile.primary_constraint == NAMES[0]
        expected = min(2, dimensions) if level < stages else 0
        assert len(found.priorities) == expected
        assert all(p.to_stage == level + 1 and len(p.levers) == 2 for p in found.priorities)


def test_a_model_as_plain_as_the_format_allows_is_diagnosed(tmp_path: Path) -> None:
    model = load(
        tmp_path,
        'id: a\nname: A\nversion: "0.0.1"\nabout: A\n'
        "stages: [{id: l, name: L, summary: S}, {id: h, name: H, summary: S}]\n"
        "dimensions:\n"
        "- {id: d, name: D, about: D, cells: [{stage: 1, looks_like: X}, {stage: 2, looks_like: Y}]}\n",
    )
    found = diagnose(model, scored(model, [1], [1]), Options(DAY, DAY))
    assert [(p.dimension, p.levers) for p in found.priorities] == [("d", ())]
    assert found.plan.items == ()


# --- no code knows an id ------------------------------------------------------------------------------------

SOURCE = Path(colonnade.__file__).parent
TOKEN = re.compile(r"[a-z0-9][a-z0-9_.]*")


def shipped_names() -> set[str]:
    """Ids of shipped models, and those ids in them that are no ordinary words: joined by '_' or '.'."""
    models = [shipped_model(id) for id in shipped_ids()]
    inside = {id for model in models for id in (*model.by_id, *model.levers, *(s.id for s in model.stages))}
    inside |= {p.id for model in models for p in model.patterns} | {criterion.id for criterion in bank()}
    return {model.id for model in models} | {id for id in inside if "_" in id or "." in id}


def named_in(file: Path, names: set[str]) -> Iterator[str]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        words = (word.rstrip(".") for word in TOKEN.findall(line))
        yield from (f"{file.relative_to(SOURCE)}:{number}: {word}" for word in words if word in names)


def test_no_source_file_names_a_shipped_model_or_a_dimension_stage_lever_pattern_or_criterion_of_one() -> None:
    names, files = shipped_names(), list(SOURCE.rglob("*.py"))
    assert len(files) > 30 and len(names) > 300
    assert [found for file in files for found in named_in(file, names)] == []
