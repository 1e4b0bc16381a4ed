"""Opens a folder of exports: recognise, load, check; the records stay open until closed."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

import csv
import filecmp
import shlex
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from colonnade.core.cells import as_cell
from colonnade.core.errors import BadOption, NoUsableRecords, Problem
from colonnade.records import engine, postgres
from colonnade.records.check import data_check
from colonnade.records.duplicates import WhichIsNewer, refuse_unclear
from colonnade.records.ends import grace_days, last_days, told_tables
from colonnade.records.files import NotRead, SourceFile, find_files, inspect
from colonnade.records.helpers import FINDER_NAMES, helper_names
from colonnade.records.load import REJECTS, Loaded, load
from colonnade.records.made_up import are_made_up, is_mark
from colonnade.records.mapping import FILE_NAME, Candidate, FileMapping, read_mapping
from colonnade.records.metrics.language import Tables
from colonnade.records.quality import DataCheck, FileCheck
from colonnade.records.recognise import as_said, recognise
from colonnade.records.shapes import shapes
from colonnade.records.unpack import PACKED, kind_of, unpack
from colonnade.records.warehouse.folder import is_warehouse
from colonnade.records.warehouse.manifest import Load

if TYPE_CHECKING:
    import duckdb


@dataclass(slots=True)
class Records:
    """Loaded records: the day they speak of unless another is asked for, and the day of their last row."""

    check: DataCheck
    as_of: date
    ends_on: date
    today: date
    tables: Tables
    connection: "duckdb.DuckDBPyConnection"
    _scratch: "tempfile.TemporaryDirectory[str]"
    are_made_up: bool = field(default=False, kw_only=True)
    load: Load | None = field(default=None, kw_only=True)
    """The load of the warehouse they come from; None where exports were read as they are."""
    _currency: str | None = field(default=None, kw_only=True)

    def __enter__(self) -> "Records":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()
        self._scratch.cleanup()

    def without_rate(self, table: str, day: date) -> list[str]:
        """What a table's currencies need to be added up: a rate each, but for the one that rates are stated in."""
        if self.tables.currencies.get(table, 1) <= 1:
            return []
        if not self.tables.has("exchange_rates"):
            return [f"exchange_rates: {table} are in several currencies"]
        sql = f"{_paid_in(table)} EXCEPT SELECT currency FROM exchange_rates WHERE rate_on <= ?"
        without = sorted(str(name) for (name,) in engine.rows(self.connection, sql, [day]))
        if len(without) <= 1 and "" not in without:
            return []
        return [f"exchange_rates: a rate by {day} for {', '.join(name or 'blank' for name in without)}"]

    @property
    def currency(self) -> str:
        """What amounts are added up in: the only one, or that in which rates are stated; empty if not told."""
        if self._currency is None:
            self._currency = self._find_currency()
        return self._currency

    def _find_currency(self) -> str:
        told = [table for table in _MONEY if self.tables.has(f"{table}.currency")]
        if not told:
            return ""
        paid = " UNION ".join(_paid_in(table) for table in told)
        rated = " EXCEPT SELECT currency FROM exchange_rates" if self.tables.has("exchange_rates") else ""
        found = [str(name) for (name,) in self.rows(f"({paid}){rated}")]
        return found[0] if len(found) == 1 else ""

    def end_before(self, day: date) -> bool:
        """Whether they end so long before a day that what happened up to it is not known."""
        return (day - self.ends_on).days > grace_days(self.tables)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return engine.rows(self.connection, sql)


