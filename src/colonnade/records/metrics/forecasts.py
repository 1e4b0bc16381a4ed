"""Forecasts: how far off they were, once there was still time to act."""

from colonnade.records.metrics.accounts import latest
from colonnade.records.metrics.language import (
    Figure,
    Rows,
    Summary,
    Tables,
    Value,
    Window,
    metric,
)

FORECAST_DAYS = 30


def _accuracy_of_sums(rows: Rows, keys: tuple[str, ...]) -> Rows:
    """Beside it the bias and absolute error by amount, and by count: every forecast alike, however large."""
    off = rows.amount - rows.actual
    actual = rows.actual.sum().nullif(0.0)
    share = off / rows.actual.nullif(0.0)
    return rows.aggregate(
        by=keys,
        value=1.0 - off.abs().sum() / actual,
        rows=rows.count(),
        bias_by_amount=off.sum() / actual,
        absolute_error_by_amount=off.abs().sum() / actual,
        bias_by_count=share.mean(),
        absolute_error_by_count=share.abs().mean(),
        **_ways_off(off),
    )


def _accuracy_of_shares(rows: Rows, keys: tuple[str, ...]) -> Rows:
    off = rows.amount - rows.actual
    return rows.aggregate(
        by=keys,
        value=1.0 - off.abs().mean(),
        rows=rows.count(),
        bias_by_count=off.mean(),
        absolute_error_by_count=off.abs().mean(),
        **_ways_off(off),
    )


def _ways_off(off: Value) -> dict[str, Value]:
    """The shares of forecasts that said too much and too little."""
    return {"too_high": (off > 0).cast("int32").mean(), "too_low": (off < 0).cast("int32").mean()}


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
    return Figure(made, summary, window.as_of, window.period, happened="period_end")


@metric(
    unit="share",
    better="higher",
    needs="forecasts.kind=renewal forecasts.actual",
    kind="lagging",
    least="a period that ended in the twelve months, forecast 30 days before its end",
)
def renewal_forecast_accuracy(tables: Tables, window: Window) -> Figure:
    """One less the sum of absolute errors over the sum of actual renewals, over periods that ended in the
    twelve months; of each the last forecast made at least 30 days before its end. Beside it bias (above zero: too
    much was forecast) and absolute error, by amount and by count."""
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
    the twelve months; of each the last forecast made at least 30 days before its end. Beside it bias (above zero:
    too much was forecast) and absolute error."""
    return _forecast(tables, window, "nrr", _accuracy_of_shares)
