"""SQL that turns a staged file's text into a canonical table's values, and says which rows are refused."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

from collections.abc import Callable
from dataclasses import dataclass

from colonnade.records.helpers import FINDER_NAMES, RECORDED, readable_column
from colonnade.records.mapping import FileMapping, MappedColumn
from colonnade.records.quick import Typed, quick
from colonnade.records.tables import SQL_TYPES, SUBSCRIPTIONS, Column, Table
from colonnade.records.values import DERIVED, NO_DATES, cleaned, dated, is_far_future, value, word_of
from colonnade.records.vocabulary import TRIAL_STATUSES

SUBSCRIPTION_KIND = SUBSCRIPTIONS.column("kind")
"""Recurring where the export does not say."""

MARKS = {
    "in_file": "INTEGER",
    "in_line": "BIGINT",
    "in_version": "VARCHAR",
    "in_blanked": "BIGINT",
    "refused_as": "VARCHAR",
    "refused_for": "VARCHAR",
    "joined": "BOOLEAN",
}
"""What each incoming row carries besides its values: where it stood, the state it tells, a bit for each of the
`Blanked` that it holds, why it is refused, and whether it goes by another list's account."""

TRACE = ("in_file", "in_line", "in_version")
"""The marks by which a row is found again in its file."""


@dataclass(frozen=True, slots=True)
class RowRules:
    """What a file says of its rows besides values: SQL over raw cells. `refused`: condition, reason, cell."""

    refused: tuple[tuple[str, str, str], ...] = ()
    version: str = "CAST(NULL AS VARCHAR)"


def whole_table(table: Table, columns: list[Column]) -> str:
    """All columns of a canonical table; those the export lacks are empty, and metrics ask before they read."""
    cells = (c.name if c in columns else f"CAST(NULL AS {SQL_TYPES[c.kind]}) AS {c.name}" for c in table.columns)
    recorded = [RECORDED.name] if RECORDED in columns else []
    return f"SELECT {', '.join([*cells, *recorded])} FROM loaded_{table.name}"


@dataclass(frozen=True, slots=True)
class Blanked:
    """Cells of a column that were left blank: that could not be read, or that are dates which stand for none."""

    noun: str
    condition: str
    words: str


def blanked(mapping: FileMapping, table: Table) -> list[Blanked]:
    """In the order of their bits in `in_blanked`."""
    none = ", ".join(f"'{word}'" for word in NO_DATES)
    found: list[Blanked] = []
    for mapped in mapping.columns:
        column = readable_column(table, mapped.column)
        when = f"CASE WHEN {column.name} IS NULL THEN"
        if column.kind in ("day", "moment"):
            condition = f"{when} trim(cell_{column.name})[:10] IN ({none}) END"
            words = f"of {mapped.source} left blank: it stands for no date, as 1970-01-01 does"
            found.append(Blanked("date", condition, words))
        if column.lenient:
            condition = f"{when} text_{column.name} IS NOT NULL END"
            found.append(Blanked("value", condition, f"of {mapped.source} could not be read, left blank"))
    return found


def typed_rows(
    raw: str,
    cell: Callable[[str], str],
    typed: Callable[[str], Typed | None],
    mapping: FileMapping,
    table: Table,
    columns: list[Column],
    rules: RowRules,
) -> str:
    """SELECT the marks and the canonical columns, from a staged file.

    Only cells that are not read quickly have a text that is looked at.
    """
    mapped = {item.column: item for item in mapping.columns}
    ordered = sorted(
        (readable_column(table, name) for name in mapped),
        key=lambda column: bool(set(mapped[column.name].reading) & set(DERIVED)),
    )
    cells, texts, values = _cells_texts_values(cell, typed, mapped, table, ordered)
    cells += [f"{sql} AS flag_{n}, {shown} AS shown_{n}" for n, (sql, _, shown) in enumerate(rules.refused)]
    present = [c.name for c in columns if c.name in mapped or _is_kind(c)]
    faults = [(f"flag_{n}", why, f"shown_{n}") for n, (_, why, _) in enumerate(rules.refused)]
    faults += _faults(table, ordered, set(present), mapped)
    faults = faults or [("false", "", "''")]
    reason = " ".join(f"WHEN {condition} THEN '{_sql_text(why)}'" for condition, why, _ in faults)
    found = " ".join(f"WHEN {condition} THEN {shown}" for condition, _, shown in faults)
    bits = [
        f"CASE WHEN {each.condition} THEN {1 << bit} ELSE 0 END"
        for bit, each in enumerate(blanked(mapping, table))
    ]
    return (
        f"WITH cells AS (SELECT line, {rules.version} AS in_version, {', '.join(cells)} FROM {raw}),"
        f" texts AS (SELECT *, {', '.join(texts)} FROM cells),"
        f" typed AS (SELECT *, {', '.join(values)} FROM texts)"
        f" SELECT CAST(? AS INTEGER) AS in_file, line AS in_line, in_version,"
        f" {' + '.join(bits) or '0'} AS in_blanked,"
        f" CASE {reason} END AS refused_as,"
        f" left(CASE {found} END, 200) AS refused_for, {', '.join(present)} FROM typed"
    )


