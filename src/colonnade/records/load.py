"""Loads an export into the canonical tables: every row read is accepted, or rejected with its reason."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade.core.errors import OurFault
from colonnade.records import engine
from colonnade.records.convert import MARKS, SUBSCRIPTION_KIND, typed_rows, whole_table
from colonnade.records.files import SourceFile, rows_with_care
from colonnade.records.mapping import Candidate, FileMapping, MappedColumn, Question
from colonnade.records.recognise import samples
from colonnade.records.tables import SQL_TYPES, SUBSCRIPTIONS, TABLES, Column, Table
from colonnade.records.values import (
    DATE_ORDERS,
    DECIMAL_MARKS,
    DERIVED,
    Decision,
    Reading,
    cleaned,
    date_evidence,
    decide_dates,
    decide_decimals,
    number_evidence,
    value,
)

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[str, float], None]

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
    notes: list[str] = field(default_factory=list)

    @property
    def raw(self) -> str:
        return f"raw_{self.number}"

    def cell(self, source: str) -> str:
        return f"c{self.file.header.index(source)}"


def load(
    connection: "duckdb.DuckDBPyConnection",
    files: Iterable[tuple[SourceFile, FileMapping]],
    scratch: Path,
    progress: Progress | None = None,
) -> list[Loaded]:
    """Canonical tables by their own names in the connection, and the rejected rows in `REJECTS`."""
    loader = _Loader(connection, scratch)
    found = [Loaded(number, file, mapping) for number, (file, mapping) in enumerate(files)]
    connection.execute(f"CREATE TABLE {REJECTS} (file INTEGER, line BIGINT, reason VARCHAR, found VARCHAR)")
    for place, item in enumerate(found):
        if progress:
            progress(item.file.name, place / len(found))
        if item.mapping.table or item.mapping.compared:
            loader.stage(item)
        if item.mapping.table:
            loader.decide(item)
        elif item.mapping.compared:
            item.compared_reading = loader.dates(item, item.mapping.compared["day"]).reading
    for table in TABLES.values():
        parts = [item for item in found if item.mapping.table == table.name]
        if parts:
            loader.fill(table, parts)
    if progress:
        progress("records", 1.0)
    return found


@dataclass(frozen=True, slots=True)
class _Loader:
    connection: "duckdb.DuckDBPyConnection"
    scratch: Path

    def stage(self, item: Loaded) -> None:
        """The columns that are mapped, as text with their line, in bulk where the file is plain."""
        sources = [mapped.source for mapped in item.mapping.columns] or list(item.mapping.compared.values())
        kept = sorted({item.file.header.index(source) for source in sources})
        if not (item.file.plain and self._stage_in_bulk(item, kept)):
            self._stage_with_care(item, kept)
        staged = engine.number(self.connection, f"SELECT count(*) FROM {item.raw}")
        item.rejected = engine.number(
            self.connection, f"SELECT count(*) FROM {REJECTS} WHERE file = ?", [item.number]
        )
        item.read = staged + item.rejected
        if item.file.encoding != "utf-8-sig":
            item.notes.append(f"read as {item.file.encoding}, not UTF-8")

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
        self.connection.execute(f"CREATE VIEW {item.raw} AS SELECT rowid + 2 AS line, * FROM {staged}")
        return True

    def _stage_with_care(self, item: Loaded, kept: Sequence[int]) -> None:
        whole, faulty = (self.scratch / f"{item.number}.{kind}" for kind in ("whole", "faulty"))
        with (
            whole.open("w", encoding="utf-8", newline="") as good,
            faulty.open("w", encoding="utf-8", newline="") as bad,
        ):
            taken, refused = csv.writer(good), csv.writer(bad, quoting=csv.QUOTE_ALL)
            for record in rows_with_care(item.file):
                if record.fault is None:
                    taken.writerow((record.line, *(record.fields[place] for place in kept)))
                else:
                    found = item.file.delimiter.join(record.fields)[:200]
                    refused.writerow((item.number, record.line, record.fault, found))
        names = {"line": "BIGINT", **{f"c{place}": "VARCHAR" for place in kept}}
        self._copy(whole, f"CREATE TABLE {item.raw} AS", names)
        rejects = {"file": "INTEGER", "line": "BIGINT", "reason": "VARCHAR", "found": "VARCHAR"}
        self._copy(faulty, f"INSERT INTO {REJECTS}", rejects)

    def _copy(self, path: Path, into: str, columns: dict[str, str]) -> None:
        types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        self.connection.execute(
            f"{into} SELECT * FROM read_csv(?, columns = {{{types}}}, auto_detect = false, header = false,"
            " delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n', max_line_size = 4000000)",
            [str(path)],
        )

    def decide(self, item: Loaded) -> None:
        """Completes each column's reading from all of its cells; what they leave open becomes a question."""
        table = TABLES[str(item.mapping.table)]
        decisions = {mapped: self._decision(item, table, mapped) for mapped in item.mapping.columns}
        decisions = _by_siblings(item, table, decisions)
        columns: list[MappedColumn] = []
        questions = list(item.mapping.questions)
        for mapped, decision in decisions.items():
            if decision.question:
                cells = ", ".join(samples(item.file, mapped.source))
                text = f"how are the cells of '{mapped.source}' read ({cells})? {decision.question}"
                choices = tuple(Candidate(choice) for choice in decision.choices)
                questions.append(Question(item.file.name, table.name, mapped.column, text, choices, mapped.source))
            else:
                columns.append(replace(mapped, reading=(*decision.reading, *mapped.reading)))
        item.mapping = replace(item.mapping, columns=tuple(columns), questions=tuple(questions))
        if item.mapping.lacking:
            asked = [question.column for question in questions]
            why = f"not used until it is settled how {' and '.join(filter(None, asked))} is read"
            item.mapping = replace(item.mapping, table=None, why=why, looks_like=table.name)

    def _decision(self, item: Loaded, table: Table, mapped: MappedColumn) -> Decision:
        column = table.column(mapped.column)
        if any(word in (*DATE_ORDERS, *DECIMAL_MARKS, *DERIVED) for word in mapped.reading):
            return Decision()
        match column.kind:
            case "day" | "moment":
                return self.dates(item, mapped.source)
            case "money" | "number" | "integer":
                return decide_decimals(self._evidence(item, mapped.source, number_evidence("cell")), column.kind)
            case _:
                return Decision()

    def dates(self, item: Loaded, source: str) -> Decision:
        return decide_dates(self._evidence(item, source, date_evidence("cell")))

    def _evidence(self, item: Loaded, source: str, aggregates: list[str]) -> list[int]:
        cells = f"SELECT {cleaned(item.cell(source))} AS cell FROM {item.raw}"
        return list(engine.row(self.connection, f"SELECT {', '.join(aggregates)} FROM ({cells})"))

    def fill(self, table: Table, parts: list[Loaded]) -> None:
        """The canonical table from all files that hold its rows."""
        incoming = f"incoming_{table.name}"
        columns = [column for column in table.columns if any(p.mapping.source_of(column.name) for p in parts)]
        if table == SUBSCRIPTIONS and SUBSCRIPTION_KIND not in columns:
            columns.append(SUBSCRIPTION_KIND)
        types = ", ".join(f"{column.name} {SQL_TYPES[column.kind]}" for column in columns)
        self.connection.execute(f"CREATE TABLE {incoming} ({MARKS}, {types})")
        for part in parts:
            typed = typed_rows(part.raw, part.cell, part.mapping, table, columns)
            self.connection.execute(f"INSERT INTO {incoming} BY NAME {typed}", [part.number])
            self._note_blanked(part, table)
        if table.name == "usage_events":
            self._find_accounts(incoming, {column.name for column in columns})
            columns = list(dict.fromkeys((table.column("account_id"), *columns)))
        if table.key and any(column.name == table.key for column in columns):
            self._refuse_duplicates(incoming, table, columns, parts)
        names = ", ".join(column.name for column in columns)
        self.connection.execute(
            f"CREATE TABLE loaded_{table.name} AS SELECT {names} FROM {incoming} WHERE refused_as IS NULL"
        )
        self.connection.execute(f"CREATE VIEW {table.name} AS {whole_table(table, columns)}")
        self.connection.execute(
            f"INSERT INTO {REJECTS} SELECT in_file, in_line, refused_as, refused_for FROM {incoming}"
            " WHERE refused_as IS NOT NULL"
        )
        self._count(incoming, parts)
        self.connection.execute(f"DROP TABLE {incoming}")

    def _note_blanked(self, part: Loaded, table: Table) -> None:
        for mapped in part.mapping.columns:
            column = table.column(mapped.column)
            if not column.lenient:
                continue
            text = cleaned(part.cell(mapped.source))
            blanked = engine.number(
                self.connection,
                f"SELECT count({text}) - count({value(column, f'({text})', mapped.reading)}) FROM {part.raw}",
            )
            if blanked:
                part.notes.append(f"{blanked:,} values of {mapped.source} could not be read and were left blank")

    def _find_accounts(self, incoming: str, columns: set[str]) -> None:
        """Events take the account they name, else that of their subscription, else that of their user."""
        ways = [("subscriptions", "subscription_id"), ("users", "user_id")]
        joins, owners = "", ["i.account_id"] if "account_id" in columns else []
        for table, key in ways:
            if key in columns and self._has(f"loaded_{table}", key):
                joins += f" LEFT JOIN {table} ON {table}.{key} = i.{key}"
                owners.append(f"{table}.account_id")
        owner = f"coalesce({', '.join(owners)})" if owners else "NULL"
        key_shown = ", ".join(f"i.{key}" for key in ("subscription_id", "user_id") if key in columns) or "NULL"
        lost = f"i.refused_as IS NULL AND {owner} IS NULL"
        replaced = "refused_as, refused_for, account_id" if "account_id" in columns else "refused_as, refused_for"
        self.connection.execute(
            f"CREATE TABLE found AS SELECT i.* EXCLUDE ({replaced}),"
            f" CAST({owner} AS VARCHAR) AS account_id,"
            f" CASE WHEN {lost} THEN 'finds no account' ELSE i.refused_as END AS refused_as,"
            f" CASE WHEN {lost} THEN concat_ws(', ', {key_shown}) ELSE i.refused_for END AS refused_for"
            f" FROM {incoming} i{joins}"
        )
        self.connection.execute(f"DROP TABLE {incoming}")
        self.connection.execute(f"ALTER TABLE found RENAME TO {incoming}")

    def _has(self, table: str, column: str) -> bool:
        return bool(
            engine.number(
                self.connection,
                "SELECT count(*) FROM duckdb_columns() WHERE table_name = ? AND column_name = ?",
                [table, column],
            )
        )

    def _refuse_duplicates(self, incoming: str, table: Table, columns: list[Column], parts: list[Loaded]) -> None:
        """Of rows with one key the last is kept; where equal keys are no proof, only of equal rows."""
        key = table.key
        keyed = f"FROM {incoming} WHERE refused_as IS NULL AND {key} IS NOT NULL"
        self.connection.execute(
            f"CREATE TABLE repeated AS SELECT * {keyed} AND {key} IN"
            f" (SELECT {key} {keyed} GROUP BY {key} HAVING count(*) > 1)"
        )
        if engine.number(self.connection, "SELECT count(*) FROM repeated"):
            whole = ", ".join(column.name for column in columns)
            same = f"row({whole})"
            group = f"{key}, {same}" if table.keeps_both else key
            self.connection.execute(
                f"CREATE TABLE refused AS SELECT in_file, in_line,"
                f" CASE WHEN {same} IS NOT DISTINCT FROM last_value({same}) OVER later"
                f" THEN 'stands again further down' ELSE 'a later line has the same {key} and is kept' END AS why,"
                f" concat({key}, ', line ', last_value(in_line) OVER later) AS what,"
                f" row_number() OVER (PARTITION BY {group} ORDER BY in_file DESC, in_line DESC) AS place"
                f" FROM repeated"
                f" WINDOW later AS (PARTITION BY {group} ORDER BY in_file, in_line"
                f" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
            )
            self.connection.execute(
                f"UPDATE {incoming} SET refused_as = why, refused_for = what FROM refused WHERE place > 1"
                f" AND {incoming}.in_file = refused.in_file AND {incoming}.in_line = refused.in_line"
            )
            if table.keeps_both:
                self._note_shared_keys(table, parts)
            self.connection.execute("DROP TABLE refused")
        self.connection.execute("DROP TABLE repeated")

    def _note_shared_keys(self, table: Table, parts: list[Loaded]) -> None:
        shared = dict(
            engine.rows(self.connection, "SELECT in_file, count(*) FROM refused WHERE place = 1 GROUP BY in_file")
        )
        for part in parts:
            source = part.mapping.source_of(str(table.key))
            if part.number in shared and source:
                part.notes.append(
                    f"{shared[part.number]:,} rows share their {source} with a row that differs; both are kept"
                )

    def _count(self, incoming: str, parts: list[Loaded]) -> None:
        counted = {
            file: (accepted, refused)
            for file, accepted, refused in engine.rows(
                self.connection,
                f"SELECT in_file, count(*) FILTER (refused_as IS NULL), count(refused_as) FROM {incoming}"
                " GROUP BY in_file",
            )
        }
        for part in parts:
            accepted, refused = counted.get(part.number, (0, 0))
            part.accepted, part.rejected = accepted, part.rejected + refused
            if part.accepted + part.rejected != part.read:
                counts = f"{part.accepted} rows accepted and {part.rejected} rejected of {part.read} read"
                raise OurFault(f"{part.file.name}: {counts}")


def _by_siblings(
    item: Loaded, table: Table, decisions: dict[MappedColumn, Decision]
) -> dict[MappedColumn, Decision]:
    """Where day and month cannot be told apart, the file's other date columns tell, if they agree."""
    dated = [mapped for mapped in decisions if table.column(mapped.column).kind in ("day", "moment")]
    shown = Counter(
        order
        for mapped in dated
        for order in ("day_first", "month_first")
        if order in decisions[mapped].reading or order in mapped.reading
    )
    if len(shown) != 1:
        return decisions
    order = next(iter(shown))
    settled = dict(decisions)
    for mapped in dated:
        decision = decisions[mapped]
        if decision.question and order in decision.choices and "told apart" in decision.question:
            settled[mapped] = Decision((order,))
            item.notes.append(f"{mapped.source} is read {order}, as the other dates of the file show")
    return settled
