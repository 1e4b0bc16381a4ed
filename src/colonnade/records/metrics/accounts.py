"""Accounts as they were on a day: their columns, whether they were active, when they left."""

from collections.abc import Callable
from datetime import date

from colonnade.records.metrics.language import NotKnown, Rows, Tables, Window
from colonnade.records.metrics.revenue import active
from colonnade.records.tables import ACCOUNT_HISTORY

DATED = tuple(name for name in ACCOUNT_HISTORY.column_names if name not in ("account_id", "from_on", "to_on"))
"""Account columns that change hands: of the past only the history knows them."""


def column_on(tables: Tables, column: str, day: date) -> Rows:
    """account and value: a column of accounts on a day, by the history where it is kept; raises NotKnown."""
    if column in DATED and tables.has(f"account_history.{column}"):
        history = tables.account_history
        history = history.filter(history.from_on <= day, history.to_on.isnull() | (history.to_on > day))
        return history.group_by("account_id").aggregate(value=history[column].max()).rename(account="account_id")
    if not tables.has(f"accounts.{column}"):
        raise NotKnown(f"accounts.{column}")
    if column in (*DATED, "expansion_potential") and day < tables.known_on:
        history = "account_history" if column in DATED else "accounts"
        raise NotKnown(f"{history}.{column}: accounts tells of {tables.known_on} only, not of {day}")
    return tables.accounts.select(account="account_id", value=column)


def active_with(tables: Tables, column: str, day: date) -> Rows:
    """account_id and a column of the accounts active on a day."""
    values = column_on(tables, column, day)
    joined = active(tables, day).left_join(values, [("account_id", "account")])
    return joined.select("account_id", **{column: joined.value})


def active_that(tables: Tables, day: date, others: Rows, name: str) -> Rows:
    """account_id of the accounts active on a day, and by `name` whether they are among others' account_id."""
    found = others.select(found="account_id").distinct()
    joined = active(tables, day).left_join(found, [("account_id", "found")])
    return joined.select("account_id", **{name: joined.found.notnull()})


def churned(tables: Tables, window: Window) -> Rows:
    """account_id, left_on and notice_on of accounts whose last recurring term ended in the window.

    The notice is the last one given for any of their subscriptions.
    """
    lines = tables.subscriptions
    lines = lines.filter(
        lines.kind == "recurring",
        lines.mrr > 0,
        lines.start_on <= window.as_of,
        lines.end_on.isnull() | (lines.end_on > lines.start_on),
    )
    accounts = lines.group_by("account_id").aggregate(
        stays=lines.end_on.isnull().sum(), left_on=lines.end_on.max(), notice_on=lines.notice_on.max()
    )
    return accounts.filter(
        accounts.stays == 0, accounts.left_on > window.opening, accounts.left_on <= window.as_of
    ).drop("stays")


def latest(rows: Rows, by: str, order: Callable[[Rows], list[object]]) -> Rows:
    """Of each `by` the row that comes first in an order."""
    import ibis  # type: ignore[import-untyped]

    first = ibis.row_number().over(ibis.window(group_by=by, order_by=order(rows)))
    ranked = rows.mutate(place=first)
    return ranked.filter(ranked.place == 0).drop("place")
