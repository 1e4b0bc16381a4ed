"""What has to be settled between rows that came and rows that were there: events that stand twice, accounts."""

# ruff: noqa: S608  only names of our own are put together here

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.duplicates import STANDS_AGAIN
from colonnade.records.finding import takes_ids_as_written
from colonnade.records.load import Loaded
from colonnade.records.tables import TABLES
from colonnade.records.warehouse.fill import REFUSED
from colonnade.records.warehouse.plan import EVENTS, Plan
from colonnade.records.warehouse.tables import PARTS, columns_of

if TYPE_CHECKING:
    import duckdb


def refuse_repeated_events(connection: "duckdb.DuckDBPyConnection", added: Collection[int]) -> dict[int, int]:
    """Of events that came and equal one that was there the last is kept, as the loader does; refused by part.

    Only moments between the first and the last that came can hold an equal row, so most others are not read.
    """
    key, loaded = TABLES[EVENTS].key, f"loaded_{EVENTS}"
    held = columns_of(connection, loaded)
    if not added or key not in held:
        return {}
    came = f"in_file IN ({', '.join(map(str, added))})"
    same = f"row({', '.join(column for column in TABLES[EVENTS].column_names if column in held)})"
    first, last = engine.row(connection, f"SELECT min(occurred_at), max(occurred_at) FROM {loaded} WHERE {came}")
    connection.execute(
        f"CREATE TEMP TABLE candidates AS SELECT rowid AS place_of, * FROM {loaded}"
        f" WHERE occurred_at BETWEEN ? AND ? AND {key} IN (SELECT {key} FROM {loaded} WHERE {came})",
        [first, last],
    )
    connection.execute(
        f"CREATE TEMP TABLE repeated AS SELECT place_of, in_file, in_line, {key} AS what,"
        f" last_value(in_line) OVER later AS kept_line,"
        f" row_number() OVER (PARTITION BY {same}"
        f" ORDER BY in_version DESC NULLS LAST, place DESC, in_line DESC) AS rank"
        f" FROM candidates JOIN {PARTS} ON number = in_file WINDOW later AS"
        f" (PARTITION BY {same} ORDER BY in_version NULLS FIRST, place, in_line"
        f" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
    )
    connection.execute(
        f"INSERT INTO {REFUSED} SELECT in_file, in_line, '{STANDS_AGAIN}', concat(what, ', line ', kept_line)"
        " FROM repeated WHERE rank > 1"
    )
    connection.execute(f"DELETE FROM {loaded} WHERE rowid IN (SELECT place_of FROM repeated WHERE rank > 1)")
    return dict(engine.rows(connection, "SELECT in_file, count(*) FROM repeated WHERE rank > 1 GROUP BY in_file"))


def parts_with_repeated_rows(connection: "duckdb.DuckDBPyConnection") -> frozenset[int]:
    sql = f"SELECT DISTINCT part FROM {REFUSED} WHERE reason = ?"
    return frozenset(part for (part,) in engine.rows(connection, sql, [STANDS_AGAIN]))


def unsettled(connection: "duckdb.DuckDBPyConnection", plan: Plan, read: Iterable[Loaded]) -> frozenset[str]:
    """Tables that were kept, and now hold accounts that have to be looked up as what is known has changed."""
    if plan.hides_contacts and any(item.looked_up for item in read) and columns_of(connection, "loaded_contacts"):
        return frozenset({"contacts"})
    if not plan.changes_what_is_known:
        return frozenset()
    kept = {name: columns_of(connection, f"loaded_{name}") for name in TABLES if name not in plan.anew}
    return frozenset(
        name
        for name, columns in kept.items()
        if "account_id" in columns and not takes_ids_as_written(connection, f"loaded_{name}", sorted(columns))
    )
