"""`colonnade diagnose`: read, judge, print, and write what `--out` asks for."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterable
from datetime import date
from pathlib import Path

from colonnade import app
from colonnade.app.render import (
    DIAGNOSIS_ENDINGS,
    PLAIN,
    PLAN_ENDINGS,
    SUMMARY_ENDING,
    WITH_MONTHS,
    Look,
    form_of,
    render,
)
from colonnade.cli.progress import progress_bar
from colonnade.cli.tables import has_colour
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.errors import BadOption, Problem
from colonnade.reports.diagnosis_json import diagnosis_json, dumps
from colonnade.sheets.files import write_whole


def run(arguments: argparse.Namespace) -> int:
    inputs = [*arguments.scores, *arguments.answers, arguments.org, arguments.mapping, arguments.template]
    refuse_outputs(arguments.out, inputs=[path for path in inputs if path])
    if arguments.mapping and arguments.data is None:
        raise BadOption(f"--mapping {arguments.mapping} says how records map; name them with --data")
    template = _template(arguments)
    with progress_bar() as progress:
        diagnosis = app.diagnose(_request(arguments, progress))
    write_all(diagnosis, arguments.out, Look(arguments.paper, template))
    show(diagnosis, arguments.format)
    return 0


def _template(arguments: argparse.Namespace) -> bytes | None:
    """The company's presentation; it is wrong to give one where no deck is asked for."""
    if arguments.template is None:
        return None
    if not any(path.suffix.lower() == ".pptx" for path in arguments.out):
        raise BadOption(f"--template {arguments.template} is for a deck; ask for one with --out FILE.pptx")
    from colonnade.reports.deck import read_template

    return read_template(arguments.template)


def _request(arguments: argparse.Namespace, progress: Callable[[str, float], None]) -> app.Request:
    return app.Request(
        scores=arguments.scores,
        today=date.today(),  # noqa: DTZ011 - a plan starts on the user's own day
        model=arguments.model,
        data=arguments.data,
        answers=arguments.answers,
        mapping=arguments.mapping,
        plan=arguments.plan,
        target=arguments.target,
        priorities=arguments.priorities,
        as_of=arguments.as_of,
        start=arguments.start,
        org=arguments.org,
        with_months=arguments.format == "json" or any(form_of(path.name) in WITH_MONTHS for path in arguments.out),
        progress=progress,
    )


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


def write_all(diagnosis: Diagnosis, paths: Iterable[Path], look: Look = PLAIN) -> None:
    """Write each file in the form its ending names; none is touched before all of them are made."""
    for path, made in [(path, render(diagnosis, path.name, look)) for path in paths]:
        write_whole(path, made)


def refuse_outputs(paths: Iterable[Path], *, inputs: Iterable[Path]) -> None:
    """Raises BadOption for every file that cannot be written, before any work is done."""
    given = {path.resolve() for path in inputs}
    faults = ((path, _fault(path, given)) for path in paths)
    if problems := [Problem(f"--out {path}: {fault}") for path, fault in faults if fault]:
        raise BadOption(problems)


def _fault(path: Path, inputs: Collection[Path]) -> str | None:
    if form_of(path.name) is None:
        return (
            f"the ending says what to write; {', '.join(DIAGNOSIS_ENDINGS)} is the diagnosis "
            f"(one page of it: {SUMMARY_ENDING}), {', '.join(PLAN_ENDINGS)} the plan"
        )
    if path.resolve() in inputs:
        return "is one of the files given to read, and would be lost; name another"
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}"
    if path.exists() and not path.is_file():
        return "is not a file that can be replaced"
    if not os.access(path.parent, os.W_OK):
        return f"the folder {path.parent} may not be written to"
    return None
