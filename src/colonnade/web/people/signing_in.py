"""What happens to a person's own account is recorded: signing in and out, passwords, the second step."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import Signal

from colonnade.web.people import audit
from colonnade.web.people.models import Person

ACTS: dict[Signal, str] = {
    user_logged_in: "signed_in",
    user_logged_out: "signed_out",
    password_changed: "password_changed",
    password_set: "password_set",
    password_reset: "password_reset",
    authenticator_added: "second_step_added",
    authenticator_removed: "second_step_removed",
    authenticator_reset: "recovery_codes_made",
}


def _note(*, signal: Signal, user: Person | None = None, **_: Any) -> None:
    if user is not None:
        with transaction.atomic():
            audit.record(audit.of_person(user), user, ACTS[signal])


def _note_failure(**_: Any) -> None:
    """A failed sign-in is counted without the address: what was typed may be somebody's password."""
    with transaction.atomic():
        audit.record(audit.SITE, None, "sign_in_failed")


for signal in ACTS:
    signal.connect(_note, dispatch_uid=ACTS[signal])
user_login_failed.connect(_note_failure, dispatch_uid="sign_in_failed")
