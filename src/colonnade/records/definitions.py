"""Gross and net retention by snapshot, by movements and by renewals due, side by side."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from colonnade.core.errors import BadOption
from colonnade.core.measurement import Unavailable
from colonnade.core.retention import GROSS, NET, WAYS, Part, Retention, Way
from colonnade.records.measure import figure_of, metric_named
from colonnade.records.metrics.language import NotKnown, Rows, Tables, Value, Window
from colonnade.records.metrics.money import MONTHLY, as_written_out, in_one_currency
from colonnade.records.metrics.movements import account_movements, month_ends
from colonnade.records.metrics.revenue import both_ends, check_past, dated_lines
from colonnade.records.sql import to_sql

if TYPE_CHECKING:
    from colonnade.records.open import Records

GRACE_DAYS = 30
"""What begins so soon after a term's end is its renewal."""


def retention(
    records: "Records",
    metrics: Sequence[str] | None = None,
    ways: Sequence[Way] = tuple(WAYS),
    *,
    as_of: date | None = None,
) -> tuple[Retention, ...]:
    """Each metric in each way, with what sets it apart from the snapshot; BadOption for other metrics."""
    for metric in metrics or ():
        metric_named(metric)
        if metric not in (GROSS, NET):
            raise BadOption(f"only {GROSS} and {NET} are reckoned in several ways, not {metric}")
    window = Window(as_of or records.as_of)
    return tuple(
        _retention(records, metric, way, window)
        for metric in metrics or (GROSS, NET)
        for way in dict.fromkeys(ways)
    )


def _retention(records: "Records", metric: str, way: Way, window: Window) -> Retention:
    nothing = Decimal(0)
    lacking = figure_of(records, metric_named(metric), window)
    if isinstance(lacking, Unavailable):
        return Retention(metric, way, 0, nothing, nothing, needs=lacking.needs)
    try:
        sql = to_sql(parts(records.tables.as_known(window.as_of), metric, way, window))
    except NotKnown as unknown:
        return Retention(metric, way, 0, nothing, nothing, needs=(unknown.need,))
    rows = records.rows(sql)
    found = tuple(Part(what, int(count), *map(_money, sums)) for what, count, *sums in sorted(rows))
    whole = _sum(part.base for part in found), _sum(part.kept for part in found)
    accounts = sum(part.accounts for part in found if part.base or part.kept)
    needs = () if whole[0] else (_LEAST[way],)
    return Retention(metric, way, accounts, *whole, () if way == "snapshot" else found, needs)


_LEAST: dict[Way, str] = {
    "snapshot": "an account with recurring revenue twelve months before",
    "movements": "an account with recurring revenue twelve months before",
    "renewals": "a recurring subscription that ended in the twelve months",
}


def _sum(amounts: Any) -> Decimal:
    return sum(amounts, Decimal(0))


def _money(cell: Any) -> Decimal:
    return as_written_out(Decimal(cell or 0))


def parts(tables: Tables, metric: str, way: Way, window: Window) -> Rows:
    """what, accounts, and the sums of base and kept by snapshot and by the other way."""
    snapshot = _by_snapshot(tables, metric, window)
    if way == "snapshot":
        rows = snapshot.select(
            "account_id", s_base="base", s_kept="kept", base="base", kept="kept", what=_text("all")
        )
    else:
        other = (
            _by_movements(tables, metric, window) if way == "movements" else _by_renewals(tables, metric, window)
        )
        rows = _side_by_side(snapshot, other)
        rows = rows.mutate(what=_class_of_movement(rows) if way == "movements" else _class_of_renewal(rows))
    sums = {name: rows[name].sum().cast(MONTHLY) for name in ("s_base", "s_kept", "base", "kept")}
    return rows.group_by("what").aggregate(accounts=rows.count(), **sums)


def _text(words: str) -> Value:
    import ibis  # type: ignore[import-untyped]

    return ibis.literal(words)


def _side_by_side(snapshot: Rows, other: Rows) -> Rows:
    """Each account of either way once; `in_s` and `in_o` say by which ways it counts."""
    other = other.rename(o_account="account_id", o_base="base", o_kept="kept", o_mark="mark")
    joined = snapshot.outer_join(other, [("account_id", "o_account")])
    return joined.select(
        account_id=joined.account_id.coalesce(joined.o_account),
        in_s=joined.account_id.notnull(),
        in_o=joined.o_account.notnull(),
        mark=joined.o_mark.coalesce(0),
        s_base=_amount(joined.base),
        s_kept=_amount(joined.kept),
        base=_amount(joined.o_base),
        kept=_amount(joined.o_kept),
    )


