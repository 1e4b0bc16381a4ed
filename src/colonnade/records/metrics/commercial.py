"""What Customer Success earns, forecasts, owns and costs."""

from datetime import timedelta

from colonnade.records.metrics.accounts import latest
from colonnade.records.metrics.language import (
    Figure,
    Rows,
    Summary,
    Tables,
    Value,
    Window,
    count,
    median,
    metric,
    ratio,
    share,
    total,
)
from colonnade.records.metrics.money import in_one_currency
from colonnade.records.metrics.revenue import NEEDS, SWITCHES, both_ends, recurring

GROSS_MARGIN = 0.75
FORECAST_DAYS, LEAD_DAYS, TALK_DAYS, READY_SCORE = 30, 30, 90, 70
_WON = "opportunities.is_won opportunities.amount opportunities.close_on"
_YEARLY = ("the amount of an opportunity is that of a year",)


def _closed(tables: Tables, window: Window) -> Rows:
    """Opportunities closed in the window, amounts in one currency."""
    deals = tables.opportunities
    deals = deals.filter(deals.close_on > window.opening, deals.close_on <= window.as_of)
    return in_one_currency(tables, deals, "opportunities", "amount", window.as_of)


def _won(tables: Tables, window: Window) -> Rows:
    deals = _closed(tables, window)
    return deals.filter(deals.is_won).select(
        "account_id", "opportunity_id", "kind", "source", "close_on", "amount"
    )


@metric(
    unit="currency",
    better="higher",
    needs=f"opportunities.kind opportunities.source=cs {_WON}",
    kind="lagging",
    least="an expansion won by CS in the twelve months",
    switches=_YEARLY,
    money_of="opportunities",
)
def cs_sourced_expansion_arr(tables: Tables, window: Window) -> Figure:
    """Yearly amount of the expansions that CS found and that were won in the twelve months."""
    deals = _won(tables, window)
    deals = deals.filter(deals.kind == "expansion", deals.source == "cs")
    return Figure(deals, total(lambda r: r.amount), window.as_of, window.period)


@metric(
    unit="currency",
    better="higher",
    needs=f"opportunities.source=referral {_WON}",
    kind="lagging",
    least="a referral won in the twelve months",
    switches=_YEARLY,
    money_of="opportunities",
)
def referral_sourced_arr(tables: Tables, window: Window) -> Figure:
    """Yearly amount of the opportunities that came by referral and were won in the twelve months."""
    deals = _won(tables, window)
    deals = deals.filter(deals.source == "referral")
    return Figure(deals, total(lambda r: r.amount), window.as_of, window.period)


@metric(
    unit="share",
    better="higher",
    kind="leading",
    least="an open opportunity with an amount",
    needs="opportunities.source opportunities.amount opportunities.is_closed opportunities.created_at",
    money_of="opportunities",
)
def cs_sourced_pipeline_share(tables: Tables, window: Window) -> Figure:
    """Amount of the opportunities open on the day that CS found, over the amount of all that are open. One
    that has closed since was open until its close date."""
    deals = tables.opportunities
    deals = deals.filter(
        deals.created_at.isnull() | (deals.created_at < window.end_at),
        ~deals.is_closed.coalesce(False) | (deals.close_on > window.as_of),
    )
    deals = in_one_currency(tables, deals, "opportunities", "amount", window.as_of)
    deals = deals.select(
        "account_id", "opportunity_id", "source", "amount",
        from_cs=(deals.source == "cs").coalesce(False).ifelse(deals.amount, 0),
    )  # fmt: skip
    return Figure(deals, ratio(lambda r: r.from_cs, lambda r: r.amount), window.as_of, window.period)


@metric(
    unit="count",
    better="higher",
    needs="cs_qualified_leads.created_at",
    kind="leading",
    least="a table of CS-qualified leads",
)
def cs_qualified_leads(tables: Tables, window: Window) -> Figure:
    """CS-qualified leads created in the twelve months."""
    leads = tables.cs_qualified_leads
    leads = leads.filter(leads.created_at >= window.start_at, leads.created_at < window.end_at)
    return Figure(
        leads.select("account_id", "csql_id", "csm_id", "created_at"), count(), window.as_of, window.period
    )


