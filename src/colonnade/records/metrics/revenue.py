"""Recurring revenue by account on a day: what every revenue metric is built on."""

from collections.abc import Sequence
from datetime import date

from colonnade.records.metrics.language import NotKnown, Rows, Tables
from colonnade.records.metrics.money import MONTHLY, in_one_currency
from colonnade.records.vocabulary import ENDED_STATUSES

SWITCHES = (
    "recurring subscriptions only: no trials, one-time or metered lines",
    "a subscription counts from its start to the day before its end; one that is over without an end date "
    "counts on no day",
    "constant currency: the rates of the last day",
)
NEEDS = "subscriptions.account_id subscriptions.start_on subscriptions.mrr"


def dated_lines(tables: Tables) -> Rows:
    """Recurring subscriptions of more than nothing, but for those that are over and do not say since when."""
    lines = tables.subscriptions
    lines = lines.filter(lines.kind == "recurring", lines.mrr > 0)
    if tables.undated_from is None:
        return lines
    return lines.filter(
        lines.end_on.notnull() | lines.status.isnull() | ~lines.status.lower().isin(ENDED_STATUSES)
    )


def check_past(tables: Tables, *days: date) -> None:
    """Raises NotKnown where the subscriptions do not tell who paid on these past days: it takes their ends."""
    if not tables.has("subscriptions.end_on"):
        raise NotKnown(f"subscriptions.end_on: without it subscriptions tells of {tables.known_on} only")
    if tables.are_survivors:
        raise NotKnown(
            "an export of subscriptions that holds ended ones too: these are one row an account and all end later,"
            f" as in a list of who is a customer on {tables.known_on}"
        )
    if tables.undated_from is not None and any(tables.undated_from <= day for day in days):
        raise NotKnown(
            "subscriptions.end_on of those whose status says that they are over: they may have counted on"
            f" {max(days)} or not"
        )


def past_days(tables: Tables, days: Sequence[date]) -> Sequence[date]:
    """Of days that are compared, in order, those that it takes ends to know of: all but the day of the records."""
    return days if days[-1] < tables.known_on else days[:-1]


def paying(tables: Tables, day: date) -> Rows:
    """Recurring subscriptions of more than nothing that count on a day; raises NotKnown as `check_past` does."""
    if day < tables.known_on:
        check_past(tables, day)
    lines = dated_lines(tables)
    return lines.filter(lines.start_on <= day, lines.end_on.isnull() | (lines.end_on > day))


def active(tables: Tables, day: date) -> Rows:
    """account_id of the accounts active on a day, whatever currency they pay in."""
    return paying(tables, day).select("account_id").distinct()


def recurring(tables: Tables, day: date, *, rates_on: date | None = None) -> Rows:
    """account_id and mrr of the accounts active on a day, in the rates of that or another day."""
    lines = in_one_currency(tables, paying(tables, day), "subscriptions", "mrr", rates_on or day)
    return lines.group_by("account_id").aggregate(mrr=lines.mrr.sum().cast(MONTHLY))


def both_ends(tables: Tables, opening: date, closing: date) -> Rows:
    """account_id, m0 and m1 of the accounts active on the opening day, both in the closing day's rates.

    Raises NotKnown as `check_past` does: whether an account stayed is seen by its end alone.
    """
    check_past(tables, opening)
    before = recurring(tables, opening, rates_on=closing).rename(m0="mrr")
    after = recurring(tables, closing).rename(m1="mrr")
    joined = before.left_join(after, "account_id")
    return joined.select("account_id", "m0", m1=after.m1.coalesce(0).cast(MONTHLY))
