"""Other organisations do not exist: none of their words is ever seen, and a foreign id is like a made-up one."""

import re
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse

from colonnade.web.assessments import answering, files, reconciling, rounds, scoring
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.models import Agreed, Answer, Assessment, EvidenceFile, Seat
from colonnade.web.people import joining
from colonnade.web.people.models import Invitation, Membership, Organisation, Role
from colonnade.web.plans.models import Move
from web.casting import Cast, join, new_round, score_all, seat_of, signed_in
from web.planning import new_plan
from web.routes import CRITERION, names

ROLES = ("owner", "facilitator", "rita", "viewer")


def canary(place: str) -> str:
    return f"canary-{place}-{uuid4().hex}"


@pytest.fixture
def foreign(cast: Cast) -> tuple[Organisation, Assessment, list[str]]:
    """Another organisation with a canary in every text that it can hold."""
    planted = {
        place: canary(place) for place in ("org", "round", "note", "link", "reason", "dissent", "early", "name")
    }
    organisation = Organisation.objects.create(name=planted["org"])
    owner = join(organisation, planted["name"], Role.OWNER)
    reviewer = join(organisation, canary("reviewer"), Role.REVIEWER)
    joining.invite(owner, f"{canary('invited')}@example.org", Role.VIEWER)
    made = new_round(owner, owner, reviewer)
    Assessment.objects.filter(pk=made.pk).update(name=planted["round"])
    made.refresh_from_db()
    seat = seat_of(made, reviewer)
    score_all(seat, hands_in=False)
    link = f"https://example.org/{planted['link']}"
    scoring.save(seat, "data_intelligence", scoring.Said(Answer.STAGE, 2, "low", planted["note"], link))
    named = canary("file")
    files.keep(seat, "data_intelligence", SimpleUploadedFile(f"{named}.txt", named.encode()))
    answering.save(seat, {CRITERION: Given("met", canary("fact"), f"https://example.org/{canary('shown')}")})
    scoring.hand_in(seat)
    rounds.reveal(owner, made, planted["early"])
    reconciling.agree(
        owner, made, "data_intelligence", version=0, stage=2, reason=planted["reason"], dissent=planted["dissent"]
    )
    made.refresh_from_db()
    Move.objects.filter(plan=new_plan(owner, made)).update(
        **{name: canary(name) for name in ("owner_name", "milestone", "proof", "stops", "reason", "aside_reason")}
    )
    return organisation, made, list(planted.values())


@pytest.mark.parametrize("who", ROLES)
def test_no_word_of_another_organisation_is_seen_anywhere(
    cast: Cast, revealed: Assessment, foreign: tuple[Organisation, Assessment, list[str]], who: str
) -> None:
    """Every page that links lead to, from the start; with each id of the other tried in each place."""
    client = signed_in(getattr(cast, who))
    seen, waiting = set(), ["/", "/you/", f"/o/{cast.harbour.pk}/"]
    while waiting:
        page = client.get(path := waiting.pop())
        seen.add(path)
        assert b"canary" not in page.content, path
        found = set(re.findall(r'href="(/[^"#]*)', page.content.decode()))
        waiting += [link for link in found if link not in seen and not link.startswith("/static")]
        seen |= found
        if page.status_code == 302:
            waiting.append(page.headers["Location"])
    assert len(seen) > 8


def test_a_foreign_id_and_a_made_up_one_are_answered_alike(
    cast: Cast, revealed: Assessment, foreign: tuple[Organisation, Assessment, list[str]]
) -> None:
    organisation, assessment, _ = foreign
    theirs = {
        "organisation": organisation.pk,
        "assessment": assessment.pk,
        "membership": Membership.objects.filter(organisation=organisation).values_list("pk", flat=True)[0],
        "invitation": Invitation.objects.get(organisation=organisation).pk,
        "seat": Seat.objects.filter(assessment=assessment).values_list("pk", flat=True)[0],
        "move": Move.objects.get(plan__assessment=assessment, place=0).pk,
        "file": EvidenceFile.files.handed_in(assessment).values_list("pk", flat=True)[0],
    }
    ours = {**theirs, "organisation": cast.harbour.pk}
    half = {**ours, "assessment": revealed.pk}
    client = signed_in(cast.owner)
    tried = 0
    for known in (theirs, ours, half):
        for name in names():
            wanted = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
            if "organisation" not in wanted or not any(key in wanted for key in theirs):
                continue
            arguments: dict[str, UUID | str] = {**known, "dimension": "data_intelligence", "criterion": CRITERION}
            arguments |= {"day": "30", "metric": "net_revenue_retention", "table": "health_scores"}
            arguments |= {"form": "data", "key": "no-such-key", "part": "look", "kind": "logo"}
            foreign_ids = [key for key in wanted if known.get(key) == theirs.get(key) and key in theirs]
            if not foreign_ids:
                continue
            made_up = {**arguments, **{key: uuid4() for key in foreign_ids}}
            for method in ("get", "post"):
                answers = [_answer(client, method, name, wanted, values) for values in (arguments, made_up)]
                assert answers[0] == answers[1], (name, method)
                assert b"canary" not in answers[0][1]
                tried += 1
    assert tried > 40
    assert Agreed.objects.filter(assessment=assessment, version__gt=0).count() == 1


def _answer(
    client: Client, method: str, name: str, wanted: list[str], values: dict[str, UUID | str]
) -> tuple[int, bytes]:
    path = reverse(name, kwargs={key: values[key] for key in wanted})
    answer = getattr(client, method)(path)
    return answer.status_code, answer.content


def test_a_foreign_person_cannot_be_asked_to_score(cast: Cast, round_: Assessment) -> None:
    base = f"/o/{cast.harbour.pk}/assessments"
    client = signed_in(cast.facilitator)
    client.post(f"{base}/{round_.pk}/reviewers/", {"person": cast.stranger_reviewer.person_id})
    answer = client.post(
        f"{base}/new/",
        {"name": "x", "model": "csmi", "reviewers": [cast.rita.person_id, cast.stranger_reviewer.person_id]},
    )
    assert answer.status_code == 422
    assert not Seat.objects.filter(person=cast.stranger_reviewer.person).exists()


def test_nobody_scores_from_anothers_seat(cast: Cast, round_: Assessment) -> None:
    """There is no seat in the address or the form: what is posted with one changes one's own only."""
    seat = seat_of(round_, cast.sam)
    signed_in(cast.rita).post(
        f"/o/{cast.harbour.pk}/assessments/{round_.pk}/score/data_intelligence/",
        {"answer": "4", "seat": str(seat.pk), "person": str(cast.sam.person_id), "reviewer": "Sam"},
    )
    assert not any(scored.first for scored in scoring.own_scores(seat))
    assert [s.first.stage for s in scoring.own_scores(seat_of(round_, cast.rita)) if s.first] == [4]
