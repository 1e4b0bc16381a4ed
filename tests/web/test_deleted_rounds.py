"""A deleted round is out of everybody's sight at once, comes back as it was, and after thirty days is gone."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from colonnade.core.observations import Value
from colonnade.web.assessments import (
    deleted,
    files,
    mails,
    reconciling,
    rounds,
    scoring,
    settling,
    standing,
    store,
)
from colonnade.web.assessments.models import Assessment, BlindScore, EvidenceFile, Seat
from colonnade.web.assessments.standing import KEPT_FOR
from colonnade.web.people.models import AuditEntry
from colonnade.web.plans.models import Plan, Rescore
from web.casting import STAGES, Cast, said, score_all, seat_of, signed_in
from web.planning import again, new_plan, scored_again
from web.routes import CRITERION, DIMENSION
from web.worlds import everything, reading_paths, undone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TELLING = {"assessments", "activity", "deleted_rounds"}
"""Where those who may restore are told that a round was deleted."""


@pytest.fixture
def plan(cast: Cast, revealed: Assessment) -> Plan:
    return new_plan(cast.facilitator, revealed)


def base(cast: Cast, assessment: Assessment) -> str:
    return f"/o/{cast.harbour.pk}/assessments/{assessment.pk}/"


def told_apart(cast: Cast, plan: Plan, who: str, *, reveals: bool) -> set[str]:
    """The pages that differ where a round that scored again was deleted from where it never was.

    It would stand in lists, in the plan, in the history, and close the baseline to its reviewers.
    """
    paths, seen = reading_paths(cast, plan.assessment), []
    for is_made in (False, True):
        with undone():
            if is_made:
                made = again(cast, plan, cast.rita, cast.sam, name="The deleted one")
                if reveals:
                    scored_again(cast, made, STAGES, cast.rita, cast.sam)
                rounds.delete(cast.owner, made)
            found = everything(cast, who, paths)
            found.pop("mail")
            seen.append(found)
    return {surface.partition("?")[0] for surface in seen[0] if seen[0][surface] != seen[1][surface]}


@pytest.mark.slow
@pytest.mark.parametrize("reveals", [False, True])
@pytest.mark.parametrize("who", ["owner", "facilitator", "rita", "viewer", "stranger"])
def test_nobody_can_tell_a_deleted_round_from_one_that_never_was(
    cast: Cast, plan: Plan, who: str, reveals: bool
) -> None:
    may_restore = who == "owner" or (who == "facilitator" and not reveals)
    expected = TELLING if may_restore else set()
    assert told_apart(cast, plan, who, reveals=reveals) == expected - ({"activity"} if who != "owner" else set())


@pytest.mark.slow
def test_a_page_that_forgot_would_be_found(cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        standing.Standing, "get_queryset", lambda self: super(standing.Standing, self).get_queryset()
    )
    assert told_apart(cast, plan, "rita", reveals=False) >= {"assessments", "results", "plan"}
    assert told_apart(cast, plan, "viewer", reveals=True) >= {"assessments", "history", "plan"}


def test_every_address_of_a_deleted_round_leads_nowhere(cast: Cast, plan: Plan) -> None:
    revealed = plan.assessment
    paths = {name: path for name, path in reading_paths(cast, revealed).items() if str(revealed.pk) in path}
    clients = [signed_in(member) for member in cast.here.values()]
    assert [name for name, path in paths.items() if clients[0].get(path).status_code == 200]
    rounds.delete(cast.owner, revealed)
    assert len(paths) > 15
    assert {client.get(path).status_code for client in clients for path in paths.values()} == {404}


def test_a_deleted_baseline_is_compared_with_nothing_and_lends_no_answer(cast: Cast, plan: Plan) -> None:
    made = again(cast, plan, cast.rita, cast.sam)
    carried = {"criterion": CRITERION, "value": "met", "tier": "documented", "on": "2026-11-01", "by": "x"}
    Rescore.objects.filter(assessment=made).update(carried=[{**carried, "link": "https://x.example", "note": ""}])
    scored_again(cast, made, STAGES, cast.rita, cast.sam)
    client, path = signed_in(cast.rita), f"{base(cast, made)}comparison/"

    def stands() -> tuple[int, int]:
        return client.get(path).status_code, len(store.observations(Assessment.objects.get(pk=made.pk)))

    assert stands() == (200, 1)
    rounds.delete(cast.owner, plan.assessment)
    assert stands() == (404, 0)
    assert b"What moved" not in client.get(f"{base(cast, made)}results/").content
    deleted.restore(cast.owner, plan.assessment_id)
    assert stands() == (200, 1)


def test_who_scores_again_stays_blind_while_the_baseline_is_deleted(cast: Cast, plan: Plan) -> None:
    """What was agreed stands in the activity, which tells no stage of a round that the reader may not read."""
    reconciling.agree(
        cast.facilitator, plan.assessment, DIMENSION, version=0, stage=4, reason="the board deck", dissent=""
    )
    again(cast, plan, cast.owner, cast.sam)
    rounds.delete(cast.owner, plan.assessment)
    page = signed_in(cast.owner).get(f"/o/{cast.harbour.pk}/activity/").content.decode()
    assert "recorded a stage" in page
    assert "stage: 4" not in page


def test_nobody_is_reminded_of_a_deleted_round(cast: Cast, round_: Assessment) -> None:
    today = timezone.localdate()
    Assessment.objects.update(due_on=today)
    rounds.delete(cast.facilitator, round_)
    assert mails.remind_daily(today) == 0
    deleted.restore(cast.facilitator, round_.pk)
    assert mails.remind_daily(today) == 3


# --- undone -------------------------------------------------------------------------------------------------


def test_the_page_after_deleting_offers_undo_and_the_round_is_back_as_it_was(cast: Cast, plan: Plan) -> None:
    """With a form and nothing else: no script."""
    client, path = signed_in(cast.owner), base(cast, plan.assessment)
    before = client.get(f"{path}results/").content
    asked = client.get(f"{path}delete/").content.decode()
    assert "30 days it can be had back" in asked
    page = client.post(f"{path}delete/", follow=True).content.decode()
    assert "is deleted: nobody sees it any more" in page
    (undo,) = re.findall(r'<form method="post" action="([^"]+/restore/)"', page)
    answer = client.post(undo, follow=True)
    assert "is back, as it was" in answer.content.decode()
    csrf = re.compile(rb'value="[^"]{64}"|<p class="notice.*?</p>')
    assert csrf.sub(b"", client.get(f"{path}results/").content) == csrf.sub(b"", before)
    assert client.get(f"{path}plan/").status_code == 200
    acts = (
        AuditEntry.objects.filter(act__startswith="assessment.").order_by("number").values_list("act", flat=True)
    )
    assert list(acts)[-2:] == ["assessment.deleted", "assessment.restored"]


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("owner", "open", 302),
        ("owner", "revealed", 302),
        ("facilitator", "open", 302),
        ("facilitator", "revealed", 404),
        ("rita", "open", 404),
        ("viewer", "open", 404),
        ("stranger", "open", 404),
    ],
)
def test_who_may_delete_a_round_may_have_it_back_and_nobody_else(
    cast: Cast, who: str, state: str, status: int, request: pytest.FixtureRequest
) -> None:
    found: Assessment = request.getfixturevalue("round_" if state == "open" else "revealed")
    rounds.delete(cast.owner, found)
    client, place = signed_in(getattr(cast, who)), f"/o/{cast.harbour.pk}/assessments/deleted/"
    listed = client.get(place)
    assert (b"Autumn" in listed.content) == (status == 302)
    assert client.post(f"{place}{found.pk}/restore/").status_code == status
    assert Assessment.objects.filter(pk=found.pk).exists() == (status == 302)


def test_what_stands_cannot_be_restored_and_what_was_restored_not_twice(cast: Cast, round_: Assessment) -> None:
    for id in (round_.pk, uuid4()):
        with pytest.raises(rounds.OutOfTurn):
            deleted.restore(cast.owner, id)
    assert not AuditEntry.objects.filter(act="assessment.restored").exists()


def test_deleting_while_somebody_scores_refuses_what_they_save(cast: Cast, round_: Assessment) -> None:
    seat = seat_of(round_, cast.rita)
    rounds.delete(cast.owner, round_)
    with pytest.raises(rounds.OutOfTurn):
        scoring.save(seat, DIMENSION, said(3))


# --- and then gone ------------------------------------------------------------------------------------------


def test_after_thirty_days_the_round_is_removed_with_its_files(
    cast: Cast, round_: Assessment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    seat = seat_of(round_, cast.rita)
    files.keep(seat, DIMENSION, SimpleUploadedFile("page.txt", b"a page"))
    kept = Path(EvidenceFile.files.own(seat).get().content.path)
    score_all(seat)
    rounds.delete(cast.facilitator, round_)
    then = timezone.now() + KEPT_FOR
    with django_capture_on_commit_callbacks(execute=True):
        assert deleted.remove_overdue(then - timedelta(seconds=1)) == 0
    assert kept.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert deleted.remove_overdue(then) == 1
        assert deleted.remove_overdue(then) == 0
    assert not kept.exists()
    assert not Seat.everything.exists()
    (entry,) = AuditEntry.objects.filter(act="assessment.removed")
    assert (entry.actor, entry.details["name"]) == (None, "Autumn")
    page = signed_in(cast.owner).get(f"/o/{cast.harbour.pk}/activity/").content.decode()
    assert "Colonnade, by itself</td><td>removed a deleted assessment for good" in page


def test_what_is_overdue_cannot_be_had_back_though_nothing_removed_it_yet(
    cast: Cast, round_: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds.delete(cast.owner, round_)
    then = timezone.now() + KEPT_FOR
    monkeypatch.setattr(timezone, "now", lambda: then)
    with pytest.raises(rounds.OutOfTurn):
        deleted.restore(cast.owner, round_.pk)
    assert not deleted.restorable(cast.owner).exists()


def test_the_deleted_rounds_say_when_they_are_removed_and_ask_the_database_little(
    cast: Cast, revealed: Assessment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rounds.delete(cast.owner, revealed)
    client = signed_in(cast.owner)
    client.get("/you/")
    with django_assert_max_num_queries(15):
        page = client.get(f"/o/{cast.harbour.pk}/assessments/deleted/").content.decode()
    gone_on = timezone.localtime(timezone.now() + KEPT_FOR)
    assert f"Removed for good on {gone_on.day} {gone_on:%B %Y}" in page


# --- a reviewer taken off -----------------------------------------------------------------------------------


def test_a_reviewer_taken_off_finds_everything_when_asked_again(cast: Cast, round_: Assessment) -> None:
    seat = seat_of(round_, cast.rita)
    scoring.save(seat, DIMENSION, said(4, "what I saw"))
    client = signed_in(cast.facilitator)
    page = client.post(f"{base(cast, round_)}reviewers/{seat.pk}/remove/", follow=True).content.decode()
    assert "Rita is taken off this round" in page
    assert signed_in(cast.rita).get(f"{base(cast, round_)}review/").status_code == 404
    with pytest.raises(rounds.OutOfTurn):
        scoring.save(seat, DIMENSION, said(1))
    undo = re.search(r'name="person" value="([^"]+)">.*?Undo', page)
    assert undo
    client.post(f"{base(cast, round_)}reviewers/", {"person": undo.group(1)})
    assert b"what I saw" in signed_in(cast.rita).get(f"{base(cast, round_)}review/").content


def test_scores_of_who_stays_off_count_nowhere_and_go_after_thirty_days(cast: Cast, round_: Assessment) -> None:
    for member in (cast.rita, cast.sam, cast.owner):
        score_all(seat_of(round_, member))
    rounds.unseat(cast.facilitator, round_, seat_of(round_, cast.sam))
    rounds.reveal(cast.facilitator, round_)
    round_.refresh_from_db()
    assert set(store.claims(round_).internal) == {"Rita", "Olive"}
    assert BlindScore.scores.handed_in(round_).count() == 14
    assert b"<h2>Sam" not in signed_in(cast.rita).get(f"{base(cast, round_)}reconcile/").content
    deleted.remove_overdue(timezone.now() + KEPT_FOR)
    assert Seat.everything.filter(assessment=round_).count() == 2


# --- what the meeting recorded before -----------------------------------------------------------------------


def test_what_was_agreed_before_stays_to_be_read(cast: Cast, revealed: Assessment) -> None:
    for version, stage in enumerate((3, None, 2)):
        reason = f"reason {version}"
        reconciling.agree(
            cast.facilitator, revealed, DIMENSION, version=version, stage=stage, reason=reason, dissent="Sam: no"
        )
    page = signed_in(cast.rita).get(f"{base(cast, revealed)}reconcile/").content.decode()
    assert "Recorded before, 2 times" in page
    assert "<s>Stage 3</s> reason 0" in page
    assert "<s>Not agreed</s> reason 1" in page


def test_what_was_settled_before_stays_and_who_comes_second_replaces_nothing(
    cast: Cast, revealed: Assessment
) -> None:
    values: tuple[Value, ...] = ("met", "not_met")
    for version, value in enumerate(values):
        settling.settle(
            cast.facilitator, revealed, CRITERION, version=version, value=value, reason=f"reason {version}"
        )
    with pytest.raises(settling.Overtaken):
        settling.settle(cast.owner, revealed, CRITERION, version=1, value="met", reason="late")
    kept: Any = revealed.replaced.all()
    assert [(each.about, each.words, each.reason) for each in kept] == [(CRITERION, "Met", "reason 0")]


def test_every_table_of_a_round_is_reached_through_what_stands() -> None:
    """A table that hangs on a round is asked for by way of it, or has a manager that leaves deleted ones out."""
    assert isinstance(Assessment._default_manager, standing.Standing)
    assert isinstance(Seat._default_manager, standing.Standing)
    assert isinstance(Rescore._default_manager, standing.Standing)
    assert type(Assessment._base_manager) is models.Manager
