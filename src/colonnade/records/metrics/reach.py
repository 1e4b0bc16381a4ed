"""Who looks after whom: books, touch models, reviews, contacts, handoffs."""

from datetime import timedelta

from colonnade.records.metrics.accounts import active_that, active_with, column_on
from colonnade.records.metrics.language import (
    Figure,
    NotKnown,
    Pick,
    Rows,
    Summary,
    Tables,
    Value,
    Window,
    mean,
    median,
    metric,
    ratio,
    share,
)
from colonnade.records.metrics.money import MONTHLY
from colonnade.records.metrics.revenue import NEEDS, active, both_ends, recurring

REVIEW_DAYS, CONTACT_DAYS, MINUTES_DAYS, OPEN_DAYS = 120, 90, 90, 30
_CSM = f"accounts.csm_id|account_history.csm_id {NEEDS}"
_TOUCH = f"accounts.touch_model|account_history.touch_model {NEEDS}"


def _p90(values: Value) -> Value:
    return values.quantile(0.9)


def _over_books(of: Pick) -> Summary:
    """The median over CSMs of a figure of their accounts; in a group, of those accounts that are in it."""

    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        books = rows.group_by([*keys, "csm_id"]).aggregate(of_book=of(rows))
        return median(lambda r: r.of_book, p90=_p90)(books, keys)

    return summary


def _in_books(tables: Tables, window: Window) -> Rows:
    accounts = active_with(tables, "csm_id", window.as_of)
    return accounts.filter(accounts.csm_id.notnull())


@metric(
    unit="count", better="neither", needs=_CSM, kind="leading", least="a CSM with an active account", on_day=True
)
def accounts_per_csm(tables: Tables, window: Window) -> Figure:
    """Median number of active accounts in a book, over CSMs with an active account; the 90th percentile
    beside it."""
    accounts = _in_books(tables, window)
    return Figure(accounts, _over_books(lambda r: r.count()), window.as_of, window.period)


@metric(
    unit="currency",
    better="neither",
    needs=_CSM,
    kind="leading",
    least="a CSM with an active account",
    money_of="subscriptions",
    on_day=True,
)
def arr_per_csm(tables: Tables, window: Window) -> Figure:
    """Median yearly recurring revenue of a book, over CSMs with an active account; the 90th percentile beside
    it."""
    accounts = _in_books(tables, window).inner_join(recurring(tables, window.as_of), "account_id")
    summary = _over_books(lambda r: 12 * r.mrr.sum().cast(MONTHLY))
    return Figure(accounts, summary, window.as_of, window.period)


@metric(
    unit="share",
    better="higher",
    needs=f"account_history.csm_id {NEEDS} subscriptions.end_on",
    kind="lagging",
    money_of="subscriptions",
    least="an account with a CSM and recurring revenue twelve months before",
    always_by="csm_id",
)
def net_revenue_retention_by_book(tables: Tables, window: Window) -> Figure:
    """Net revenue retention of the accounts that were in a CSM's book twelve months before, and that of each
    book as it was then."""
    books = column_on(tables, "csm_id", window.opening)
    books = books.filter(books.value.notnull())
    accounts = both_ends(tables, window.opening, window.as_of).semi_join(books, [("account_id", "account")])
    return Figure(accounts, ratio(lambda r: r.m1, lambda r: r.m0), window.opening, window.period)


@metric(unit="share", better="neither", needs=_TOUCH, kind="leading", least="an active account", on_day=True)
def digital_coverage_share(tables: Tables, window: Window) -> Figure:
    """Active accounts whose touch model is digital or pooled, over active accounts."""
    accounts = active_with(tables, "touch_model", window.as_of)
    accounts = accounts.mutate(is_digital=accounts.touch_model.isin(["digital", "pooled"]).coalesce(False))
    return Figure(accounts, share(lambda r: r.is_digital), window.as_of, window.period)


