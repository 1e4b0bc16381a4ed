"""`colonnade trace`: where a number of a saved diagnosis comes from, and whether it is still so."""

import argparse
import sys
import textwrap
from datetime import date
from typing import Any

from colonnade.app.tracing import Again, measure_again, trace_number, trace_numbers
from colonnade.cli.progress import progress_bar
from colonnade.cli.tables import draw
from colonnade.core.errors import BadOption
from colonnade.reports.characters import printable
from colonnade.reports.diagnosis_json import dumps
from colonnade.reports.load_json import load_json
from colonnade.reports.trace import Traced
from colonnade.reports.wording import joined

WIDTH = 100
MOST_CHANGED = 40


def run(arguments: argparse.Namespace) -> int:
    if arguments.mapping and arguments.data is None:
        raise BadOption(f"--mapping {arguments.mapping} says how records map; name them with --data")
    chosen = trace_number(arguments.report, arguments.ref) if arguments.ref else None
    traced = (chosen,) if chosen else trace_numbers(arguments.report)
    again = _again(arguments) if arguments.data else None
    if arguments.format == "json":
        sys.stdout.write(dumps(_json(traced, again)))
        return 0
    if chosen:
        _page(chosen)
    elif again is None:
        draw(
            f"{len(traced)} numbers; `colonnade trace {arguments.report} REF` says where one comes from",
            ("ref", "value", "comes from"),
            [(printable(each.ref), str(each.value), printable(each.comes_from)) for each in traced],
            right=("value",),
        )
    if arguments.data:
        _say_again(again)
    return 0


def _again(arguments: argparse.Namespace) -> Again | None:
    with progress_bar() as progress:
        return measure_again(
            arguments.report,
            arguments.ref,
            arguments.data,
            mapping=arguments.mapping,
            today=date.today(),  # noqa: DTZ011  the day where the user sits
            progress=progress,
        )


def _page(traced: Traced) -> None:
    print(printable(f"{traced.ref} = {traced.value}, from {traced.comes_from}"))
    for term, said in traced.facts:
        print(textwrap.fill(printable(f"{term}: {said}"), WIDTH, subsequent_indent="  ", break_on_hyphens=False))


def _say_again(again: Again | None) -> None:
    if again is None:
        print("Measured again: not; it does not come from records alone.")
        return
    print(_load_words(again))
    if not again.changed:
        one = again.compared == 1
        print(f"Measured again: {'the same value' if one else f'all {again.compared:,} numbers are the same'}.")
    elif again.compared == 1:
        (changed,) = again.changed
        print(f"Measured again: it was {changed.was} and is {_now(changed.now)} now.")
    else:
        rows = [(printable(c.ref), str(c.was), _now(c.now)) for c in again.changed[:MOST_CHANGED]]
        shown = f", the first {len(rows)}" if len(again.changed) > len(rows) else ""
        title = f"Measured again: {len(again.changed):,} of {again.compared:,} numbers are others now{shown}"
        draw(title, ("ref", "was", "is"), rows, right=("was", "is"))


def _now(value: float | None) -> str:
    return "not given any more" if value is None else str(value)


def _load_words(again: Again) -> str:
    if again.is_same_load:
        return f"Load: {again.load.id}, the same records."
    words = f"Load: {again.load.id}, other records than the diagnosis was made on"
    if again.other_files:
        words += f": {printable(joined(again.other_files))}"
    return f"{words}."


def _json(traced: tuple[Traced, ...], again: Again | None) -> dict[str, Any]:
    return {
        "schema": "colonnade.trace/1",
        "numbers": [
            {
                "ref": each.ref,
                "value": each.value,
                "comes_from": each.comes_from,
                "facts": [{"term": term, "said": said} for term, said in each.facts],
            }
            for each in traced
        ],
        "again": {
            "load": load_json(again.load),
            "is_same_load": again.is_same_load,
            "other_files": None if again.other_files is None else list(again.other_files),
            "compared": again.compared,
            "changed": [{"ref": c.ref, "was": c.was, "now": c.now} for c in again.changed],
        }
        if again
        else None,
    }
