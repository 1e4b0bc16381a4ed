"""Who could read what a blind reviewer may not is never seated unmarked, and in a re-score never by themselves."""

import pytest

from colonnade.web.assessments import deleted, rounds, scoring
from colonnade.web.assessments.models import Assessment, Seat
from colonnade.web.plans.models import Plan
from web.casting import STAGES, Cast, score_all, seat_of, signed_in
from web.planning import again, new_plan, scored_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def plan(cast: Cast, revealed: Assessment) -> Plan:
    return new_plan(cast.facilitator, revealed)


@pytest.fixture
def rescore(cast: Cast, plan: Plan) -> Assessment:
    """Open; the facilitator and Rita score."""
    return again(cast, plan, cast.facilitator, cast.rita)


def base(cast: Cast, assessment: Assessment) -> str:
    return f"/o/{cast.harbour.pk}/assessments/{assessment.pk}/"


def late(assessment: Assessment) -> set[str]:
    seats = Seat.objects.filter(assessment=assessment, asked_late_at__isnull=False)
    return set(seats.values_list("person__name", flat=True))


def test_who_leaves_a_re_score_and_reads_the_baseline_cannot_come_back_by_themselves(
    cast: Cast, plan: Plan, rescore: Assessment
) -> None:
    client, seat = signed_in(cast.facilitator), seat_of(rescore, cast.facilitator)
    results = f"{base(cast, plan.assessment)}results/"
    assert client.get(results).status_code == 403
    page = client.post(f"{base(cast, rescore)}reviewers/{seat.pk}/remove/", follow=True).content.decode()
    assert "Fay is taken off this round" in page
    assert "Undo" not in page
    assert client.get(results).status_code == 200
    client.post(f"{base(cast, rescore)}reviewers/", {"person": str(cast.facilitator.person_id)})
    assert not Seat.objects.filter(pk=seat.pk).exists()
    with pytest.raises(rounds.OutOfTurn):
        rounds.seat(cast.facilitator, rescore, cast.facilitator.person, is_outsider=False)


def test_the_page_says_so_before_they_leave_and_offers_them_no_more(cast: Cast, rescore: Assessment) -> None:
    page = signed_in(cast.facilitator).get(base(cast, rescore)).content.decode()
    assert page.count("You cannot ask yourself again") == 1
    assert "In a round that scores again nobody asks themselves" in page
    offered = page[page.index('name="person"') :]
    assert "Olive" in offered
    assert ">Fay" not in offered[: offered.index("</select>")]


def test_whoever_asks_them_again_the_mark_stays_with_their_scores(cast: Cast, rescore: Assessment) -> None:
    rounds.unseat(cast.facilitator, rescore, seat_of(rescore, cast.facilitator))
    rounds.seat(cast.owner, rescore, cast.facilitator.person, is_outsider=False)
    assert late(rescore) == {"Fay"}
    assert "asked late, on" in signed_in(cast.owner).get(base(cast, rescore)).content.decode()
    scored_again(cast, rescore, STAGES, cast.facilitator, cast.rita)
    page = signed_in(cast.rita).get(f"{base(cast, rescore)}reconcile/").content.decode()
    assert '<h2>Fay <span class="quiet">asked late</span></h2>' in page
    comparison = signed_in(cast.rita).get(f"{base(cast, rescore)}comparison/").content.decode()
    assert "Fay was asked after the round had begun" in comparison
    unnamed = signed_in(cast.viewer).get(f"{base(cast, rescore)}comparison/").content.decode()
    assert "1 reviewer was asked after the round had begun" in unnamed
    assert "Fay" not in unnamed


def test_whoever_is_asked_after_the_round_began_is_marked_and_those_of_the_start_are_not(
    cast: Cast, rescore: Assessment
) -> None:
    rounds.seat(cast.facilitator, rescore, cast.sam.person, is_outsider=False)
    assert late(rescore) == {"Sam"}


def test_in_a_first_round_one_may_ask_oneself_and_is_marked(cast: Cast, round_: Assessment) -> None:
    """Until then the records were open to them; there is no baseline to read."""
    rounds.seat(cast.facilitator, round_, cast.facilitator.person, is_outsider=False)
    assert late(round_) == {"Fay"}


def test_a_round_restored_asks_anew_whoever_had_not_handed_in(cast: Cast, rescore: Assessment, plan: Plan) -> None:
    """While it was deleted the baseline was open to its reviewers."""
    score_all(seat_of(rescore, cast.rita))
    rounds.delete(cast.owner, rescore)
    assert signed_in(cast.facilitator).get(f"{base(cast, plan.assessment)}results/").status_code == 200
    deleted.restore(cast.owner, rescore.pk)
    assert late(rescore) == {"Fay"}


def test_what_was_handed_in_before_leaving_is_not_marked_when_they_come_back(
    cast: Cast, rescore: Assessment
) -> None:
    """Nothing read since could colour it: handing in again was final."""
    seat = seat_of(rescore, cast.rita)
    score_all(seat)
    rounds.unseat(cast.facilitator, rescore, seat)
    rounds.seat(cast.facilitator, rescore, cast.rita.person, is_outsider=False)
    assert late(rescore) == set()
    with pytest.raises(rounds.OutOfTurn):
        scoring.take_back(seat_of(rescore, cast.rita))
