"""Amounts of several currencies in one, by the rates known on a day."""

from datetime import date

from colonnade.records.metrics.language import Rows, Tables


def in_one_currency(tables: Tables, rows: Rows, table: str, amount: str, day: date) -> Rows:
    """Rows of a table with the amount in the currency that rates are stated in; as they are where there is one.

    A currency without a rate is that currency: before this is asked, at most one has none.
    """
    if tables.currencies.get(table, 1) <= 1:
        return rows
    rates = rates_by(tables, day)
    priced = rows.left_join(rates, [("currency", "rated")]).drop("rated")
    stated = (priced[amount].cast("float64") * priced.rate.coalesce(1.0)).round(4).cast("decimal(18, 4)")
    return priced.mutate(**{amount: stated}).drop("rate")


def rates_by(tables: Tables, day: date) -> Rows:
    """rated (a currency) and the last rate known by a day."""
    rates = tables.exchange_rates
    known = rates.filter(rates.rate_on <= day)
    last = known.group_by("currency").aggregate(rate_on=known.rate_on.max())
    newest = known.semi_join(last, ["currency", "rate_on"])
    return newest.group_by("currency").aggregate(rate=newest.rate.max()).rename(rated="currency")
