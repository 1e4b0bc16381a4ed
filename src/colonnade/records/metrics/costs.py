"""What Customer Success costs, and what stands against it."""

from colonnade.records.metrics.accounts import active_with
from colonnade.records.metrics.commercial import WON, YEARLY, won_deals
from colonnade.records.metrics.language import (
    Figure,
    NotKnown,
    Rows,
    Summary,
    Tables,
    Window,
    metric,
    ratio,
)
from colonnade.records.metrics.money import in_one_currency
from colonnade.records.metrics.revenue import NEEDS, SWITCHES, active, both_ends, recurring

GROSS_MARGIN = 0.75


def _costs(tables: Tables, window: Window) -> Rows:
    """Costs of the months that begin in the window."""
    costs = tables.costs
    costs = costs.filter(costs.month > window.opening, costs.month <= window.as_of)
    return in_one_currency(tables, costs, "costs", "amount", window.as_of)


@metric(
    unit="ratio",
    better="higher",
    kind="lagging",
    switches=YEARLY,
    money_of="opportunities costs",
    needs=f"opportunities.kind opportunities.source=cs costs.amount {WON}",
    least="costs of CS people or tools in the twelve months",
)
def cs_revenue_to_investment(tables: Tables, window: Window) -> Figure:
    """Renewals and expansions that CS found and that were won in the twelve months, over what CS people and
    tools cost in the months that began in them."""
    deals, costs = won_deals(tables, window), _costs(tables, window)
    deals = deals.filter(deals.source == "cs", deals.kind.isin(["renewal", "expansion"]))
    costs = costs.filter(costs.category.isin(["cs_people", "cs_tools"]))
    earned = deals.select(what="kind", on_day="close_on", earned=deals.amount.cast("float64"), spent=0.0)
    spent = costs.select(what="category", on_day="month", earned=0.0, spent=costs.amount.cast("float64"))
    summary = ratio(lambda r: r.earned, lambda r: r.spent)
    return Figure(earned.union(spent), summary, window.as_of, window.period, happened="on_day")


@metric(
    unit="currency",
    better="lower",
    needs=f"costs.amount costs.month {NEEDS}",
    kind="lagging",
    money_of="costs",
    least="an active account, and costs in the twelve months",
)
def cost_to_serve(tables: Tables, window: Window) -> Figure:
    """Costs of all categories in the months that began in the twelve months, over the accounts active at
    their end. By segment where the costs name the tier they serve; what serves all stands by itself."""
    costs = _costs(tables, window)
    accounts = _by_tier(tables, window)
    of_cost = {"segment": costs.tier} if "segment" in accounts.columns else {}
    of_account = {"segment": accounts.segment} if of_cost else {}
    spent = costs.select(what=costs.category, spent=costs.amount.cast("float64"), active=0, **of_cost)
    served = accounts.select(what="account_id", spent=0.0, active=1, **of_account)
    summary = ratio(lambda r: r.spent, lambda r: r.active, counts=lambda r: r.active)
    return Figure(spent.union(served), _where_spent(summary), window.as_of, window.period)


def _by_tier(tables: Tables, window: Window) -> Rows:
    """The active accounts, with their segment where costs name tiers and the segments of the day are known."""
    if tables.has("costs.tier"):
        try:
            return active_with(tables, "segment", window.as_of)
        except NotKnown:
            pass
    return active(tables, window.as_of)


def _where_spent(summary: Summary) -> Summary:
    """No value where nothing was spent: costs that are not told are not zero."""

    def only(rows: Rows, keys: tuple[str, ...]) -> Rows:
        found = summary(rows, keys)
        return found.mutate(value=found.value.nullif(0.0))

    return only


@metric(
    unit="currency",
    better="higher",
    needs=f"{NEEDS} subscriptions.end_on",
    kind="lagging",
    money_of="subscriptions",
    least="an active account and one lost in the twelve months",
    switches=(*SWITCHES, f"gross margin {GROSS_MARGIN}"),
)
def customer_lifetime_value(tables: Tables, window: Window) -> Figure:
    """Yearly recurring revenue an active account, times a gross margin of 0.75, over the logo churn rate of
    the twelve months. Without churn there is none."""
    now = recurring(tables, window.as_of)
    base = both_ends(tables, window.opening, window.as_of)
    base = base.select(base_account="account_id", was_active=1, is_lost=(base.m1 == 0).cast("int32"))
    accounts = now.outer_join(base, [("account_id", "base_account")])
    accounts = accounts.select(
        account_id=accounts.account_id.coalesce(accounts.base_account),
        mrr=accounts.mrr.coalesce(0),
        is_active=accounts.mrr.notnull().cast("int32"),
        was_active=accounts.was_active.coalesce(0),
        is_lost=accounts.is_lost.coalesce(0),
    )
    return Figure(accounts, _lifetime_value, window.as_of, window.period)


def _lifetime_value(rows: Rows, keys: tuple[str, ...]) -> Rows:
    yearly = rows.mrr.sum().cast("float64") * 12 / rows.is_active.sum().cast("float64").nullif(0.0)
    churn = rows.is_lost.sum().cast("float64") / rows.was_active.sum().cast("float64").nullif(0.0)
    return rows.aggregate(by=keys, value=yearly * GROSS_MARGIN / churn.nullif(0.0), rows=rows.is_active.sum())
