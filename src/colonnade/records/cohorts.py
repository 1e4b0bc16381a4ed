"""The triangle of cohorts: accounts and revenue of each quarter's starters, quarter by quarter."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from colonnade.core.cohorts import Cohort, CohortCell
from colonnade.records.metrics.language import NotKnown, Rows, Tables
from colonnade.records.metrics.money import MONTHLY, in_one_currency
from colonnade.records.metrics.movements import first_days, spine
from colonnade.records.metrics.revenue import check_past, dated_lines, past_days
from colonnade.records.sql import to_sql

if TYPE_CHECKING:
    from colonnade.records.open import Records


def cohort_triangle(records: "Records", *, as_of: date | None = None) -> tuple[Cohort, ...]:
    """Oldest first, in the rates of as_of; none where `cohort_needs` names what is lacking.

    The last quarter is cut at as_of. Reactivated accounts count again.
    """
    day = as_of or records.as_of
    if not records.tables.has("subscriptions") or _lacking(records, day):
        return ()
    begun = records.rows(to_sql(starts(records.tables.as_known(day), day)))
    if not begun:
        return ()
    ends = quarter_ends(min(first for _, first, _ in begun), day)
    quarter_of = {id_: _place(first, ends) for id_, first, _ in begun}
    size: dict[int, list[Decimal]] = defaultdict(list)
    for id_, _, mrr in begun:
        size[quarter_of[id_]].append(mrr)
    cells: dict[tuple[int, int], list[Decimal]] = defaultdict(list)
    try:
        paid = records.rows(to_sql(states(records.tables.as_known(day), ends)))
    except NotKnown:
        return ()
    for place, id_, mrr in paid:
        cells[quarter_of[id_], place].append(mrr)
    return tuple(
        Cohort(
            quarter_name(ends[start]),
            len(size[start]),
            sum(size[start], Decimal(0)),
            tuple(_cell(cells, ends, start, place) for place in range(start, len(ends))),
        )
        for start in sorted(size)
    )


def cohort_needs(records: "Records", as_of: date) -> list[str]:
    """What the records lack for a triangle."""
    if not records.tables.has("subscriptions"):
        return ["subscriptions"]
    if lacking := _lacking(records, as_of):
        return lacking
    try:
        check_past(records.tables, as_of)
    except NotKnown as unknown:
        return [unknown.need]
    return [f"a recurring subscription by {as_of}"]


def _lacking(records: "Records", day: date) -> list[str]:
    if records.end_before(day):
        return [f"records up to {day}: they end on {records.ends_on}"]
    return records.without_rate("subscriptions", day)


def _cell(cells: dict[tuple[int, int], list[Decimal]], ends: list[date], start: int, place: int) -> CohortCell:
    paid = cells.get((start, place), [])
    return CohortCell(place - start, ends[place], len(paid), sum(paid, Decimal(0)))


def quarter_ends(first: date, last: date) -> list[date]:
    """The last days of the calendar quarters from that of `first` on, the last one cut at `last`."""
    days = [_quarter_end(first)]
    while days[-1] < last:
        days.append(_quarter_end(days[-1] + timedelta(days=1)))
    return [*days[:-1], min(days[-1], last)]


def quarter_name(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _quarter_end(day: date) -> date:
    after = (day.month + 2) // 3 * 3 + 1
    return (date(day.year + 1, 1, 1) if after > 12 else date(day.year, after, 1)) - timedelta(days=1)


def _place(day: date, ends: list[date]) -> int:
    return next(place for place, end in enumerate(ends) if day <= end)


def _lines(tables: Tables, day: date) -> Rows:
    """Recurring subscriptions that count on some day up to this one, in its rates."""
    lines = dated_lines(tables)
    lines = lines.filter(lines.start_on <= day, lines.end_on.isnull() | (lines.end_on > lines.start_on))
    return in_one_currency(tables, lines, "subscriptions", "mrr", day)


def starts(tables: Tables, day: date) -> Rows:
    """account_id, the day of its first recurring subscription, and what it paid on it."""
    lines = _lines(tables, day).inner_join(first_days(tables), [("account_id", "starter")])
    lines = lines.filter(lines.start_on == lines.first_on)
    return lines.group_by(["account_id", "first_on"]).aggregate(mrr=lines.mrr.sum().cast(MONTHLY))


def states(tables: Tables, ends: list[date]) -> Rows:
    """place, account_id and mrr: who paid what on each of the days; raises NotKnown where it takes more ends."""
    if past := past_days(tables, ends):
        check_past(tables, *past)
    days, lines = spine(ends), _lines(tables, ends[-1])
    paid = lines.inner_join(days, [lines.start_on <= days.day, lines.end_on.isnull() | (lines.end_on > days.day)])
    return paid.group_by(["place", "account_id"]).aggregate(mrr=paid.mrr.sum().cast(MONTHLY))
