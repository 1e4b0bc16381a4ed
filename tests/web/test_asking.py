"""A round begins: who is asked, at least two of them of the company, and mail that tells nothing but the way."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from colonnade.cli.main import run
from colonnade.content.load import shipped_model
from colonnade.core.support import criteria_of
from colonnade.web.assessments import mails, rounds
from colonnade.web.assessments.estimating import estimate
from colonnade.web.assessments.models import Assessment, Seat
from colonnade.web.people import members
from colonnade.web.people.models import AuditEntry
from web.casting import Cast, score_all, seat_of, signed_in

Commits = DjangoCaptureOnCommitCallbacks


def new(cast: Cast, **typed: object):  # type: ignore[no-untyped-def]  # a test response
    people = [str(member.person_id) for member in (cast.rita, cast.sam)]
    data = {"name": "Autumn", "model": "csmi", "depth": "quick", "reviewers": people, **typed}
    return signed_in(cast.facilitator).post(f"/o/{cast.harbour.pk}/assessments/new/", data)


def test_an_outsider_is_marked_at_the_start_and_does_not_count_as_of_the_company(cast: Cast) -> None:
    sam = str(cast.sam.person_id)
    refused = new(cast, outsiders=[sam])
    assert refused.status_code == 422
    assert b"at least two people of the company" in refused.content
    everybody = [str(m.person_id) for m in (cast.rita, cast.sam, cast.owner)]
    assert new(cast, reviewers=everybody, outsiders=[sam]).status_code == 302
    assert [seat.person.name for seat in Seat.objects.filter(is_outsider=True)] == ["Sam"]


@pytest.mark.parametrize(
    ("model", "depth", "models", "steps"),
    [("csmi", "quick", 1, 7), ("all", "quick", 4, 12), ("all", "deep", 4, 29), ("esg", "deep", 1, 17)],
)
def test_a_round_reads_one_model_or_all_four(cast: Cast, model: str, depth: str, models: int, steps: int) -> None:
    assert new(cast, model=model, depth=depth).status_code == 302
    made = Assessment.objects.get()
    assert (len(made.models), len(made.steps)) == (models, steps)


def test_a_model_without_stages_wants_a_deep_round_and_says_so_in_place(cast: Cast) -> None:
    answer = new(cast, model="esg")
    assert answer.status_code == 422
    assert b"no stages to give" in answer.content
    assert not Assessment.objects.exists()


def test_every_reviewer_gets_word_with_the_way_there(
    cast: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        new(cast, name="Autumn\nBcc: all@example.org", due_on="2026-12-04")
    assert {tuple(sent.to) for sent in mail.outbox} == {("rita@example.org",), ("sam@example.org",)}
    made = Assessment.objects.get()
    for sent in mail.outbox:
        assert f"/o/{cast.harbour.pk}/assessments/{made.pk}/" in sent.body
        assert "4 December 2026" in sent.body
        assert "\n" not in sent.subject
        assert not sent.bcc


@pytest.mark.parametrize("has_mail", [True, False])
def test_who_has_no_mail_server_gets_the_address_to_hand_on_instead_of_a_promise_of_mail(
    cast: Cast, round_: Assessment, settings: Any, has_mail: bool
) -> None:
    settings.HAS_MAIL = has_mail
    organisation = f"/o/{cast.harbour.pk}/"
    client, address = signed_in(cast.facilitator), f"{organisation}assessments/{round_.pk}/"
    assert ("gets an e-mail" in client.get(f"{organisation}assessments/new/").text) is has_mail
    page = client.get(address).text
    assert ("By e-mail" in page) is has_mail
    assert (f'value="http://testserver{address}"' in page) is not has_mail


def test_a_reminder_goes_to_those_not_done_once_a_day_and_says_nothing_of_anybody(
    cast: Cast, round_: Assessment, django_capture_on_commit_callbacks: Commits
) -> None:
    score_all(seat_of(round_, cast.rita))
    client, path = signed_in(cast.facilitator), f"/o/{cast.harbour.pk}/assessments/{round_.pk}/remind/"
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(path)
    assert sorted(sent.to[0] for sent in mail.outbox) == ["olive@example.org", "sam@example.org"]
    for sent in mail.outbox:
        assert not [name for name in ("Rita", "Sam", "Olive", "1 of 3") if name in sent.body]
    assert AuditEntry.objects.filter(act="reviewers.reminded").count() == 1


def test_who_left_the_organisation_is_not_written_to(
    cast: Cast, round_: Assessment, django_capture_on_commit_callbacks: Commits
) -> None:
    members.remove(cast.owner, cast.sam)
    with django_capture_on_commit_callbacks(execute=True):
        rounds.remind(cast.facilitator, round_)
    assert "sam@example.org" not in [sent.to[0] for sent in mail.outbox]


@pytest.mark.parametrize(
    ("days_to_due", "reminded_days_ago", "writes"),
    [(4, None, 0), (3, None, 3), (0, 2, 0), (0, 4, 3), (-14, None, 3), (-15, None, 0), (None, None, 0)],
)
def test_the_daily_reminder_writes_near_the_due_day_every_third_day(
    cast: Cast, round_: Assessment, days_to_due: int | None, reminded_days_ago: int | None, writes: int
) -> None:
    today = date(2026, 12, 4)
    due = None if days_to_due is None else today + timedelta(days=days_to_due)
    Assessment.objects.filter(pk=round_.pk).update(due_on=due)
    if reminded_days_ago is not None:
        Seat.objects.update(reminded_at=timezone.now() - timedelta(days=reminded_days_ago))
    assert mails.remind_daily(today) == writes


def test_a_mail_server_that_is_down_undoes_nothing(
    cast: Cast, django_capture_on_commit_callbacks: Commits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_: object) -> None:
        raise OSError("no route to the mail server")

    monkeypatch.setattr(mails, "_deliver", down)
    with django_capture_on_commit_callbacks(execute=True):
        assert new(cast).status_code == 302
    assert Assessment.objects.exists()


def test_remind_on_a_folder_without_data_is_a_mistake_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLONNADE_SECRET_KEY", raising=False)
    assert run(["remind", "--dir", str(tmp_path / "nowhere")]) == 2
    assert "holds no data of the application" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_a_round_is_deleted_after_a_page_that_asks_and_only_by_an_owner_once_revealed(
    cast: Cast, revealed: Assessment
) -> None:
    path = f"/o/{cast.harbour.pk}/assessments/{revealed.pk}/delete/"
    assert signed_in(cast.facilitator).post(path).status_code == 404
    owner = signed_in(cast.owner)
    assert b"vanish from every page at once" in owner.get(path).content
    assert Assessment.objects.filter(pk=revealed.pk).exists()
    owner.post(path)
    assert not Assessment.objects.filter(pk=revealed.pk).exists()
    assert AuditEntry.objects.filter(act="assessment.deleted").count() == 1


def test_how_long_it_takes_is_reckoned_from_what_is_asked_and_says_what_it_assumes(cast: Cast) -> None:
    """For the CS Maturity Index by hand: 7 stages at 90 seconds, its criteria at 30."""
    model = shipped_model("csmi")
    takes = estimate([model])
    lowest = {d.id: [c for c in criteria_of(model, d.id) if c.maps["csmi"].stage == 2] for d in model.dimensions}
    assert takes.first == sum(map(len, lowest.values()))
    assert takes.most == len(model.criteria)
    assert (takes.quick, takes.longest) == ("15 minutes", "2 h 05 min")
    page = signed_in(cast.facilitator).get(f"/o/{cast.harbour.pk}/assessments/new/").content.decode()
    assert f"Deep: {takes.first} statements to begin with and at most {takes.most}" in page
    assert "our assumption, not a measurement" in page