def open_records(
    source: str,
    *,
    mapping: Path | None = None,
    today: date,
    progress: Callable[[str, float], None] | None = None,
    must_be_usable: bool = True,
    must_be_clear: bool = True,
) -> Records:
    """Exports as they are, or the records of a warehouse.

    Raises NoUsableRecords where nothing usable is left, BadMapping for a mapping that does not fit, WhichIsNewer
    where files tell the same things differently.
    """
    if is_warehouse(Path(source)):
        return _of_warehouse(Path(source), mapping, today)
    scratch = tempfile.TemporaryDirectory(prefix="colonnade-")
    try:
        files, unread, mapping = _files(source, mapping, Path(scratch.name))
        chosen = choose_mappings(files, mapping)
        name = postgres.shown(source) if postgres.is_address(source) else source
        records = _open(name, chosen, unread, mapping, today, scratch, progress)
    except BaseException:
        scratch.cleanup()
        raise
    if must_be_usable and not any(table.rows for table in records.check.tables):
        records.close()
        raise NoUsableRecords(why_nothing(records.check))
    if must_be_usable and must_be_clear:
        try:
            refuse_unclear(records.check)
        except WhichIsNewer:
            records.close()
            raise
    records.are_made_up = are_made_up(source)
    return records


def _of_warehouse(folder: Path, mapping: Path | None, today: date) -> Records:
    from colonnade.records.warehouse.reading import open_warehouse

    if mapping:
        raise BadOption(f"{folder} is a warehouse: a mapping is given when exports are loaded into it (data load)")
    return open_warehouse(folder, today=today)


def _files(
    source: str, mapping: Path | None, scratch: Path
) -> tuple[tuple[SourceFile, ...], tuple[NotRead, ...], Path | None]:
    if postgres.is_address(source):
        found = [inspect(path, name) for name, path in postgres.copy_tables(source, scratch / "tables")]
        inside = None
    else:
        paths = find_files(source)
        inside = next((path for path in paths if path.name == FILE_NAME), None)
        copies = _copies([path for path in paths if path != inside])
        found = [item for path in paths if path not in (inside, *copies) for item in inspected(path, scratch)]
        found += [NotRead(path.name, IS_A_COPY.format(other.name)) for path, other in copies.items()]
    files = tuple(item for item in found if isinstance(item, SourceFile))
    unread = tuple(item for item in found if isinstance(item, NotRead))
    if not files:
        raise NoUsableRecords([Problem(item.why, item.name) for item in unread] or [Problem("no export", source)])
    return files, unread, mapping or inside


IS_A_COPY = "holds the same bytes as {}, which is read"
"""A file twice is that file once, also where no id tells its rows apart."""


def _copies(paths: Sequence[Path]) -> dict[Path, Path]:
    """Files that equal one before them, with that one; only those of one size are compared."""
    by_size: dict[int, list[Path]] = {}
    copies: dict[Path, Path] = {}
    for path in paths:
        same_size = by_size.setdefault(path.stat().st_size, [])
        first = next((other for other in same_size if _is_equal(other, path)), None)
        if first:
            copies[path] = first
        else:
            same_size.append(path)
    return copies