def _cells_texts_values(
    cell: Callable[[str], str],
    typed: Callable[[str], Typed | None],
    mapped: dict[str, MappedColumn],
    table: Table,
    ordered: list[Column],
) -> tuple[list[str], list[str], list[str]]:
    """What each step selects: the raw cells, the texts of those that are not read quickly, and the values."""
    cells: list[str] = []
    texts: list[str] = []
    values: list[str] = []
    for column in ordered:
        name, source, reading = column.name, mapped[column.name].source, mapped[column.name].reading
        text, slow = text_of(column, f"cell_{name}"), value(column, f"text_{name}", reading)
        fast = None if _serves_others(table, column) else quick(column, cell(source), typed(source), reading)
        cells.append(f"{cell(source)} AS cell_{name}")
        if fast:
            cells.append(f"{fast} AS quick_{name}")
            text, slow = f"CASE WHEN quick_{name} IS NULL THEN {text} END", f"coalesce(quick_{name}, {slow})"
        texts.append(f"{text} AS text_{name}")
        if not _is_kind(column):
            values.append(f"{slow} AS {name}")
    if "interval" in mapped and "interval_count" not in mapped:
        texts.append("CAST(NULL AS VARCHAR) AS text_interval_count")
    if table == SUBSCRIPTIONS:
        values.append(f"{_kind(mapped)} AS kind")
    return cells, texts, values


def _sql_text(words: str) -> str:
    return words.replace("'", "''")


def text_of(column: Column, cell: str) -> str:
    """SQL for a cell as it is read: without blanks, and of dates without those that stand for none."""
    text = cleaned(cell)
    return dated(f"({text})") if column.kind in ("day", "moment") else text


def _serves_others(table: Table, column: Column) -> bool:
    """Whether its text has a part in the value of another column, a price."""
    return table == SUBSCRIPTIONS and column.name in ("quantity", "interval_count")


def _is_kind(column: Column) -> bool:
    return column == SUBSCRIPTION_KIND


def _kind(mapped: dict[str, MappedColumn]) -> str:
    """What is charged once, by use or not yet is no recurring revenue, whichever column tells."""
    read: dict[str, str] = {
        name: value(SUBSCRIPTION_KIND, f"text_{name}", mapped[name].reading)
        for name in ("kind", "charge_type", "usage_type")
        if name in mapped
    }
    if "status" in mapped:
        trials = ", ".join(f"'{word}'" for word in TRIAL_STATUSES)
        read["status"] = f"CASE WHEN {word_of('text_status')} IN ({trials}) THEN 'trial' END"
    if not read:
        return "'recurring'"
    told = f"[{', '.join(read.values())}]"
    special = " ".join(f"WHEN list_contains({told}, '{kind}') THEN '{kind}'" for kind in _SPECIAL)
    unread = f" WHEN text_kind IS NOT NULL AND ({read['kind']}) IS NULL THEN NULL" if "kind" in read else ""
    return f"CASE {special}{unread} ELSE 'recurring' END"


_SPECIAL = ("one_time", "metered", "trial")


def _faults(
    table: Table, columns: list[Column], present: set[str], mapped: dict[str, MappedColumn]
) -> list[tuple[str, str, str]]:
    """Conditions under which a row is refused, each with its reason and the cell that shows it."""
    faults: list[tuple[str, str, str]] = []
    for column in columns:
        name, text = column.name, f"text_{column.name}"
        if column.filled and not (name == "account_id" and FINDER_NAMES & present):
            blank = f"{text} IS NULL" if _is_kind(column) else f"{text} IS NULL AND {name} IS NULL"
            if column.kind in ("day", "moment"):
                stands = f"({blank}) AND ({cleaned(f'cell_{name}')}) IS NOT NULL"
                faults.append((stands, f"{name} stands for no date, as 1970-01-01 does", f"cell_{name}"))
            faults.append((blank, f"{name} is blank", "''"))
        if not column.lenient and column.kind != "text" and "good_bad" not in mapped[name].reading:
            unread = f"{text} IS NOT NULL AND {name} IS NULL"
            if "per_interval" in mapped[name].reading:
                priced = f"{text} IS NOT NULL AND mrr IS NULL AND kind = 'recurring'"
                shown = "concat_ws(', ', text_mrr, text_interval_count, text_interval)"
                faults.append((priced, "price or interval of billing is not understood", shown))
                continue
            if column.name == "end_on":
                unread += f" AND NOT {is_far_future(text)}"
            faults.append((unread, f"{name} is not {_expected(column)}", text))
    for condition, reason, cell in _RULES.get(table.name, ()):
        if all(name in present for name in _names(condition)):
            faults.append((condition, reason, cell))
    return faults


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
    "exchange_rates": (
        ("rate <= 0", "rate is not above zero", "CAST(rate AS VARCHAR)"),
        ("rate >= 1000000000", "rate is a billion or more", "CAST(rate AS VARCHAR)"),
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
