"""CSMs: what they are measured by and paid for."""

from colonnade.records.metrics.language import (
    Figure,
    NotKnown,
    Rows,
    Tables,
    Value,
    Window,
    median,
    metric,
    ratio,
    share,
)


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


def _paid(tables: Tables, window: Window) -> Rows:
    """CSMs with their pay, which no export tells of a past day."""
    if window.as_of < tables.known_on:
        raise NotKnown(f"csms as they were on {window.as_of}: variable_pay_share tells of {tables.known_on} only")
    return _csms(tables, window)


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
    on_day=True,
)
def variable_pay_share(tables: Tables, window: Window) -> Figure:
    """Median share of variable pay over CSMs; beside it the share of CSMs with any."""
    people = _paid(tables, window).select("csm_id", "name", "variable_pay_share")
    summary = median(lambda r: r.variable_pay_share, share_above_zero=_share_above_zero)
    return Figure(people, summary, window.as_of, window.period)


def _share_above_zero(values: Value) -> Value:
    return (values > 0).cast("int32").cast("float64").mean()


@metric(
    unit="share",
    better="higher",
    needs="csms.variable_pay_share",
    kind="leading",
    least="a CSM whose share of variable pay is known",
    on_day=True,
)
def variable_pay_csm_share(tables: Tables, window: Window) -> Figure:
    """CSMs with variable pay over CSMs of whom it is known."""
    people = _paid(tables, window)
    people = people.select("csm_id", "name", varies=people.variable_pay_share > 0)
    return Figure(people, share(lambda r: r.varies), window.as_of, window.period)
