"""What Customer Success finds, wins, talks about and owns."""

from datetime import timedelta

from colonnade.records.metrics.accounts import latest
from colonnade.records.metrics.language import (
    Figure,
    NotKnown,
    Rows,
    Tables,
    Window,
    count,
    metric,
    ratio,
    share,
    total,
)
from colonnade.records.metrics.money import in_one_currency

LEAD_DAYS, TALK_DAYS, READY_SCORE = 30, 90, 70
WON = "opportunities.is_won opportunities.amount opportunities.close_on"
YEARLY = ("the amount of an opportunity is that of a year",)


def _closed(tables: Tables, window: Window) -> Rows:
    """Opportunities closed in the window, amounts in one currency."""
    deals = tables.opportunities
    deals = deals.filter(deals.close_on > window.opening, deals.close_on <= window.as_of)
    return in_one_currency(tables, deals, "opportunities", "amount", window.as_of)


def open_deals(tables: Tables, window: Window) -> Rows:
    """Opportunities open on the day; one that has closed since was open until its close date."""
    deals = tables.opportunities
    return deals.filter(
        deals.created_at.isnull() | (deals.created_at < window.end_at),
        ~deals.is_closed.coalesce(False) | (deals.close_on > window.as_of),
    )


def won_deals(tables: Tables, window: Window) -> Rows:
    deals = _closed(tables, window)
    return deals.filter(deals.is_won).select(
        "account_id", "opportunity_id", "kind", "source", "owner_id", "close_on", "amount"
    )


@metric(
    unit="currency",
    better="higher",
    needs=f"opportunities.kind opportunities.source=cs {WON}",
    kind="lagging",
    least="an amount of an expansion won by CS in the twelve months",
    switches=YEARLY,
    money_of="opportunities",
)
def cs_sourced_expansion_arr(tables: Tables, window: Window) -> Figure:
    """Yearly amount of the expansions that CS found and that were won in the twelve months."""
    deals = won_deals(tables, window)
    deals = deals.filter(deals.kind == "expansion", deals.source == "cs")
    return _sum_of(deals, window)


@metric(
    unit="currency",
    better="higher",
    needs=f"opportunities.source=referral {WON}",
    kind="lagging",
    least="an amount of a referral won in the twelve months",
    switches=YEARLY,
    money_of="opportunities",
)
def referral_sourced_arr(tables: Tables, window: Window) -> Figure:
    """Yearly amount of the opportunities that came by referral and were won in the twelve months."""
    deals = won_deals(tables, window)
    deals = deals.filter(deals.source == "referral")
    return _sum_of(deals, window)


def _sum_of(deals: Rows, window: Window) -> Figure:
    """Deals added up; none is an amount of nothing."""
    return Figure(deals, total(lambda r: r.amount), window.as_of, window.period, happened="close_on", empty=0.0)


@metric(
    unit="share",
    better="higher",
    kind="leading",
    least="an open opportunity with an amount and a source",
    needs="opportunities.source=cs opportunities.amount opportunities.is_closed opportunities.created_at",
    money_of="opportunities",
    on_day=True,
)
def cs_sourced_pipeline_share(tables: Tables, window: Window) -> Figure:
    """Amount of the opportunities open on the day that CS found, over the amount of all open ones that name
    their source. One that has closed since was open until its close date."""
    deals = in_one_currency(tables, open_deals(tables, window), "opportunities", "amount", window.as_of)
    deals = deals.select(
        "account_id", "opportunity_id", "source", "amount",
        from_cs=deals.source.isnull().ifelse(None, (deals.source == "cs").ifelse(deals.amount, 0)),
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
    leads = leads.select("account_id", "csql_id", "csm_id", "created_at")
    return Figure(leads, count(), window.as_of, window.period, happened="created_at", empty=0.0)


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
    if window.as_of < tables.known_on:
        raise NotKnown(
            f"cs_qualified_leads as they were on {window.as_of}: opportunity_id tells of {tables.known_on} only"
        )
    leads = tables.cs_qualified_leads
    latest_day = window.end_at - timedelta(days=LEAD_DAYS)
    leads = leads.filter(leads.created_at >= window.start_at, leads.created_at < latest_day)
    leads = leads.select(
        "account_id", "csql_id", "csm_id", "created_at", "opportunity_id",
        became_one=leads.opportunity_id.notnull(),
    )  # fmt: skip
    return Figure(leads, share(lambda r: r.became_one), window.as_of, window.period, happened="created_at")


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
    those = talked(tables, window).select(talked="account_id").distinct()
    accounts = ready.left_join(those, [("account_id", "talked")])
    accounts = accounts.select("account_id", was_talked_to=accounts.talked.notnull())
    return Figure(accounts, share(lambda r: r.was_talked_to), window.as_of, window.days(TALK_DAYS))


def talked(tables: Tables, window: Window) -> Rows:
    """Touchpoints of the last 90 days at which expansion was talked about."""
    touches = tables.touchpoints
    return touches.filter(
        touches.expansion_talk,
        touches.occurred_at >= window.last_days(TALK_DAYS),
        touches.occurred_at < window.end_at,
    )


def open_expansion_alerts(tables: Tables, window: Window) -> Rows:
    alerts = tables.alerts
    is_open = alerts.resolved_at.isnull() | (alerts.resolved_at >= window.end_at)
    return alerts.filter(alerts.kind == "expansion", alerts.raised_at < window.end_at, is_open)


def recent_expansion_scores(tables: Tables, window: Window) -> Rows:
    """Those of the last 90 days."""
    scores = tables.health_scores
    return scores.filter(
        scores.kind == "expansion",
        scores.occurred_at >= window.last_days(TALK_DAYS),
        scores.occurred_at < window.end_at,
    )


def _ready(tables: Tables, window: Window) -> Rows:
    """account_id of accounts with a sign of expansion on the day."""
    found = []
    if tables.has("alerts.kind=expansion"):
        found.append(open_expansion_alerts(tables, window).select("account_id"))
    if tables.has("health_scores.kind=expansion"):
        scores = recent_expansion_scores(tables, window)
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
    return Figure(deals, share(lambda r: r.by_csm), window.as_of, window.period, happened="close_on")
