"""How far records reach: their last days, and whether they tell of the customers who have left."""

# ruff: noqa: S608  only names of our own are put together here; what a user wrote is passed as a value

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.metrics.language import Tables
from colonnade.records.timing import HAPPENS, PLANNED
from colonnade.records.vocabulary import ENDED_STATUSES

if TYPE_CHECKING:
    import duckdb

Present = Mapping[str, frozenset[str]]

DAILY = ("usage_events", "tickets", "touchpoints")
"""Tables of what happens day by day."""

GRACE_DAYS, GRACE_OF_CONTRACTS = 31, 366
"""How far a day may lie past the last row, until a whole month is one of which nothing is known.

Where only contracts are kept, which begin months apart, that takes a year without any.
"""

_SPEAK_OF = ("subscriptions", *DAILY)
"""The tables whose rows say of what day the records speak."""

_SAY_NOTHING = (*(table for table in PLANNED if table != "subscriptions"), "exchange_rates")
"""Tables whose rows tell of days to come, or go on without the company."""

_OVER = ", ".join(f"'{word}'" for word in ENDED_STATUSES)
SAID_TO_BE_OVER = f"end_on IS NULL AND lower(status) IN ({_OVER})"
"""SQL for a subscription that has ended, nobody says when; what status says is of the day of the export."""

COUNTS = "kind = 'recurring' AND mrr > 0 AND (end_on IS NULL OR end_on > start_on)"


def last_days(connection: "duckdb.DuckDBPyConnection", present: Present, today: date) -> tuple[date, date]:
    """The day that records speak of, and the last day on which anything happened; none in the future.

    The first is that of the latest start, event, ticket or touchpoint: ends and due dates do not count.
    """
    found: dict[str, date] = {}
    for table, day in HAPPENS.items():
        if day in present.get(table, ()) and table not in _SAY_NOTHING:
            sql = f"SELECT CAST(max({day}) AS DATE) FROM {table} WHERE {day} < DATE '{today}' + 1"
            if (last := engine.row(connection, sql)[0]) is not None:
                found[table] = last
    as_of = max((found[table] for table in _SPEAK_OF if table in found), default=today)
    return as_of, max(as_of, *found.values()) if found else as_of


def grace_days(tables: Tables) -> int:
    return GRACE_DAYS if any(tables.has(table) for table in DAILY) else GRACE_OF_CONTRACTS


def told_tables(
    connection: "duckdb.DuckDBPyConnection", present: Present, known_on: date, currencies: Mapping[str, int]
) -> Tables:
    """The tables with what they tell of those who have left."""
    if "subscriptions" not in present:
        return Tables(present, known_on, currencies)
    rows, accounts, to_come, undated_from = engine.row(
        connection,
        f"SELECT count(*), count(DISTINCT account_id), count(*) FILTER (end_on > DATE '{known_on}'),"
        f" min(start_on) FILTER ({SAID_TO_BE_OVER}) FROM subscriptions WHERE {COUNTS}",
    )
    return Tables(
        present,
        known_on,
        currencies,
        are_survivors=0 < rows == accounts == to_come,
        undated_from=undated_from,
    )
