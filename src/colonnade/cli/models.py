"""`colonnade models`: the catalogue, one model whole, the check of a user's own, the schema for editors."""

import argparse
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from colonnade.content.load import find_model, model_problems, shipped_ids, shipped_model
from colonnade.content.model_format import model_schema
from colonnade.core.errors import BadModel, Problem, UserError
from colonnade.core.model import Model
from colonnade.reports.diagnosis_json import dumps
from colonnade.reports.model_json import model_json


def run(arguments: argparse.Namespace) -> int:
    match arguments.action:
        case "show":
            model = find_model(arguments.model)
            sys.stdout.write(dumps(model_json(model)) if arguments.format == "json" else _page(model))
        case "check":
            if problems := [problem for file in arguments.files for problem in _problems(file)]:
                raise BadModel(problems)
            for file in arguments.files:
                print(f"{file.name}: no problems found")
        case "schema":
            sys.stdout.write(dumps(model_schema()))
        case _:
            for id in shipped_ids():
                model = shipped_model(id)
                print(f"{id:12} {model.version:8} {model.name} ({_size(model)})")
    return 0


def _problems(file: Path) -> Sequence[Problem]:
    try:
        return model_problems(file)
    except UserError as unreadable:
        return unreadable.problems


def _size(model: Model) -> str:
    stages = f"{model.top} stages, " if model.stages else ""
    dimensions = "1 dimension" if len(model.dimensions) == 1 else f"{len(model.dimensions)} dimensions"
    return f"{stages}{dimensions}, {len(model.criteria)} criteria"


def _page(model: Model) -> str:
    lines = [f"{model.name} · {model.id} {model.version} · {_size(model)}", "", *_wrapped(model.about)]
    for stage in model.stages:
        lines += ["", f"Stage {stage.number}: {stage.name}", *_wrapped(stage.summary, 2)]
    for dimension in model.dimensions:
        lines += ["", f"{dimension.name} ({dimension.id})", *_wrapped(dimension.about, 2)]
        if dimension.rests_on:
            lines += _wrapped("rests on " + ", ".join(model.by_id[e.rests_on].name for e in dimension.rests_on), 2)
        for cell in dimension.cells:
            lines += ["", *_wrapped(f"{cell.stage}  {cell.looks_like}", 2, 5)]
            for lever in cell.levers:
                lines += _wrapped(f"→ {lever.text}", 5, 7)
    return "\n".join(lines) + "\n"


def _wrapped(text: str, indent: int = 0, hanging: int | None = None) -> list[str]:
    rest = " " * (indent if hanging is None else hanging)
    return textwrap.wrap(text, 100, initial_indent=" " * indent, subsequent_indent=rest, break_on_hyphens=False)
