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


def test_the_triangle_of_cohorts_ends_with_all_that_is_paid(company: tuple[Path, Truth]) -> None:
    folder, truth = company
    told = colonnade("measure", folder, "--cohorts", "--format", "json").json
    cohorts = told["cohorts"]
    assert sum(cohort["quarters"][-1]["mrr"] for cohort in cohorts) * 12 == pytest.approx(float(truth.arr))
    assert {cohort["quarters"][-1]["on"] for cohort in cohorts} == {"2026-10-31"}
    ages = [len(cohort["quarters"]) for cohort in cohorts]
    assert ages == sorted(ages, reverse=True) and ages[0] > 8
    oldest = cohorts[0]
    first, last = oldest["quarters"][0], oldest["quarters"][-1]
    assert last["accounts_kept"] == round(last["accounts"] / oldest["accounts"], 6) <= first["accounts_kept"] <= 1
    shown = colonnade("measure", folder, "--cohorts").out
    assert shown.startswith("Cohorts as of 2026-10-31")
    assert "Accounts kept" in shown and "Revenue kept" in shown and cohorts[-1]["quarter"] in shown


def test_without_subscriptions_the_triangle_says_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,name\nA,Ann\n")
    assert colonnade("measure", tmp_path, "--cohorts").out.startswith("No cohorts as of ")
    told = colonnade("measure", tmp_path, "--cohorts", "--format", "json").json
    assert (told["cohorts"], told["needs"]) == ([], ["subscriptions"])


def test_each_metric_says_at_which_stages_it_is_key(company: tuple[Path, Truth]) -> None:
    told = colonnade("measure", company[0], "--format", "json").json["metrics"]
    key = {metric["id"]: metric["key_at"]["csmi"] for metric in told if "csmi" in metric["key_at"]}
    assert key["net_revenue_retention"] == ["scaling"]
    assert key["gross_revenue_retention"] == ["nascent", "emerging"]
    assert len(key) == 21
    page = colonnade("explain", "cs_qualified_leads").out
    assert "Key at stage 3 (Scaling) of" in page


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
        (("--cohorts", "--series"), "--series and --cohorts are asked for one at a time"),
        (("--cohorts", "--metric", "arr"), "leave --metric and --by out"),
        (("--definition", "movements", "--metric", "arr"), "are reckoned in several ways, not arr"),
        (("--definition", "quarterly"), "invalid choice: 'quarterly'"),
        (("--by", "nonsense"), "cannot break down by 'nonsense'"),
    ],
)
def test_what_cannot_be_asked_together_is_refused_in_words(
    company: tuple[Path, Truth], options: tuple[str, ...], told: str
) -> None:
    assert told in refused(colonnade("measure", company[0], *options))[-1]


def test_of_a_past_day_it_is_told_what_tables_know_of_then(tmp_path: Path, company: tuple[Path, Truth]) -> None:
    shown = colonnade("measure", company[0], "--metric", "arr", "--as-of", "2026-03-31").out
    assert "rows count from their own days, as no table has recorded_at" in shown
    assert "past day" not in colonnade("measure", company[0], "--metric", "arr").out
    late = "A,2024-01-01,,5,2024-01-02\nB,2024-01-01,,5,2024-05-02\nA,2024-06-01,,1,\n"
    (tmp_path / "subscriptions.csv").write_text(f"account_id,start_on,end_on,mrr,recorded_at\n{late}")
    shown = colonnade("measure", tmp_path, "--metric", "arr", "--as-of", "2024-03-31").out
    assert "what was entered later is left out of subscriptions" in shown and " 60 " in shown
