"""The worked example in the browser: a made-up company's people, its records, a planned round, one to score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from colonnade.app import fitting
from colonnade.app.evidence import read_all_answers
from colonnade.content.organisation import read_organisation
from colonnade.core.claims import Claims
from colonnade.core.errors import OurFault
from colonnade.core.model import Model
from colonnade.core.observations import Observation
from colonnade.records import load_into, open_records
from colonnade.sheets.scorecards import dimension_ids, read_rows, to_claims
from colonnade.web.assessments import answering, reconciling, results, rounds, scoring
from colonnade.web.assessments.models import Answer, Assessment, Seat
from colonnade.web.people import audit, joining
from colonnade.web.people.models import Membership, Organisation, Person, Role
from colonnade.web.plans import planning, proposing
from colonnade.web.plans.models import Status
from colonnade.web.records.about import TIERS
from colonnade.web.records.folder import folder_of, key_of
from colonnade.web.records.loads import start
from colonnade.web.records.measuring import keep
from colonnade.web.records.models import About, Load

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
        "Odile Lanyon",
        Role.OWNER,
        "cs-leader",
        "leads Customer Success, and still has a round to score: until then no records are shown",
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


def entries(company: Path, today: date) -> tuple[Entry, ...]:
    """Fresh links into the example, which is made first where it is not there yet.

    `company` is the folder of the made-up company: its scorecards, answers, records and tiers.
    """
    found = Organisation.objects.filter(is_made_up=True, name=NAME).first()
    organisation = found or make(company, today)
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
def make(company: Path, today: date) -> Organisation:
    """The organisation, its members without a password, its records, two rounds, and the plan of the first."""
    organisation = Organisation.objects.create(name=NAME, is_made_up=True)
    cast = {part.scorecard: _member(organisation, part) for part in PARTS}
    audit.record(audit.of_organisation(organisation), cast["cs-leader"].person, "organisation.made")
    _bring_records(organisation, company, today)
    tables = read_rows(sorted((company / "scores").glob("*.csv")))
    model = fitting(dimension_ids(tables))
    if model is None:
        raise OurFault("no shipped model has the dimensions of the example's scorecards")
    claims = to_claims(tables, model)
    answers, _ = read_all_answers([company / "answers.csv"], today)
    read = _read_round(cast, model, claims, answers)
    _plan(cast, read, today)
    _open_round(cast, model, claims, today)
    return organisation


def _bring_records(organisation: Organisation, company: Path, today: date) -> None:
    """The company's exports become its records, and its tiers what it says of itself."""
    said = read_organisation(company / "organisation.yaml")
    About.objects.create(organisation=organisation, **{name: getattr(said, name) or "" for name in TIERS})
    folder = folder_of(organisation.pk)
    load_into(folder, str(company / "records"), today=today, now=timezone.now())
    load = Load.objects.create(organisation=organisation, key=key_of(folder) or "", begun_at=timezone.now())
    with open_records(str(folder), today=today) as records:
        keep(load, records)
    transaction.on_commit(partial(start, load))  # months, groups and rows of each metric follow in a child


def _member(organisation: Organisation, part: Part) -> Membership:
    address = f"{part.name.split()[0].lower()}@example.org"
    person, made = Person.objects.get_or_create(email=address, defaults={"name": part.name})
    if made:
        person.set_unusable_password()
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return Membership.objects.create(person=person, organisation=organisation, role=part.role)


def _read_round(
    cast: Mapping[str, Membership], model: Model, claims: Claims, answers: Iterable[Observation]
) -> Assessment:
    """Everybody handed in, stages and answers; revealed, and the dispute agreed on."""
    by = cast["revops"]
    made = rounds.make(by, name="Where we stand", model=model, due_on=None, reviewers=_people(cast), is_deep=True)
    for card in claims.internal:
        given = {
            one.criterion: answering.Given(one.value, one.note, one.link) for one in answers if one.by == card
        }
        answering.save(_seat(made, cast[card]), given)
        _score(made, cast[card], card, claims)
    rounds.reveal(by, made)
    for agreed in claims.consensus:
        reconciling.agree(
            by, made, agreed.dimension, version=0, stage=agreed.stage, reason=agreed.reason, dissent=""
        )
    made.refresh_from_db()
    return made


def _plan(cast: Mapping[str, Membership], of: Assessment, today: date) -> None:
    """What is proposed, taken in and given to people; the first move has begun."""
    read = results.diagnosis(of, today)
    if read is None:
        raise OurFault("the example's round gave no diagnosis")
    drafts = [draft for proposal in proposing.proposals(read, today) for draft in proposal.drafts]
    plan = planning.make(cast["revops"], of, today, [planning.Decision(draft, is_in=True) for draft in drafts])
    owners = [member.person for card, member in cast.items() if card]
    for place, move in enumerate(plan.moves.order_by("place")):
        fields: dict[str, object] = {"owner": owners[place % len(owners)]}
        if place == 0:
            fields["status"] = Status.DOING
        planning.change(cast["revops"], move, fields, version=move.version)


def _open_round(cast: Mapping[str, Membership], model: Model, claims: Claims, today: date) -> Assessment:
    """All but one have handed in: that one sees what blind scoring is like, from the inside."""
    made = rounds.make(
        cast["revops"],
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


def _seat(assessment: Assessment, member: Membership) -> Seat:
    return Seat.objects.select_related("assessment", "person").get(assessment=assessment, person=member.person)


def _score(assessment: Assessment, member: Membership, card: str, claims: Claims) -> None:
    seat = _seat(assessment, member)
    for score in (score for score in claims.scores if score.reviewer == card):
        said = scoring.Said(Answer.STAGE, score.stage, confidence=score.confidence or "", note=score.note)
        scoring.save(seat, score.dimension, said)
    scoring.hand_in(seat)
