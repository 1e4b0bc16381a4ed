"""Loads an export into the canonical tables: every row read is accepted, or rejected with its reason."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from colonnade.core.errors import OurFault
from colonnade.records import engine
from colonnade.records.account_lists import join_second_lists, refuse_own_accounts
from colonnade.records.columns import samples
from colonnade.records.convert import (
    MARKS,
    SUBSCRIPTION_KIND,
    TRACE,
    blanked,
    text_of,
    typed_rows,
    whole_table,
)
from colonnade.records.duplicates import refuse_duplicates
from colonnade.records.files import SourceFile
from colonnade.records.finding import WORDS as WAYS
from colonnade.records.finding import find_accounts, takes_ids_as_written
from colonnade.records.helpers import FINDER_NAMES, helper_names, readable, readable_column
from colonnade.records.mapping import Candidate, FileMapping, MappedColumn, Question
from colonnade.records.quality import counted
from colonnade.records.quick import quick
from colonnade.records.staging import REJECTS, Loaded, Stager
from colonnade.records.tables import SQL_TYPES, SUBSCRIPTIONS, TABLES, Column, Table
from colonnade.records.values import (
    DATE_ORDERS,
    DECIMAL_MARKS,
    DERIVED,
    EITHER_ORDER,
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

K = TypeVar("K")

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
    stager = Stager(connection, scratch, progress)
    stager.stage(found)
    # else a list of words in a CASE becomes a join of all rows, also of those that never come to it
    connection.execute("SET disabled_optimizers = 'in_clause'")
    for item in found:
        if item.mapping.table:
            loader.decide(item)
        elif item.mapping.compared:
            item.compared_reading = loader.dates(item, item.mapping.compared["day"])
    for table in TABLES.values():
        parts = [item for item in found if item.mapping.table == table.name]
        if parts:
            loader.fill(table, parts)
            for part in parts:
                stager.drop(part)
    connection.execute("RESET disabled_optimizers")
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
        decisions = self._decisions(item, table)
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
        for beside in item.mapping.beside:
            self._compare(item, table, beside)
        if item.mapping.lacking:
            asked = [str(question.column) for question in questions if question.column]
            them = " and ".join(filter(None, (", ".join(asked[:-1]), asked[-1])))
            why = f"not used until it is settled how {them} {'is' if len(asked) == 1 else 'are'} read"
            item.mapping = replace(item.mapping, table=None, why=why, looks_like=table.name)

    def _compare(self, item: Loaded, table: Table, beside: MappedColumn) -> None:
        """A note where an amount and one beside it that should be the same are not, within a hundredth."""
        read = next((mapped for mapped in item.mapping.columns if mapped.column == beside.column), None)
        if read is None:
            return
        column = table.column(beside.column)
        marks = tuple(word for word in read.reading if word in DECIMAL_MARKS)
        one, other = (
            value(column, f"({cleaned(item.cell(mapped.source))})", reading)
            for mapped, reading in ((read, read.reading), (beside, (*marks, *beside.reading)))
        )
        differing, rows, ours, theirs = engine.row(
            self.connection,
            "SELECT count(*) FILTER (abs(one - other) > greatest(one, other) / 100 + 0.01), count(*),"
            " coalesce(sum(one), 0), coalesce(sum(other), 0)"
            f" FROM (SELECT {one} AS one, {other} AS other FROM {item.raw})"
            " WHERE one IS NOT NULL AND other IS NOT NULL",
        )
        if differing:
            item.notes.append(
                f"{read.source} and {beside.source} disagree in {differing:,} of {counted(rows, 'row')}, in all"
                f" {ours:,.2f} and {theirs:,.2f} a month: {read.source} is read, unless mapped otherwise"
            )

    def _decisions(self, item: Loaded, table: Table) -> dict[MappedColumn, Decision]:
        """Of all columns, from one look at the rows."""
        asked = {m: (m.source, what) for m in item.mapping.columns if (what := _asked_of(item, table, m))}
        evidence = self._evidence(item, asked)
        return {mapped: _decided(item, table, mapped, evidence.get(mapped)) for mapped in item.mapping.columns}

    def dates(self, item: Loaded, source: str) -> Reading:
        if (typed := item.typed(source)) and typed.is_date:
            return ("iso",)
        decision = decide_dates(self._evidence(item, {source: (source, _DATES)})[source])
        return decision.reading or decision.usual

    def _evidence(self, item: Loaded, asked: Mapping[K, tuple[str, "_Asked"]]) -> dict[K, list[int]]:
        if not asked:
            return {}
        cells, parted, aggregates, ends = [], [], [], [0]
        for n, (source, what) in enumerate(asked.values()):
            cells.append(
                f"{item.cell(source)} AS cell{n}, {quick(what.column, item.cell(source), None, ())} AS q{n}"
            )
            parted.append(f"CASE WHEN q{n} IS NULL THEN {text_of(what.column, f'cell{n}')} END AS text{n}")
            parted.append(f"CASE WHEN q{n} IS NOT NULL THEN cell{n} END AS quick{n}")
            aggregates += what.evidence(f"text{n}", f"quick{n}")
            ends.append(len(aggregates))
        sql = f"SELECT {', '.join(parted)} FROM (SELECT {', '.join(cells)} FROM {item.raw})"
        counts = list(engine.row(self.connection, f"SELECT {', '.join(aggregates)} FROM ({sql})"))
        return {key: counts[start:end] for key, (start, end) in zip(asked, pairwise(ends), strict=True)}

    def fill(self, table: Table, parts: list[Loaded]) -> None:
        """The canonical table from all files that hold its rows."""
        incoming = f"incoming_{table.name}"
        columns = [column for column in readable(table) if any(p.mapping.source_of(column.name) for p in parts)]
        if table == SUBSCRIPTIONS and SUBSCRIPTION_KIND not in columns:
            columns.append(SUBSCRIPTION_KIND)
        types = MARKS | {column.name: SQL_TYPES[column.kind] for column in columns}
        typed = ", ".join(f"{name} {kind}" for name, kind in types.items())
        self.connection.execute(f"CREATE TABLE {incoming} ({typed})")
        for part in parts:
            rows = typed_rows(part.raw, part.cell, part.typed, part.mapping, table, columns, part.rules())
            self.connection.execute(f"INSERT INTO {incoming} BY NAME {rows}", [part.number])
        self._note_blanked(incoming, table, parts)
        names = [column.name for column in columns]
        if table.name == "accounts":
            self._settle_accounts(incoming, names, parts)
        elif table.name == "usage_events" or {"account_id", *FINDER_NAMES} & set(names):
            self._find_accounts(incoming, table, names, parts)
            columns = list(dict.fromkeys((table.column("account_id"), *columns)))
        columns = [column for column in columns if column.name not in helper_names()]
        if table.key and any(column.name == table.key for column in columns):
            refuse_duplicates(self.connection, incoming, table, columns, parts)
        self.connection.execute(
            f"INSERT INTO {REJECTS} SELECT in_file, in_line, refused_as, refused_for FROM {incoming}"
            " WHERE refused_as IS NOT NULL"
        )
        self._count(incoming, parts)
        self._keep(incoming, table, {column.name for column in columns} | set(TRACE if self.traced else ()))
        self.connection.execute(f"CREATE VIEW {table.name} AS {whole_table(table, columns)}")
        if table.name == "accounts":
            self.connection.execute("INSERT INTO account_ids SELECT account_id, account_id FROM loaded_accounts")

    def _keep(self, incoming: str, table: Table, columns: set[str]) -> None:
        """Of the incoming rows those that are taken, and of those the canonical columns, without a copy."""
        self.connection.execute(f"DELETE FROM {incoming} WHERE refused_as IS NOT NULL OR joined IS NOT NULL")
        there = engine.rows(
            self.connection, "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [incoming]
        )
        for (name,) in there:
            if name not in columns:
                self.connection.execute(f"ALTER TABLE {incoming} DROP COLUMN {name}")
        self.connection.execute(f"ALTER TABLE {incoming} RENAME TO loaded_{table.name}")

    def _note_blanked(self, incoming: str, table: Table, parts: list[Loaded]) -> None:
        for part in parts:
            kinds = blanked(part.mapping, table)
            if kinds:
                bits = ", ".join(f"count(*) FILTER (in_blanked & {1 << bit} > 0)" for bit in range(len(kinds)))
                sql = f"SELECT {bits} FROM {incoming} WHERE in_file = ? AND in_blanked > 0"
                counts = engine.row(self.connection, sql, [part.number])
                part.notes += [
                    f"{counted(count, each.noun)} {each.words}"
                    for count, each in zip(counts, kinds, strict=True)
                    if count
                ]

    def _settle_accounts(self, incoming: str, columns: list[str], parts: list[Loaded]) -> None:
        refuse_own_accounts(self.connection, incoming, columns)
        second = [part.number for part in parts if part.is_second]
        if len(second) == len(parts):
            second = second[1:]
        by_number = {part.number: part for part in parts}
        for file, rows in join_second_lists(self.connection, incoming, columns, second):
            by_number[file].notes.append(
                f"{counted(rows, 'row')} of accounts in another file, under whose ids they go"
            )

    def _find_accounts(self, incoming: str, table: Table, columns: list[str], parts: list[Loaded]) -> None:
        by_number = {part.number: part for part in parts}
        needed = table.name == "usage_events" or table.column("account_id").filled
        if self.traced and not takes_ids_as_written(self.connection, incoming, columns):
            for part in parts:
                part.looked_up = True
        for file, way, rows in find_accounts(self.connection, incoming, columns, needed=needed):
            if way in WAYS:
                by_number[file].notes.append(f"{counted(rows, 'row')} found an account by {WAYS[way]}")

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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the cells of a column whose way of writing is not known yet."""

    column: Column
    evidence: Callable[[str, str], list[str]]


