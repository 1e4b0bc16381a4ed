"""Which published figures may stand beside a metric: each rule alone refuses, and says why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from colonnade.core.benchmarks import LEAST_N, OLDEST_YEARS, Benchmark, comparison, place, reasons
from colonnade.core.company import Company
from colonnade.core.model import Band

DAY = date(2026, 11, 22)
OURS = Company(arr_musd=12, ownership="private")
FIT = Benchmark(
    id="fit", metric="grr", low=0.85, middle=0.90, high=0.95, middle_is="median", band_is="quartiles",
    unit="share", population="private companies", ownership="private", arr_musd=Band(5, 20), n=200, year=2025,
    publisher="House", title="Survey", where="page 4", mark="primary", definition="same", definition_note="",
    note="",
)  # fmt: skip


def why(company: Company = OURS, **changes: Any) -> list[str]:
    return list(reasons(replace(FIT, **changes), company, DAY))


def test_a_figure_that_says_all_and_is_of_our_kind_is_shown() -> None:
    assert why() == []
    assert comparison("grr", [FIT], OURS, DAY).shown == (FIT,)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"mark": "weak"}, "marked weak"),
        ({"population": ""}, "of whom it is"),
        ({"n": None}, "how many companies"),
        ({"n": LEAST_N - 1}, f"fewer than {LEAST_N}"),
        ({"year": None}, "its year is not stated"),
        ({"year": DAY.year - OLDEST_YEARS - 1}, "years before"),
        ({"definition": "differs"}, "defined otherwise"),
        ({"definition": "not_stated"}, "definition is not stated"),
        ({"ownership": "public"}, "this one is private"),
        ({"arr_musd": Band(20, 100)}, "ARR from $20M to $100M"),
    ],
)
def test_each_lack_alone_refuses_a_figure(changes: dict[str, Any], because: str) -> None:
    (reason,) = why(**changes)
    assert because in reason


@pytest.mark.parametrize(
    "changes", [{"n": LEAST_N}, {"year": DAY.year - OLDEST_YEARS}, {"arr_musd": Band(12, None)}]
)
def test_at_the_limit_a_figure_is_shown(changes: dict[str, Any]) -> None:
    assert why(**changes) == []


def test_what_is_not_known_of_the_company_is_not_taken_to_fit() -> None:
    by_ownership, by_arr = why(Company())
    assert "whether this one is private is not known" in by_ownership
    assert "this one's ARR is not known" in by_arr
    assert why(Company(), ownership=None, arr_musd=None) == []


def test_a_band_of_arr_leaves_its_high_end_out() -> None:
    assert why(replace(OURS, arr_musd=5)) == []
    assert why(replace(OURS, arr_musd=20)) != []


def test_primary_figures_come_first_then_the_newest() -> None:
    old, second = replace(FIT, id="old", year=2022), replace(FIT, id="second", mark="secondary", year=2026)
    found = comparison("grr", [second, old, FIT], OURS, DAY)
    assert [each.id for each in found.shown] == ["fit", "old", "second"]


def test_a_figure_of_another_metric_is_not_looked_at() -> None:
    found = comparison("nrr", [FIT], OURS, DAY)
    assert (found.shown, found.refused) == ((), ())


@pytest.mark.parametrize(("value", "said"), [(0.84, "below"), (0.85, "within"), (0.95, "within"), (0.96, "above")])
def test_a_value_lies_below_within_or_above_a_band(value: float, said: str) -> None:
    assert place(FIT, value) == said


@pytest.mark.parametrize(("value", "said"), [(0.89, "below"), (0.90, "equal"), (0.91, "above")])
def test_without_a_band_a_value_lies_below_or_above_the_middle(value: float, said: str) -> None:
    assert place(replace(FIT, low=None, high=None), value) == said
