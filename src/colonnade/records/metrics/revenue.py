"""Recurring revenue by account on a day: what every revenue metric is built on."""

from datetime import date

from colonnade.records.metrics.language import Rows, Tables

SWITCHES = (
    "recurring subscriptions only: no trials, one-time or metered lines",
    "a subscription counts from its start to the day before its end",
    "constant currency",
)


def recurring(tables: Tables, day: date, *, rates_on: date | None = None) -> Rows:
    """account_id and mrr of the accounts active on a day, in the rates of that or another day."""
    lines = tables.subscriptions
    lines = lines.filter(
        lines.kind == "recurring",
        lines.mrr > 0,
        lines.start_on <= day,
        lines.end_on.isnull() | (lines.end_on > day),
    )
    if tables.currencies > 1:
        rates = rates_by(tables, rates_on or day)
        lines = lines.left_join(rates, lines.currency == rates.rated).drop("rated")
        lines = lines.mutate(
            mrr=(lines.mrr.cast("float64") * lines.rate.coalesce(1.0)).round(4).cast("decimal(18, 4)")
        )
    return lines.group_by("account_id").aggregate(mrr=lines.mrr.sum().cast("decimal(18, 2)"))


def rates_by(tables: Tables, day: date) -> Rows:
    """The last rate of each currency known by a day."""
    rates = tables.exchange_rates
    known = rates.filter(rates.rate_on <= day)
    last = known.group_by("currency").aggregate(rate_on=known.rate_on.max())
    return (
        known.semi_join(last, ["currency", "rate_on"])
        .group_by("currency")
        .aggregate(rate=known.rate.max())
        .rename(rated="currency")
    )


def both_ends(tables: Tables, opening: date, closing: date) -> Rows:
    """account_id, m0 and m1 of the accounts active on the opening day, both in the opening's rates."""
    before = recurring(tables, opening).rename(m0="mrr")
    after = recurring(tables, closing, rates_on=opening).rename(m1="mrr")
    joined = before.left_join(after, "account_id")
    return joined.select("account_id", "m0", m1=after.m1.coalesce(0).cast("decimal(38, 2)"))