@metric(
    unit="share",
    better="higher",
    needs="cs_qualified_leads.created_at cs_qualified_leads.opportunity_id",
    kind="leading",
    least="a CS-qualified lead created at least 30 days ago",
)
def csql_to_opportunity_rate(tables: Tables, window: Window) -> Figure:
    """CS-qualified leads that became an opportunity, over those created in the twelve months and at least 30
    days ago."""
    leads = tables.cs_qualified_leads
    latest_day = window.end_at - timedelta(days=LEAD_DAYS)
    leads = leads.filter(leads.created_at >= window.start_at, leads.created_at < latest_day)
    leads = leads.select(
        "account_id", "csql_id", "created_at", "opportunity_id", became_one=leads.opportunity_id.notnull()
    )
    return Figure(leads, share(lambda r: r.became_one), window.as_of, window.period)


def _last_quotas(tables: Tables, window: Window) -> Rows:
    """Quotas above zero of the last period that had ended."""
    quotas = tables.quotas
    ended = quotas.filter(quotas.period_end <= window.as_of)
    last = ended.aggregate(last_end=ended.period_end.max())
    ended = ended.inner_join(last, [("period_end", "last_end")])
    return ended.filter(ended.quota > 0).select("csm_id", "period_start", "period_end", "quota", "attained")


@metric(
    unit="share",
    better="higher",
    needs="quotas.quota quotas.attained",
    kind="lagging",
    least="a CSM with a quota in a period that has ended",
)
def csm_quota_attainment(tables: Tables, window: Window) -> Figure:
    """CSMs that attained their quota, over CSMs with a quota, in the last period that has ended."""
    quotas = _last_quotas(tables, window)
    quotas = quotas.mutate(is_attained=quotas.attained >= quotas.quota)
    return Figure(quotas, share(lambda r: r.is_attained), window.as_of, window.period)


@metric(
    unit="share",
    better="higher",
    needs="quotas.quota quotas.attained",
    kind="lagging",
    least="a CSM with a quota in a period that has ended",
)
def cs_revenue_vs_quota(tables: Tables, window: Window) -> Figure:
    """Sum of what CSMs attained over the sum of their quotas, in the last period that has ended."""
    quotas = _last_quotas(tables, window)
    return Figure(quotas, ratio(lambda r: r.attained, lambda r: r.quota), window.as_of, window.period)


def _csms(tables: Tables, window: Window) -> Rows:
    people = tables.csms
    return people.filter(people.started_on.isnull() | (people.started_on <= window.as_of))


@metric(
    unit="share",
    better="higher",
    needs="csms.csm_id quotas.quota",
    kind="leading",
    least="a CSM, and a quota in a period that has ended",
)
def csm_quota_share(tables: Tables, window: Window) -> Figure:
    """CSMs with a quota in the last period that has ended, over all CSMs."""
    with_quota = _last_quotas(tables, window).select(holder="csm_id").distinct()
    people = _csms(tables, window).left_join(with_quota, [("csm_id", "holder")])
    people = people.select("csm_id", "name", has_quota=people.holder.notnull())
    return Figure(people, share(lambda r: r.has_quota), window.as_of, window.period)


@metric(
    unit="share",
    better="higher",
    needs="csms.variable_pay_share",
    kind="leading",
    least="a CSM whose share of variable pay is known",
)
def variable_pay_share(tables: Tables, window: Window) -> Figure:
    """Median share of variable pay over CSMs; beside it the share of CSMs with any."""
    people = _csms(tables, window).select("csm_id", "name", "variable_pay_share")
    summary = median(lambda r: r.variable_pay_share, share_above_zero=_share_above_zero)
    return Figure(people, summary, window.as_of, window.period)


def _share_above_zero(values: Value) -> Value:
    return (values > 0).cast("float64").mean()


@metric(
    unit="share",
    better="higher",
    needs="csms.variable_pay_share",
    kind="leading",
    least="a CSM whose share of variable pay is known",
)
def variable_pay_csm_share(tables: Tables, window: Window) -> Figure:
    """CSMs with variable pay over CSMs of whom it is known."""
    people = _csms(tables, window)
    people = people.select("csm_id", "name", varies=people.variable_pay_share > 0)
    return Figure(people, share(lambda r: r.varies), window.as_of, window.period)


