"""`colonnade data check`: how exports map, what is missing, which rows were rejected and why."""

import argparse
import shlex
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colonnade.cli.data_load import in_words, load_json
from colonnade.cli.records import opened
from colonnade.cli.tables import draw
from colonnade.core.errors import BadOption, UserError
from colonnade.reports.diagnosis_json import dumps
from colonnade.reports.wording import figure

if TYPE_CHECKING:
    from colonnade.records import DataCheck, Load


def run(arguments: argparse.Namespace) -> int:
    from colonnade.records import write_rejects

    _refuse_outputs(arguments.source, [path for path in (arguments.rejects, arguments.write_mapping) if path])
    with opened(arguments.source, arguments.mapping, must_be_clear=False) as records:
        check, load = records.check, records.load
        if arguments.rejects:
            write_rejects(records, arguments.rejects)
    where = _mapping(check, load, arguments.write_mapping)
    if arguments.format == "json":
        sys.stdout.write(dumps(_json(check, load)))
        print(f"colonnade: {where}", file=sys.stderr)
        return 0
    if load:
        print(f"From {in_words(load)}.\n")
    _page(check)
    print(where)
    return 0


def _refuse_outputs(source: str, outputs: Iterable[Path]) -> None:
    from colonnade.records import MAPPING_FILE_NAME

    for path in outputs:
        whole = path.resolve()
        is_export = whole.is_file() and Path(source).resolve() in (whole, whole.parent)
        if is_export and path.name != MAPPING_FILE_NAME:
            raise BadOption(f"{path} is one of the exports, and would be lost; name another file")
        if not whole.parent.is_dir():
            raise BadOption(f"{path}: there is no folder {path.parent}")


def _mapping(check: "DataCheck", load: "Load | None", asked: Path | None) -> str:
    """Writes the mapping where it was asked for, else in the current folder; says where.

    What people may have edited is never written over.
    """
    from colonnade.records import MAPPING_FILE_NAME, mapping_text, write_mapping

    target = asked or Path(MAPPING_FILE_NAME)
    written = f"The mapping is in {target}: edit it and give it back with --mapping {target}."
    if asked:
        if asked.is_file() and asked.read_bytes() != mapping_text(check.mapping).encode():
            raise BadOption(f"{asked} exists and may hold what somebody edited; name another file, or remove it")
        write_mapping(check.mapping, asked)
        return written
    if load:
        return "Mapped when it was loaded; --write-mapping FILE writes the mapping, data load --mapping takes one."
    if check.mapping_file is not None:
        return f"Mapped by {check.mapping_file}."
    if target.exists():
        return f"{target} exists and was left as it is; --write-mapping FILE writes the mapping elsewhere."
    try:
        write_mapping(check.mapping, target)
    except UserError as refused:
        return f"The mapping was not written: {refused}; --write-mapping FILE writes it elsewhere."
    return written


def _page(check: "DataCheck") -> None:
    rows = [
        (f.name, f.table or "–", f"{f.read:,}", f"{f.accepted:,}", f"{f.rejected:,}", f.why) for f in check.files
    ]
    numbers = ("read", "accepted", "rejected")
    draw(f"{check.source}, as of {check.as_of}", ("file", "table", *numbers, "because"), rows, right=numbers)
    for file in check.files:
        if file.columns:
            pairs = ", ".join(f"{c.source} → {c.column}{_read_as(c.reading)}" for c in file.columns)
            print(f"{file.name}: {pairs}")
        elif file.left_out or file.unknown or file.notes:
            print(f"{file.name}: no column is read")
        for column, why in file.left_out.items():
            print(f"  left out: {column} ({why})")
        if file.unknown:
            print(f"  unknown: {', '.join(file.unknown)}")
        for note in file.notes:
            print(f"  note: {note}")
    _quality(check)
    for question in check.questions:
        print(f"\nQuestion, {question.file}: {question.text}")
        for candidate in question.candidates:
            print(f"  - {candidate.words}")
    if check.questions:
        print(f"\ncolonnade data map {shlex.quote(check.source)} asks this and remembers the answers.")
    if check.rejects:
        print("\nRejected rows")
    for reject in check.rejects:
        first = ", ".join(f"line {row.line}: {row.found}" for row in reject.sample[:3])
        print(f"  {reject.file}: {reject.count:,} × {reject.reason} ({first})")
    if check.notes:
        print("\nNotes")
    for note in check.notes:
        print(f"  {note}")
    if check.missing:
        print("\nMissing tables, and the metrics each would give")
    for missing in check.missing:
        print(f"  {missing.name}: {', '.join(missing.gives)}")
    print()


def _quality(check: "DataCheck") -> None:
    """Coverage, freshness and faults of each table; what is not reckoned for a table is a dash."""
    numbers = ("rows", "days old", "written twice", "of no account", "impossible dates", "found their account")
    rows = [
        (
            table.name,
            f"{table.rows:,}",
            f"{table.first} to {table.last}" if table.first else "–",
            "–" if table.days_old is None else f"{table.days_old:,}",
            f"{table.duplicates:,}",
            "–" if table.orphans is None else f"{table.orphans:,}",
            f"{table.impossible:,}",
            "–" if table.found is None else figure(table.found, "share"),
        )
        for table in check.tables
    ]
    if rows:
        print()
        draw("Quality of each table", ("table", "rows", "from and to", *numbers[1:]), rows, right=numbers)
    for table in check.tables:
        gaps = [f"{name} {figure(share, 'share')}" for name, share in table.filled.items() if share < 1]
        if gaps:
            print(f"{table.name} filled: {', '.join(gaps)}; every other column that is mapped in every row")


def _read_as(reading: tuple[str, ...]) -> str:
    return f" ({', '.join(word.replace('_', ' ') for word in reading)})" if reading else ""


def _json(check: "DataCheck", load: "Load | None") -> dict[str, Any]:
    whole = asdict(check)
    whole["as_of"] = check.as_of.isoformat()
    for table in whole["tables"]:
        for end in ("first", "last"):
            table[end] = table[end].isoformat() if table[end] else None
    return {"schema": "colonnade.data/1", "load": load_json(load) if load else None, **whole}
