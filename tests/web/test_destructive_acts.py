"""What takes something away asks first and says what exactly is lost, where it cannot be had back."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from colonnade.web.assessments import answering, files, scoring
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.models import Assessment
from colonnade.web.people import joining
from colonnade.web.people.models import Role
from web.casting import Cast, said, seat_of, signed_in
from web.routes import DIMENSION

pytestmark = pytest.mark.django_db


def page(cast: Cast, who: str, path: str) -> str:
    return unescape(signed_in(getattr(cast, who)).get(f"/o/{cast.harbour.pk}/{path}").content.decode())


def test_people_and_invitations_are_taken_away_after_a_word_on_what_goes(cast: Cast) -> None:
    joining.invite(cast.owner, "nina@example.org", Role.REVIEWER)
    said_there = page(cast, "owner", "people/")
    assert "To come back they need a new invitation" in said_there
    assert "The link that was sent stops working at once" in said_there
    assert said_there.count("Only another owner can make you one again") == 1


def test_a_file_an_answer_and_a_reviewer_are_taken_away_after_a_word_on_what_goes(
    cast: Cast, round_: Assessment
) -> None:
    seat = seat_of(round_, cast.rita)
    scoring.save(seat, DIMENSION, said(2))
    files.keep(seat, DIMENSION, SimpleUploadedFile("page.txt", b"a page"))
    scored = page(cast, "rita", f"assessments/{round_.pk}/score/{DIMENSION}/")
    assert "The copy of “page.txt” kept here is deleted for good" in scored
    assert "Your stage, confidence, note and link for this dimension are deleted. Files stay." in scored
    overview = page(cast, "facilitator", f"assessments/{round_.pk}/")
    assert overview.count("What they gave in this round goes with them: it is kept for 30 days") == 3


def test_a_challenge_is_withdrawn_after_a_word_on_what_goes(
    cast: Cast, round_: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.test_what_records_show import records_say

    records_say(monkeypatch)
    seat = seat_of(round_, cast.rita)
    for each in round_.model.dimensions:
        scoring.save(seat, each.id, said(2))
        scoring.lock(seat, each.id)
    criterion = next(c.id for c in round_.step_of[DIMENSION].criteria if c.evidence)
    answering.save(seat, {criterion: Given("unknown", "the export lacks a book", challenges=True)})
    shown = page(cast, "rita", f"assessments/{round_.pk}/score/{DIMENSION}/")
    assert shown.count("Your reason is deleted, and what the records show counts again") == 1