def _accuracy_of_sums(rows: Rows, keys: tuple[str, ...]) -> Rows:
    off = (rows.amount - rows.actual).abs().sum()
    return rows.aggregate(by=keys, value=1.0 - off / rows.actual.sum().nullif(0.0), rows=rows.count())


def _accuracy_of_shares(rows: Rows, keys: tuple[str, ...]) -> Rows:
    off = (rows.amount - rows.actual).abs().mean()
    return rows.aggregate(by=keys, value=1.0 - off, rows=rows.count())


def _forecast(tables: Tables, window: Window, kind: str, summary: Summary) -> Figure:
    """For each period that ended in the window (and segment) the last forecast made 30 days or more before
    its end."""
    made = tables.forecasts
    made = made.filter(
        made.kind == kind,
        made.period_end > window.opening,
        made.period_end <= window.as_of,
        made.period_end.epoch_days() - made.made_on.epoch_days() >= FORECAST_DAYS,
        made.amount.notnull(),
        made.actual.notnull(),
    )
    period = made.period_end.cast("string") + "|" + made.segment.coalesce("")
    made = latest(made.mutate(period=period), "period", lambda r: [r.made_on.desc(), r.amount])
    made = made.select("made_on", "period_end", "segment", "amount", "actual")
    return Figure(made, summary, window.as_of, window.period)


@metric(
    unit="share",
    better="higher",
    needs="forecasts.kind=renewal forecasts.actual",
    kind="lagging",
    least="a period that ended in the twelve months, forecast 30 days before its end",
)
def renewal_forecast_accuracy(tables: Tables, window: Window) -> Figure:
    """One less the sum of absolute errors over the sum of actual renewals, over periods that ended in the
    twelve months; of each the last forecast made at least 30 days before its end."""
    return _forecast(tables, window, "renewal", _accuracy_of_sums)


@metric(
    unit="share",
    better="higher",
    needs="forecasts.kind=nrr forecasts.actual",
    kind="lagging",
    least="a period that ended in the twelve months, forecast 30 days before its end",
)
def nrr_forecast_accuracy(tables: Tables, window: Window) -> Figure:
    """One less the mean absolute error of forecast net retention (shares of 1), over periods that ended in
    the twelve months; of each the last forecast made at least 30 days before its end."""
    return _forecast(tables, window, "nrr", _accuracy_of_shares)


def _costs(tables: Tables, window: Window) -> Rows:
    """Costs of the months that begin in the window."""
    costs = tables.costs
    costs = costs.filter(costs.month > window.opening, costs.month <= window.as_of)
    return in_one_currency(tables, costs, "costs", "amount", window.as_of)


