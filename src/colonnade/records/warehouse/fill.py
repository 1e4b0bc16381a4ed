"""Writes what a plan reads into the generation that is being made."""

# ruff: noqa: S608  only names of our own are put together here

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.files import SourceFile
from colonnade.records.load import REJECTS, Loaded, load
from colonnade.records.mapping import FileMapping
from colonnade.records.warehouse.plan import EVENTS, KNOWN_BY, Item, Plan

if TYPE_CHECKING:
    import duckdb

REFUSED = "refused_rows"
"""The rejected rows of all parts, by the part's number."""

_OF_ACCOUNTS = ("account_ids", "own_accounts")
"""What the loader learns from accounts besides: other ids they go by, and those that are ours."""


@dataclass(frozen=True, slots=True)
class Filling:
    """`gone` are the numbers of parts whose rows are replaced or leave; new parts are numbered from `first`."""

    work: Path
    scratch: Path
    plan: Plan
    gone: Sequence[int]
    first: int
    progress: Callable[[str, float], None] | None = None

    def fill(self, items: Sequence[Item]) -> dict[str, Loaded]:
        """The parts that were read, by name."""
        files = list(self._files(items))
        connection = engine.connect(self.scratch, sum(file.size_bytes for file, _ in files))
        try:
            engine.attach(connection, self.work)
            self._show_what_is_known(connection)
            loaded = load(connection, files, self.scratch, self.progress, traced=True)
            wanted = {item.name for item in items if self.plan.reads(item)}
            read = {item.file.name: item for item in loaded if item.file.name in wanted}
            connection.begin()
            self._clear(connection)
            self._carry_over(connection, list(read.values()))
            _carry_compared(connection, read, items)
            connection.commit()
            connection.execute("DETACH kept")
        finally:
            connection.close()
        for item in read.values():
            item.number += self.first
        return read

    def _files(self, items: Sequence[Item]) -> Iterator[tuple[SourceFile, FileMapping]]:
        opened = self.plan.looks_into(items)
        for item in items:
            if self.plan.reads(item):
                yield item.file, item.mapping
            elif item.name in opened:
                yield item.file, replace(item.mapping, table=None, compared={})

    def _show_what_is_known(self, connection: "duckdb.DuckDBPyConnection") -> None:
        """Tables that are kept, where they stand, for rows that look up their account."""
        for table in (*KNOWN_BY, *_OF_ACCOUNTS):
            owner = table if table in KNOWN_BY else "accounts"
            name = f"loaded_{table}" if table in KNOWN_BY else table
            is_hidden = table == "contacts" and self.plan.hides_contacts
            if not is_hidden and owner not in self.plan.anew and _is_kept(connection, name):
                connection.execute(f"CREATE VIEW {name} AS FROM kept.{name}")

    def _clear(self, connection: "duckdb.DuckDBPyConnection") -> None:
        for table in self.plan.anew:
            connection.execute(f"DROP TABLE IF EXISTS kept.loaded_{table}")
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS kept.{REFUSED} (part INTEGER, line BIGINT, reason VARCHAR, found VARCHAR)"
        )
        gone = ", ".join(map(str, self.gone)) or "NULL"
        connection.execute(f"DELETE FROM kept.{REFUSED} WHERE part IN ({gone})")
        if self.gone and _is_kept(connection, f"loaded_{EVENTS}"):
            connection.execute(f"DELETE FROM kept.loaded_{EVENTS} WHERE in_file IN ({gone})")

    def _carry_over(self, connection: "duckdb.DuckDBPyConnection", read: Sequence[Loaded]) -> None:
        for table in sorted({item.mapping.table for item in read if item.mapping.table}):
            marked = f"SELECT * REPLACE (in_file + {self.first} AS in_file) FROM loaded_{table}"
            if _is_kept(connection, f"loaded_{table}"):
                _widen(connection, table)
                connection.execute(f"INSERT INTO kept.loaded_{table} BY NAME {marked}")
            else:
                connection.execute(f"CREATE TABLE kept.loaded_{table} AS {marked}")
        if "accounts" in self.plan.anew:
            for table in _OF_ACCOUNTS:
                connection.execute(f"DROP TABLE IF EXISTS kept.{table}")
                if _has(connection, table):
                    connection.execute(f"CREATE TABLE kept.{table} AS FROM {table}")
        numbers = ", ".join(str(item.number) for item in read if item.mapping.table) or "NULL"
        connection.execute(
            f"INSERT INTO kept.{REFUSED} SELECT file + {self.first}, line, reason, found FROM {REJECTS}"
            f" WHERE file IN ({numbers})"
        )


def _carry_compared(
    connection: "duckdb.DuckDBPyConnection", read: dict[str, Loaded], items: Sequence[Item]
) -> None:
    """What the check compares stands for a moment in the generation, under the place of its file."""
    for place, item in enumerate(items):
        if item.mapping.compared and item.name in read:
            connection.execute(f"CREATE TABLE kept.raw_{place} AS FROM {read[item.name].raw}")


def _has(connection: "duckdb.DuckDBPyConnection", table: str, database: str | None = None) -> bool:
    sql = (
        "SELECT count(*) FROM duckdb_tables()"
        " WHERE table_name = ? AND database_name = coalesce(?, current_database())"
    )
    return engine.number(connection, sql, [table, database]) > 0


def _is_kept(connection: "duckdb.DuckDBPyConnection", table: str) -> bool:
    return _has(connection, table, "kept")


def _widen(connection: "duckdb.DuckDBPyConnection", table: str) -> None:
    """A new file may hold a column that those before it lacked."""
    sql = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? AND database_name = "
    here = dict(engine.rows(connection, f"{sql} current_database()", [f"loaded_{table}"]))
    there = dict(engine.rows(connection, f"{sql} 'kept'", [f"loaded_{table}"]))
    for column in here.keys() - there.keys():
        connection.execute(f"ALTER TABLE kept.loaded_{table} ADD COLUMN {column} {here[column]}")