def _is_equal(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size > 0 and filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False  # who reads it says why it cannot be read


def inspected(path: Path, scratch: Path) -> Iterator[SourceFile | NotRead]:
    """The tables of a file: itself where it is CSV, else what a child unpacks."""
    kind = kind_of(path)
    if kind is None:
        yield NotRead(path.name, f"is not one of {', '.join((*PACKED, '.csv.gz'))}")
    elif is_mark(path):
        yield NotRead(path.name, "says that these records are made up")
    elif kind == "csv":
        yield inspect(path)
    else:
        pieces = unpack(path, kind, scratch / f"{path.name}-unpacked")
        if isinstance(pieces, NotRead):
            yield pieces
        else:
            yield from (inspect(piece.path, piece.name, piece.lines_off) for piece in pieces)


def choose_mappings(
    files: tuple[SourceFile, ...], mapping: Path | None
) -> tuple[tuple[SourceFile, FileMapping], ...]:
    """The mapping file's word for the files it names, recognition for the rest."""
    recognised = recognise(files, shapes())
    given = read_mapping(mapping, {file.name: file.names for file, _ in recognised}) if mapping else ()
    by_name = {entry.file: entry for entry in given}
    return tuple((file, _chosen(file, found, by_name.get(file.name))) for file, found in recognised)


def _chosen(file: SourceFile, found: FileMapping, given: FileMapping | None) -> FileMapping:
    if given and given.looks_like and not given.table:
        return as_said(file, found, given.looks_like)
    return given or found


def _open(
    source: str,
    chosen: tuple[tuple[SourceFile, FileMapping], ...],
    unread: tuple[NotRead, ...],
    mapping: Path | None,
    today: date,
    scratch: "tempfile.TemporaryDirectory[str]",
    progress: Callable[[str, float], None] | None,
) -> Records:
    folder = Path(scratch.name)
    connection = engine.connect(folder, sum(file.size_bytes for file, _ in chosen))
    try:
        loaded = load(connection, chosen, folder, progress)
        engine.lock(connection)
        present = columns_present(connection, loaded)
        as_of, ends_on = last_days(connection, present, today)
        check = data_check(connection, source, mapping, as_of, loaded, unread, present, today=today)
        tables = told_tables(connection, present, as_of, count_currencies(connection, present))
        return Records(check, as_of, ends_on, today, tables, connection, scratch)
    except BaseException:
        connection.close()
        raise


def columns_present(connection: "duckdb.DuckDBPyConnection", loaded: list[Loaded]) -> Mapping[str, frozenset[str]]:
    """The columns each table really holds, and of kinds and sources each value as `kind=value`."""
    present: dict[str, set[str]] = {}
    for item in loaded:
        if item.mapping.table:
            present.setdefault(item.mapping.table, set()).update(m.column for m in item.mapping.columns)
    for table, columns in present.items():
        if table == "usage_events" or columns & FINDER_NAMES:
            columns.add("account_id")
        columns.difference_update(helper_names())
    for table, column in ((table, column) for table in present for column in ("kind", "source")):
        if column in present[table]:
            values = engine.rows(connection, f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
            present[table].update(f"{column}={value}" for (value,) in values)
    return {table: frozenset(columns) for table, columns in present.items()}


_MONEY = {
    "subscriptions": "kind = 'recurring' AND mrr > 0",
    "opportunities": "amount IS NOT NULL",
    "costs": "true",
}


def _paid_in(table: str) -> str:
    """SQL for the currencies of a table, a blank one among them."""
    return f"SELECT DISTINCT coalesce(currency, '') FROM {table} WHERE {_MONEY[table]}"


"""Tables whose amounts are added up, and the rows that count."""


def count_currencies(
    connection: "duckdb.DuckDBPyConnection", present: Mapping[str, frozenset[str]]
) -> dict[str, int]:
    return {
        table: engine.number(
            connection, f"SELECT count(DISTINCT coalesce(currency, '')) FROM {table} WHERE {rows}"
        )
        for table, rows in _MONEY.items()
        if "currency" in present.get(table, ())
    }


def why_nothing(check: DataCheck) -> list[Problem]:
    problems = [Problem(_why_none(file), file.name) for file in check.files]
    first = Problem("nothing usable is left of these records", check.source)
    if any(file.questions or file.unknown for file in check.files if not file.table):
        ask = f"colonnade data map {shlex.quote(check.source)}"
        problems.append(
            Problem(f"{ask} asks which file is which table and which column is which, and remembers it")
        )
    return [first, *problems]


def _why_none(file: FileCheck) -> str:
    if not file.table:
        may_be = [
            f"{question.column} may be {' or '.join(dict.fromkeys(map(_with_samples, question.candidates)))}"
            for question in file.questions
            if question.column and not question.source
        ]
        return "; ".join([file.why, *may_be])
    if not file.read:
        return "has no rows below its header"
    return "its only row was rejected" if file.rejected == 1 else f"all {file.rejected:,} rows were rejected"


def _with_samples(candidate: Candidate) -> str:
    return f"{candidate.name} ({', '.join(candidate.samples)})" if candidate.samples else candidate.name


def write_rejects(records: Records, path: Path) -> int:
    """Every rejected row with its reason as CSV, and their count; cells that a spreadsheet would run stay text."""
    names = {number: file.name for number, file in enumerate(records.check.files)}
    cursor = records.connection.execute(f"SELECT file, line, reason, found FROM {REJECTS} ORDER BY file, line")
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "line", "reason", "found"))
        while batch := cursor.fetchmany(10_000):
            count += len(batch)
            writer.writerows(
                (as_cell(names[number]), line, reason, as_cell(found or ""))
                for number, line, reason, found in batch
            )
    return count