@metric(
    unit="ratio",
    better="higher",
    kind="lagging",
    switches=_YEARLY,
    money_of="opportunities costs",
    needs=f"opportunities.kind opportunities.source=cs costs.amount {_WON}",
    least="costs of CS people or tools in the twelve months",
)
def cs_revenue_to_investment(tables: Tables, window: Window) -> Figure:
    """Renewals and expansions that CS found and that were won in the twelve months, over what CS people and
    tools cost in the months that began in them."""
    deals, costs = _won(tables, window), _costs(tables, window)
    deals = deals.filter(deals.source == "cs", deals.kind.isin(["renewal", "expansion"]))
    costs = costs.filter(costs.category.isin(["cs_people", "cs_tools"]))
    money = "decimal(38, 4)"
    nothing = deals.amount.cast(money) * 0
    both = deals.select(
        what=deals.kind, of=deals.close_on, earned=deals.amount.cast(money), spent=nothing.cast(money)
    )
    spent = costs.select(
        what=costs.category, of=costs.month, earned=(costs.amount * 0).cast(money), spent=costs.amount.cast(money)
    )
    return Figure(both.union(spent), ratio(lambda r: r.earned, lambda r: r.spent), window.as_of, window.period)


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
    their end."""
    costs = _costs(tables, window)
    money = "decimal(38, 4)"
    accounts = recurring(tables, window.as_of)
    spent = costs.select(what=costs.category, spent=costs.amount.cast(money), active=0)
    served = accounts.select(what="account_id", spent=(accounts.mrr * 0).cast(money), active=1)
    summary = ratio(lambda r: r.spent, lambda r: r.active, counts=lambda r: r.active)
    return Figure(spent.union(served), _where_spent(summary), window.as_of, window.period)


def _where_spent(summary: Summary) -> Summary:
    """No value where nothing was spent: costs that are not told are not zero."""

    def only(rows: Rows, keys: tuple[str, ...]) -> Rows:
        found = summary(rows, keys)
        return found.mutate(value=found.value.nullif(0.0))

    return only


@metric(
    unit="currency",
    better="higher",
    needs=NEEDS,
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
    base = base.select(base_account="account_id", was_active=1, is_lost=(base.m1 == 0).cast("int64"))
    accounts = now.outer_join(base, [("account_id", "base_account")])
    accounts = accounts.select(
        account_id=accounts.account_id.coalesce(accounts.base_account),
        mrr=accounts.mrr.coalesce(0),
        is_active=accounts.mrr.notnull().cast("int64"),
        was_active=accounts.was_active.coalesce(0),
        is_lost=accounts.is_lost.coalesce(0),
    )
    return Figure(accounts, _lifetime_value, window.as_of, window.period)


def _lifetime_value(rows: Rows, keys: tuple[str, ...]) -> Rows:
    yearly = rows.mrr.sum().cast("float64") * 12 / rows.is_active.sum().cast("float64").nullif(0.0)
    churn = rows.is_lost.sum().cast("float64") / rows.was_active.sum().cast("float64").nullif(0.0)
    return rows.aggregate(by=keys, value=yearly * GROSS_MARGIN / churn.nullif(0.0), rows=rows.is_active.sum())


@metric(
    unit="share",
    better="higher",
    kind="leading",
    least="an account with an open sign of expansion",
    needs="alerts.kind=expansion|health_scores.kind=expansion touchpoints.expansion_talk touchpoints.occurred_at",
)
def expansion_talk_share(tables: Tables, window: Window) -> Figure:
    """Accounts with an open expansion alert or a latest expansion score of 70 or more in 90 days that were
    talked to about expansion in the last 90 days, over all such accounts."""
    ready = _ready(tables, window)
    touches = tables.touchpoints
    talked = touches.filter(
        touches.expansion_talk,
        touches.occurred_at >= window.last_days(TALK_DAYS),
        touches.occurred_at < window.end_at,
    )
    talked = talked.select(talked="account_id").distinct()
    accounts = ready.left_join(talked, [("account_id", "talked")])
    accounts = accounts.select("account_id", was_talked_to=accounts.talked.notnull())
    return Figure(accounts, share(lambda r: r.was_talked_to), window.as_of, window.days(TALK_DAYS))


def _ready(tables: Tables, window: Window) -> Rows:
    """account_id of accounts with a sign of expansion on the day."""
    found = []
    if tables.has("alerts.kind=expansion"):
        alerts = tables.alerts
        is_open = alerts.resolved_at.isnull() | (alerts.resolved_at >= window.end_at)
        alerts = alerts.filter(alerts.kind == "expansion", alerts.raised_at < window.end_at, is_open)
        found.append(alerts.select("account_id"))
    if tables.has("health_scores.kind=expansion"):
        scores = tables.health_scores
        scores = scores.filter(
            scores.kind == "expansion",
            scores.occurred_at >= window.last_days(TALK_DAYS),
            scores.occurred_at < window.end_at,
        )
        scores = latest(scores, "account_id", lambda r: [r.occurred_at.desc(), r.score])
        found.append(scores.filter(scores.score >= READY_SCORE).select("account_id"))
    return (found[0].union(found[1]) if len(found) > 1 else found[0]).distinct()


@metric(
    unit="share",
    better="higher",
    kind="leading",
    least="a renewal closed in the twelve months with an owner",
    needs="opportunities.kind=renewal opportunities.owner_id opportunities.close_on opportunities.is_closed"
    " csms.csm_id",
)
def renewals_owned_by_cs_share(tables: Tables, window: Window) -> Figure:
    """Renewal opportunities whose owner is a CSM, over renewal opportunities closed in the twelve months."""
    deals = _closed(tables, window)
    deals = deals.filter(deals.kind == "renewal", deals.is_closed)
    people = tables.csms.select(person="csm_id").distinct()
    deals = deals.left_join(people, [("owner_id", "person")])
    deals = deals.select("account_id", "opportunity_id", "owner_id", "close_on", by_csm=deals.person.notnull())
    return Figure(deals, share(lambda r: r.by_csm), window.as_of, window.period)
