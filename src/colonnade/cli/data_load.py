"""`colonnade data load`: exports into a warehouse that is kept, again and again; what is new is read."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from colonnade.cli.progress import progress_bar
from colonnade.cli.tables import draw
from colonnade.reports.diagnosis_json import dumps

if TYPE_CHECKING:
    from colonnade.records import Load, LoadReport


def run(arguments: argparse.Namespace) -> int:
    from colonnade.records import load_into

    with progress_bar() as progress:
        report = load_into(
            arguments.into,
            arguments.source,
            mapping=arguments.mapping,
            prune=arguments.prune,
            today=date.today(),  # noqa: DTZ011  the day where the user sits
            now=datetime.now(UTC),
            progress=progress,
        )
    if arguments.format == "json":
        sys.stdout.write(dumps(_json(report)))
    else:
        _page(report, arguments.into)
    return 0


def load_json(load: "Load") -> dict[str, Any]:
    return {
        "id": load.id,
        "at": load.at.isoformat(timespec="seconds"),
        "source": load.source,
        "are_made_up": load.are_made_up,
        "files": [{"name": file.name, "sha256": file.sha256, "bytes": file.size_bytes} for file in load.files],
    }


def in_words(load: "Load") -> str:
    return f"load {load.id} of {load.at:%Y-%m-%d %H:%M} UTC, {_files(load.files)} from {load.source}"


def _json(report: "LoadReport") -> dict[str, Any]:
    parts = [
        {"name": f.name, "table": f.table, "read": f.read, "accepted": f.accepted, "rejected": f.rejected}
        for f in report.check.files
    ]
    named = {name: list(getattr(report, name)) for name in ("read", "again", "gone", "pruned", "damaged")}
    head = {"schema": "colonnade.load/1", "load": load_json(report.load), "is_news": report.is_news}
    return {**head, **named, "parts": parts}


def _page(report: "LoadReport", folder: object) -> None:
    if report.is_news:
        rows = [
            (f.name, f.table or "–", f"{f.read:,}", f"{f.accepted:,}", f"{f.rejected:,}", _how(f.name, report))
            for f in report.check.files
        ]
        numbers = ("read", "accepted", "rejected")
        draw(
            f"{folder}, as of {report.check.as_of}", ("file", "table", *numbers, "this time"), rows, right=numbers
        )
    else:
        print("Nothing is new: every file is as it was.")
    if report.gone:
        print(f"No longer in the source: {', '.join(report.gone)}. Their rows stay; --prune takes them out.")
    if report.pruned:
        print(f"No longer in the source, and taken out: {', '.join(report.pruned)}.")
    for fault in report.damaged:
        print(f"Not read, and its rows stay as they were: {fault}.")
    print(f"{folder} holds {in_words(report.load)}.")
    print(f"colonnade data check {folder} shows what became of the rows; measure and diagnose read it.")


def _how(part: str, report: "LoadReport") -> str:
    if _is_of(part, report.read):
        return "new or changed"
    return "read with it" if _is_of(part, report.again) else "as it was"


def _is_of(part: str, files: Sequence[str]) -> bool:
    return any(part == file or part.startswith(f"{file}#") for file in files)


def _files(files: Sequence[object]) -> str:
    return "one file" if len(files) == 1 else f"{len(files)} files"
