"""Coming in: the first owner's link, invitations, and nobody else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from colonnade.web.people import joining, tokens
from colonnade.web.people.models import FirstLink, Invitation, Membership, Person, Role
from web.casting import PASSWORD, Cast, signed_in

FIRST = {"organisation": "Harbour", "name": "Olive", "email": "Olive@Example.org", "password": PASSWORD}
NEW = {"name": "Nina", "password": PASSWORD}


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


@pytest.fixture
def link(cast: Cast) -> str:
    return path_of(joining.invite(cast.owner, "nina@example.org", Role.REVIEWER))


def test_there_is_nobody_before_the_first_link_is_used(db: None) -> None:
    assert not Person.objects.exists()
    assert joining.first_link()


def test_the_first_link_makes_the_owner_once(db: None) -> None:
    link = path_of(joining.first_link() or "")
    client, late = Client(), Client()
    assert late.get(link, follow=True).status_code == 200
    assert client.get(link, follow=True).status_code == 200
    assert client.post("/welcome/", FIRST).status_code == 302
    assert late.post("/welcome/", {**FIRST, "email": "late@example.org"}).status_code == 404
    assert Client().get(link).status_code == 404
    assert [(m.person.email, m.role) for m in Membership.objects.all()] == [("olive@example.org", "owner")]
    assert joining.first_link() is None


def test_where_one_came_in_by_a_link_is_listed_and_can_be_ended(link: str) -> None:
    here, there = Client(headers={"user-agent": "Tram window"}), Client()
    here.get(link)
    here.post("/join/", NEW)
    assert "Tram window" in here.get("/account/sessions/").text
    there.post("/account/login/", {"login": "nina@example.org", "password": PASSWORD})
    there.post("/account/sessions/")
    assert here.get("/you/").status_code == 302


def test_a_new_first_link_ends_the_one_before(db: None) -> None:
    first, second = joining.first_link() or "", joining.first_link() or ""
    assert Client().get(path_of(first)).status_code == 404
    assert Client().get(path_of(second)).status_code == 302


def test_a_first_link_is_over_after_a_day(db: None) -> None:
    link = path_of(joining.first_link() or "")
    FirstLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("password", ["short", "password1234", "olive@example.org", "123456789012"])
def test_a_weak_password_is_refused_with_its_reason(db: None, password: str) -> None:
    client = Client()
    client.get(path_of(joining.first_link() or ""))
    answer = client.post("/welcome/", {**FIRST, "password": password})
    assert answer.status_code == 422
    assert b'class="error"' in answer.content
    assert not Person.objects.exists()


def test_the_address_holds_no_token_once_the_link_is_open(link: str) -> None:
    answer = Client().get(link)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/join/"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_an_invitation_is_mailed_and_works_once(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(cast.owner).post(
            f"/o/{cast.harbour.pk}/people/invite/", {"email": "Nina@example.org", "role": "viewer"}
        )
    assert mail.outbox[0].to == ["nina@example.org"]
    link = path_of(re.findall(r"http\S+", str(mail.outbox[0].body))[0])
    client = Client()
    client.get(link)
    assert client.post("/join/", NEW).status_code == 302
    assert Membership.objects.get(person__email="nina@example.org").role == "viewer"
    assert Client().get(link).status_code == 404


def test_no_raw_token_is_stored(link: str) -> None:
    token = link.split("/")[2]
    invitation = Invitation.objects.get()
    assert invitation.token_hash == tokens.hash_of(token)
    assert all(token not in str(value) for value in vars(invitation).values())


def test_what_is_posted_chooses_neither_role_nor_address(link: str) -> None:
    client = Client()
    client.get(link)
    client.post("/join/", {**NEW, "role": "owner", "email": "boss@example.org", "is_active": "on"})
    member = Membership.objects.get(person__name="Nina")
    assert (member.role, member.person.email) == ("reviewer", "nina@example.org")


def test_an_invitation_is_over_after_a_week_or_when_withdrawn(cast: Cast, link: str) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(link).status_code == 404
    again = path_of(joining.invite(cast.owner, "nina@example.org", Role.REVIEWER))
    invitation = Invitation.objects.get()
    signed_in(cast.owner).post(f"/o/{cast.harbour.pk}/invitations/{invitation.pk}/withdraw/")
    assert Client().get(again).status_code == 404


def test_somebody_known_signs_in_before_an_invitation_counts(cast: Cast) -> None:
    link = path_of(joining.invite(cast.owner, cast.stranger.person.email, Role.VIEWER))
    guest, other, invited = Client(), signed_in(cast.stranger_reviewer), signed_in(cast.stranger)
    for client in (guest, other, invited):
        client.get(link)
    assert guest.get("/join/").headers["Location"] == "/account/login/?next=/join/"
    assert other.post("/join/").status_code == 200
    assert not Membership.objects.filter(organisation=cast.harbour, person=cast.stranger_reviewer.person).exists()
    assert invited.post("/join/").status_code == 302
    assert Membership.objects.get(organisation=cast.harbour, person=cast.stranger.person).role == "viewer"


def test_nobody_signs_up_without_an_invitation(db: None) -> None:
    answer = Client().post("/account/signup/", {"email": "x@example.org", "password1": PASSWORD})
    assert b"By invitation" in answer.content
    assert not Person.objects.exists()


def test_only_owners_invite(cast: Cast) -> None:
    for name in ("facilitator", "rita", "viewer", "stranger"):
        signed_in(getattr(cast, name)).post(
            f"/o/{cast.harbour.pk}/people/invite/", {"email": "x@example.org", "role": "owner"}
        )
    assert not Invitation.objects.exists()


def test_the_last_owner_stays_owner(cast: Cast) -> None:
    owner = signed_in(cast.owner)
    base = f"/o/{cast.harbour.pk}/people/{cast.owner.pk}"
    owner.post(f"{base}/role/", {"role": "viewer"})
    owner.post(f"{base}/remove/")
    cast.owner.refresh_from_db()
    assert cast.owner.role == "owner"


def test_the_browsers_time_zone_is_kept_when_somebody_joins(cast: Cast) -> None:
    for name, sent, kept in (("nina", "Europe/Paris", "Europe/Paris"), ("otto", "Middle/Earth", "UTC")):
        email = f"{name}@example.org"
        guest = Client()
        guest.get(joining.invite(cast.owner, email, Role.REVIEWER))
        guest.post("/join/", {"name": name, "password": PASSWORD, "time_zone": sent})
        assert Person.objects.get(email=email).time_zone == kept
