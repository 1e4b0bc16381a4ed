"""Small exports as their systems write them, opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from colonnade.records import Records, open_records
from colonnade.records.quality import FileCheck

TODAY = date(2026, 11, 22)


@contextmanager
def opened(folder: Path, **files: str) -> Iterator[Records]:
    """CSV files named as the keywords are; every row is accepted or rejected."""
    for name, body in files.items():
        (folder / f"{name}.csv").write_text("\n".join(line.strip() for line in body.strip().splitlines()) + "\n")
    with open_records(str(folder), today=TODAY) as records:
        for file in records.check.files:
            assert file.accepted + file.rejected == file.read, file
        yield records


def file_of(records: Records, name: str) -> FileCheck:
    return next(file for file in records.check.files if file.name == name or file.name == f"{name}.csv")


def reasons(records: Records) -> dict[str, int]:
    """How many rows were rejected for which reason."""
    return {group.reason: group.count for group in records.check.rejects}


def rows(records: Records, table: str, columns: str) -> list[tuple[Any, ...]]:
    return records.rows(f"SELECT {columns} FROM {table} ORDER BY ALL")
