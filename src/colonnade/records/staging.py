"""Stages files as text tables with their lines, and looks up what one file of a system says of another's rows."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.convert import RowRules
from colonnade.records.files import Join, SourceFile, rows_with_care
from colonnade.records.mapping import CONSTANT, FileMapping
from colonnade.records.quick import Typed
from colonnade.records.shapes import Refusal, column_names, general, kinds
from colonnade.records.values import Reading, cleaned

if TYPE_CHECKING:
    import duckdb

REJECTS = "rejected_rows"


@dataclass(slots=True)
class Loaded:
    """A file on its way: staged as `raw_<number>`, its mapping completed by what the cells show."""

    number: int
    file: SourceFile
    mapping: FileMapping
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    compared_reading: Reading = ()
    looked_up: bool = False
    """Whether its rows' accounts were looked for among what is known, not taken as written."""

    notes: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Its own columns only, for others to look things up in."""
        return f"base_{self.number}"

    @property
    def raw(self) -> str:
        return f"raw_{self.number}"

    def cell(self, source: str) -> str:
        if source.startswith(CONSTANT) and source not in self.file.names:
            return f"'{source.removeprefix(CONSTANT)}'"
        return f"c{self.file.names.index(source)}"

    def typed(self, source: str) -> Typed | None:
        """The cell as its file typed it; None for text, and for what stands in another file."""
        if source not in self.file.header or not self.file.types:
            return None
        place = self.file.header.index(source)
        return Typed(f"t{place}", self.file.types[place])

    @property
    def is_second(self) -> bool:
        kind = kinds().get(self.mapping.shape or "")
        return bool(kind and kind.second)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        kind = kinds().get(self.mapping.shape or "")
        return (*(kind.refused if kind else ()), *general().refused)

    @property
    def sources(self) -> set[str]:
        """The columns that are needed of this file and of those it looks things up in."""
        used = {mapped.source for mapped in self.mapping.columns} or set(self.mapping.compared.values())
        if self.mapping.table:
            used |= {mapped.source for mapped in self.mapping.beside}
            used |= {name for each in self.refusals for name in self.told_by((*each.columns, *each.where_blank))}
            used |= set(self.told_by(general().versions)[:1])
        for join in reversed(self.file.joins):
            if any(join.name(column) in used for column in join.file.header):
                used |= {ours for ours, _ in join.pairs}
        return used

    def told_by(self, names: Sequence[str]) -> list[str]:
        return [source for name in names for source in self.file.names if name in column_names(source)]

    def rules(self) -> RowRules:
        """Which rows say themselves that they are not to be taken, and which column dates their state."""
        refused = tuple(
            (self._says(source, refusal), refusal.why, f"CAST({self.cell(source)} AS VARCHAR)")
            for refusal in self.refusals
            for source in self.told_by(refusal.columns)
            if not refusal.where_blank or self.told_by(refusal.where_blank)
        )
        if version := self.told_by(general().versions):
            return RowRules(refused, self.cell(version[0]))
        day = self.mapping.exported_on or day_in(self.file.name)
        return RowRules(refused, f"'{day}'") if day else RowRules(refused)

    def _says(self, source: str, refusal: Refusal) -> str:
        blank = [f"({cleaned(self.cell(other))}) IS NULL" for other in self.told_by(refusal.where_blank)]
        return " AND ".join([_says(self.cell(source), refusal), *blank])


_DAY = re.compile(r"(?<!\d)(20\d{2})(?:[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


def day_in(name: str) -> str | None:
    """The day, month or year that a file's name says it is of: 2026-01-31 of `deals_20260131.csv`."""
    found = _DAY.search(name)
    return "-".join(filter(None, found.groups())) if found else None


