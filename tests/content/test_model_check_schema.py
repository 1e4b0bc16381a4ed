"""The JSON Schema for editors says the same of a model file's form as the reader does."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from made_up import SPOILS, model_text, spoil

from colonnade.content.load import MODELS, shipped_ids
from colonnade.content.model_format import MODEL, model_schema
from colonnade.content.yaml_tree import Fields, Items, Text, Tree, read_tree
from colonnade.core.errors import BadModel, UserError

SCHEMA = model_schema()
JUDGE = Draft202012Validator(SCHEMA)
GOOD = model_text(stages=3, dimensions=["alder", "birch"])


def typed(tree: Tree, schema: dict[str, Any]) -> Any:
    """The tree as data, its scalars of the type that the schema asks for where they can be."""
    if "$ref" in schema:
        return typed(tree, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]])
    if options := schema.get("oneOf") or schema.get("anyOf"):
        return next((data for data in _fitting(tree, options)), typed(tree, options[0]))
    match tree:
        case Items(items):
            return [typed(item, schema.get("items", {})) for item in items]
        case Fields(fields):
            of_any = schema.get("additionalProperties") or {}
            known = schema.get("properties", {})
            return {key: typed(value, known.get(key, of_any)) for key, value in fields.items()}
        case Text(value):
            return _scalar(value, schema.get("type"))


def _fitting(tree: Tree, options: list[dict[str, Any]]) -> Iterator[Any]:
    for option in options:
        data = typed(tree, option)
        if Draft202012Validator({**option, "$defs": SCHEMA["$defs"]}).is_valid(data):
            yield data


def _scalar(value: str, kind: str | None) -> str | int | float | bool:
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    if kind == "integer" and re.fullmatch(r"-?[0-9]+", value):
        return int(value)
    if kind == "number" and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return float(value)
    return value


def reader_accepts(file: Path) -> bool:
    faults: list[str] = []
    MODEL.read(read_tree(file, BadModel), lambda _, message: faults.append(message))
    return not faults


def schema_accepts(file: Path) -> bool:
    return JUDGE.is_valid(typed(read_tree(file, BadModel), SCHEMA))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("id", shipped_ids())
def test_a_shipped_model_fits_the_schema(id: str) -> None:
    assert schema_accepts(MODELS / f"{id}.yaml")


@pytest.mark.parametrize("id", shipped_ids())
def test_a_shipped_model_fits_it_as_an_editor_reads_yaml_too(id: str) -> None:
    data = yaml.safe_load((MODELS / f"{id}.yaml").read_text(encoding="utf-8"))
    assert [error.message for error in JUDGE.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: woods", "id: Woods"),
        ("name: Woods\n", ""),
        ("name: Woods", "title: Woods"),
        ("name: Woods", "name: ' '"),
        ('"2.3.4"', "two"),
        ("about: How", "about: [How]\nfamilies: How"),
        ("about: How", f"about: {'x' * 5000}"),
        ("stall_lead: 2", "stall_lead: 2.5"),
        ("stall_lead: 2", "stall_lead: 10"),
        ("at_most: 2}", "at_most: 12}"),
        ("at_most: 2}", "at_most: 2, at_least: 1}"),
        ("      all:", "      none:"),
        ("      all:", "      count: 0\n      of:"),
        ("patterns:", "roll_up: sum\npatterns:"),
        ("patterns:", "gate: {met_share: 2}\npatterns:"),
        ("patterns:", "profiles: [{stage: ring1, arr: x, team_size: y, team: [1, many]}]\npatterns:"),
        ("patterns:", "profiles: [{stage: ring1, arr: x, team_size: y, team: [1]}]\npatterns:"),
        ("effort: 1, leads_to: 2}", "effort: 1, leads_to: 2, gives_revenue_number: yes}"),
    ],
)
def test_what_the_reader_rejects_for_its_form_the_schema_rejects(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "model.yaml"
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    assert not reader_accepts(file)
    assert not schema_accepts(file)


def test_every_kind_of_condition_and_a_range_without_an_end_are_accepted_by_both(tmp_path: Path) -> None:
    file = tmp_path / "model.yaml"
    conditions = """
          - {dimension: alder, exactly: 2}
          - {dimension: alder, below: birch, by: 2}
          - {any: [{dimension: alder, at_least: 2}, {count: 1, of: [{dimension: birch, at_most: 2}]}]}
"""
    profile = "profiles: [{stage: ring1, arr: x, team_size: y, team: [1, none], years: [0.5, 2]}]\n"
    file.write_text(GOOD.rstrip() + conditions.replace("\n  ", "\n") + profile, encoding="utf-8")
    assert reader_accepts(file)
    assert schema_accepts(file)


@given(st.lists(st.tuples(st.integers(0, GOOD.count("\n") - 1), st.sampled_from(sorted(SPOILS))), max_size=3))
@settings(max_examples=150, deadline=None)
def test_reader_and_schema_agree_on_every_spoilt_file(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, str]]
) -> None:
    file = tmp_path_factory.getbasetemp() / "agreed.yaml"
    file.write_text(spoil(GOOD, edits), encoding="utf-8")
    try:
        accepted = reader_accepts(file)
    except UserError:
        return
    assert schema_accepts(file) == accepted