@metric(
    unit="share",
    better="higher",
    needs="touchpoints.occurred_at touchpoints.proactive",
    kind="leading",
    least="a touchpoint in the twelve months",
)
def proactive_share(tables: Tables, window: Window) -> Figure:
    """Touchpoints of our own accord, over touchpoints of the twelve months that say whose they were."""
    touches = _touchpoints(tables, window)
    touches = touches.select("account_id", "touchpoint_id", "kind", "occurred_at", "proactive")
    return Figure(touches, share(lambda r: r.proactive), window.as_of, window.period, happened="occurred_at")


def _touchpoints(tables: Tables, window: Window, days: int | None = None) -> Rows:
    touches = tables.touchpoints
    since = window.last_days(days) if days else window.start_at
    return touches.filter(touches.occurred_at >= since, touches.occurred_at < window.end_at)


@metric(
    unit="share",
    better="higher",
    needs=f"touchpoints.kind touchpoints.occurred_at {_TOUCH}",
    kind="leading",
    least="an active account with a human touch model",
)
def business_review_coverage(tables: Tables, window: Window) -> Figure:
    """Active accounts with a human touch model that had a quarterly or executive business review in the last
    120 days, over active accounts with a human touch model."""
    touches = _touchpoints(tables, window, REVIEW_DAYS)
    reviews = touches.filter(touches.kind.lower().isin(["qbr", "ebr"]))
    accounts = active_with(tables, "touch_model", window.as_of)
    accounts = accounts.filter(accounts.touch_model == "human")
    reviewed = active_that(tables, window.as_of, reviews, "reviewed").rename(reviewed_account="account_id")
    accounts = accounts.inner_join(reviewed, [("account_id", "reviewed_account")]).select("account_id", "reviewed")
    return Figure(accounts, share(lambda r: r.reviewed), window.as_of, window.days(REVIEW_DAYS))


@metric(
    unit="ratio",
    better="higher",
    needs=f"contacts.last_active_at {NEEDS}",
    kind="leading",
    least="an active account",
)
def stakeholder_contacts_per_account(tables: Tables, window: Window) -> Figure:
    """Mean number of contacts active in the last 90 days per active account; the median beside it."""
    if window.as_of < tables.known_on:
        raise NotKnown(f"contacts as they were on {window.as_of}: last_active_at tells of {tables.known_on} only")
    people = tables.contacts
    people = people.filter(
        people.last_active_at >= window.last_days(CONTACT_DAYS), people.last_active_at < window.end_at
    )
    counted = people.group_by("account_id").aggregate(people=people.count()).rename(of_account="account_id")
    accounts = active(tables, window.as_of).left_join(counted, [("account_id", "of_account")])
    accounts = accounts.select("account_id", contacts=accounts.people.coalesce(0))
    return Figure(accounts, mean(lambda r: r.contacts), window.as_of, window.days(CONTACT_DAYS))


def _fill(tables: Tables, column: str, window: Window) -> Figure:
    accounts = active_with(tables, column, window.as_of)
    accounts = accounts.mutate(is_filled=accounts[column].notnull())
    return Figure(accounts, share(lambda r: r.is_filled), window.as_of, window.period)


@metric(
    unit="share",
    better="higher",
    needs=f"accounts.segment|account_history.segment {NEEDS}",
    kind="leading",
    least="an active account",
    on_day=True,
)
def segment_fill_share(tables: Tables, window: Window) -> Figure:
    """Active accounts with a segment, over active accounts."""
    return _fill(tables, "segment", window)


@metric(
    unit="share",
    better="higher",
    kind="leading",
    least="an active account",
    needs=f"accounts.lifecycle_stage|account_history.lifecycle_stage {NEEDS}",
    on_day=True,
)
def lifecycle_fill_share(tables: Tables, window: Window) -> Figure:
    """Active accounts with a lifecycle stage, over active accounts."""
    return _fill(tables, "lifecycle_stage", window)


