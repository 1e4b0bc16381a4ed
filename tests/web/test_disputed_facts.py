"""Many disputed facts on one page: by dimension, what changes a supported stage first, and little asked for it."""

import re
from html import unescape

import pytest
from pytest_django import DjangoAssertNumQueries

from colonnade.content.load import shipped_model
from colonnade.core.support import criteria_of
from colonnade.web.assessments import answering, rounds
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.brought import brought
from colonnade.web.assessments.disputed import Group, grouped
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.settling import disputes
from colonnade.web.assessments.visibility import Viewer
from web.casting import Cast, score_all, seat_of, signed_in

CSMI = shipped_model("csmi")
HERE, THERE = "data_intelligence", "talent_capability"
HALF = 5


def at(dimension: str, stage: int) -> list[str]:
    return [c.id for c in criteria_of(CSMI, dimension) if c.maps["csmi"].stage == stage]


@pytest.fixture
def deep(cast: Cast) -> Assessment:
    return rounds.make(
        cast.facilitator,
        name="Deep",
        model=CSMI,
        due_on=None,
        reviewers=[cast.rita.person, cast.sam.person],
        is_deep=True,
    )


def differ(cast: Cast, deep: Assessment, disputed: list[str], agreed: list[str]) -> Assessment:
    """Rita and Sam agree that some are met, and differ about others."""
    for who, value in ((cast.rita, "met"), (cast.sam, "not_met")):
        given = dict.fromkeys(agreed, Given("met")) | dict.fromkeys(disputed, Given(value))  # type: ignore[arg-type]
        answering.save(seat_of(deep, who), given)
        score_all(seat_of(deep, who))
    rounds.reveal(cast.facilitator, deep)
    deep.refresh_from_db()
    return deep


def groups(cast: Cast, deep: Assessment) -> tuple[Group, ...]:
    all_ = brought(deep)
    evidence = all_.evidence(Viewer.of(cast.facilitator))
    return grouped(deep, disputes(all_, evidence), evidence)


def test_what_changes_a_stage_is_told_from_what_cannot(cast: Cast, deep: Assessment) -> None:
    """Half of a stage is open and decides whether it holds; stage 5 over an empty stage 2 decides nothing."""
    second = at(HERE, 2)
    differ(cast, deep, [*second[:HALF], *at(THERE, 5)[:1]], second[HALF:])
    found = {group.id: group for group in groups(cast, deep)}
    assert {dispute.changes for dispute in found[HERE].disputes} == {("Data & Intelligence, 1 to 2",)}
    assert (found[HERE].open, found[HERE].deciding) == (HALF, HALF)
    assert [dispute.changes for dispute in found[THERE].disputes] == [()]
    assert next(iter(found)) == HERE


def test_facts_that_only_together_carry_a_stage_all_count_as_changing_it(cast: Cast, deep: Assessment) -> None:
    differ(cast, deep, at(HERE, 2), [])
    (group,) = groups(cast, deep)
    assert group.deciding == len(at(HERE, 2))


def test_the_page_shows_what_changes_a_stage_first_and_all_on_request_without_scripts(
    cast: Cast, deep: Assessment
) -> None:
    second = at(HERE, 2)
    differ(cast, deep, [*second[:HALF], *at(THERE, 5)[:1]], second[HALF:])
    client, path = signed_in(cast.facilitator), f"/o/{cast.harbour.pk}/assessments/{deep.pk}/facts/"

    def listed(query: str) -> list[str]:
        return re.findall(r'<details class="row[^>]*id="([^"]+)">', client.get(path + query).content.decode())

    assert set(listed("")) == set(listed("?show=deciding")) == set(second[:HALF])
    assert set(listed("?show=all")) == {*second[:HALF], *at(THERE, 5)[:1]}
    assert listed("?show=nonsense") == listed("")
    page = unescape(client.get(path).content.decode())
    assert "Change a stage: 5" in page
    assert "All: 6" in page
    assert "the supported stage is: Data & Intelligence, 1 to 2" in page


def test_after_recording_the_fact_stays_in_sight_with_what_was_shown(cast: Cast, deep: Assessment) -> None:
    second = at(HERE, 2)
    differ(cast, deep, second[-1:], second[:-1])
    client, path = signed_in(cast.facilitator), f"/o/{cast.harbour.pk}/assessments/{deep.pk}/facts/"
    typed = {"version": 0, "value": "met", "reason": "shown to all", "show": "deciding"}
    answer = client.post(f"{path}{second[-1]}/", typed)
    assert answer.headers["Location"] == f"{path}?show=deciding&at={second[-1]}#{second[-1]}"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Settled: Met." in page
    refused = client.post(f"{path}{second[-1]}/", {**typed, "reason": ""})
    assert refused.status_code == 422
    assert re.search(rf'<details class="row[^>]* open id="{second[-1]}"', refused.content.decode())


def test_a_hundred_and_more_disputes_lie_folded_by_dimension_and_cost_fifteen_questions(
    cast: Cast, deep: Assessment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = [c.id for c in CSMI.criteria if "csmi" in c.maps][:156]
    differ(cast, deep, many, [])
    client = signed_in(cast.facilitator)
    client.get("/you/")
    with django_assert_max_num_queries(15):
        page = client.get(f"/o/{cast.harbour.pk}/assessments/{deep.pk}/facts/?show=all").content.decode()
    assert page.count('<details class="row dispute"') == 156
    assert page.count('<details class="group">') == len(
        {c.maps["csmi"].dimension for c in CSMI.criteria if c.id in many}
    )
    assert 'class="group" open' not in page
