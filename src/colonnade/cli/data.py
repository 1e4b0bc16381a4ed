"""`colonnade data check`: how exports map, what is missing, which rows were rejected and why."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colonnade.cli.records import opened
from colonnade.cli.tables import draw
from colonnade.reports.diagnosis_json import dumps

if TYPE_CHECKING:
    from colonnade.records import DataCheck


def run(arguments: argparse.Namespace) -> int:
    from colonnade.records import MAPPING_FILE_NAME, write_mapping, write_rejects

    with opened(arguments.source, arguments.mapping) as records:
        check = records.check
        if arguments.rejects:
            write_rejects(records, arguments.rejects)
    target = arguments.write_mapping or Path(MAPPING_FILE_NAME)
    is_kept = target.exists() and not arguments.write_mapping
    if not is_kept and check.mapping_file is None:
        write_mapping(check.mapping, target)
    if arguments.format == "json":
        sys.stdout.write(dumps(_json(check)))
        return 0
    _page(check)
    if check.mapping_file is not None:
        print(f"Mapped by {check.mapping_file}.")
    elif is_kept:
        print(f"{target} exists and was left as it is; --write-mapping FILE writes the mapping elsewhere.")
    else:
        print(f"The mapping is in {target}: edit it and give it back with --mapping {target}.")
    return 0


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
        for column, why in file.left_out.items():
            print(f"  left out: {column} ({why})")
        if file.unknown:
            print(f"  unknown: {', '.join(file.unknown)}")
        for note in file.notes:
            print(f"  note: {note}")
    for question in check.questions:
        print(f"\nQuestion, {question.file}: {question.text}")
        for candidate in question.candidates:
            samples = f" (such as {', '.join(candidate.samples)})" if candidate.samples else ""
            print(f"  - {candidate.name}{samples}")
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


def _read_as(reading: tuple[str, ...]) -> str:
    return f" ({', '.join(word.replace('_', ' ') for word in reading)})" if reading else ""


def _json(check: "DataCheck") -> dict[str, Any]:
    whole = asdict(check)
    whole["as_of"] = check.as_of.isoformat()
    for table in whole["tables"]:
        for end in ("first", "last"):
            table[end] = table[end].isoformat() if table[end] else None
    return {"schema": "colonnade.data/1", **whole}
