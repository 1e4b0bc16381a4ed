"""`measure --series`, `measure --definition` and groups, through the door."""

from datetime import date
from pathlib import Path

import pytest
from running import colonnade, refused

from colonnade.records.practice import Truth, write_company

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("company")
    return folder, write_company(folder, ends_on=date(2026, 10, 31))


def test_a_series_is_24_months_that_end_with_what_measure_says(company: tuple[Path, Truth]) -> None:
    folder, truth = company
    metrics = ("--metric", "arr", "--metric", "net_revenue_retention")
    told = colonnade("measure", folder, "--series", *metrics, "--format", "json").json
    assert list(told["series"]) == ["arr", "net_revenue_retention"]
    months = told["series"]["arr"]
    assert (len(months), months[0]["on"], months[-1]["on"]) == (24, "2024-11-30", "2026-10-31")
    assert months[-1]["value"] == float(truth.arr) == told["metrics"][0]["value"]
    shown = colonnade("measure", folder, "--series", *metrics).out
    assert shown.count("2026-10-31") == 2
    first = told["series"]["net_revenue_retention"][0]
    assert first["status"] == "measured" or first["needs"]


def test_three_definitions_stand_side_by_side_with_what_sets_them_apart(company: tuple[Path, Truth]) -> None:
    folder, truth = company
    asked = ("measure", folder, "--definition", "movements", "--definition", "renewals")
    told = colonnade(*asked, "--format", "json").json["retention"]
    found = {(each["metric"], each["by"]): each for each in told}
    assert len(found) == 6
    snapshot = found["net_revenue_retention", "snapshot"]
    assert snapshot["value"] == round(truth.net_revenue_retention, 6)
    assert (snapshot["base"], snapshot["kept"]) == (float(truth.opening_mrr), float(truth.present_mrr))
    for way in ("movements", "renewals"):
        other = found["net_revenue_retention", way]
        parts = other["against_snapshot"]
        for mine, side in (("snapshot_base", snapshot["base"]), ("kept", other["kept"]), ("base", other["base"])):
            assert sum(part[mine] for part in parts) == pytest.approx(side)
        assert {"accounts_that", "accounts", "snapshot_kept"} <= parts[0].keys()
    shown = colonnade(*asked).out
    assert "what sets renewals apart from the snapshot" in shown and "had no term end" in shown


def test_groups_are_marked_where_they_are_small(company: tuple[Path, Truth]) -> None:
    folder, _ = company
    groups = ("--by", "csm", "--by", "start_cohort")
    by = colonnade("measure", folder, "--metric", "arr", *groups, "--format", "json").json["metrics"][0]["by"]
    assert {group["key"]: group["small"] for group in by["csm"]} == {
        **{f"CSM-0{number}": True for number in range(1, 6)}, "CSM-06": False, "CSM-07": False,
    }  # fmt: skip
    assert by["start_cohort"][-1]["key"] == "2026-Q4"
    shown = colonnade("measure", folder, "--metric", "arr", "--by", "segment").out
    assert "small" not in shown


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--series",), "--series follows the metrics named by --metric, without --by"),
        (("--series", "--metric", "arr", "--by", "csm"), "--series follows the metrics named by --metric"),
        (("--definition", "movements", "--by", "csm"), "--definition is not broken down"),
        (("--definition", "movements", "--series"), "--series and --definition are asked for one at a time"),
        (("--definition", "movements", "--metric", "arr"), "are reckoned in several ways, not arr"),
        (("--definition", "quarterly"), "invalid choice: 'quarterly'"),
        (("--by", "nonsense"), "cannot break down by 'nonsense'"),
    ],
)
def test_what_cannot_be_asked_together_is_refused_in_words(
    company: tuple[Path, Truth], options: tuple[str, ...], told: str
) -> None:
    assert told in refused(colonnade("measure", company[0], *options))[-1]
