"""Recurring revenue month by month: what opened it, what moved it, what closed it, to the cent."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from colonnade.core.errors import OurFault
from colonnade.core.measurement import Movement
from colonnade.records.metrics.language import Rows, Tables, Value, Window
from colonnade.records.metrics.money import MONTHLY, as_written, as_written_out, known_rate, rates_by
from colonnade.records.metrics.revenue import check_past, dated_lines, past_days
from colonnade.records.sql import to_sql

if TYPE_CHECKING:
    from colonnade.records.open import Records


def month_ends(window: Window) -> list[date]:
    """The day before the window's first month, then the last day of each month, the last one cut at as_of."""
    day = window.start.replace(day=1)
    days = [day - timedelta(days=1)]
    while days[-1] < window.as_of:
        day = (day + timedelta(days=32)).replace(day=1)
        days.append(min(day - timedelta(days=1), window.as_of))
    return days


def movements_by_month(records: "Records", window: Window) -> tuple[Movement, ...]:
    """Raises OurFault where a month does not close or does not open as the one before it closed."""
    days = month_ends(window)
    rows = movement_rows(records.tables.as_known(window.as_of), days)
    found = {cells[0]: cells[1:] for cells in records.rows(to_sql(rows))}
    nothing = (Decimal(0),) * 8
    months = tuple(
        Movement(day.replace(day=1), *(as_written_out(Decimal(cell)) for cell in found.get(place, nothing)))
        for place, day in enumerate(days[1:], 1)
    )
    for before, month in zip((None, *months), months, strict=False):
        if not month.closes or (before and before.closing != month.opening):
            raise OurFault(f"the movements of {month.month:%Y-%m} do not close: {month}")
    return months


def movement_rows(tables: Tables, days: list[date]) -> Rows:
    """For each place in `days` but the first: opening, the six movements in order, closing."""
    accounts = account_movements(tables, days)
    moves = ("fresh", "expansion", "reactivation", "contraction", "churn", "exchange")
    sums = {name: accounts[name].sum().cast(MONTHLY) for name in ("opening", *moves, "closing")}
    return accounts.group_by("place").aggregate(**sums).order_by("place")


def account_movements(tables: Tables, days: list[date]) -> Rows:
    """place, account_id and its movement from the day before to that day, in the rates of the day before.

    Raises NotKnown where the records do not tell of all of the days.
    """
    check_past(tables, *past_days(tables, days))
    states = _states(tables, days)
    before = states.select(next_place=states.place + 1, earlier=states.account_id, opening=states.own)
    joined = states.outer_join(before, [states.place == before.next_place, states.account_id == before.earlier])
    first = first_days(tables)
    moved = joined.select(
        place=states.place.coalesce(before.next_place),
        account_id=states.account_id.coalesce(before.earlier),
        opening=before.opening.coalesce(0).cast(MONTHLY),
        constant=states.constant.coalesce(0).cast(MONTHLY),
        closing=states.own.coalesce(0).cast(MONTHLY),
    )
    moved = moved.filter(moved.place > 0, moved.place < len(days))
    openings = spine(days[:-1]).select(opens_in=lambda r: r.place + 1, opens_on=lambda r: r.day)
    moved = moved.inner_join(openings, moved.place == openings.opens_in)
    moved = moved.left_join(first, moved.account_id == first.starter)
    was, is_ = moved.opening > 0, moved.closing > 0
    change = moved.constant - moved.opening
    known = moved.first_on <= moved.opens_on
    nothing = change - change
    return moved.select(
        "place", "account_id", "opening", "closing",
        fresh=(is_ & ~was & ~known).ifelse(change, nothing),
        reactivation=(is_ & ~was & known).ifelse(change, nothing),
        expansion=(is_ & was & (change > 0)).ifelse(change, nothing),
        contraction=(is_ & was & (change < 0)).ifelse(change, nothing),
        churn=(was & ~is_).ifelse(change, nothing),
        exchange=moved.closing - moved.constant,
    )  # fmt: skip


def spine(days: list[date]) -> Rows:
    """place and day of each day, counted from 0."""
    import ibis  # type: ignore[import-untyped]

    places = ibis.range(len(days)).unnest().name("place").as_table()
    return places.mutate(day=ibis.array([ibis.literal(day) for day in days])[places.place])


def _states(tables: Tables, days: list[date]) -> Rows:
    """place, account_id, its revenue in that day's rates (`own`) and in those of the day before (`constant`)."""
    places, lines = spine(days), _paying(tables)
    counted = lines.inner_join(
        places, [lines.start_on <= places.day, lines.end_on.isnull() | (lines.end_on > places.day)]
    )
    own = constant = counted.mrr.cast(MONTHLY)
    if tables.currencies.get("subscriptions", 1) > 1:
        counted, rate, rate_before = _with_rates(tables, counted, places, days[-1])
        own, constant = counted.mrr * rate, counted.mrr * rate_before
    counted = counted.mutate(own=own, constant=constant)
    return counted.group_by(["place", "account_id"]).aggregate(
        own=counted.own.sum().cast(MONTHLY), constant=counted.constant.sum().cast(MONTHLY)
    )


def _paying(tables: Tables) -> Rows:
    """Recurring subscriptions that count on some day."""
    lines = dated_lines(tables)
    return lines.filter(lines.end_on.isnull() | (lines.end_on > lines.start_on)).select(
        "account_id", "start_on", "end_on", "mrr", "currency"
    )


def first_days(tables: Tables) -> Rows:
    lines = _paying(tables)
    return lines.group_by("account_id").aggregate(first_on=lines.start_on.min()).rename(starter="account_id")


def _with_rates(tables: Tables, counted: Rows, places: Rows, last: date) -> tuple[Rows, Value, Value]:
    """The lines with the rate of their day and of the day before; where none was known yet, with the last
    rate."""
    rates = _rates(tables, places).select(at_place="place", of_money="currency", rate_now="rate")
    earlier = _rates(tables, places).select(
        after_place=lambda r: r.place + 1, of_earlier="currency", rate_before="rate"
    )
    newest = rates_by(tables, last).rename(of_newest="rated", rate_last="rate")
    counted = counted.left_join(rates, [("place", "at_place"), ("currency", "of_money")])
    counted = counted.left_join(earlier, [("place", "after_place"), ("currency", "of_earlier")])
    counted = counted.left_join(newest, [("currency", "of_newest")])
    columns = ("place", "account_id", "mrr", "rate_now", "rate_before", "rate_last")
    counted = counted.select(*columns)
    last_known = counted.rate_last
    return counted, known_rate(counted.rate_now, last_known), known_rate(counted.rate_before, last_known)


def _rates(tables: Tables, places: Rows) -> Rows:
    """place, currency and the last rate known on that day."""
    rates = tables.exchange_rates
    known = rates.inner_join(places, rates.rate_on <= places.day)
    last = known.group_by(["place", "currency"]).aggregate(rate_on=known.rate_on.max())
    newest = known.semi_join(last, ["place", "currency", "rate_on"])
    return newest.group_by(["place", "currency"]).aggregate(rate=as_written(newest.rate.max()))
