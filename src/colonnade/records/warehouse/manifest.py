"""What a generation knows of itself: the load it is of, the files that are in it, what became of them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from colonnade.records import engine
from colonnade.records.files import NotRead, SourceFile
from colonnade.records.mapping import FileMapping
from colonnade.records.quality import DataCheck
from colonnade.records.values import Reading
from colonnade.records.warehouse.plain import dumps, from_plain

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")
TABLE = "colonnade_manifest"


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A file whose rows are in the records, as it was when it was read."""

    name: str
    sha256: str
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Load:
    """To name a load by in a report: `id` says which generation, and of which files.

    `are_made_up`: the source said so of its records, or rows stay that another source said it of.
    """

    id: str
    at: datetime
    source: str
    files: tuple[LoadedFile, ...]
    are_made_up: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A file with the tables that were found in it. `seen_ns`: when it was last known to be the same."""

    file: LoadedFile
    seen_ns: int
    pieces: tuple[SourceFile, ...] = ()
    unread: tuple[NotRead, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A file as part of the table it was recognised as; `mapping` says whether its rows could be used.

    `signature` says what its rows depend on besides the rows of other files; `number` marks its rows and is never
    used again.
    """

    number: int
    name: str
    table: str | None
    signature: str
    mapping: FileMapping
    read: int
    accepted: int
    rejected: int
    looked_up: bool
    compared_reading: Reading
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """What the next load compares with. `rules`: the version that read it; `mapping` the file that was given."""

    rules: str
    files: tuple[Kept, ...]
    parts: tuple[Part, ...]
    next_number: int
    mapping: LoadedFile | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What can be asked of the tables."""

    present: Mapping[str, frozenset[str]]
    currencies: Mapping[str, int]


def load_id(number: int, files: tuple[LoadedFile, ...], mapping: LoadedFile | None) -> str:
    told = [[file.name, file.sha256] for file in (*files, *([mapping] if mapping else []))]
    return f"{number}-{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]}"


def write(
    connection: "duckdb.DuckDBPyConnection", load: Load, check: DataCheck, holdings: Holdings, intake: Intake
) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {TABLE} (part VARCHAR, body VARCHAR)")
    for part in (load, check, holdings, intake):
        connection.execute(f"INSERT INTO {TABLE} VALUES (?, ?)", [type(part).__name__, dumps(part)])  # noqa: S608


def read(connection: "duckdb.DuckDBPyConnection", kind: type[T]) -> T:
    sql = f"SELECT body FROM {TABLE} WHERE part = ?"  # noqa: S608
    return from_plain(kind, json.loads(engine.row(connection, sql, [kind.__name__])[0]))


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
