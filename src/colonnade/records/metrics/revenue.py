"""Recurring revenue by account on a day: what every revenue metric is built on."""

from datetime import date

from colonnade.records.metrics.language import Rows, Tables
from colonnade.records.metrics.money import in_one_currency

SWITCHES = (
    "recurring subscriptions only: no trials, one-time or metered lines",
    "a subscription counts from its start to the day before its end",
    "constant currency: the rates of the last day",
)
NEEDS = "subscriptions.account_id subscriptions.start_on subscriptions.mrr"


def paying(tables: Tables, day: date) -> Rows:
    """Recurring subscriptions of more than nothing that count on a day."""
    lines = tables.subscriptions
    return lines.filter(
        lines.kind == "recurring",
        lines.mrr > 0,
        lines.start_on <= day,
        lines.end_on.isnull() | (lines.end_on > day),
    )


def active(tables: Tables, day: date) -> Rows:
    """account_id of the accounts active on a day, whatever currency they pay in."""
    return paying(tables, day).select("account_id").distinct()


def recurring(tables: Tables, day: date, *, rates_on: date | None = None) -> Rows:
    """account_id and mrr of the accounts active on a day, in the rates of that or another day."""
    lines = in_one_currency(tables, paying(tables, day), "subscriptions", "mrr", rates_on or day)
    return lines.group_by("account_id").aggregate(mrr=lines.mrr.sum().cast("decimal(18, 2)"))


def both_ends(tables: Tables, opening: date, closing: date) -> Rows:
    """account_id, m0 and m1 of the accounts active on the opening day, both in the closing day's rates."""
    before = recurring(tables, opening, rates_on=closing).rename(m0="mrr")
    after = recurring(tables, closing).rename(m1="mrr")
    joined = before.left_join(after, "account_id")
    return joined.select("account_id", "m0", m1=after.m1.coalesce(0).cast("decimal(38, 2)"))
