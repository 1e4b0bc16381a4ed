"""Use of the product: who uses it, and how much of it."""

from colonnade.records.metrics.language import Figure, Rows, Tables, Window, median, metric, share
from colonnade.records.metrics.revenue import active

DAYS = 28


def _recent(tables: Tables, window: Window) -> Rows:
    events = tables.usage_events
    return events.filter(events.occurred_at >= window.last_days(DAYS), events.occurred_at < window.end_at)


@metric(
    unit="count",
    better="higher",
    needs="usage_events.event usage_events.occurred_at",
    kind="leading",
    least="a usage event in the last 28 days",
)
def adoption_breadth(tables: Tables, window: Window) -> Figure:
    """Median number of different events per account in the last 28 days, over the accounts that had any."""
    events = _recent(tables, window)
    accounts = events.group_by("account_id").aggregate(events=events.event.nunique())
    return Figure(accounts, median(lambda r: r.events), window.as_of, window.days(DAYS))


@metric(
    unit="share",
    better="higher",
    needs="usage_events.occurred_at subscriptions.account_id subscriptions.start_on subscriptions.mrr",
    kind="leading",
    least="an active account",
)
def active_account_share(tables: Tables, window: Window) -> Figure:
    """Accounts active on the day that had an event in the last 28 days, over all accounts active on the day."""
    users = _recent(tables, window).select(user_account="account_id").distinct()
    accounts = active(tables, window.as_of).left_join(users, [("account_id", "user_account")])
    accounts = accounts.select("account_id", has_used=accounts.user_account.notnull())
    return Figure(accounts, share(lambda r: r.has_used), window.as_of, window.days(DAYS))