_DATES = _Asked(Column("day", "day"), date_evidence)
_NUMBERS = _Asked(Column("number", "number"), number_evidence)


def _asked_of(item: Loaded, table: Table, mapped: MappedColumn) -> _Asked | None:
    typed = item.typed(mapped.source)
    if any(word in (*DATE_ORDERS, *DECIMAL_MARKS, *DERIVED, "inverse") for word in mapped.reading):
        return None
    match readable_column(table, mapped.column).kind:
        case "day" | "moment":
            return None if typed and typed.is_date else _DATES
        case "money" | "monthly" | "number" | "integer":
            return None if typed and typed.is_number else _NUMBERS
        case _:
            return None


def _decided(item: Loaded, table: Table, mapped: MappedColumn, evidence: list[int] | None) -> Decision:
    kind = readable_column(table, mapped.column).kind
    if evidence is None:
        typed = item.typed(mapped.source)
        is_settled = typed and typed.is_date and kind in ("day", "moment") and not mapped.reading
        return Decision(("iso",)) if is_settled else Decision()
    return decide_dates(evidence) if kind in ("day", "moment") else decide_decimals(evidence, kind)


def _by_siblings(
    item: Loaded, table: Table, decisions: dict[MappedColumn, Decision]
) -> dict[MappedColumn, Decision]:
    """Where day and month cannot be told apart, the file's other dates tell, if they agree; else dots do."""
    dated = [mapped for mapped in decisions if readable_column(table, mapped.column).kind in ("day", "moment")]
    shown: set[str] = {
        order
        for mapped in dated
        for order in ("day_first", "month_first")
        if order in decisions[mapped].reading or order in mapped.reading
    }
    settled = dict(decisions)
    for mapped in dated:
        decision = decisions[mapped]
        if decision.question != EITHER_ORDER:
            continue
        if len(shown) == 1:
            reading, why = tuple(shown), "as the other dates of the file show"
        else:
            reading, why = decision.usual, "as dates with dots are written"
        if reading:
            settled[mapped] = Decision(reading)
            item.notes.append(f"{mapped.source} is read {reading[0]}, {why}")
    return settled
