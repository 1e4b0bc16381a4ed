"""What twelve months do to the revenue and the accounts there were: retention and churn."""

from colonnade.records.metrics.language import Figure, Tables, Window, metric, ratio, share, yearly
from colonnade.records.metrics.revenue import NEEDS, SWITCHES, active, both_ends, check_past, recurring

_NEEDS = f"{NEEDS} subscriptions.end_on"
_BASE = "an account with recurring revenue twelve months before"
_SWITCHES = (
    *SWITCHES,
    "snapshots twelve months apart",
    "reactivated accounts count as kept if active on both days",
)


@metric(
    unit="currency",
    better="higher",
    needs=NEEDS,
    kind="lagging",
    least="an account active on the day",
    switches=SWITCHES,
    money_of="subscriptions",
    on_day=True,
)
def arr(tables: Tables, window: Window) -> Figure:
    """Twelve times the monthly recurring revenue of the accounts active on the day."""
    return Figure(recurring(tables, window.as_of), yearly(lambda r: r.mrr), window.as_of, window.period)


@metric(
    unit="share",
    better="higher",
    needs=_NEEDS,
    kind="lagging",
    least=_BASE,
    money_of="subscriptions",
    switches=(*_SWITCHES, "each account capped at what it paid at the opening"),
)
def gross_revenue_retention(tables: Tables, window: Window) -> Figure:
    """Of the accounts active twelve months before: what they pay now, each at most what it paid then, over
    what they paid then."""
    accounts = both_ends(tables, window.opening, window.as_of)
    accounts = accounts.mutate(kept=(accounts.m1 < accounts.m0).ifelse(accounts.m1, accounts.m0))
    return Figure(accounts, ratio(lambda r: r.kept, lambda r: r.m0), window.opening, window.period)


@metric(
    unit="share",
    better="higher",
    needs=_NEEDS,
    kind="lagging",
    least=_BASE,
    money_of="subscriptions",
    switches=_SWITCHES,
)
def net_revenue_retention(tables: Tables, window: Window) -> Figure:
    """Of the accounts active twelve months before: what they pay now over what they paid then."""
    accounts = both_ends(tables, window.opening, window.as_of)
    return Figure(accounts, ratio(lambda r: r.m1, lambda r: r.m0), window.opening, window.period)


@metric(unit="share", better="lower", needs=_NEEDS, kind="lagging", least=_BASE, switches=_SWITCHES)
def logo_churn_rate(tables: Tables, window: Window) -> Figure:
    """Accounts active twelve months before and not active now, over all accounts active then."""
    check_past(tables, window.opening)
    stayed = active(tables, window.as_of).rename(stayed="account_id")
    accounts = active(tables, window.opening).left_join(stayed, [("account_id", "stayed")])
    accounts = accounts.select("account_id", is_lost=accounts.stayed.isnull())
    return Figure(accounts, share(lambda r: r.is_lost), window.opening, window.period)


@metric(
    unit="share",
    better="lower",
    needs=_NEEDS,
    kind="lagging",
    least=_BASE,
    money_of="subscriptions",
    switches=(*_SWITCHES, "each account capped at what it paid at the opening"),
)
def revenue_churn_rate(tables: Tables, window: Window) -> Figure:
    """One less gross revenue retention: the share of the revenue of twelve months before that was lost to
    accounts leaving or paying less."""
    accounts = both_ends(tables, window.opening, window.as_of)
    accounts = accounts.mutate(lost=(accounts.m1 < accounts.m0).ifelse(accounts.m0 - accounts.m1, 0))
    return Figure(accounts, ratio(lambda r: r.lost, lambda r: r.m0), window.opening, window.period)
