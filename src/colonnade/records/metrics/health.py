"""Health scores: who has one, how fresh, how high, and whether it fell before notice was given."""

from colonnade.records.metrics.accounts import active_that, churned, latest
from colonnade.records.metrics.language import Figure, Rows, Tables, Window, mean, median, metric, share
from colonnade.records.metrics.revenue import NEEDS, active

DAYS = 90
FALL_POINTS, FALL_DAYS, LOOK_BACK_DAYS = 20, 30, 365
LEAST_CHURNED = 10
BAND_ORDER = {
    "green": 3, "healthy": 3, "good": 3, "high": 3,
    "yellow": 2, "amber": 2, "neutral": 2, "average": 2, "medium": 2,
    "red": 1, "at_risk": 1, "at risk": 1, "poor": 1, "low": 1,
}  # fmt: skip
"""Bands by their usual names; a fall between bands of other names is seen in points only."""


def overall_scores(tables: Tables) -> Rows:
    """Overall scores; a score that does not say its kind is one."""
    scores = tables.health_scores
    return scores.filter(scores.kind.isnull() | (scores.kind == "overall"))


def _recent(tables: Tables, window: Window) -> Rows:
    scores = overall_scores(tables)
    return scores.filter(scores.occurred_at >= window.last_days(DAYS), scores.occurred_at < window.end_at)


def _latest_of_active(tables: Tables, window: Window) -> Rows:
    """The last overall score in 90 days of each active account; of two at one moment the lower."""
    scores = latest(_recent(tables, window), "account_id", lambda r: [r.occurred_at.desc(), r.score])
    return scores.inner_join(active(tables, window.as_of), "account_id")


@metric(
    unit="share",
    better="higher",
    needs=f"health_scores.occurred_at {NEEDS}",
    kind="leading",
    least="an active account",
)
def health_score_coverage(tables: Tables, window: Window) -> Figure:
    """Active accounts with an overall health score in the last 90 days, over active accounts."""
    accounts = active_that(tables, window.as_of, _recent(tables, window), "has_score")
    return Figure(accounts, share(lambda r: r.has_score), window.as_of, window.days(DAYS))


@metric(
    unit="days",
    better="lower",
    needs=f"health_scores.occurred_at {NEEDS}",
    kind="leading",
    least="an active account with a score in the last 90 days",
)
def health_score_freshness(tables: Tables, window: Window) -> Figure:
    """Median days since the last overall score of the active accounts that have one in the last 90 days."""
    recent = _recent(tables, window)
    scores = recent.group_by("account_id").aggregate(occurred_at=recent.occurred_at.max())
    scores = scores.inner_join(active(tables, window.as_of), "account_id")
    scores = scores.mutate(days=window.epoch_day - scores.occurred_at.date().epoch_days())
    return Figure(scores, median(lambda r: r.days), window.as_of, window.days(DAYS))


@metric(
    unit="points",
    better="higher",
    needs=f"health_scores.score health_scores.occurred_at {NEEDS}",
    kind="leading",
    least="an active account with a score in the last 90 days",
)
def health_score_mean(tables: Tables, window: Window) -> Figure:
    """Mean of the latest overall score in the last 90 days over the active accounts that have one, and the
    share of them in each band."""
    scores = _latest_of_active(tables, window)
    scores = scores.filter(scores.score.notnull()).select("account_id", "occurred_at", "score", "band")
    counted = scores.group_by("band").aggregate(here=scores.count())
    everywhere = counted.here.sum().over()
    bands = counted.select(
        key="share_in_band_" + counted.band.coalesce("none"),
        value=counted.here.cast("float64") / everywhere.cast("float64"),
    )
    return Figure(scores, mean(lambda r: r.score), window.as_of, window.days(DAYS), bands)


def _band_rank(band: Rows) -> Rows:
    import ibis  # type: ignore[import-untyped]

    return ibis.cases(*((band.lower() == name, rank) for name, rank in BAND_ORDER.items()), else_=None)


def _first_falls(tables: Tables, accounts: Rows) -> Rows:
    """faller and fell_on: the first day, in the year before notice, on which a score stood 20 points or a
    band below one of the 30 days before."""
    scores = overall_scores(tables)
    scores = scores.select("account_id", "score", day=scores.occurred_at.date(), rank=_band_rank(scores.band))
    earlier = scores.rename(
        before_account="account_id", before_score="score", before_day="day", before_rank="rank"
    )
    pairs = scores.inner_join(earlier, [("account_id", "before_account")])
    gap = pairs.day.epoch_days() - pairs.before_day.epoch_days()
    fell = (pairs.before_score - pairs.score >= FALL_POINTS) | (pairs.before_rank > pairs["rank"])
    falls = pairs.filter(gap > 0, gap <= FALL_DAYS, fell).select("account_id", "day")
    noticed = falls.inner_join(
        accounts.select(leaver="account_id", told_on="notice_on"), [("account_id", "leaver")]
    )
    ahead = noticed.told_on.epoch_days() - noticed.day.epoch_days()
    noticed = noticed.filter(ahead >= 0, ahead <= LOOK_BACK_DAYS)
    return noticed.group_by("account_id").aggregate(fell_on=noticed.day.min()).rename(faller="account_id")


def _churned_with_fall(tables: Tables, window: Window) -> Rows:
    accounts = churned(tables, window)
    accounts = accounts.filter(accounts.notice_on.notnull())
    falls = _first_falls(tables, accounts)
    joined = accounts.left_join(falls, [("account_id", "faller")])
    return joined.select("account_id", "left_on", "notice_on", "fell_on")


@metric(
    unit="days",
    better="higher",
    kind="leading",
    least="a churned account whose health fell before its notice",
    needs=f"health_scores.score health_scores.occurred_at subscriptions.notice_on subscriptions.end_on {NEEDS}",
)
def notice_lead_days(tables: Tables, window: Window) -> Figure:
    """Median days from the first fall of health to the notice, over accounts churned in the twelve months
    that have both. A fall is 20 points or a band within 30 days, in the year before the notice."""
    accounts = _churned_with_fall(tables, window)
    accounts = accounts.filter(accounts.fell_on.notnull())
    days = accounts.notice_on.epoch_days() - accounts.fell_on.epoch_days()
    return Figure(accounts.mutate(days=days), median(lambda r: r.days), window.opening, window.period)


@metric(
    unit="share",
    better="higher",
    kind="lagging",
    least=f"{LEAST_CHURNED} churned accounts with a notice",
    needs=f"health_scores.score health_scores.occurred_at subscriptions.notice_on subscriptions.end_on {NEEDS}",
)
def churn_health_fall_share(tables: Tables, window: Window) -> Figure:
    """Accounts churned in the twelve months whose health fell (20 points or a band within 30 days) in the
    year before their notice, over those churned with a notice; of ten or more."""
    accounts = _churned_with_fall(tables, window)
    accounts = accounts.mutate(fell=accounts.fell_on.notnull())
    return Figure(accounts, share(lambda r: r.fell, least=LEAST_CHURNED), window.opening, window.period)
