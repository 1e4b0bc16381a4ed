"""A metric by group: columns of accounts or of its own rows, quarters, products, cohorts, thirds of potential."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from colonnade.core.errors import BadOption
from colonnade.core.measurement import Slice, Unit
from colonnade.core.naming import NOT_RECORDED, column_within
from colonnade.records.engine import steady
from colonnade.records.metrics.accounts import DATED, column_on
from colonnade.records.metrics.language import Figure, Metric, NotKnown, Rows, Tables, Value, Window
from colonnade.records.metrics.movements import first_days
from colonnade.records.metrics.revenue import active, paying
from colonnade.records.sql import to_sql
from colonnade.records.tables import ACCOUNTS, TABLES

if TYPE_CHECKING:
    from colonnade.records.open import Records

SMALL_GROUP = 10
"""A group of fewer accounts is marked small."""

ACCOUNT_COLUMNS = tuple(name for name in ACCOUNTS.column_names if name not in ("account_id", "name", "domain"))
MADE = ("csm", "product", "start_cohort", "quarter")
"""Groups that are no column: `csm` is csm_id, a cohort the quarter of the first recurring subscription."""

OF_ROWS = ("priority", "reason", "kind", "source", "owner_id", "play_id")
"""Columns of the rows behind some metrics."""

REVENUE = ("arr", "gross_revenue_retention", "net_revenue_retention", "logo_churn_rate", "revenue_churn_rate")
"""Metrics that are split between the products of an account; by others it counts in each of its products."""

THIRDS = ("most", "middle", "least")


def check_group(column: str) -> None:
    """Raises BadOption for what no metric can be broken down by."""
    if column not in (*ACCOUNT_COLUMNS, *MADE, *OF_ROWS):
        raise BadOption(
            f"cannot break down by '{column}'; the columns of accounts are {', '.join(ACCOUNT_COLUMNS)}; "
            f"there are also {', '.join(MADE)}, and of some metrics' rows {', '.join(OF_ROWS)}"
        )


def breakdown(
    records: "Records", metric: Metric, window: Window, figure: Figure, column: str, *, sized: bool = True
) -> tuple[Slice, ...]:
    """The metric for each group, those not recorded last; raises NotKnown where the records do not tell groups.

    Of what is counted or added up, quarters and CSMs without a row are groups too. Small groups are told from
    others when they are `sized`.
    """
    tables = records.tables.as_known(window.as_of)
    if column == "product" and metric.definition.id in REVENUE:
        tables = _ProductTables(*(getattr(tables, each.name) for each in fields(tables)))
        figure = metric.figure(tables, window)
    rows = keyed(tables, metric, window, figure, "csm_id" if column == "csm" else column)
    unit = metric.definition.unit
    found = {slice_.key: _steady(slice_, unit) for slice_ in _slices(records, figure, rows, sized)}
    if figure.empty is not None:
        there_are = all_groups(records, window, column)
        found = {key: Slice(key, figure.empty, 0, small=True) for key in there_are} | found
    if column in ("csm", "csm_id"):
        names = _names_of_csms(records)
        found = {key: replace(slice_, name=names.get(key, "")) for key, slice_ in found.items()}
    return tuple(sorted(found.values(), key=lambda slice_: (slice_.key == NOT_RECORDED, _order(slice_.key))))


def note_on(records: "Records", metric: Metric, figure: Figure, column: str) -> str | None:
    """What a reader must know of a breakdown."""
    if column == "product":
        if metric.definition.id in REVENUE:
            return "each product of an account is taken by itself: what moves between two is lost by one"
        return "an account with several products counts in each of them"
    if column not in ACCOUNT_COLUMNS or column in (*DATED, *figure.behind.columns):
        return None
    if figure.read_on >= records.as_of:
        return None
    return f"{column_within(column)} is as accounts holds it today, not as it was on {figure.read_on}"


def _slices(records: "Records", figure: Figure, rows: Rows, sized: bool) -> list[Slice]:
    summary = figure.summary(rows, ("slice_key",)).select("slice_key", "value", "rows")
    if not sized:
        return [_slice(key, value, count) for key, value, count in records.rows(to_sql(summary))]
    unit = rows.account_id.nunique() if "account_id" in rows.columns else rows.count()
    sizes = rows.group_by("slice_key").aggregate(size=unit).rename(size_key="slice_key")
    summary = summary.inner_join(sizes, [("slice_key", "size_key")])
    summary = summary.select("slice_key", "value", "rows", "size")
    return [
        _slice(key, value, count, size < SMALL_GROUP) for key, value, count, size in records.rows(to_sql(summary))
    ]


def _slice(key: str, value: float | None, rows: int, small: bool = False) -> Slice:
    return Slice(key, None if value is None else float(value), int(rows), small)


def _steady(found: Slice, unit: Unit) -> Slice:
    return found if found.value is None else replace(found, value=steady(found.value, unit))


def _order(key: str) -> tuple[int, str]:
    return (THIRDS.index(key) if key in THIRDS else 0, key)


def keyed(tables: Tables, metric: Metric, window: Window, figure: Figure, column: str) -> Rows:
    """The rows behind with their group as text in `slice_key`."""
    if column == "quarter":
        return _by_quarter(window, figure)
    if column in figure.behind.columns and column != "expansion_potential":
        _check_told(tables, metric, column)
        rows = figure.behind
        return rows.mutate(slice_key=_as_key(rows[column]))
    if column in OF_ROWS:
        raise NotKnown(f"rows that have a {column}, which those behind this metric have not")
    if "account_id" not in figure.behind.columns:
        raise NotKnown("rows that belong to accounts, which those behind this metric do not")
    groups = _of_accounts(tables, column, figure.read_on).rename(slice_key="value")
    rows = groups.right_join(figure.behind, [("account", "account_id")]).drop("account")
    return rows.mutate(slice_key=_as_key(rows.slice_key))


def _as_key(value: Value) -> Value:
    return value.cast("string").coalesce(NOT_RECORDED)


def _check_told(tables: Tables, metric: Metric, column: str) -> None:
    """A column that no export holds is not one group of blanks."""
    needed = {choice.partition(".")[0] for need in metric.definition.needs for choice in need.split("|")}
    holders = [f"{name}.{column}" for name in sorted(needed) if column in TABLES[name].column_names]
    if holders and not any(tables.has(holder) for holder in holders):
        raise NotKnown(" or ".join(holders))


def _of_accounts(tables: Tables, column: str, day: date) -> Rows:
    """account and value; an account has a row for each of its products, and one otherwise."""
    if column == "product":
        if not tables.has("subscriptions.product"):
            raise NotKnown("subscriptions.product")
        lines = paying(tables, day)
        return lines.select(account="account_id", value="product").distinct()
    if column == "start_cohort":
        return _start_cohorts(tables)
    if column == "expansion_potential":
        return _thirds_of_potential(tables, day)
    return column_on(tables, column, day)


def _start_cohorts(tables: Tables) -> Rows:
    """account and value, the quarter of its first recurring subscription as 2024-Q3."""
    if not tables.has("subscriptions"):
        raise NotKnown("subscriptions.start_on")
    first = first_days(tables)
    quarter = first.first_on.year().cast("string") + "-Q" + first.first_on.quarter().cast("string")
    return first.select(account="starter", value=quarter)


def _thirds_of_potential(tables: Tables, day: date) -> Rows:
    """account and value: in which third of the active accounts with a potential it stands; ties by id."""
    import ibis  # type: ignore[import-untyped]

    accounts = active(tables, day).inner_join(
        column_on(tables, "expansion_potential", day), [("account_id", "account")]
    )
    accounts = accounts.filter(accounts.value.notnull())
    order = ibis.window(order_by=[accounts.value.desc(), accounts.account_id])
    place, everyone = ibis.row_number().over(order), accounts.count().over()
    ranked = accounts.select(account="account_id", place=place, everyone=everyone)
    most, middle, least = THIRDS
    thrice, everyone = ranked.place * 3, ranked.everyone
    third = ibis.cases((thrice < everyone, most), (thrice < everyone * 2, middle), else_=least)
    return ranked.select("account", value=third)


def quarters(window: Window) -> list[tuple[date, date]]:
    """First and last day of the four quarters that make up the twelve months, the last ending on as_of."""
    ends = [_months_before(window.as_of, months) for months in (9, 6, 3, 0)]
    starts = [window.start, *(end + timedelta(days=1) for end in ends[:-1])]
    return list(zip(starts, ends, strict=True))


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month; the last day of a month has the last day."""
    month = day.year * 12 + day.month - 1 - months
    first_of_next = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = first_of_next - timedelta(days=1)
    if (day + timedelta(days=1)).day == 1 or day.day > last.day:
        return last
    return last.replace(day=day.day)


