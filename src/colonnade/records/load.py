"""Loads an export into the canonical tables: every row read is accepted, or rejected with its reason."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade.core.errors import OurFault
from colonnade.records import engine
from colonnade.records.convert import MARKS, SUBSCRIPTION_KIND, TRACE, text_of, typed_rows, whole_table
from colonnade.records.files import SourceFile
from colonnade.records.finding import WORDS as WAYS
from colonnade.records.finding import find_accounts, join_second_lists, refuse_own_accounts, takes_ids_as_written
from colonnade.records.helpers import FINDER_NAMES, helper_names, readable, readable_column
from colonnade.records.mapping import Candidate, FileMapping, MappedColumn, Question
from colonnade.records.recognise import samples
from colonnade.records.staging import REJECTS, Loaded, Stager
from colonnade.records.tables import SQL_TYPES, SUBSCRIPTIONS, TABLES, Column, Table
from colonnade.records.values import (
    DATE_ORDERS,
    DECIMAL_MARKS,
    DERIVED,
    NO_DATES,
    Decision,
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

__all__ = ["REJECTS", "Loaded", "load"]


def load(
    connection: "duckdb.DuckDBPyConnection",
    files: Iterable[tuple[SourceFile, FileMapping]],
    scratch: Path,
    progress: Progress | None = None,
    *,
    traced: bool = False,
) -> list[Loaded]:
    """Canonical tables by their own names in the connection, and the rejected rows in `REJECTS`.

    `traced`: the rows of `loaded_<table>` keep the file, line and state they came from.
    """
    loader = _Loader(connection, traced)
    found = [Loaded(number, file, mapping) for number, (file, mapping) in enumerate(files)]
    connection.execute(f"CREATE TABLE {REJECTS} (file INTEGER, line BIGINT, reason VARCHAR, found VARCHAR)")
    Stager(connection, scratch, progress).stage(found)
    for item in found:
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
    traced: bool

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
        column = readable_column(table, mapped.column)
        if any(word in (*DATE_ORDERS, *DECIMAL_MARKS, *DERIVED, "inverse") for word in mapped.reading):
            return Decision()
        match column.kind:
            case "day" | "moment":
                return self.dates(item, mapped.source)
            case "money" | "number" | "integer":
                return decide_decimals(self._evidence(item, mapped.source, number_evidence("cell")), column.kind)
            case _:
                return Decision()

    def dates(self, item: Loaded, source: str) -> Decision:
        return decide_dates(self._evidence(item, source, date_evidence("cell"), text_of(_DAY, item.cell(source))))

    def _evidence(self, item: Loaded, source: str, aggregates: list[str], text: str | None = None) -> list[int]:
        cells = f"SELECT {text or cleaned(item.cell(source))} AS cell FROM {item.raw}"
        return list(engine.row(self.connection, f"SELECT {', '.join(aggregates)} FROM ({cells})"))

    def fill(self, table: Table, parts: list[Loaded]) -> None:
        """The canonical table from all files that hold its rows."""
        incoming = f"incoming_{table.name}"
        columns = [column for column in readable(table) if any(p.mapping.source_of(column.name) for p in parts)]
        if table == SUBSCRIPTIONS and SUBSCRIPTION_KIND not in columns:
            columns.append(SUBSCRIPTION_KIND)
        types = ", ".join(f"{column.name} {SQL_TYPES[column.kind]}" for column in columns)
        self.connection.execute(f"CREATE TABLE {incoming} ({MARKS}, joined BOOLEAN, {types})")
        for part in parts:
            typed = typed_rows(part.raw, part.cell, part.mapping, table, columns, part.rules())
            self.connection.execute(f"INSERT INTO {incoming} BY NAME {typed}", [part.number])
            self._note_blanked(part, table)
        names = [column.name for column in columns]
        if table.name == "accounts":
            self._settle_accounts(incoming, names, parts)
        elif table.name == "usage_events" or {"account_id", *FINDER_NAMES} & set(names):
            self._find_accounts(incoming, table, names, parts)
            columns = list(dict.fromkeys((table.column("account_id"), *columns)))
        columns = [column for column in columns if column.name not in helper_names()]
        if table.key and any(column.name == table.key for column in columns):
            self._refuse_duplicates(incoming, table, columns, parts)
        kept = ", ".join([column.name for column in columns] + [*TRACE] * self.traced)
        self.connection.execute(
            f"CREATE TABLE loaded_{table.name} AS SELECT {kept} FROM {incoming}"
            " WHERE refused_as IS NULL AND joined IS NULL"
        )
        self.connection.execute(f"CREATE VIEW {table.name} AS {whole_table(table, columns)}")
        self.connection.execute(
            f"INSERT INTO {REJECTS} SELECT in_file, in_line, refused_as, refused_for FROM {incoming}"
            " WHERE refused_as IS NOT NULL"
        )
        if table.name == "accounts":
            self.connection.execute("INSERT INTO account_ids SELECT account_id, account_id FROM loaded_accounts")
        self._count(incoming, parts)
        self.connection.execute(f"DROP TABLE {incoming}")

    def _note_blanked(self, part: Loaded, table: Table) -> None:
        for mapped in part.mapping.columns:
            column = readable_column(table, mapped.column)
            if column.kind in ("day", "moment"):
                self._note_no_dates(part, mapped.source)
            if not column.lenient:
                continue
            text = cleaned(part.cell(mapped.source))
            blanked = engine.number(
                self.connection,
                f"SELECT count({text}) - count({value(column, f'({text})', mapped.reading)}) FROM {part.raw}",
            )
            if blanked:
                part.notes.append(f"{blanked:,} values of {mapped.source} could not be read and were left blank")

    def _note_no_dates(self, part: Loaded, source: str) -> None:
        none = ", ".join(f"'{word}'" for word in NO_DATES)
        sql = f"SELECT count(*) FROM {part.raw} WHERE trim({part.cell(source)})[:10] IN ({none})"
        count = engine.number(self.connection, sql)
        if count:
            part.notes.append(
                f"{count:,} dates of {source} stand for no date (such as 1970-01-01) and were left blank"
            )

    def _settle_accounts(self, incoming: str, columns: list[str], parts: list[Loaded]) -> None:
        refuse_own_accounts(self.connection, incoming, columns)
        second = [part.number for part in parts if part.is_second]
        if len(second) == len(parts):
            second = second[1:]
        by_number = {part.number: part for part in parts}
        for file, rows in join_second_lists(self.connection, incoming, columns, second):
            by_number[file].notes.append(f"{rows:,} rows are accounts of another file and go by its ids")

    def _find_accounts(self, incoming: str, table: Table, columns: list[str], parts: list[Loaded]) -> None:
        by_number = {part.number: part for part in parts}
        needed = table.name == "usage_events" or table.column("account_id").filled
        if self.traced and not takes_ids_as_written(self.connection, incoming, columns):
            for part in parts:
                part.looked_up = True
        for file, way, rows in find_accounts(self.connection, incoming, columns, needed=needed):
            if way in WAYS:
                by_number[file].notes.append(f"{rows:,} rows found their account by {WAYS[way]}")

    def _refuse_duplicates(self, incoming: str, table: Table, columns: list[Column], parts: list[Loaded]) -> None:
        """Of rows with one key the latest state is kept; where equal keys are no proof, only of equal rows.

        The latest is that of the newest version where rows are dated, else the last line.
        """
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
                f" row_number() OVER (PARTITION BY {group}"
                f" ORDER BY in_version DESC NULLS LAST, in_file DESC, in_line DESC) AS place"
                f" FROM repeated"
                f" WINDOW later AS (PARTITION BY {group} ORDER BY in_version NULLS FIRST, in_file, in_line"
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


_DAY = Column("day", "day")


def _by_siblings(
    item: Loaded, table: Table, decisions: dict[MappedColumn, Decision]
) -> dict[MappedColumn, Decision]:
    """Where day and month cannot be told apart, the file's other date columns tell, if they agree."""
    dated = [mapped for mapped in decisions if readable_column(table, mapped.column).kind in ("day", "moment")]
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
