"""Rows that share a key: the newest state is kept; where files differ and none says it is newer, no state is."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

from collections.abc import Sequence
from typing import TYPE_CHECKING

from colonnade.core.errors import Problem, UserError
from colonnade.records import engine
from colonnade.records.quality import DataCheck, counted
from colonnade.records.staging import Loaded
from colonnade.records.tables import Column, Table

if TYPE_CHECKING:
    import duckdb

STANDS_AGAIN = "stands again further down"
"""Why a row is refused that another one equals."""
A_LATER_LINE, A_NEWER_FILE = "a later line has the same {} and is kept", "a newer file has the same {} and is kept"
TOLD_OTHERWISE = "another file tells it otherwise, and nothing says which is newer"


class WhichIsNewer(UserError):
    """Files that tell the same things differently, and do not say which of them is newer."""


def refuse_duplicates(
    connection: "duckdb.DuckDBPyConnection",
    incoming: str,
    table: Table,
    columns: Sequence[Column],
    parts: Sequence[Loaded],
) -> None:
    """Of rows with one key the latest state is kept; where equal keys are no proof, only of equal rows.

    The latest is that of the newest version where rows are dated, else the last line of the file.
    """
    key = table.key
    keyed = f"FROM {incoming} WHERE refused_as IS NULL AND {key} IS NOT NULL"
    out_of_order = f"SELECT count(*) FROM (SELECT {key} <= lag({key}) OVER () AS is_back {keyed}) WHERE is_back"
    if not engine.number(connection, out_of_order):
        return  # keys that only rise, as systems number them, are told apart without a comparison of all
    twice = f"SELECT hash({key}) AS short {keyed} GROUP BY short HAVING count(*) > 1"
    connection.execute(  # short numbers first: few keys are left for the comparison of texts
        f"CREATE TABLE repeated AS SELECT * {keyed} AND hash({key}) IN ({twice})"
        f" QUALIFY count(*) OVER (PARTITION BY {key}) > 1"
    )
    if engine.number(connection, "SELECT count(*) FROM repeated"):
        connection.execute("CREATE TABLE part_names (part INTEGER, part_name VARCHAR)")
        connection.executemany("INSERT INTO part_names VALUES (?, ?)", [(p.number, p.file.name) for p in parts])
        if len(parts) > 1 and not table.keeps_both:
            _refuse_told_otherwise(connection, incoming, str(key), columns)
        _refuse_earlier(connection, incoming, table, columns)
        if table.keeps_both:
            _note_shared_keys(connection, table, parts)
        connection.execute("DROP TABLE refused")
        connection.execute("DROP TABLE part_names")
    connection.execute("DROP TABLE repeated")


def _refuse_told_otherwise(
    connection: "duckdb.DuckDBPyConnection", incoming: str, key: str, columns: Sequence[Column]
) -> None:
    """What a file does not tell is no difference; a row without a date may be newer than any other."""
    differs = " OR ".join(f"count(DISTINCT {column.name}) > 1" for column in columns if column.name != key)
    if not differs:
        return
    connection.execute(
        f"CREATE TABLE unclear AS SELECT {key} AS shared, string_agg(DISTINCT part_name, ', ' ORDER BY part_name)"
        " AS names"
        f" FROM (SELECT *, max(in_version) OVER (PARTITION BY {key}) AS newest,"
        f" count(*) FILTER (in_version IS NULL) OVER (PARTITION BY {key}) AS undated"
        " FROM repeated WHERE joined IS NULL) JOIN part_names ON part = in_file"
        f" WHERE undated > 0 OR in_version = newest GROUP BY {key}"
        f" HAVING count(DISTINCT in_file) > 1 AND ({differs})"
    )
    connection.execute(
        f"UPDATE {incoming} SET refused_as = '{TOLD_OTHERWISE}', refused_for = concat(shared, ': ', names)"
        f" FROM unclear WHERE {key} = shared AND refused_as IS NULL AND joined IS NULL"
    )
    connection.execute(f"DELETE FROM repeated WHERE joined IS NULL AND {key} IN (SELECT shared FROM unclear)")
    connection.execute("DROP TABLE unclear")


def _refuse_earlier(
    connection: "duckdb.DuckDBPyConnection", incoming: str, table: Table, columns: Sequence[Column]
) -> None:
    key, same = table.key, f"row({', '.join(column.name for column in columns)})"
    group = f"{key}, {same}" if table.keeps_both else key
    later_line, newer_file = (words.format(key) for words in (A_LATER_LINE, A_NEWER_FILE))
    connection.execute(
        f"CREATE TABLE refused AS SELECT in_file, in_line, {key} AS shared,"
        f" CASE WHEN {same} IS NOT DISTINCT FROM last_value({same}) OVER later THEN '{STANDS_AGAIN}'"
        f" WHEN in_file = last_value(in_file) OVER later THEN '{later_line}' ELSE '{newer_file}' END AS why,"
        f" concat({key}, ', line ', last_value(in_line) OVER later,"
        f" CASE WHEN in_file <> last_value(in_file) OVER later"
        f" THEN ' of ' || last_value(part_name) OVER later END) AS what,"
        f" row_number() OVER (PARTITION BY {group}"
        f" ORDER BY in_version DESC NULLS LAST, in_file DESC, in_line DESC) AS place"
        f" FROM repeated JOIN part_names ON part = in_file"
        f" WINDOW later AS (PARTITION BY {group} ORDER BY in_version NULLS FIRST, in_file, in_line"
        f" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
    )
    connection.execute(
        f"UPDATE {incoming} SET refused_as = why, refused_for = what FROM refused WHERE place > 1"
        f" AND {incoming}.in_file = refused.in_file AND {incoming}.in_line = refused.in_line"
    )


def _note_shared_keys(connection: "duckdb.DuckDBPyConnection", table: Table, parts: Sequence[Loaded]) -> None:
    kept = "SELECT in_file, count(*) OVER (PARTITION BY shared) AS versions FROM refused WHERE place = 1"
    differing = f"SELECT in_file, count(*) FROM ({kept}) WHERE versions > 1 GROUP BY in_file"
    shared = dict(engine.rows(connection, differing))
    for part in parts:
        source = part.mapping.source_of(str(table.key))
        if part.number in shared and source:
            part.notes.append(
                f"{counted(shared[part.number], 'row')} with the {source} of a row that differs; both are kept"
            )


def refuse_unclear(check: DataCheck) -> None:
    """Raises WhichIsNewer where rows were refused because files tell them differently: figures would lack them."""
    told = {group.sample[0].found: group.count for group in check.rejects if group.reason == TOLD_OTHERWISE}
    problems = [
        Problem(f"{counted(count, 'row')} told differently in several files ({such})")
        for such, count in told.items()
    ]
    if problems:
        way = (
            "say which is newer: put the day of each export into its name (deals_2026-01-31.csv) or into the"
            " mapping (exported_on: 2026-01-31), or take out the file that is out of date"
        )
        raise WhichIsNewer([*problems, Problem(way, check.source)])
