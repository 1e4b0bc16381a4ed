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
from colonnade.records.files import SourceFile, rows_with_care
from colonnade.records.mapping import Candidate, FileMapping, MappedColumn, Question
from colonnade.records.recognise import samples
from colonnade.records.tables import SQL_TYPES, TABLES, Column, Table
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
    is_far_future,
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
        if table.name == "subscriptions" and not any(column.name == "kind" for column in columns):
            columns.append(table.column("kind"))
        types = ", ".join(f"{column.name} {SQL_TYPES[column.kind]}" for column in columns)
        self.connection.execute(
            f"CREATE TABLE {incoming} (file INTEGER, line BIGINT, reason VARCHAR, found VARCHAR, {types})"
        )
        for part in parts:
            self.connection.execute(
                f"INSERT INTO {incoming} BY NAME {_typed(part, table, columns)}", [part.number]
            )
            self._note_blanked(part, table)
        if table.name == "usage_events":
            self._find_accounts(incoming, {column.name for column in columns})
            columns = list(dict.fromkeys((table.column("account_id"), *columns)))
        if table.key and any(column.name == table.key for column in columns):
            self._refuse_duplicates(incoming, table, columns, parts)
        names = ", ".join(column.name for column in columns)
        self.connection.execute(
            f"CREATE TABLE loaded_{table.name} AS SELECT {names} FROM {incoming} WHERE reason IS NULL"
        )
        self.connection.execute(f"CREATE VIEW {table.name} AS {_whole(table, columns)}")
        self.connection.execute(
            f"INSERT INTO {REJECTS} SELECT file, line, reason, found FROM {incoming} WHERE reason IS NOT NULL"
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
        replaced = "reason, found, account_id" if "account_id" in columns else "reason, found"
        self.connection.execute(
            f"CREATE TABLE found AS SELECT i.* EXCLUDE ({replaced}),"
            f" CAST({owner} AS VARCHAR) AS account_id,"
            f" CASE WHEN i.reason IS NULL AND {owner} IS NULL THEN 'finds no account' ELSE i.reason END AS reason,"
            f" CASE WHEN i.reason IS NULL AND {owner} IS NULL THEN concat_ws(', ', {key_shown}) ELSE i.found END"
            f" AS found FROM {incoming} i{joins}"
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
        self.connection.execute(
            f"CREATE TABLE repeated AS SELECT * FROM {incoming} WHERE reason IS NULL AND {key} IN (SELECT {key}"
            f" FROM {incoming} WHERE reason IS NULL AND {key} IS NOT NULL GROUP BY {key} HAVING count(*) > 1)"
        )
        if engine.number(self.connection, "SELECT count(*) FROM repeated"):
            whole = ", ".join(column.name for column in columns)
            same = f"row({whole})"
            group = f"{key}, {same}" if table.keeps_both else key
            self.connection.execute(
                f"CREATE TABLE refused AS SELECT file, line,"
                f" CASE WHEN {same} IS NOT DISTINCT FROM last_value({same}) OVER later"
                f" THEN 'stands again further down' ELSE 'a later line has the same {key} and is kept' END AS why,"
                f" concat({key}, ', line ', last_value(line) OVER later) AS what,"
                f" row_number() OVER (PARTITION BY {group} ORDER BY file DESC, line DESC) AS place FROM repeated"
                f" WINDOW later AS (PARTITION BY {group} ORDER BY file, line"
                f" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
            )
            self.connection.execute(
                f"UPDATE {incoming} SET reason = why, found = what FROM refused WHERE place > 1"
                f" AND {incoming}.file = refused.file AND {incoming}.line = refused.line"
            )
            if table.keeps_both:
                self._note_shared_keys(table, parts)
            self.connection.execute("DROP TABLE refused")
        self.connection.execute("DROP TABLE repeated")

    def _note_shared_keys(self, table: Table, parts: list[Loaded]) -> None:
        shared = dict(
            engine.rows(self.connection, "SELECT file, count(*) FROM refused WHERE place = 1 GROUP BY file")
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
                f"SELECT file, count(*) FILTER (reason IS NULL), count(reason) FROM {incoming} GROUP BY file",
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


def _whole(table: Table, columns: list[Column]) -> str:
    """All columns of a canonical table; those the export lacks are empty, and metrics ask before they read."""
    cells = (c.name if c in columns else f"CAST(NULL AS {SQL_TYPES[c.kind]}) AS {c.name}" for c in table.columns)
    return f"SELECT {', '.join(cells)} FROM loaded_{table.name}"


def _typed(part: Loaded, table: Table, columns: list[Column]) -> str:
    """SELECT file, line, reason, found and the canonical columns, from a staged file."""
    mapped = {item.column: item for item in part.mapping.columns}
    ordered = sorted(
        (table.column(name) for name in mapped),
        key=lambda column: bool(set(mapped[column.name].reading) & set(DERIVED)),
    )
    texts = ", ".join(f"{cleaned(part.cell(mapped[c.name].source))} AS text_{c.name}" for c in ordered)
    values = ", ".join(f"{_value(c, mapped[c.name])} AS {c.name}" for c in ordered)
    if table.name == "subscriptions" and "kind" not in mapped:
        values += ", 'recurring' AS kind"
    present = [c.name for c in columns if c.name in mapped or (c.name == "kind" and table.name == "subscriptions")]
    names = ", ".join(present)
    faults = _faults(table, ordered, set(present))
    reason = " ".join(f"WHEN {condition} THEN '{why}'" for condition, why, _ in faults)
    found = " ".join(f"WHEN {condition} THEN {cell}" for condition, _, cell in faults)
    return (
        f"WITH cells AS (SELECT line, {texts} FROM {part.raw}),"
        f" typed AS (SELECT *, {values} FROM cells)"
        f" SELECT CAST(? AS INTEGER) AS file, line, CASE {reason} END AS reason,"
        f" left(CASE {found} END, 200) AS found, {names} FROM typed"
    )


def _value(column: Column, mapped: MappedColumn) -> str:
    text = f"text_{column.name}"
    read = value(column, text, mapped.reading)
    if column.name == "kind":
        return (
            f"coalesce({read}, CASE WHEN {text} IS NULL THEN 'recurring' END)"
            if column.choices[0] == "recurring"
            else read
        )
    return read


def _faults(table: Table, columns: list[Column], present: set[str]) -> list[tuple[str, str, str]]:
    """Conditions under which a row is refused, each with its reason and the cell that shows it."""
    faults: list[tuple[str, str, str]] = []
    for column in columns:
        name, text = column.name, f"text_{column.name}"
        if column.filled:
            faults.append((f"{text} IS NULL", f"{name} is blank", "''"))
        if not column.lenient and column.kind != "text":
            unread = f"{text} IS NOT NULL AND {name} IS NULL"
            if column.name == "end_on":
                unread += f" AND NOT {is_far_future(text)}"
            faults.append((unread, f"{name} is not {_expected(column)}", text))
    for condition, reason, cell in _RULES.get(table.name, ()):
        if all(name in present for name in _names(condition)):
            faults.append((condition, reason, cell))
    return faults or [("false", "", "''")]


_RULES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "subscriptions": (
        ("end_on < start_on", "end_on is before start_on", "concat(start_on, ' to ', end_on)"),
        ("mrr IS NULL AND kind = 'recurring'", "mrr is blank", "''"),
        ("mrr < 0", "mrr is below zero", "CAST(mrr AS VARCHAR)"),
    ),
    "tickets": (
        ("solved_at < opened_at", "solved_at is before opened_at", "concat(opened_at, ' to ', solved_at)"),
        ("first_reply_at < opened_at", "first_reply_at is before opened_at", "CAST(first_reply_at AS VARCHAR)"),
    ),
    "account_history": (("to_on < from_on", "to_on is before from_on", "concat(from_on, ' to ', to_on)"),),
    "onboardings": (
        ("first_value_on < started_on", "first_value_on is before started_on", "CAST(first_value_on AS VARCHAR)"),
        ("completed_on < started_on", "completed_on is before started_on", "CAST(completed_on AS VARCHAR)"),
    ),
    "quotas": (("period_end < period_start", "period_end is before period_start", "CAST(period_end AS VARCHAR)"),),
}
"""Beyond single cells: when a row contradicts itself."""


def _names(condition: str) -> list[str]:
    return [word for word in condition.split() if word.islower() and "'" not in word and not word.isdigit()]


def _expected(column: Column) -> str:
    match column.kind:
        case "choice":
            return f"one of {', '.join(column.choices)}"
        case "day" | "moment":
            return "a date as the column writes them"
        case "boolean":
            return "true or false"
        case _:
            return "a number"
