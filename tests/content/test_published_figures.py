"""The file of published figures: what it holds, and that a figure which hides something is found."""

from datetime import date
from pathlib import Path

import pytest

from colonnade.content.benchmarks import COLUMNS, FILE, read_benchmarks, shipped_benchmarks
from colonnade.core.benchmarks import comparison
from colonnade.core.company import Company
from colonnade.core.errors import BadBenchmarks
from colonnade.records.metrics import METRICS

DAY = date(2026, 11, 22)
GOOD = {
    "id": "a", "metric": "nps", "middle": "30", "middle_is": "median", "unit": "points", "population": "everybody",
    "n": "100", "year": "2025", "publisher": "House", "title": "Survey", "where": "page 1", "mark": "primary",
    "definition": "same",
}  # fmt: skip


def written(path: Path, *rows: dict[str, str]) -> Path:
    file = path / "benchmarks.csv"
    lines = [",".join(row.get(name, "") for name in COLUMNS) for row in rows]
    file.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n")
    return file


def test_every_shipped_figure_is_of_a_metric_of_ours_in_its_unit() -> None:
    for each in shipped_benchmarks():
        assert METRICS[each.metric].definition.unit == each.unit, each.id


def test_a_private_company_has_a_band_for_gross_and_net_retention_and_none_for_coverage() -> None:
    ours = Company(arr_musd=5, ownership="private")
    shown = {metric: comparison(metric, shipped_benchmarks(), ours, DAY).shown for metric in METRICS}
    assert {metric for metric, figures in shown.items() if figures} == {
        "gross_revenue_retention", "net_revenue_retention",
    }  # fmt: skip
    assert [(f.low, f.high) for f in shown["gross_revenue_retention"]] == [(0.90, 0.93)]


def test_a_weak_figure_is_shown_to_nobody() -> None:
    weak = {each.id for each in shipped_benchmarks() if each.mark == "weak"}
    for company in (Company(arr_musd=arr, ownership=kind) for arr in (1, 50) for kind in ("private", "public")):
        for metric in METRICS:
            assert weak.isdisjoint(
                each.id for each in comparison(metric, shipped_benchmarks(), company, DAY).shown
            )


def test_what_the_seeds_recommend_is_weak() -> None:
    of_seeds = [each for each in shipped_benchmarks() if "Maturity Index" in each.publisher]
    assert of_seeds
    assert {each.mark for each in of_seeds} == {"weak"}


def test_a_figure_is_read_as_written(tmp_path: Path) -> None:
    (figure,) = read_benchmarks(written(tmp_path, GOOD))
    assert (figure.middle, figure.n, figure.year, figure.low, figure.arr_musd) == (30, 100, 2025, None, None)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"n": ""}, "says nothing in 'n': such a figure is weak"),
        ({"population": ""}, "says nothing in 'population'"),
        ({"year": ""}, "says nothing in 'year'"),
        ({"publisher": ""}, "says nothing in 'publisher'"),
        ({"mark": "good"}, "mark 'good' is none of primary, secondary, weak"),
        ({"unit": "percent"}, "unit 'percent' is none of"),
        ({"n": "12.5"}, "n '12.5' is not a number of its kind"),
        ({"middle": "about 30"}, "middle 'about 30' is not a number"),
        ({"middle": "", "middle_is": ""}, "gives no figure"),
        ({"low": "40", "high": "50", "band_is": "quartiles"}, "not in that order"),
        ({"low": "20", "band_is": "quartiles"}, "both ends"),
        ({"middle_is": ""}, "say what a figure is"),
    ],
)
def test_a_figure_that_hides_something_is_named_with_its_line(
    tmp_path: Path, changes: dict[str, str], problem: str
) -> None:
    with pytest.raises(BadBenchmarks) as refused:
        read_benchmarks(written(tmp_path, GOOD, {**GOOD, "id": "b", **changes}))
    assert [p for p in map(str, refused.value.problems) if problem in p and ":3:" in p]


def test_two_figures_of_one_id_and_other_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadBenchmarks, match="stands twice"):
        read_benchmarks(written(tmp_path, GOOD, GOOD))
    (tmp_path / "benchmarks.csv").write_text("id,metric\n")
    with pytest.raises(BadBenchmarks, match="the columns must be"):
        read_benchmarks(tmp_path / "benchmarks.csv")


def test_no_source_is_an_address_of_a_package_registry() -> None:
    text = FILE.read_text()
    assert "http" not in text
