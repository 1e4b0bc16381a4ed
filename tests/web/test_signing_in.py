"""Signing in, sessions and what ends them."""

import time
from importlib import import_module
from statistics import median
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from colonnade.web.people.models import AuditEntry, Membership, Person, Role
from web.casting import PASSWORD, Cast, signed_in


def sign_in(client: Client, email: str, password: str) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


@pytest.fixture
def rita(cast: Cast) -> Cast:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=cast.rita.person, email=cast.rita.person.email, verified=True, primary=True)
    return cast


def test_a_member_signs_in_with_address_and_password(rita: Cast) -> None:
    client = Client()
    assert sign_in(client, "RITA@example.org", PASSWORD).status_code == 302
    assert client.get(f"/o/{rita.harbour.pk}/").status_code == 200
    assert AuditEntry.objects.filter(act="signed_in", actor=rita.rita.person_id).count() == 1


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(rita: Cast) -> None:
    def words(answer: Any) -> list[bytes]:
        lines = answer.content.splitlines()
        return [line for line in lines if b"csrf" not in line and b'name="login"' not in line]

    wrong, unknown = sign_in(Client(), "rita@example.org", "no"), sign_in(Client(), "nobody@example.org", "no")
    assert wrong.status_code == unknown.status_code == 200
    assert words(wrong) == words(unknown)


def test_after_ten_failures_even_the_right_password_waits(rita: Cast) -> None:
    client = Client()
    for _ in range(10):
        sign_in(client, "rita@example.org", "wrong")
    assert sign_in(client, "rita@example.org", PASSWORD).status_code != 302
    assert "_auth_user_id" not in client.session


def test_signing_in_changes_the_session_key(rita: Cast) -> None:
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["mark"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "rita@example.org", PASSWORD)
    assert client.session.session_key != before


def test_a_session_ends_on_signing_out_and_cannot_be_replayed(rita: Cast) -> None:
    client = signed_in(rita.rita)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/account/logout/")
    replay = Client()
    replay.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert replay.get(f"/o/{rita.harbour.pk}/").status_code == 302


@pytest.mark.parametrize(
    ("key", "age"), [("began", settings.SESSION_COOKIE_AGE), ("used", settings.SESSION_IDLE_SECONDS)]
)
def test_a_session_ends_when_too_old_or_unused(cast: Cast, key: str, age: int) -> None:
    client = signed_in(cast.rita)
    address = f"/o/{cast.harbour.pk}/"
    assert client.get(address).status_code == 200
    session = client.session
    session[key] = int(time.time()) - age - 1
    session.save()
    assert client.get(address).status_code == 302


def test_a_disabled_person_is_out_at_the_next_request(cast: Cast) -> None:
    client = signed_in(cast.rita)
    Person.objects.filter(pk=cast.rita.person_id).update(is_active=False)
    assert client.get(f"/o/{cast.harbour.pk}/").status_code == 302


def test_a_removed_member_and_a_lower_role_count_at_the_next_request(cast: Cast) -> None:
    facilitator, sam = signed_in(cast.facilitator), signed_in(cast.sam)
    people = f"/o/{cast.harbour.pk}/people/"
    assert facilitator.get(people).status_code == 200
    Membership.objects.filter(pk=cast.facilitator.pk).update(role=Role.VIEWER)
    assert facilitator.get(people).status_code == 404
    signed_in(cast.owner).post(f"{people}{cast.sam.pk}/remove/")
    assert sam.get(f"/o/{cast.harbour.pk}/").status_code == 404


def test_one_can_end_ones_other_sessions(rita: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "rita@example.org", PASSWORD)
    assert there.get("/you/").status_code == 200
    assert here.get("/account/sessions/").status_code == 200
    here.post("/account/sessions/")
    assert there.get("/you/").status_code == 302
    assert here.get("/you/").status_code == 200


def test_sessions_keep_no_password_and_are_signed_by_the_server(cast: Cast) -> None:
    client = signed_in(cast.rita)
    store = import_module(settings.SESSION_ENGINE).SessionStore(client.session.session_key)
    assert PASSWORD not in str(dict(store.items()))


@pytest.mark.long
def test_the_time_an_answer_takes_does_not_tell_who_is_known(rita: Cast, settings: Any) -> None:
    """Two hundred wrong passwords in turn, known and unknown, hashed as in production: medians within 5 %."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    rita.rita.person.set_password(PASSWORD)
    rita.rita.person.save()
    took: dict[str, list[float]] = {"rita@example.org": [], "nobody@example.org": []}
    for _ in range(100):
        for address, times in took.items():
            cache.clear()  # throttling would answer first
            began = time.process_time()
            assert sign_in(Client(), address, "a wrong one").status_code == 200
            times.append(time.process_time() - began)
    known, unknown = (median(times) for times in took.values())
    assert abs(known - unknown) < max(0.05 * known, 0.001)
