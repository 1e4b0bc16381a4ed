"""Tickets: how many, how long, how well, how often escalated."""

from colonnade.records.metrics.language import (
    Figure,
    Rows,
    Tables,
    Window,
    kaplan_meier_median,
    metric,
    ratio,
    share,
)
from colonnade.records.metrics.revenue import active


def _opened(tables: Tables, window: Window) -> Rows:
    tickets = tables.tickets
    return tickets.filter(tickets.opened_at >= window.start_at, tickets.opened_at < window.end_at)


@metric(
    unit="per_100_accounts_per_month",
    better="lower",
    needs="tickets.opened_at subscriptions.account_id subscriptions.start_on subscriptions.mrr",
    kind="leading",
    least="an active account",
)
def ticket_volume(tables: Tables, window: Window) -> Figure:
    """Tickets opened in the twelve months, a month, for each hundred accounts active at their end. Tickets of
    accounts that are not active count too."""
    import ibis  # type: ignore[import-untyped]

    opened = _opened(tables, window)
    opened = opened.select("account_id", tickets=ibis.literal(1), active=ibis.literal(0))
    paying = active(tables, window.as_of)
    paying = paying.select("account_id", tickets=ibis.literal(0), active=ibis.literal(1))
    # one row a ticket and one an account: to join them takes several times as long
    accounts = paying.union(opened)
    summary = ratio(lambda r: r.tickets, lambda r: r.active, times=100 / 12, counts=lambda r: r.tickets)
    return Figure(accounts, summary, window.as_of, window.period)


@metric(
    unit="hours",
    better="lower",
    needs="tickets.opened_at tickets.solved_at",
    kind="leading",
    least="a ticket, and half of them solved",
    switches=("Kaplan-Meier median: open tickets count for as long as they have waited",),
)
def time_to_resolution(tables: Tables, window: Window) -> Figure:
    """Median hours from opening to solving of the tickets opened in the twelve months. A ticket not solved by
    the end of the last day counts as open until then."""
    tickets = _opened(tables, window)
    tickets = tickets.mutate(solved=tickets.solved_at.notnull() & (tickets.solved_at < window.end_at))
    until = tickets.solved.ifelse(tickets.solved_at, window.end_at)
    tickets = tickets.select(
        "account_id",
        "ticket_id",
        "priority",
        "opened_at",
        "solved",
        hours=(until.epoch_seconds() - tickets.opened_at.epoch_seconds()) / 3600.0,
    )
    summary = kaplan_meier_median(lambda r: r.hours, lambda r: r.solved)
    return Figure(tickets, summary, window.as_of, window.period, happened="opened_at")


@metric(
    unit="share",
    better="lower",
    needs="tickets.opened_at tickets.escalated",
    kind="leading",
    least="a ticket opened in the twelve months",
)
def escalation_rate(tables: Tables, window: Window) -> Figure:
    """Tickets escalated over tickets opened in the twelve months; those that do not say count on neither
    side."""
    tickets = _opened(tables, window).select("account_id", "ticket_id", "priority", "opened_at", "escalated")
    return Figure(tickets, share(lambda r: r.escalated), window.as_of, window.period, happened="opened_at")


@metric(
    unit="share",
    better="higher",
    needs="tickets.first_reply_at tickets.reply_due_at",
    kind="leading",
    least="a ticket opened in the twelve months whose reply was due",
)
def sla_attainment(tables: Tables, window: Window) -> Figure:
    """Tickets first replied to by the time a reply was due, over tickets opened in the twelve months whose
    reply was due by their end; no reply is no attainment."""
    tickets = _opened(tables, window)
    tickets = tickets.filter(tickets.reply_due_at < window.end_at)
    in_time = (tickets.first_reply_at <= tickets.reply_due_at).coalesce(False)
    tickets = tickets.select(
        "account_id", "ticket_id", "priority", "opened_at", "first_reply_at", "reply_due_at", in_time=in_time
    )
    return Figure(tickets, share(lambda r: r.in_time), window.as_of, window.period, happened="opened_at")
