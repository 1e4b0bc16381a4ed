"""Recurring revenue month by month: what opened it, what moved it, what closed it, to the cent."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from colonnade.core.errors import OurFault
from colonnade.core.measurement import Movement
from colonnade.records.metrics.language import Rows, Tables, Window

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
    from colonnade.records.measure import to_sql

    days = month_ends(window)
    found = {cells[0]: cells[1:] for cells in records.rows(to_sql(movement_rows(records.tables, days)))}
    nothing = (Decimal(0),) * 8
    months = tuple(
        Movement(
            day.replace(day=1), *(Decimal(cell).quantize(Decimal("0.01")) for cell in found.get(place, nothing))
        )
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
    sums = {name: accounts[name].sum().cast("decimal(38, 2)") for name in ("opening", *moves, "closing")}
    return accounts.group_by("place").aggregate(**sums).order_by("place")


def account_movements(tables: Tables, days: list[date]) -> Rows:
    """place, account_id and its movement from the day before to that day, in the rates of the day before."""
    states = _states(tables, days)
    before = states.select(next_place=states.place + 1, earlier=states.account_id, opening=states.own)
    joined = states.outer_join(before, [states.place == before.next_place, states.account_id == before.earlier])
    first = _first_days(tables)
    moved = joined.select(
        place=states.place.coalesce(before.next_place),
        account_id=states.account_id.coalesce(before.earlier),
        opening=before.opening.coalesce(0).cast("decimal(38, 2)"),
        constant=states.constant.coalesce(0).cast("decimal(38, 2)"),
        closing=states.own.coalesce(0).cast("decimal(38, 2)"),
    )
    moved = moved.filter(moved.place > 0, moved.place < len(days))
    openings = _spine(days[:-1]).select(opens_in=lambda r: r.place + 1, opens_on=lambda r: r.day)
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


def _spine(days: list[date]) -> Rows:
    """place and day of each day, counted from 0."""
    import ibis  # type: ignore[import-untyped]

    places = ibis.range(len(days)).unnest().name("place").as_table()
    return places.mutate(day=ibis.array([ibis.literal(day) for day in days])[places.place])


def _states(tables: Tables, days: list[date]) -> Rows:
    """place, account_id, its revenue in that day's rates (`own`) and in those of the day before (`constant`)."""
    spine, lines = _spine(days), _paying(tables)
    counted = lines.inner_join(
        spine, [lines.start_on <= spine.day, lines.end_on.isnull() | (lines.end_on > spine.day)]
    )
    own = constant = counted.mrr.cast("decimal(38, 2)")
    if tables.currencies > 1:
        rates = _rates(tables, spine)
        earlier = rates.select(then=rates.at_place + 1, money=rates.rated, rate_then=rates.rate)
        counted = counted.left_join(rates, [counted.place == rates.at_place, counted.currency == rates.rated])
        counted = counted.left_join(earlier, [counted.place == earlier.then, counted.currency == earlier.money])
        rate = counted.rate.coalesce(1.0)
        own = (counted.mrr.cast("float64") * rate).round(4).cast("decimal(38, 4)")
        constant = (counted.mrr.cast("float64") * counted.rate_then.coalesce(rate)).round(4).cast("decimal(38, 4)")
    counted = counted.mutate(own=own, constant=constant)
    return counted.group_by(["place", "account_id"]).aggregate(
        own=counted.own.sum().cast("decimal(38, 2)"), constant=counted.constant.sum().cast("decimal(38, 2)")
    )


def _paying(tables: Tables) -> Rows:
    """Recurring subscriptions that count on some day."""
    lines = tables.subscriptions
    return lines.filter(
        lines.kind == "recurring", lines.mrr > 0, lines.end_on.isnull() | (lines.end_on > lines.start_on)
    ).select("account_id", "start_on", "end_on", "mrr", "currency")


def _first_days(tables: Tables) -> Rows:
    lines = _paying(tables)
    return lines.group_by("account_id").aggregate(first_on=lines.start_on.min()).rename(starter="account_id")


def _rates(tables: Tables, spine: Rows) -> Rows:
    """at_place, rated (a currency) and the last rate known on that day."""
    rates = tables.exchange_rates
    known = rates.inner_join(spine, rates.rate_on <= spine.day)
    last = known.group_by(["place", "currency"]).aggregate(rate_on=known.rate_on.max())
    newest = known.semi_join(last, ["place", "currency", "rate_on"])
    found = newest.group_by(["place", "currency"]).aggregate(rate=newest.rate.max())
    return found.rename(at_place="place", rated="currency")
