"""Published figures in words: whom they are of, where a value lies, and why one is not held against it."""

from datetime import date

from colonnade.content.benchmarks import shipped_benchmarks
from colonnade.core.benchmarks import Comparison, comparison
from colonnade.core.company import Company
from colonnade.reports.benchmark_json import benchmark_json
from colonnade.reports.benchmark_words import lines

DAY = date(2026, 11, 22)
OURS = Company(arr_musd=12, ownership="private")


def beside(metric: str, company: Company = OURS) -> Comparison:
    return comparison(metric, shipped_benchmarks(), company, DAY)


def test_a_band_is_said_with_its_place_population_number_year_source_and_mark() -> None:
    said = next(lines(beside("gross_revenue_retention"), 0.915))
    assert said.startswith("Published: 90.0 % to 93.0 % (lowest and highest of the medians")
    for part in (
        "this value lies within it",
        "private B2B SaaS",
        "n = 1,500",
        "2022",
        "SaaS Capital",
        "(primary)",
    ):
        assert part in said


def test_no_comparable_figure_is_said_with_the_reason() -> None:
    (said,) = lines(beside("gross_revenue_retention", Company(arr_musd=12)), 0.915)
    assert said.startswith("No comparable figure: ")
    assert "whether this one is private is not known" in said
    (said,) = lines(beside("nps"), 20)
    assert said == "No comparable figure: none is on file."


def test_a_weak_figure_is_said_to_be_weak_and_why() -> None:
    (said,) = lines(beside("arr_per_csm"), 2_000_000)
    assert "That is a weak figure. A speaker's rule of thumb; no population stands behind it." in said


def test_json_keeps_what_is_shown_and_what_is_refused_apart() -> None:
    kept = benchmark_json(beside("net_revenue_retention"))
    assert kept
    assert [figure["id"] for figure in kept["figures"]] == ["saas_capital_2022_nrr", "saas_capital_2022_nrr_all"]
    assert kept["note"] is None
    assert all(figure["because"] for figure in kept["refused"])
    none = benchmark_json(beside("nps"))
    assert none
    assert (none["figures"], none["refused"]) == ([], [])
    assert none["note"] == "No comparable figure: none is on file."
