"""How people come in: the first owner by a link that `serve` prints, everybody else by invitation."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.web.people import audit, tokens
from colonnade.web.people.models import FirstLink, Invitation, Membership, Organisation, Person, Role, SignInLink

FIRST_LINK_LIVES = timedelta(hours=24)
INVITATION_LIVES = timedelta(days=7)
SIGN_IN_LINK_LIVES = timedelta(hours=24)


def first_link() -> str | None:
    """A new address for setting the place up, in place of any earlier one; None once there are people."""
    if Person.objects.exists():
        return None
    token = tokens.new_token()
    with transaction.atomic():
        FirstLink.objects.all().delete()
        FirstLink.objects.create(token_hash=tokens.hash_of(token), expires_at=timezone.now() + FIRST_LINK_LIVES)
    return tokens.address(token)


@transaction.atomic
def set_up(
    link: FirstLink, *, organisation: str, name: str, email: str, password: str, time_zone: str = "UTC"
) -> Person | None:
    """The first person, owner of the first organisation; None when the link was used meanwhile."""
    used, _counts = FirstLink.objects.filter(pk=link.pk).delete()
    if not used or Person.objects.exists():
        return None
    owner = _person(name, email, password, time_zone)
    made = Organisation.objects.create(name=organisation)
    Membership.objects.create(person=owner, organisation=made, role=Role.OWNER)
    audit.record(audit.of_organisation(made), owner, "organisation.made")
    return owner


@transaction.atomic
def invite(by: Membership, email: str, role: str) -> str:
    """Send an invitation in place of any open one to the same address; returns the link it holds."""
    token = tokens.new_token()
    invitation, _made = Invitation.objects.update_or_create(
        organisation=by.organisation,
        email=email.strip().lower(),
        accepted_at=None,
        defaults={
            "role": role,
            "token_hash": tokens.hash_of(token),
            "invited_by": by.person,
            "expires_at": timezone.now() + INVITATION_LIVES,
        },
    )
    audit.record(
        audit.of_organisation(by.organisation),
        by.person,
        "invitation.sent",
        invitation=str(invitation.pk),
        role=role,
    )
    link = tokens.address(token)
    transaction.on_commit(lambda: _send(invitation, link))
    return link


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str, time_zone: str = "UTC") -> Person | None:
    """The invited person as a member; None when the invitation was used or withdrawn meanwhile."""
    taken = Invitation.objects.filter(
        pk=invitation.pk, token_hash=invitation.token_hash, accepted_at=None, expires_at__gt=timezone.now()
    ).update(accepted_at=timezone.now())
    if not taken:
        return None
    person = _person(name, invitation.email, password, time_zone)
    _join(invitation, person)
    return person


@transaction.atomic
def accept_as(invitation: Invitation, person: Person) -> bool:
    """Somebody already known joins a further organisation; only the invited address may."""
    if person.email != invitation.email:
        return False
    taken = Invitation.objects.filter(
        pk=invitation.pk, token_hash=invitation.token_hash, accepted_at=None, expires_at__gt=timezone.now()
    ).update(accepted_at=timezone.now())
    if taken:
        _join(invitation, person)
    return bool(taken)


def open_invitation(token_hash: str) -> Invitation | None:
    found = Invitation.objects.select_related("organisation", "invited_by")
    return found.filter(token_hash=token_hash, accepted_at=None, expires_at__gt=timezone.now()).first()


def open_first_link(token_hash: str) -> FirstLink | None:
    if Person.objects.exists():
        return None
    return FirstLink.objects.filter(token_hash=token_hash, expires_at__gt=timezone.now()).first()


def sign_in_link(person: Person) -> str:
    """A new address that signs the person in once, in place of any earlier one."""
    token = tokens.new_token()
    values = {"token_hash": tokens.hash_of(token), "expires_at": timezone.now() + SIGN_IN_LINK_LIVES}
    SignInLink.objects.update_or_create(person=person, defaults=values)
    return tokens.address(token)


def open_sign_in_link(token_hash: str) -> SignInLink | None:
    found = SignInLink.objects.select_related("person")
    return found.filter(token_hash=token_hash, expires_at__gt=timezone.now(), person__is_active=True).first()


def use_sign_in_link(link: SignInLink) -> Person | None:
    """The person to sign in; None when the link was used meanwhile."""
    used, _counts = SignInLink.objects.filter(pk=link.pk, token_hash=link.token_hash).delete()
    return link.person if used else None


def _person(name: str, email: str, password: str, time_zone: str) -> Person:
    """A person whose address is known to be theirs: they followed a link sent to it, or set the place up."""
    person = Person.objects.create_user(email, password, name=name, time_zone=time_zone)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _join(invitation: Invitation, person: Person) -> None:
    Membership.objects.get_or_create(
        person=person, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    audit.record(
        audit.of_organisation(invitation.organisation),
        person,
        "invitation.accepted",
        invitation=str(invitation.pk),
        role=invitation.role,
    )


def _send(invitation: Invitation, link: str) -> None:
    subject = _("%(name)s invites you to score with %(organisation)s") % {
        "name": invitation.invited_by.name if invitation.invited_by else _("A colleague"),
        "organisation": invitation.organisation.name,
    }
    body = render_to_string("people/invitation.txt", {"invitation": invitation, "link": link})
    send_mail(" ".join(subject.split()), body, None, [invitation.email])