def _named(quarter: tuple[date, date]) -> str:
    return f"{quarter[0]} to {quarter[1]}"


def _by_quarter(window: Window, figure: Figure) -> Rows:
    import ibis

    if figure.happened is None or window.length_days is not None or figure.period != window.period:
        raise NotKnown("rows of twelve months that each have their day, which those behind this metric do not")
    rows, spans = figure.behind, quarters(window)
    day = rows[figure.happened].cast("date")
    earlier = [(day <= span[1], _named(span)) for span in spans[:-1]]
    return rows.mutate(slice_key=ibis.cases(*earlier, else_=_named(spans[-1])))


def all_groups(records: "Records", window: Window, column: str) -> Sequence[str]:
    """The groups there are, with rows or without; empty where only rows can tell."""
    if column == "quarter":
        return [_named(span) for span in quarters(window)]
    return _csms(records, window.as_of) if column in ("csm", "csm_id") else ()


def _csms(records: "Records", day: date) -> list[str]:
    """CSMs who hold an active account on the day, or stand among the CSMs."""
    tables, sources = records.tables.as_known(day), []
    if tables.has("csms"):
        people = tables.csms
        people = people.filter(people.started_on.isnull() | (people.started_on <= day))
        sources.append(people.select("csm_id"))
    if tables.has("subscriptions"):
        try:
            held = column_on(tables, "csm_id", day).semi_join(active(tables, day), [("account", "account_id")])
            sources.append(held.filter(held.value.notnull()).select(csm_id="value"))
        except NotKnown:
            pass
    if not sources:
        return []
    everyone = sources[0].union(sources[1]) if len(sources) > 1 else sources[0]
    return sorted(id_ for (id_,) in records.rows(to_sql(everyone.distinct())))


def _names_of_csms(records: "Records") -> dict[str, str]:
    """By id, empty where the records have ids alone."""
    tables = records.tables
    if not (tables.has("csms.csm_id") and tables.has("csms.name")):
        return {}
    people = tables.csms.select("csm_id", "name")
    return {id_: name for id_, name in records.rows(to_sql(people)) if id_ and name}


class _ProductTables(Tables):
    """Tables in which each product of an account is an account of its own."""

    @property
    def subscriptions(self) -> Rows:
        if not self.has("subscriptions.product"):
            raise NotKnown("subscriptions.product")
        lines = super().__getattr__("subscriptions")
        named = lines["product"].coalesce(NOT_RECORDED)
        return lines.mutate(account_id=lines.account_id + "\x1f" + named, product=named)