@metric(
    unit="ratio",
    better="higher",
    money_of="subscriptions",
    kind="leading",
    needs=f"accounts.expansion_potential touchpoints.minutes touchpoints.occurred_at {NEEDS}",
    least="three active accounts with a potential, and minutes given to those with most revenue",
)
def potential_minutes_ratio(tables: Tables, window: Window) -> Figure:
    """Human minutes an account in the last 90 days: of the third of active accounts with most expansion
    potential, over those of the third with most revenue. Both thirds are of the active accounts with a
    potential."""
    import ibis  # type: ignore[import-untyped]

    touches = _touchpoints(tables, window, MINUTES_DAYS)
    touches = touches.filter(touches.kind.isnull() | (touches.kind.lower() != "digital"))
    spent = touches.group_by("account_id").aggregate(spent=touches.minutes.sum()).rename(of_account="account_id")
    accounts = active_with(tables, "expansion_potential", window.as_of)
    accounts = accounts.filter(accounts.expansion_potential.notnull())
    accounts = accounts.inner_join(recurring(tables, window.as_of), "account_id")
    accounts = accounts.left_join(spent, [("account_id", "of_account")])
    accounts = accounts.select("account_id", "mrr", "expansion_potential", minutes=accounts.spent.coalesce(0.0))
    by_potential, by_revenue = (
        ibis.row_number().over(ibis.window(order_by=[accounts[column].desc(), accounts.account_id]))
        for column in ("expansion_potential", "mrr")
    )
    everyone = accounts.count().over()
    accounts = accounts.mutate(
        in_potential=(by_potential * 3 < everyone) & (everyone >= 3),
        in_revenue=(by_revenue * 3 < everyone) & (everyone >= 3),
    )
    summary = ratio(lambda r: r.in_potential.ifelse(r.minutes, 0.0), lambda r: r.in_revenue.ifelse(r.minutes, 0.0))
    return Figure(accounts, summary, window.as_of, window.days(MINUTES_DAYS))


@metric(
    unit="share",
    better="higher",
    needs="handoffs.complete handoffs.occurred_at",
    kind="leading",
    least="a handoff in the twelve months",
)
def handoff_completeness(tables: Tables, window: Window) -> Figure:
    """Complete handoffs over handoffs of the twelve months that say whether they were."""
    handed = tables.handoffs
    handed = handed.filter(handed.occurred_at >= window.start_at, handed.occurred_at < window.end_at)
    return Figure(handed, share(lambda r: r.complete), window.as_of, window.period, happened="occurred_at")


@metric(
    unit="share",
    better="higher",
    needs="product_feedback.status product_feedback.occurred_at",
    kind="leading",
    least="feedback of the twelve months that is 30 days old",
)
def feedback_decision_rate(tables: Tables, window: Window) -> Figure:
    """Product feedback that is no longer open, over feedback of the twelve months that is older than 30 days."""
    if window.as_of < tables.known_on:
        raise NotKnown(f"product_feedback as it was on {window.as_of}: its status tells of {tables.known_on} only")
    told = tables.product_feedback
    told = told.filter(
        told.occurred_at >= window.start_at, told.occurred_at < window.end_at - timedelta(days=OPEN_DAYS)
    )
    told = told.mutate(decided=told.status != "open")
    return Figure(told, share(lambda r: r.decided), window.as_of, window.period, happened="occurred_at")


@metric(
    unit="share",
    better="higher",
    needs=f"advocacy_acts.occurred_at {NEEDS}",
    kind="leading",
    least="an active account",
)
def advocacy_share(tables: Tables, window: Window) -> Figure:
    """Active accounts with a reference, review, case or referral in the twelve months, over active accounts."""
    acts = tables.advocacy_acts
    acts = acts.filter(acts.occurred_at >= window.start_at, acts.occurred_at < window.end_at)
    accounts = active_that(tables, window.as_of, acts, "advocates")
    return Figure(accounts, share(lambda r: r.advocates), window.as_of, window.period)
