"""Changing who is a member and in which role; an organisation always keeps an owner."""

from uuid import UUID, uuid4

from django.db import transaction

from colonnade.web.people import audit
from colonnade.web.people.forms import ProfileForm
from colonnade.web.people.models import Invitation, Membership, Organisation, Person, Role


class LastOwner(Exception):
    """The only owner would go."""


@transaction.atomic
def change_role(by: Membership, of: Membership, role: str) -> None:
    if of.role == role:
        return
    _keep_an_owner(of)
    Membership.objects.filter(pk=of.pk).update(role=role)
    audit.record(
        audit.of_organisation(by.organisation),
        by.person,
        "role.changed",
        person=str(of.person_id),
        before=of.role,
        after=role,
    )


@transaction.atomic
def remove(by: Membership, of: Membership) -> None:
    _keep_an_owner(of)
    Membership.objects.filter(pk=of.pk).delete()
    audit.record(
        audit.of_organisation(by.organisation), by.person, "member.removed", person=str(of.person_id), role=of.role
    )


@transaction.atomic
def withdraw(by: Membership, invitation: Invitation) -> None:
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()[0]:
        audit.record(
            audit.of_organisation(by.organisation),
            by.person,
            "invitation.withdrawn",
            invitation=str(invitation.pk),
        )


@transaction.atomic
def new_organisation(owner: Person, name: str, id: UUID | None = None) -> Organisation:
    """With an id that is taken already: what stands there, and nothing is made."""
    made, is_new = Organisation.objects.get_or_create(id=id or uuid4(), defaults={"name": name})
    if not is_new:
        return made
    Membership.objects.create(person=owner, organisation=made, role=Role.OWNER)
    audit.record(audit.of_organisation(made), owner, "organisation.made")
    return made


@transaction.atomic
def save_profile(form: ProfileForm, person: Person) -> None:
    form.save()
    audit.record(audit.of_person(person), person, "profile.changed")


def _keep_an_owner(of: Membership) -> None:
    owners = Membership.objects.select_for_update().filter(organisation=of.organisation, role=Role.OWNER)
    if [owner.pk for owner in owners] == [of.pk]:
        raise LastOwner