def _says(cell: str, refusal: Refusal) -> str:
    text = f"({cleaned(cell)})"
    if not refusal.words:
        return f"{text} IS NOT NULL AND lower({text}) NOT IN ('false', '0', 'no') AND {text} NOT LIKE '9999-%'"
    quoted = {word: "'" + word.strip("*").replace("'", "''") + "'" for word in refusal.words}
    inside = [f"contains(lower({text}), {sql})" for word, sql in quoted.items() if word.startswith("*")]
    whole = ", ".join(sql for word, sql in quoted.items() if not word.startswith("*"))
    return "(" + " OR ".join([*inside, *([f"lower({text}) IN ({whole})"] if whole else [])]) + ")"


@dataclass(frozen=True, slots=True)
class Stager:
    connection: "duckdb.DuckDBPyConnection"
    scratch: Path
    progress: Callable[[str, float], None] | None = None

    def stage(self, items: Sequence[Loaded]) -> None:
        """Every file that is read or looked into, then the views of those that look into others."""
        by_name = {item.file.name: item for item in items}
        wanted = {item.number: item.sources for item in items if item.mapping.table or item.mapping.compared}
        for item in items:
            for join in item.file.joins if item.number in wanted else ():
                other = by_name[join.file.name]
                taken = {column for column in join.file.header if join.name(column) in wanted[item.number]}
                if taken:
                    keys = {theirs for _, theirs in join.pairs}
                    needed = wanted.setdefault(other.number, set())
                    needed |= taken | keys | set(other.told_by(general().versions)[:1])
        for place, item in enumerate(items):
            if self.progress:
                self.progress(item.file.name, place / len(items))
            if item.number in wanted:
                self._stage(item, wanted[item.number])
        for item in items:
            if item.number in wanted:
                self._join(item, wanted[item.number], by_name)

    def _stage(self, item: Loaded, sources: set[str]) -> None:
        """The columns that are needed, as text with their line, in bulk where the file is plain."""
        kept = sorted(item.file.header.index(source) for source in sources if source in item.file.header)
        if item.file.types:
            self._stage_typed(item, kept)
        elif not (item.file.plain and self._stage_in_bulk(item, kept)):
            self._stage_with_care(item, kept)
        staged = engine.number(self.connection, f"SELECT count(*) FROM {item.base}")
        item.rejected = engine.number(
            self.connection, f"SELECT count(*) FROM {REJECTS} WHERE file = ?", [item.number]
        )
        item.read = staged + item.rejected
        if item.file.header_line > 1:
            item.notes.append(f"its headings stand in line {item.file.header_line}; what is above is passed over")
        if item.file.encoding != "utf-8-sig":
            item.notes.append(f"read as {item.file.encoding}, not UTF-8")

    def _join(self, item: Loaded, sources: set[str], by_name: Mapping[str, Loaded]) -> None:
        cells = {source: f"b.{item.cell(source)}" for source in sources if source in item.file.header}
        joins = ""
        for place, join in enumerate(item.file.joins):
            taken = [column for column in join.file.header if join.name(column) in sources]
            if taken:
                other = by_name[join.file.name]
                pairs = [(cells[ours], other.cell(theirs)) for ours, theirs in join.pairs]
                same = " AND ".join(f"trim({ours}) = trim(j{place}.{theirs})" for ours, theirs in pairs)
                joins += f" LEFT JOIN ({self._latest(other, join)}) j{place} ON {same}"
                cells |= {join.name(column): f"j{place}.{other.cell(column)}" for column in taken}
        rows = item.base
        if joins or (item.file.types and item.mapping.compared):  # compared later, when no file may be read
            own = [typed.sql for source in cells if (typed := item.typed(source))]
            named = [f"{cell} AS {item.cell(source)}" for source, cell in cells.items()]
            named += [f"b.{cell} AS {cell}" for cell in own]
            rows = f"joined_{item.number}"
            self.connection.execute(
                f"CREATE TABLE {rows} AS SELECT b.line, {', '.join(named)} FROM {item.base} b{joins}"
            )
        self.connection.execute(f"CREATE VIEW {item.raw} AS SELECT * FROM {rows}")

    def drop(self, item: Loaded) -> None:
        """What was staged of a file, once its rows are typed."""
        for view in (item.raw, item.base):
            self.connection.execute(f"DROP VIEW IF EXISTS {view}")
        for table in ("joined", "staged"):
            self.connection.execute(f"DROP TABLE IF EXISTS {table}_{item.number}")

    def _stage_typed(self, item: Loaded, kept: Sequence[int]) -> None:
        """Nothing is copied: each cell is there as text (`c`) and as it is typed (`t`), whichever is asked for."""
        link = self.scratch / f"{item.number}.parquet"
        link.symlink_to(item.file.path.resolve())
        cells = "".join(f", CAST(c{place} AS VARCHAR) AS c{place}, c{place} AS t{place}" for place in kept)
        path = str(link).replace("'", "''")
        self.connection.execute(
            f"CREATE VIEW {item.base} AS SELECT file_row_number + 2 AS line{cells}"
            f" FROM read_parquet('{path}', file_row_number = true)"
        )

    def _latest(self, other: Loaded, join: Join) -> str:
        """One row a key: its latest state; of keys that do not tell rows apart, only those of a single row."""
        keys = ", ".join(f"trim({other.cell(theirs)})" for _, theirs in join.pairs)
        version = other.told_by(general().versions)
        newest = f"{other.cell(version[0])} DESC NULLS LAST, line DESC" if version else "line DESC"
        single = "" if join.is_whole else f" AND count(*) OVER (PARTITION BY {keys}) = 1"
        place = f"row_number() OVER (PARTITION BY {keys} ORDER BY {newest}) = 1"
        return f"SELECT * FROM {other.base} QUALIFY {place}{single}"

    def _stage_in_bulk(self, item: Loaded, kept: Sequence[int]) -> bool:
        """False where a row is not whole or lines and rows differ: then every line is looked at."""
        import duckdb

        link = self.scratch / f"{item.number}.csv"
        link.symlink_to(item.file.path.resolve())
        sql, values = engine.read_csv(link, item.file.delimiter, len(item.file.header), kept)
        staged = f"staged_{item.number}"
        try:
            self.connection.execute(f"CREATE TABLE {staged} AS {sql}", values)
        except duckdb.Error:
            return False
        if engine.number(self.connection, f"SELECT count(*) FROM {staged}") != item.file.lines - 1:
            self.connection.execute(f"DROP TABLE {staged}")
            return False
        line = f"rowid + {2 + item.file.lines_off} AS line"
        self.connection.execute(f"CREATE VIEW {item.base} AS SELECT {line}, * FROM {staged}")
        return True

    def _stage_with_care(self, item: Loaded, kept: Sequence[int]) -> None:
        whole, faulty = (self.scratch / f"{item.number}.{kind}" for kind in ("whole", "faulty"))
        with (
            whole.open("w", encoding="utf-8", newline="") as good,
            faulty.open("w", encoding="utf-8", newline="") as bad,
        ):
            taken, refused = csv.writer(good), csv.writer(bad, quoting=csv.QUOTE_ALL)
            for record in rows_with_care(item.file):
                line = record.line + item.file.lines_off
                if record.fault is None:
                    taken.writerow((line, *(record.fields[place] for place in kept)))
                else:
                    found = item.file.delimiter.join(record.fields)[:200]
                    refused.writerow((item.number, line, record.fault, found))
        names = {"line": "BIGINT", **{f"c{place}": "VARCHAR" for place in kept}}
        self._copy(whole, f"CREATE TABLE staged_{item.number} AS", names)
        self.connection.execute(f"CREATE VIEW {item.base} AS SELECT * FROM staged_{item.number}")
        rejects = {"file": "INTEGER", "line": "BIGINT", "reason": "VARCHAR", "found": "VARCHAR"}
        self._copy(faulty, f"INSERT INTO {REJECTS}", rejects)

    def _copy(self, path: Path, into: str, columns: dict[str, str]) -> None:
        types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        self.connection.execute(
            f"{into} SELECT * FROM read_csv(?, columns = {{{types}}}, auto_detect = false, header = false,"
            " delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n', max_line_size = 4000000)",
            [str(path)],
        )
