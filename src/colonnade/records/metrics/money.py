"""Amounts of several currencies in one, by the rates known on a day."""

from datetime import date
from decimal import Decimal

from colonnade.records.metrics.language import Rows, Tables, Value

MONTHLY = "decimal(38, 8)"
"""A sum of what is paid a month, to the places in which the records hold it."""

RATE = "decimal(26, 16)"
"""Rates and what is paid in them stay decimals: of a binary fraction each engine rounds another cent."""


def as_written_out(amount: Decimal) -> Decimal:
    """The same amount to the cent, or to as many places as it takes."""
    short = amount.normalize()
    return short if int(short.as_tuple().exponent) < -2 else amount.quantize(Decimal("0.01"))


def in_one_currency(tables: Tables, rows: Rows, table: str, amount: str, day: date) -> Rows:
    """Rows of a table with the amount in the currency that rates are stated in; as they are where there is one.

    A currency without a rate is that currency: before this is asked, at most one has none.
    """
    if tables.currencies.get(table, 1) <= 1:
        return rows
    rates = rates_by(tables, day)
    priced = rows.left_join(rates, [("currency", "rated")]).drop("rated")
    return priced.mutate(**{amount: priced[amount] * known_rate(priced.rate)}).drop("rate")


def rates_by(tables: Tables, day: date) -> Rows:
    """rated (a currency) and the last rate known by a day."""
    rates = tables.exchange_rates
    known = rates.filter(rates.rate_on <= day)
    last = known.group_by("currency").aggregate(rate_on=known.rate_on.max())
    newest = known.semi_join(last, ["currency", "rate_on"])
    newest = newest.group_by("currency").aggregate(rate=as_written(newest.rate.max()))
    return newest.rename(rated="currency")


def as_written(rate: Value) -> Value:
    """A rate as the decimal that its digits say: by way of text, where all engines write the shortest form."""
    return rate.cast("string").cast(RATE)


def known_rate(*rates: Value) -> Value:
    """The first of several that is known, else 1."""
    first, *others = rates
    return first.coalesce(*others, 1).cast(RATE)
