"""`colonnade diagnose`: read, judge, print, and write what `--out` asks for."""

import argparse
import shutil
import sys
from datetime import date
from pathlib import Path

from colonnade import app
from colonnade.cli.tables import has_colour
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.errors import BadOption
from colonnade.reports.diagnosis_json import diagnosis_json, dumps
from colonnade.sheets.files import write_whole
from colonnade.sheets.plans import write_plan

DIAGNOSIS_ENDINGS = (".json", ".html")
PLAN_ENDINGS = (".csv", ".xlsx")


def run(arguments: argparse.Namespace) -> int:
    _refuse_unknown_endings(arguments.out)
    diagnosis = app.diagnose(
        app.Request(
            scores=arguments.scores,
            today=date.today(),  # noqa: DTZ011 - a plan starts on the user's own day
            model=arguments.model,
            data=arguments.data,
            mapping=arguments.mapping,
            plan=arguments.plan,
            target=arguments.target,
            priorities=arguments.priorities,
            as_of=arguments.as_of,
            start=arguments.start,
            org=arguments.org,
        )
    )
    for path in arguments.out:
        write(diagnosis, path)
    show(diagnosis, arguments.format)
    return 0


def show(diagnosis: Diagnosis, form: str) -> None:
    """Print a diagnosis as a picture and its reading, or as JSON."""
    if form == "json":
        sys.stdout.write(dumps(diagnosis_json(diagnosis)))
        return
    from colonnade.reports.terminal import colonnade_text, reading_text

    columns = shutil.get_terminal_size((100, 40)).columns
    colour = has_colour()
    print(colonnade_text(diagnosis, columns=columns, colour=colour))
    print(reading_text(diagnosis, columns=columns, colour=colour))


def write(diagnosis: Diagnosis, path: Path) -> None:
    """Write a diagnosis, or its plan, in the form that the file's ending names."""
    match path.suffix.lower():
        case ".json":
            write_whole(path, dumps(diagnosis_json(diagnosis)).encode())
        case ".html":
            from colonnade.reports.html import diagnosis_html

            write_whole(path, diagnosis_html(diagnosis).encode())
        case _:
            plan = diagnosis.plan
            write_plan((*plan.items, *plan.done, *plan.not_now), diagnosis.model, path)


def _refuse_unknown_endings(paths: list[Path]) -> None:
    for path in paths:
        if path.suffix.lower() not in DIAGNOSIS_ENDINGS + PLAN_ENDINGS:
            raise BadOption(
                f"--out {path}: the ending says what to write; "
                f"{', '.join(DIAGNOSIS_ENDINGS)} is the diagnosis, {', '.join(PLAN_ENDINGS)} the plan"
            )
        if not path.parent.is_dir():
            raise BadOption(f"--out {path}: there is no folder {path.parent}")
