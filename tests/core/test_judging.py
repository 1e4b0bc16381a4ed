"""Measures since a plan began: leading ones are judged, lagging ones wait for their window."""

from dataclasses import replace
from datetime import date

import pytest

from colonnade.core.judging import Reading, judge, reading_of
from colonnade.core.measurement import Definition, Measured, Period, Unavailable

STARTS = date(2026, 9, 1)
LEADING = Definition("talk", "Talk", "talks over accounts", "share", "higher", (), "leading")
LAGGING = replace(LEADING, id="nrr", kind="lagging")
YEAR_BEFORE, YEAR_SINCE = Period(date(2025, 12, 1), date(2026, 11, 30)), Period(STARTS, date(2027, 8, 31))


@pytest.mark.parametrize(
    ("before", "now", "better", "verdict"),
    [
        (0.2, 0.3, "higher", "better"),
        (0.3, 0.2, "higher", "worse"),
        (0.3, 0.2, "lower", "better"),
        (0.2, 0.3, "neither", "changed"),
        (0.3, 0.1 + 0.2, "higher", "same"),
        (0.043816, 0.04381648, "higher", "same"),
        (0.043816, 0.04381552, "lower", "same"),
        (0.043816, 0.043818, "higher", "better"),
        (0.0, 0.0, "higher", "same"),
        (None, 0.2, "higher", "not_measured"),
        (0.2, None, "higher", "not_measured"),
    ],
)
def test_a_leading_measure_is_judged_by_its_better_direction(
    before: float | None, now: float | None, better: str, verdict: str
) -> None:
    definition = replace(LEADING, better=better)  # type: ignore[arg-type]  # one of its three words
    judged = judge(definition, Reading(before, YEAR_BEFORE), Reading(now, YEAR_BEFORE), STARTS)
    assert judged.verdict == verdict


@pytest.mark.parametrize(
    ("period", "verdict"), [(YEAR_BEFORE, "too_early"), (YEAR_SINCE, "better"), (None, "too_early")]
)
def test_a_lagging_measure_waits_until_its_window_lies_after_the_start(
    period: Period | None, verdict: str
) -> None:
    judged = judge(LAGGING, Reading(0.9, YEAR_BEFORE), Reading(1.1, period), STARTS)
    assert judged.verdict == verdict


def test_what_is_unavailable_has_no_figure() -> None:
    assert reading_of(Unavailable(LEADING, YEAR_BEFORE, ("touchpoints",))) == Reading(None, None)
    assert reading_of(Measured(LEADING, 0.4, 20, YEAR_BEFORE)) == Reading(0.4, YEAR_BEFORE)
    assert reading_of(None) == Reading(None, None)
