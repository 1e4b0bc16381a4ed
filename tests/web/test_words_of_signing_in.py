"""Pages, notices and mails of signing in speak as the rest does: none of the library's own templates is shown."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from django.test.signals import template_rendered

from web.casting import PASSWORD, Cast, signed_in

OURS = str(settings.HERE / "templates")
WORDS = re.compile(r"{%\s*(blocktrans|trans)")


@pytest.fixture
def shown() -> Iterator[set[str]]:
    """The names of all templates that were rendered."""
    names: set[str] = set()

    def note(template: object, **_: object) -> None:
        names.add(getattr(template, "name", "") or "")

    template_rendered.connect(note, weak=False, dispatch_uid="shown")
    yield names
    template_rendered.disconnect(dispatch_uid="shown")


def foreign(shown: set[str]) -> list[str]:
    """Those of the library that hold words."""
    found = []
    for name in sorted(shown):
        if name.startswith(("account/", "mfa/", "usersessions/")):
            path = Path(get_template(name).origin.name)  # type: ignore[attr-defined]
            if not str(path).startswith(OURS) and WORDS.search(path.read_text()):
                found.append(name)
    return found


def reset_link() -> str:
    found = re.search(r"http://\S+(/account/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def test_a_forgotten_password_is_chosen_anew_in_our_words(cast: Cast, shown: set[str]) -> None:
    client = Client()
    for path in ("/account/login/", "/account/password/reset/", "/account/inactive/", "/account/signup/"):
        client.get(path)
    client.get("/account/confirm-email/")
    client.get("/account/confirm-email/no-such-key/")
    client.post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert "There is no account with that address" in mail.outbox[-1].body
    client.post("/account/password/reset/", {"email": cast.rita.person.email}, follow=True)
    assert mail.outbox[-1].subject == "A new password for Colonnade"
    path = client.get(reset_link(), follow=True).request["PATH_INFO"]
    page = client.post(path, {"password1": "six calm columns stand", "password2": "other"}).content.decode()
    assert "Choose a new password" in page
    new = "six calm columns stand"
    page = client.post(path, {"password1": new, "password2": new}, follow=True).content.decode()
    assert "The new password is kept" in page
    assert "This link is over" in client.get(path, follow=True).content.decode()
    assert foreign(shown) == []


def test_the_second_step_and_its_codes_are_told_in_our_words(cast: Cast, shown: set[str]) -> None:
    rita = cast.rita.person
    EmailAddress.objects.create(user=rita, email=rita.email, verified=True, primary=True)
    TOTP.activate(rita, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(rita)
    client = Client()
    page = client.post("/account/login/", {"login": rita.email, "password": PASSWORD}, follow=True)
    assert "Type the number that the app on your phone shows" in page.content.decode()
    client.post("/account/two-step/authenticate/", {"code": "000000"})
    client = signed_in(cast.rita)
    for path in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "reauthenticate/"):
        client.get(f"/account/two-step/{path}", follow=True)
    client.post("/account/reauthenticate/", {"password": PASSWORD}, follow=True)
    codes = client.get("/account/two-step/recovery-codes/").content.decode()
    assert "10 of 10 codes are left" in codes
    assert codes.count("<code>") == 10
    asks = client.get("/account/two-step/recovery-codes/generate/").content.decode()
    assert "The 10 codes that are left stop working at once" in asks
    client.post("/account/two-step/recovery-codes/generate/", follow=True)
    assert (
        "the password alone opens your account"
        in client.get("/account/two-step/totp/deactivate/").content.decode()
    )
    client.post("/account/two-step/totp/deactivate/", follow=True)
    assert not Authenticator.objects.filter(type="totp").exists()
    client.get("/account/two-step/totp/activate/")
    assert foreign(shown) == []


def test_ones_own_pages_of_the_account_are_told_in_our_words(cast: Cast, shown: set[str]) -> None:
    client = signed_in(cast.rita)
    for path in ("email/", "password/change/", "password/set/", "logout/", "sessions/", "password/reset/"):
        client.get(f"/account/{path}", follow=True)
    client.post("/account/email/", {"email": "rita.new@example.org", "action_add": ""}, follow=True)
    client.post("/account/reauthenticate/", {"password": PASSWORD}, follow=True)
    client.post("/account/email/", {"email": "rita.new@example.org", "action_add": ""}, follow=True)
    assert mail.outbox[-1].subject == "Confirm your e-mail address"
    page = client.get(reset_link()).content.decode()
    assert "signs in with <strong>rita.new@example.org</strong>" in page
    client.post("/account/logout/", follow=True)
    assert foreign(shown) == []
