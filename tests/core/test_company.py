"""The company typical of a stage beside the one that stands there."""

from datetime import date

import pytest

from colonnade.content.load import shipped_model
from colonnade.core.company import Company, known_company, typical
from colonnade.core.measurement import Definition, Measured, Period, Unavailable

DISTILLED = shipped_model("distilled")
CRAWL, WALK, RUN, FLY = 1, 2, 3, 4
ARR = Definition("arr", "ARR", "12 x sum of mrr", "currency", "higher", ("subscriptions.mrr",), "lagging")
YEAR = Period(date(2025, 11, 23), date(2026, 11, 22))


def test_a_company_of_the_usual_arr_is_typical_of_its_stage() -> None:
    found = typical(DISTILLED, WALK, Company(arr_musd=12))
    assert found and found.against == "typical"


@pytest.mark.parametrize(("arr", "stage"), [(4.99, "crawl"), (5, "walk"), (20, "run"), (100, "fly")])
def test_a_band_takes_its_low_end_in_and_leaves_its_high_end_out(arr: float, stage: str) -> None:
    found = typical(DISTILLED, CRAWL, Company(arr_musd=arr))
    assert found and found.facts[0].stages == (stage,)


def test_a_large_company_at_the_first_stage_is_behind_unless_its_success_team_is_new() -> None:
    new = typical(DISTILLED, CRAWL, Company(arr_musd=50, cs_years=0.5))
    not_said = typical(DISTILLED, CRAWL, Company(arr_musd=50))
    settled = typical(DISTILLED, CRAWL, Company(arr_musd=50, cs_years=1))
    assert [found.against for found in (new, not_said, settled) if found] == ["behind"] * 3
    assert [bool(found.exception) for found in (new, not_said, settled) if found] == [True, True, False]


def test_a_small_company_far_up_is_ahead() -> None:
    found = typical(DISTILLED, FLY, Company(arr_musd=3))
    assert found and found.against == "ahead"


def test_unknown_arr_leaves_the_comparison_unknown() -> None:
    found = typical(DISTILLED, RUN, Company(cs_team=12))
    assert found and found.against == "unknown"
    assert [fact.stages for fact in found.facts] == [(), (), ("run",)]


def test_years_may_be_typical_of_two_stages() -> None:
    found = typical(DISTILLED, RUN, Company(cs_years=4))
    assert found and found.facts[1].stages == ("run", "fly")


def test_a_model_without_profiles_knows_no_typical_company() -> None:
    assert typical(shipped_model("csmi"), 1, Company(arr_musd=12)) is None


def test_what_the_organisation_says_stands_before_what_records_show() -> None:
    said, recorded = Company(cs_team=9), Company(cs_team=4, cs_years=2.5)
    known = known_company(said, recorded, [Measured(ARR, 7_500_000, 40, YEAR)])
    assert (known.arr_musd, known.cs_team, known.cs_years) == (7.5, 9, 2.5)
    assert known.from_records == {"arr_musd", "cs_years"}


def test_what_neither_tells_stays_unknown() -> None:
    known = known_company(Company(), Company(), [Unavailable(ARR, YEAR, ("subscriptions.mrr",))])
    assert known == Company()
