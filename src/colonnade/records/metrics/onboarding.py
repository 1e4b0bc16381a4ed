"""From signature to value."""

from datetime import timedelta

from colonnade.records.metrics.language import Figure, Tables, Window, kaplan_meier_median, metric, share

DUE_DAYS = 90
"""When an onboarding without a target is due."""


@metric(
    unit="days",
    better="lower",
    needs="onboardings.started_on onboardings.first_value_on",
    kind="leading",
    least="an onboarding started in the twelve months, and half of them at first value",
    switches=("Kaplan-Meier median: accounts without first value count for as long as they have waited",),
)
def time_to_first_value(tables: Tables, window: Window) -> Figure:
    """Median days from the start of an onboarding to first value, for those started in the twelve months."""
    begun = tables.onboardings
    begun = begun.filter(begun.started_on > window.opening, begun.started_on <= window.as_of)
    begun = begun.mutate(reached=begun.first_value_on.notnull() & (begun.first_value_on <= window.as_of))
    until = begun.reached.ifelse(begun.first_value_on, window.as_of)
    days = until.epoch_days() - begun.started_on.epoch_days()
    begun = begun.select("account_id", "started_on", "reached", days=days)
    summary = kaplan_meier_median(lambda r: r.days, lambda r: r.reached)
    return Figure(begun, summary, window.as_of, window.period, happened="started_on")


@metric(
    unit="share",
    better="higher",
    needs="onboardings.started_on onboardings.completed_on",
    kind="leading",
    least="an onboarding due in the twelve months",
)
def onboarding_completion_rate(tables: Tables, window: Window) -> Figure:
    """Onboardings completed by their target, over those whose target lies in the twelve months; without a
    target they are due 90 days after their start."""
    begun = tables.onboardings
    begun = begun.mutate(
        due_on=begun.target_on.coalesce((begun.started_on + timedelta(days=DUE_DAYS)).cast("date"))
    )
    begun = begun.filter(begun.due_on > window.opening, begun.due_on <= window.as_of)
    in_time = begun.completed_on.notnull() & (begun.completed_on <= begun.due_on)
    begun = begun.select("account_id", "started_on", "due_on", "completed_on", in_time=in_time)
    return Figure(begun, share(lambda r: r.in_time), window.as_of, window.period, happened="due_on")
