"""Draws up the data check from what was loaded: coverage, freshness, orphans, contradictions, what is missing."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colonnade.records import engine
from colonnade.records.ends import COUNTS, SAID_TO_BE_OVER
from colonnade.records.files import NotRead
from colonnade.records.helpers import FINDER_NAMES
from colonnade.records.load import REJECTS, Loaded
from colonnade.records.metrics import METRICS
from colonnade.records.quality import DataCheck, FileCheck, MissingTable, RejectedRow, Rejects, TableCheck
from colonnade.records.tables import TABLES
from colonnade.records.timing import HAPPENS, IN_ORDER, PLANNED
from colonnade.records.values import cleaned, value

if TYPE_CHECKING:
    import duckdb

SAMPLE = 5
ASKED_AT_ONCE = 1_000_000
"""Of larger tables each figure is asked for by itself: most the engine then knows without looking at a row."""
Present = Mapping[str, frozenset[str]]
Counts = list[tuple[str, int]]


def data_check(
    connection: "duckdb.DuckDBPyConnection",
    source: str,
    mapping_file: Path | None,
    as_of: date,
    loaded: list[Loaded],
    unread: tuple[NotRead, ...],
    present: Present,
    *,
    today: date,
) -> DataCheck:
    compared = [note for item in loaded for note in _compared(connection, item, present)]
    here = [name for name in TABLES if name in present]
    impossible = {name: _impossible(connection, name, present[name], as_of) for name in here}
    tables = tuple(_table(connection, name, present, today, loaded, impossible[name]) for name in here)
    return DataCheck(
        source=source,
        mapping_file=str(mapping_file) if mapping_file else None,
        as_of=as_of,
        files=(*map(_file, loaded), *(FileCheck(item.name, None, item.why, 0, 0, 0) for item in unread)),
        tables=tables,
        rejects=_rejects(connection, loaded),
        notes=(*_notes(connection, present, as_of, tables, impossible), *compared),
        missing=_missing(present),
        mapping=tuple(item.mapping for item in loaded),
    )


def _file(item: Loaded) -> FileCheck:
    mapping = item.mapping
    return FileCheck(
        item.file.name,
        mapping.table,
        mapping.why,
        item.read if mapping.table else 0,
        item.accepted,
        item.rejected if mapping.table else 0,
        mapping.columns,
        mapping.unknown,
        mapping.left_out,
        mapping.questions,
        tuple(item.notes),
    )


def _table(
    connection: "duckdb.DuckDBPyConnection",
    name: str,
    present: Present,
    today: date,
    loaded: list[Loaded],
    impossible: Counts,
) -> TableCheck:
    columns = present[name]
    ordered = [column for column in TABLES[name].column_names if column in columns]
    rows, first, last, *filled = _counted(connection, name, ordered)
    latest = _last_by(connection, name, last, today)
    refused = _refused(connection, [item.number for item in loaded if item.mapping.table == name])
    lost = refused["finds no account"]
    return TableCheck(
        name,
        rows,
        first,
        last,
        {column: count / rows for column, count in zip(ordered, filled, strict=True)} if rows else {},
        days_old=(today - latest).days if latest else None,
        orphans=_orphans(connection, name, present),
        duplicates=sum(
            count
            for why, count in refused.items()
            if why.startswith(("stands again", "a later line", "a newer file"))
        ),
        impossible=sum(count for _, count in impossible)
        + sum(count for why, count in refused.items() if " is before " in why),
        found=rows / (rows + lost) if _is_sought(name, present, loaded) and rows + lost else None,
    )


def _counted(connection: "duckdb.DuckDBPyConnection", name: str, columns: list[str]) -> list[Any]:
    """Rows, first and last day, and the filled cells of each column."""
    day = HAPPENS.get(name)
    ends = [f"CAST({end}({day}) AS DATE)" if day in columns else "NULL" for end in ("min", "max")]
    asked = ["count(*)", *ends, *(f"count({column})" for column in columns)]
    if engine.number(connection, f"SELECT count(*) FROM {name}") < ASKED_AT_ONCE:
        return list(engine.row(connection, f"SELECT {', '.join(asked)} FROM {name}"))
    return [engine.row(connection, f"SELECT {each} FROM {name}")[0] for each in asked]


def _last_by(connection: "duckdb.DuckDBPyConnection", name: str, last: date | None, as_of: date) -> date | None:
    """The last day on which something happened that is not after another."""
    if last is None or last <= as_of:
        return last
    day = HAPPENS[name]
    sql = f"SELECT CAST(max({day}) AS DATE) FROM {name} WHERE {day} < {_after(as_of)}"
    found: date | None = engine.row(connection, sql)[0]
    return found


def _after(day: date) -> str:
    """The first moment after a day; columns are compared with it as they are, so that most rows are not read."""
    return f"DATE '{day.isoformat()}' + 1"


def _refused(connection: "duckdb.DuckDBPyConnection", numbers: list[int]) -> Counter[str]:
    places = ", ".join(map(str, numbers)) or "NULL"
    sql = f"SELECT reason, count(*) FROM {REJECTS} WHERE file IN ({places}) GROUP BY reason"
    return Counter(dict(engine.rows(connection, sql)))


def _is_sought(name: str, present: Present, loaded: list[Loaded]) -> bool:
    """Whether some file of the table names the account by a person, a domain, a subscription or a name."""
    parts = [item.mapping for item in loaded if item.mapping.table == name]
    return name != "accounts" and any(
        {mapped.column for mapped in part.columns} & FINDER_NAMES or not part.source_of("account_id")
        for part in parts
        if "account_id" in present[name]
    )


def _orphans(connection: "duckdb.DuckDBPyConnection", name: str, present: Present) -> int | None:
    if name == "accounts" or "account_id" not in present[name] or "account_id" not in present.get("accounts", ()):
        return None
    sql = f"SELECT count(*) FROM {name} WHERE account_id NOT IN (SELECT account_id FROM accounts)"
    return engine.number(connection, sql)


def _impossible(
    connection: "duckdb.DuckDBPyConnection", name: str, columns: frozenset[str], as_of: date
) -> Counts:
    """Dates of accepted rows that cannot be: in words, and how many."""
    faults = [
        (f"{name} whose {later} lies before their {earlier}", f"CAST({later} AS DATE) < CAST({earlier} AS DATE)")
        for earlier, later in IN_ORDER.get(name, ())
        if {earlier, later} <= columns
    ]
    if HAPPENS.get(name) in columns and name not in PLANNED:
        faults.append((f"{name} that happened after {as_of}", f"{HAPPENS[name]} >= {_after(as_of)}"))
    counted = [
        (words, engine.number(connection, f"SELECT count(*) FROM {name} WHERE {sql}")) for words, sql in faults
    ]
    return [(words, count) for words, count in counted if count]


def _rejects(connection: "duckdb.DuckDBPyConnection", loaded: list[Loaded]) -> tuple[Rejects, ...]:
    names = {item.number: item.file.name for item in loaded}
    numbers = ", ".join(str(item.number) for item in loaded if item.mapping.table) or "NULL"
    rows = engine.rows(
        connection,
        f"SELECT file, reason, line, found, total FROM (SELECT *,"
        f" count(*) OVER (PARTITION BY file, reason) AS total,"
        f" row_number() OVER (PARTITION BY file, reason ORDER BY line) AS place FROM {REJECTS}"
        f" WHERE file IN ({numbers})) WHERE place <= {SAMPLE} ORDER BY file, total DESC, reason, line",
    )
    groups: dict[tuple[int, str, int], list[RejectedRow]] = {}
    for file, reason, line, found, count in rows:
        groups.setdefault((file, reason, count), []).append(RejectedRow(names[file], line, reason, found or ""))
    return tuple(
        Rejects(names[file], reason, count, tuple(sample)) for (file, reason, count), sample in groups.items()
    )


_FINDINGS = (
    (
        "subscriptions that end on the day they start and count on no day",
        {"subscriptions.end_on"},
        "SELECT count(*) FROM subscriptions WHERE end_on = start_on",
    ),
    (
        "subscriptions that are trials, one-time or metered and count in no revenue",
        {"subscriptions.kind"},
        "SELECT count(*) FROM subscriptions WHERE kind <> 'recurring'",
    ),
    (
        "accounts with several recurring subscriptions, which add up",
        {"subscriptions.start_on"},
        "SELECT count(*) FROM (SELECT account_id FROM subscriptions WHERE kind = 'recurring' AND mrr > 0"
        " GROUP BY account_id HAVING count(*) > 1)",
    ),
    (
        "subscriptions said to be active after their end, which are taken by their dates",
        {"subscriptions.status", "subscriptions.end_on"},
        "SELECT count(*) FROM subscriptions WHERE lower(status) IN ('active', 'activated', 'live', 'current')"
        " AND end_on <= AS_OF",
    ),
    (
        "subscriptions that are over by their status and have no end date, which count on no day (retention and "
        "churn of the time in which they may have run need their ends)",
        {"subscriptions.status"},
        f"SELECT count(*) FROM subscriptions WHERE {COUNTS} AND {SAID_TO_BE_OVER}",
    ),
    (
        "usage events outside the days of their subscription, which are taken",
        {"usage_events.subscription_id", "subscriptions.subscription_id"},
        "SELECT count(*) FROM usage_events u JOIN subscriptions s USING (subscription_id)"
        " WHERE CAST(u.occurred_at AS DATE) < s.start_on OR CAST(u.occurred_at AS DATE) >= s.end_on",
    ),
)
"""What is worth knowing of accepted rows: words, the columns it takes, and SQL for the count."""


def _notes(
    connection: "duckdb.DuckDBPyConnection",
    present: Present,
    as_of: date,
    tables: tuple[TableCheck, ...],
    impossible: Mapping[str, Counts],
) -> tuple[str, ...]:
    orphans = [
        f"rows of {table.name} whose account is not in accounts, which are taken: {table.orphans:,}"
        for table in tables
        if table.orphans
    ]
    wrong = [f"{words}, which are taken: {count:,}" for counts in impossible.values() for words, count in counts]
    day = f"DATE '{as_of.isoformat()}'"
    found = (
        _note(connection, present, words, needs, sql.replace("AS_OF", day)) for words, needs, sql in _FINDINGS
    )
    return (*(note for note in found if note), *orphans, *wrong)


def _note(
    connection: "duckdb.DuckDBPyConnection", present: Present, words: str, needs: set[str], sql: str
) -> str | None:
    if not all(column in present.get(table, ()) for table, _, column in (need.partition(".") for need in needs)):
        return None
    count = engine.number(connection, sql)
    return f"{words}: {count:,}" if count else None


def _compared(connection: "duckdb.DuckDBPyConnection", item: Loaded, present: Present) -> list[str]:
    """How often the days of a file that is not read agree with the ends of subscriptions."""
    if not item.compared_reading or "end_on" not in present.get("subscriptions", ()):
        return []
    account, day = (cleaned(item.cell(item.mapping.compared[what])) for what in ("account_id", "day"))
    end = value(TABLES["subscriptions"].column("end_on"), f"({day})", item.compared_reading)
    rows, agreeing = engine.row(
        connection,
        f"WITH told AS (SELECT {account} AS account_id, {end} AS day FROM {item.raw})"
        " SELECT count(*), count(*) FILTER (EXISTS (SELECT 1 FROM subscriptions s"
        " WHERE s.account_id = told.account_id AND s.end_on = told.day)) FROM told",
    )
    words = "rows that fall on no day a subscription of the account ends"
    return [f"{item.file.name}: {words}: {rows - agreeing:,} of {rows:,}"]


def _missing(present: Present) -> tuple[MissingTable, ...]:
    """Tables that are not there and would give a metric; of two that will do, each says so."""
    gives: dict[str, list[str]] = {}
    for metric in METRICS.values():
        for table in sorted(_lacking_tables(metric.definition.needs, present)):
            gives.setdefault(table, []).append(metric.definition.id)
    return tuple(MissingTable(table, tuple(gives[table])) for table in TABLES if table in gives)


def _lacking_tables(needs: tuple[str, ...], present: Present) -> set[str]:
    lacking: set[str] = set()
    for need in needs:
        tables = {choice.partition(".")[0] for choice in need.split("|")}
        if not tables & present.keys():
            lacking |= tables
    return lacking
