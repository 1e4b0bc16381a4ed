"""Plays and alerts: whether what was agreed is done, and in time."""

from datetime import timedelta

from colonnade.records.metrics.language import Figure, Rows, Tables, Window, metric, share, total

RESOLVED_DAYS, ACTED_HOURS, SIGNAL_DAYS = 90, 48, 180


@metric(
    unit="share",
    better="higher",
    needs="play_runs.due_at play_runs.completed_at",
    kind="leading",
    least="a run due in the twelve months",
)
def playbook_execution_rate(tables: Tables, window: Window) -> Figure:
    """Runs of plays completed by the time they were due, over runs due in the twelve months."""
    runs = tables.play_runs
    runs = runs.filter(runs.due_at >= window.start_at, runs.due_at < window.end_at)
    in_time = runs.completed_at.notnull() & (runs.completed_at <= runs.due_at)
    runs = runs.select("account_id", "run_id", "play_id", "due_at", "completed_at", in_time=in_time)
    return Figure(runs, share(lambda r: r.in_time), window.as_of, window.period, happened="due_at")


@metric(
    unit="share",
    better="higher",
    needs="play_runs.trigger play_runs.started_at",
    kind="leading",
    least="a run started in the twelve months",
)
def automatic_play_share(tables: Tables, window: Window) -> Figure:
    """Runs that were triggered automatically, over runs started in the twelve months that say how."""
    runs = tables.play_runs
    runs = runs.filter(runs.started_at >= window.start_at, runs.started_at < window.end_at)
    runs = runs.select("account_id", "run_id", "play_id", "started_at", is_automatic=runs.trigger == "automatic")
    return Figure(runs, share(lambda r: r.is_automatic), window.as_of, window.period, happened="started_at")


def _risks(tables: Tables, window: Window, *, at_least: timedelta) -> Rows:
    """Risk alerts raised in the window and at least so long before its end."""
    alerts = tables.alerts
    return alerts.filter(
        alerts.kind == "risk", alerts.raised_at >= window.start_at, alerts.raised_at <= window.end_at - at_least
    )


@metric(
    unit="share",
    better="higher",
    needs="alerts.kind=risk alerts.resolved_at alerts.outcome",
    kind="leading",
    least="a risk alert raised at least 90 days ago",
)
def at_risk_resolution_rate(tables: Tables, window: Window) -> Figure:
    """Risk alerts resolved within 90 days with the outcome saved, over those raised in the twelve months and
    at least 90 days ago."""
    alerts = _risks(tables, window, at_least=timedelta(days=RESOLVED_DAYS))
    within = alerts.resolved_at <= alerts.raised_at + timedelta(days=RESOLVED_DAYS)
    saved = (within & (alerts.outcome.lower() == "saved")).coalesce(False)
    alerts = alerts.select("account_id", "alert_id", "reason", "raised_at", "resolved_at", "outcome", saved=saved)
    return Figure(alerts, share(lambda r: r.saved), window.as_of, window.period, happened="raised_at")


@metric(
    unit="share",
    better="higher",
    needs="alerts.kind=risk alerts.acted_at",
    kind="leading",
    least="a risk alert raised at least 48 hours ago",
)
def score_drop_response_48h(tables: Tables, window: Window) -> Figure:
    """Risk alerts acted on within 48 hours, over those raised in the twelve months and at least 48 hours ago."""
    alerts = _risks(tables, window, at_least=timedelta(hours=ACTED_HOURS))
    acted = (alerts.acted_at <= alerts.raised_at + timedelta(hours=ACTED_HOURS)).coalesce(False)
    alerts = alerts.select("account_id", "alert_id", "reason", "raised_at", "acted_at", acted=acted)
    return Figure(alerts, share(lambda r: r.acted), window.as_of, window.period, happened="raised_at")


@metric(
    unit="count",
    better="lower",
    needs="plays.signal plays.published_on play_runs.play_id play_runs.started_at alerts.reason alerts.raised_at",
    kind="leading",
    least="a published play",
)
def unrun_signal_plays(tables: Tables, window: Window) -> Figure:
    """Published plays whose signal was the reason of an alert in the last 180 days and of which no run was
    started in them; its rows are all published plays."""
    plays, alerts, runs = tables.plays, tables.alerts, tables.play_runs
    plays = plays.filter(
        plays.published_on <= window.as_of, plays.retired_on.isnull() | (plays.retired_on > window.as_of)
    )
    since = window.last_days(SIGNAL_DAYS)
    seen = alerts.filter(alerts.raised_at >= since, alerts.raised_at < window.end_at)
    run = runs.filter(runs.started_at >= since, runs.started_at < window.end_at)
    seen = seen.select(seen="reason").distinct()
    run = run.select(run="play_id").distinct()
    plays = plays.left_join(seen, [("signal", "seen")]).left_join(run, [("play_id", "run")])
    is_unrun = (plays.seen.notnull() & plays.run.isnull()).cast("int32")
    plays = plays.select("play_id", "name", "signal", "published_on", is_unrun=is_unrun)
    return Figure(plays, total(lambda r: r.is_unrun), window.as_of, window.days(SIGNAL_DAYS))