def _amount(value: Value) -> Value:
    return value.cast(MONTHLY).coalesce(0)


def _least(one: Value, other: Value) -> Value:
    return (one < other).ifelse(one, other)


def _by_snapshot(tables: Tables, metric: str, window: Window) -> Rows:
    accounts = both_ends(tables, window.opening, window.as_of)
    kept = _least(accounts.m1, accounts.m0) if metric == GROSS else accounts.m1
    return accounts.select("account_id", base="m0", kept=kept)


def _by_movements(tables: Tables, metric: str, window: Window) -> Rows:
    """account_id, base, kept; `mark` is 1 where it came back."""
    days = [window.opening, *(day for day in month_ends(window) if day > window.opening)]
    moved = account_movements(tables, days)
    moved = moved.mutate(at_opening=(moved.place == 1).ifelse(moved.opening, 0))
    accounts = moved.group_by("account_id").aggregate(
        base=moved.at_opening.sum(),
        fell=(moved.contraction + moved.churn).sum(),
        grew=moved.expansion.sum(),
        mark=(moved.reactivation != 0).cast("int32").max(),
    )
    kept = accounts.base + accounts.fell
    kept = kept if metric == GROSS else kept + accounts.grew
    accounts = accounts.select("account_id", "mark", "base", kept=kept)
    return accounts.filter((accounts.base != 0) | (accounts.kept != 0))


def _class_of_movement(rows: Rows) -> Value:
    import ibis

    return ibis.cases(
        (~rows.in_s, "came within the twelve months"),
        (rows.mark == 1, "left and came back"),
        (
            (rows.kept != rows.s_kept) | (rows.base != rows.s_base),
            "rose and fell between, or were paid at other rates",
        ),
        else_="are reckoned alike",
    )


def _by_renewals(tables: Tables, metric: str, window: Window) -> Rows:
    """account_id, base, kept: what ended of each account in the window, and what began in its place."""
    check_past(tables, window.as_of)
    lines = dated_lines(tables)
    lines = lines.filter(lines.end_on.isnull() | (lines.end_on > lines.start_on))
    lines = in_one_currency(tables, lines, "subscriptions", "mrr", window.as_of)
    due = lines.filter(lines.end_on > window.opening, lines.end_on <= window.as_of)
    due = due.group_by(["account_id", "end_on"]).aggregate(due=due.mrr.sum().cast(MONTHLY))
    renewed = _renewed(lines.filter(lines.start_on <= window.as_of), due)
    terms = due.left_join(renewed, [("account_id", "of_account"), ("end_on", "of_end")])
    kept = terms.renewed.coalesce(0)
    terms = terms.select("account_id", "due", kept=_least(kept, terms.due) if metric == GROSS else kept)
    return terms.group_by("account_id").aggregate(base=terms.due.sum(), kept=terms.kept.sum(), mark=terms.count())


def _renewed(lines: Rows, due: Rows) -> Rows:
    """of_account, of_end and what began on that day or soon after it; of two ends the later has it."""
    begun = lines.group_by(["account_id", "start_on"]).aggregate(mrr=lines.mrr.sum().cast(MONTHLY))
    ends = due.select(of_account="account_id", of_end="end_on")
    pairs = begun.inner_join(ends, [("account_id", "of_account")])
    gap = pairs.start_on.epoch_days() - pairs.of_end.epoch_days()
    pairs = pairs.filter(gap >= 0, gap <= GRACE_DAYS)
    chosen = pairs.group_by(["of_account", "start_on", "mrr"]).aggregate(of_end=pairs.of_end.max())
    return chosen.group_by(["of_account", "of_end"]).aggregate(renewed=chosen.mrr.sum())


def _class_of_renewal(rows: Rows) -> Value:
    import ibis

    return ibis.cases(
        (~rows.in_s, "came within the twelve months and had a term end"),
        (rows.in_o, "had a term end"),
        else_="had no term end",
    )
