"""The cast: an owner, a facilitator, two reviewers and a viewer of one organisation; strangers of another."""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from colonnade.content.load import shipped_model
from colonnade.web.assessments import rounds, scoring
from colonnade.web.assessments.models import Answer, Assessment, Seat
from colonnade.web.people.models import Membership, Organisation, Person, Role

PASSWORD = "four calm columns stand"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STAGES = (3, 2, 4, 1, 3, 3, 2)


@dataclass
class Cast:
    harbour: Organisation
    owner: Membership
    facilitator: Membership
    rita: Membership
    sam: Membership
    viewer: Membership
    stranger: Membership
    stranger_reviewer: Membership

    @property
    def here(self) -> dict[str, Membership]:
        named = ("owner", "facilitator", "rita", "sam", "viewer")
        return {name: getattr(self, name) for name in named}


def join(organisation: Organisation, name: str, role: Role) -> Membership:
    person = Person.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name)
    return Membership.objects.create(person=person, organisation=organisation, role=role)


def new_round(by: Membership, *reviewers: Membership) -> Assessment:
    return rounds.make(
        by,
        name="Autumn",
        model=shipped_model("csmi"),
        due_on=date(2026, 12, 4),
        reviewers=[r.person for r in reviewers],
    )


def seat_of(assessment: Assessment, member: Membership) -> Seat:
    return Seat.objects.select_related("assessment", "person").get(assessment=assessment, person=member.person)


def said(stage: int | None, note: str = "") -> scoring.Said:
    return scoring.Said(Answer.STAGE if stage else Answer.UNKNOWN, stage, note=note)


def score_all(
    seat: Seat, stages: tuple[int | None, ...] = STAGES, *, hands_in: bool = True, note: str = ""
) -> None:
    for dimension, stage in zip(seat.assessment.model.dimensions, stages, strict=True):
        scoring.save(seat, dimension.id, said(stage, note))
    if hands_in:
        scoring.hand_in(seat)


def signed_in(member: Membership | None) -> Client:
    client = Client()
    if member:
        client.force_login(member.person, backend=BACKEND)
    return client
