"""What became of an export: files, columns, rows taken and refused, questions, and what the records lack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from colonnade.records.mapping import FileMapping, MappedColumn, Question


def counted(number: int, noun: str) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken: `found` is the cell or row that is the reason, shortened."""

    file: str
    line: int
    reason: str
    found: str


@dataclass(frozen=True, slots=True)
class Rejects:
    """All rows of one file refused for one reason, with the first few of them."""

    file: str
    reason: str
    count: int
    sample: tuple[RejectedRow, ...]


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What one file is and how many of its rows were taken. `table` None: not read, and `why`."""

    name: str
    table: str | None
    why: str
    read: int
    accepted: int
    rejected: int
    columns: tuple[MappedColumn, ...] = ()
    unknown: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableCheck:
    """Rows of a canonical table, its first and last day, and the share of rows that fill each mapped column.

    `days_old` are the days from the last row that is not in the future to the day of reading. `orphans` name an
    account that is not in accounts; `duplicates` were refused as one thing written twice; `impossible` are dates
    before what they follow, or of things that happened in the future. `found` is the share of rows that found
    their account, of those that name it otherwise than by its id.
    """

    name: str
    rows: int
    first: date | None
    last: date | None
    filled: Mapping[str, float] = field(default_factory=dict)
    days_old: int | None = None
    orphans: int | None = None
    duplicates: int = 0
    impossible: int = 0
    found: float | None = None


@dataclass(frozen=True, slots=True)
class MissingTable:
    """A canonical table the records lack, and the metrics it would give."""

    name: str
    gives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataCheck:
    """accepted + rejected = read, for each file. `mapping` is what `write_mapping` writes."""

    source: str
    mapping_file: str | None
    as_of: date
    files: tuple[FileCheck, ...]
    tables: tuple[TableCheck, ...]
    rejects: tuple[Rejects, ...]
    notes: tuple[str, ...]
    missing: tuple[MissingTable, ...]
    mapping: tuple[FileMapping, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for file in self.files for question in file.questions)
