"""The engine: one DuckDB connection of our own, shut off from files and network once records are loaded."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colonnade.core.errors import OurFault
from colonnade.core.measurement import Unit

if TYPE_CHECKING:
    import duckdb

ON_DISK_FROM_BYTES = 800_000_000
"""Larger exports are loaded into a temporary file: a third of the memory, and thrice the time."""
MEMORY = "2.5GB"
"""What tables and queries may hold before they go to disk, of the 4 GB that all may take."""


STEADY_DIGITS = 13
"""The engine adds floating numbers in no fixed order; what that changes lies behind these digits."""


def connect(scratch: Path, size_bytes: int) -> "duckdb.DuckDBPyConnection":
    return open_database(
        str(scratch / "records.duckdb") if size_bytes > ON_DISK_FROM_BYTES else ":memory:", scratch
    )


def open_kept(path: Path, scratch: Path) -> "duckdb.DuckDBPyConnection":
    """A database file to read only. Each reader has an engine of its own, so that one process may have several."""
    connection = open_database(":memory:", scratch)
    attach(connection, path, read_only=True)
    connection.execute("USE kept")
    return connection


def attach(connection: "duckdb.DuckDBPyConnection", path: Path, *, read_only: bool = False) -> None:
    """The tables of a database file as `kept.table`."""
    place = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{place}' AS kept{' (READ_ONLY)' if read_only else ''}")


def open_database(place: str, scratch: Path) -> "duckdb.DuckDBPyConnection":
    import duckdb

    connection = duckdb.connect(
        place,
        config={
            "python_enable_replacements": "false",
            "autoinstall_known_extensions": "false",
            "temp_directory": str(scratch),
            "memory_limit": MEMORY,
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")
    return connection


def lock(connection: "duckdb.DuckDBPyConnection") -> None:
    """From here on no statement reads or writes outside, and no setting changes."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def read_csv(path: Path, delimiter: str, columns: int, kept: Sequence[int]) -> tuple[str, list[object]]:
    """A SELECT over a plain file with its columns as `c0`, `c1` ...; fails on the first row that is not whole."""
    types = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(columns))
    chosen = ", ".join(f"c{place}" for place in kept) or "count(*)"
    sql = (
        f"SELECT {chosen} FROM read_csv(?, delim = ?, columns = {{{types}}}, auto_detect = false, header = false,"
        " skip = 1, quote = '\"', escape = '\"', strict_mode = true, null_padding = false,"
        " max_line_size = 2000000, nullstr = '')"
    )
    return sql, [str(path), delimiter]


def rows(
    connection: "duckdb.DuckDBPyConnection", sql: str, values: Sequence[object] = ()
) -> list[tuple[Any, ...]]:
    return connection.execute(sql, list(values)).fetchall()


def row(connection: "duckdb.DuckDBPyConnection", sql: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
    found = connection.execute(sql, list(values)).fetchone()
    if found is None:
        raise OurFault(f"a query that always has a row had none: {sql}")
    return found


def number(connection: "duckdb.DuckDBPyConnection", sql: str, values: Sequence[object] = ()) -> int:
    return int(row(connection, sql, values)[0])


def steady(found: float | Decimal, unit: Unit) -> float:
    """A number that the engine reckoned, the same each time; money is added in decimals, and is exact."""
    return float(found) if unit == "currency" else float(f"{found:.{STEADY_DIGITS}g}")
