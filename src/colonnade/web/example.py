"""The worked example in the browser: a made-up company's people, a round to read and a round to score in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from colonnade.app import fitting
from colonnade.content.organisation import read_organisation
from colonnade.core.claims import Claims
from colonnade.core.errors import OurFault
from colonnade.core.model import Model
from colonnade.records import load_into
from colonnade.sheets.scorecards import dimension_ids, read_rows, to_claims
from colonnade.web.assessments import reconciling, rounds, scoring
from colonnade.web.assessments.models import Answer, Assessment, Seat
from colonnade.web.people import audit, joining
from colonnade.web.people.models import Membership, Organisation, Person, Role
from colonnade.web.records.about import TIERS
from colonnade.web.records.folder import folder_of
from colonnade.web.records.models import About

NAME = "Lanternquay"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the example, the scorecard that is theirs, and what they are there to show."""

    name: str
    role: Role
    scorecard: str
    shows: str


PARTS = (
    Part(
        "Odile Lanyon", Role.OWNER, "cs-leader", "leads Customer Success: reads the results, has a round to score"
    ),
    Part("Pavel Stanhoe", Role.FACILITATOR, "revops", "revenue operations: reconciles, makes the plan"),
    Part("Tamsin Venning", Role.REVIEWER, "csm-team-lead", "a reviewer who has handed in"),
    Part("Zeno Underhay", Role.VIEWER, "", "a board member: reads what is settled"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link that signs in as somebody of the example, once."""

    name: str
    role: str
    shows: str
    link: str


def entries(scorecards: Sequence[Path], today: date) -> tuple[Entry, ...]:
    """Fresh links into the example, which is made first where it is not there yet."""
    organisation = Organisation.objects.filter(is_made_up=True, name=NAME).first() or make(scorecards, today)
    members = organisation.memberships.select_related("person")
    by_name = {member.person.name: member for member in members}
    return tuple(
        Entry(
            part.name,
            str(Role(by_name[part.name].role).label),
            part.shows,
            joining.sign_in_link(by_name[part.name].person),
        )
        for part in PARTS
        if part.name in by_name
    )


@transaction.atomic
def make(scorecards: Sequence[Path], today: date) -> Organisation:
    """The organisation, its members without a password, and its two rounds."""
    organisation = Organisation.objects.create(name=NAME, is_made_up=True)
    cast = {part.scorecard: _member(organisation, part) for part in PARTS}
    facilitator = cast["revops"]
    audit.record(audit.of_organisation(organisation), cast["cs-leader"].person, "organisation.made")
    tables = read_rows(scorecards)
    model = fitting(dimension_ids(tables))
    if model is None:
        raise OurFault("no shipped model has the dimensions of the example's scorecards")
    claims = to_claims(tables, model)
    _read_round(facilitator, cast, model, claims)
    _open_round(facilitator, cast, model, claims, today)
    return organisation


def bring_records(company: Path, today: date) -> None:
    """The company's exports become its records, and its tiers what it says of itself."""
    organisation = Organisation.objects.get(is_made_up=True, name=NAME)
    load_into(folder_of(organisation.pk), str(company / "records"), today=today, now=timezone.now())
    said = read_organisation(company / "organisation.yaml")
    tiers = {name: getattr(said, name) or "" for name in TIERS}
    About.objects.update_or_create(organisation=organisation, defaults=tiers)


def _member(organisation: Organisation, part: Part) -> Membership:
    address = f"{part.name.split()[0].lower()}@example.org"
    person, made = Person.objects.get_or_create(email=address, defaults={"name": part.name})
    if made:
        person.set_unusable_password()
        person.save()
    return Membership.objects.create(person=person, organisation=organisation, role=part.role)


def _read_round(by: Membership, cast: Mapping[str, Membership], model: Model, claims: Claims) -> Assessment:
    """Everybody handed in, revealed, and the dispute agreed on."""
    made = rounds.make(by, name="Where we stand", model=model, due_on=None, reviewers=_people(cast))
    for card in claims.internal:
        _score(made, cast[card], card, claims)
    rounds.reveal(by, made)
    for agreed in claims.consensus:
        reconciling.agree(
            by, made, agreed.dimension, version=0, stage=agreed.stage, reason=agreed.reason, dissent=""
        )
    return made


def _open_round(
    by: Membership, cast: Mapping[str, Membership], model: Model, claims: Claims, today: date
) -> Assessment:
    """All but one have handed in: that one sees what blind scoring is like, from the inside."""
    made = rounds.make(
        by,
        name="Try it: score blind",
        model=model,
        due_on=today + timedelta(days=14),
        reviewers=_people(cast),
    )
    for card in list(claims.internal)[1:]:
        _score(made, cast[card], card, claims)
    return made


def _people(cast: Mapping[str, Membership]) -> list[Person]:
    return [member.person for card, member in cast.items() if card]


def _score(assessment: Assessment, member: Membership, card: str, claims: Claims) -> None:
    seat = Seat.objects.select_related("assessment", "person").get(assessment=assessment, person=member.person)
    for score in (score for score in claims.scores if score.reviewer == card):
        said = scoring.Said(Answer.STAGE, score.stage, confidence=score.confidence or "", note=score.note)
        scoring.save(seat, score.dimension, said)
    scoring.hand_in(seat)
