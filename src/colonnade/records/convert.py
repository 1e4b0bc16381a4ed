"""SQL that turns a staged file's text into a canonical table's values, and says which rows are refused."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

from collections.abc import Callable

from colonnade.records.mapping import FileMapping, MappedColumn
from colonnade.records.tables import SQL_TYPES, SUBSCRIPTIONS, Column, Table
from colonnade.records.values import DERIVED, cleaned, is_far_future, value

SUBSCRIPTION_KIND = SUBSCRIPTIONS.column("kind")
"""Recurring where the export does not say."""

MARKS = "in_file INTEGER, in_line BIGINT, refused_as VARCHAR, refused_for VARCHAR"
"""What each incoming row carries besides its values: where it stood, why it is refused, the cell that shows it."""


def whole_table(table: Table, columns: list[Column]) -> str:
    """All columns of a canonical table; those the export lacks are empty, and metrics ask before they read."""
    cells = (c.name if c in columns else f"CAST(NULL AS {SQL_TYPES[c.kind]}) AS {c.name}" for c in table.columns)
    return f"SELECT {', '.join(cells)} FROM loaded_{table.name}"


def typed_rows(
    raw: str, cell: Callable[[str], str], mapping: FileMapping, table: Table, columns: list[Column]
) -> str:
    """SELECT in_file, in_line, refused_as, refused_for and the canonical columns, from a staged file."""
    mapped = {item.column: item for item in mapping.columns}
    ordered = sorted(
        (table.column(name) for name in mapped),
        key=lambda column: bool(set(mapped[column.name].reading) & set(DERIVED)),
    )
    texts = ", ".join(f"{cleaned(cell(mapped[c.name].source))} AS text_{c.name}" for c in ordered)
    values = ", ".join(f"{_value(c, mapped[c.name])} AS {c.name}" for c in ordered)
    if table == SUBSCRIPTIONS and "kind" not in mapped:
        values += ", 'recurring' AS kind"
    present = [c.name for c in columns if c.name in mapped or c == SUBSCRIPTION_KIND]
    names = ", ".join(present)
    faults = _faults(table, ordered, set(present))
    reason = " ".join(f"WHEN {condition} THEN '{why}'" for condition, why, _ in faults)
    found = " ".join(f"WHEN {condition} THEN {cell}" for condition, _, cell in faults)
    return (
        f"WITH cells AS (SELECT line, {texts} FROM {raw}),"
        f" typed AS (SELECT *, {values} FROM cells)"
        f" SELECT CAST(? AS INTEGER) AS in_file, line AS in_line,"
        f" CASE {reason} END AS refused_as,"
        f" left(CASE {found} END, 200) AS refused_for, {names} FROM typed"
    )


def _value(column: Column, mapped: MappedColumn) -> str:
    text = f"text_{column.name}"
    read = value(column, text, mapped.reading)
    if column == SUBSCRIPTION_KIND:
        return f"CASE WHEN {text} IS NULL THEN 'recurring' ELSE {read} END"
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
