"""The tables of a generation as everything reads them: views by their canonical names, parts in their order."""

# ruff: noqa: S608  only names of our own are put together here

from collections.abc import Sequence
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.convert import TRACE, whole_table
from colonnade.records.helpers import stored
from colonnade.records.load import REJECTS
from colonnade.records.tables import TABLES
from colonnade.records.warehouse.fill import REFUSED
from colonnade.records.warehouse.manifest import Part

if TYPE_CHECKING:
    import duckdb

PARTS = "parts"
"""number (that rows are marked by), place (among the files of the check), name."""


def index_parts(connection: "duckdb.DuckDBPyConnection", parts: Sequence[Part]) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {PARTS} (number INTEGER, place INTEGER, name VARCHAR)")
    for place, part in enumerate(parts):
        connection.execute(f"INSERT INTO {PARTS} VALUES (?, ?, ?)", [part.number, place, part.name])


def make_views(connection: "duckdb.DuckDBPyConnection") -> None:
    for (view,) in engine.rows(connection, "SELECT view_name FROM duckdb_views() WHERE NOT internal"):
        connection.execute(f"DROP VIEW {view}")
    held = set(engine.rows(connection, "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"))
    for table in TABLES.values():
        columns = [column for column in stored(table) if (f"loaded_{table.name}", column.name) in held]
        if columns:
            connection.execute(f"CREATE VIEW {table.name} AS {whole_table(table, columns)}")
    connection.execute(
        f"CREATE VIEW {REJECTS} AS SELECT place AS file, line, reason, found"
        f" FROM {REFUSED} JOIN {PARTS} ON part = number"
    )


def columns_of(connection: "duckdb.DuckDBPyConnection", table: str) -> frozenset[str]:
    """Without the marks of the rows."""
    sql = "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
    return frozenset(column for (column,) in engine.rows(connection, sql, [table])) - {*TRACE}
