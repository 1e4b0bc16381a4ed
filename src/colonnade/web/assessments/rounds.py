"""A round's life: made, reviewers seated, revealed, closed. Each step checks that it is its turn."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from colonnade.core.model import Model
from colonnade.web.assessments import mails
from colonnade.web.assessments.models import Agreed, Assessment, Seat, State
from colonnade.web.assessments.visibility import Viewer, may_ask
from colonnade.web.people import audit
from colonnade.web.people.models import SCORES, Membership, Person

LEAST_REVIEWERS = 2


class OutOfTurn(Exception):
    """The round has moved on, so that this step is no longer (or not yet) possible."""


class ReasonWanted(Exception):
    """Revealing before all have handed in wants a recorded reason."""


class MadeAlready(Exception):
    """What this form makes was made by it before."""


@transaction.atomic
def make(
    by: Membership,
    *,
    id: UUID | None = None,
    name: str,
    model: Model,
    due_on: date | None,
    reviewers: Iterable[Person],
    outsiders: Collection[Person] = (),
    further: Sequence[Model] = (),
    is_deep: bool = False,
) -> Assessment:
    """An open round; every reviewer gets word. `outsiders` are those of the reviewers from outside the company."""
    made = Assessment(
        id=id or uuid4(),
        organisation=by.organisation,
        name=name,
        model_id=model.id,
        model_version=model.version,
        further_models=[each.id for each in further],
        is_deep=is_deep,
        due_on=due_on,
        made_by=by.person,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise MadeAlready from None
    seats = Seat.objects.bulk_create(
        Seat(assessment=made, person=person, is_outsider=person in outsiders) for person in reviewers
    )
    audit.record(
        audit.of_organisation(by.organisation),
        by.person,
        "assessment.made",
        assessment=str(made.pk),
        model=", ".join(each.id for each in made.models),
        deep=is_deep,
        reviewers=len(seats),
    )
    mails.ask(made, seats, by.person)
    return made


@transaction.atomic
def seat(by: Membership, assessment: Assessment, person: Person, *, is_outsider: bool) -> None:
    """Ask one more member to score, while the round is open; who was taken off finds what they had given."""
    current = locked(assessment, State.OPEN)
    members = Membership.objects.filter(organisation_id=by.organisation_id, role__in=SCORES)
    if not members.filter(person=person).exists() or not may_ask(Viewer.of(by), current, person.pk):
        raise OutOfTurn
    asked, made = Seat.everything.get_or_create(
        assessment=assessment,
        person=person,
        defaults={"is_outsider": is_outsider, "asked_late_at": timezone.now()},
    )
    if not made and asked.taken_off_at is None:
        return
    if not made:
        asked.taken_off_at, asked.is_outsider = None, is_outsider
        ask_late([asked])
    mails.ask(assessment, [asked], by.person)
    _record(by, assessment, "reviewer.added", person=str(person.pk), outsider=is_outsider)


def ask_late(seats: Iterable[Seat]) -> None:
    """What was handed in already can no longer be coloured by what was read meanwhile."""
    for each in seats:
        if each.handed_in_at is None:
            each.asked_late_at = timezone.now()
        each.save(update_fields=["taken_off_at", "is_outsider", "asked_late_at"])


@transaction.atomic
def unseat(by: Membership, assessment: Assessment, chosen: Seat) -> None:
    """Take a reviewer off an open round, with what they scored in it; for a while both can be had back."""
    locked(assessment, State.OPEN)
    if Seat.objects.filter(pk=chosen.pk, assessment=assessment).update(taken_off_at=timezone.now()):
        _record(by, assessment, "reviewer.removed", person=str(chosen.person_id))


@transaction.atomic
def remind(by: Membership, assessment: Assessment) -> int:
    """Word to those who have not handed in, each at most once a day; how many were written to."""
    locked(assessment, State.OPEN)
    waiting = mails.waiting_since(assessment, mails.A_DAY)
    if waiting:
        mails.remind(assessment, waiting)
        _record(by, assessment, "reviewers.reminded", reviewers=len(waiting))
    return len(waiting)


@transaction.atomic
def delete(by: Membership, assessment: Assessment) -> None:
    """The whole round with all that was given in it: while it is open, later by an owner only. See `deleted`."""
    current = locked(assessment, *State)
    if not may_delete(by, current):
        raise OutOfTurn
    current.deleted_at, current.deleted_by = timezone.now(), by.person
    current.save(update_fields=["deleted_at", "deleted_by"])
    _record(by, current, "assessment.deleted", name=current.name)


def may_delete(by: Membership, assessment: Assessment) -> bool:
    return by.owns or (by.facilitates and assessment.is_open)


@transaction.atomic
def reveal(by: Membership, assessment: Assessment, reason: str = "") -> None:
    """End the blind part: when all have handed in, or earlier with a reason. It cannot be undone."""
    current = locked(assessment, State.OPEN)
    handed_in = [seat.handed_in_at is not None for seat in current.seats.all()]
    if not any(handed_in):
        raise OutOfTurn
    is_early = not all(handed_in)
    reason = reason.strip() if is_early else ""
    if is_early and not reason:
        raise ReasonWanted
    current.state, current.revealed_at, current.early_reason = State.REVEALED, timezone.now(), reason
    current.save(update_fields=["state", "revealed_at", "early_reason"])
    Agreed.objects.bulk_create(
        Agreed(assessment=current, dimension=d.id) for m in current.claimed for d in m.dimensions
    )
    _record(by, current, "assessment.revealed", early=is_early, reason=reason)


@transaction.atomic
def open_meeting(by: Membership, assessment: Assessment) -> None:
    """From now on what reviewers marked beforehand may be seen, as far as they differ."""
    current = locked(assessment, State.REVEALED)
    if current.met_at is None:
        current.met_at = timezone.now()
        current.save(update_fields=["met_at"])
        _record(by, current, "meeting.opened")


@transaction.atomic
def close(by: Membership, assessment: Assessment) -> None:
    """End reconciling; what was not agreed stays provisional, and says so."""
    current = locked(assessment, State.REVEALED)
    current.state = State.CLOSED
    current.save(update_fields=["state"])
    _record(by, current, "assessment.closed")


@transaction.atomic
def reopen(by: Membership, assessment: Assessment) -> None:
    current = locked(assessment, State.CLOSED)
    current.state = State.REVEALED
    current.save(update_fields=["state"])
    _record(by, current, "assessment.reopened")


@transaction.atomic
def set_target(by: Membership, assessment: Assessment, target: int | None) -> None:
    if target is not None and not 2 <= target <= assessment.model.top:
        raise OutOfTurn
    Assessment.objects.filter(pk=assessment.pk).update(target=target)
    _record(by, assessment, "target.set", stage=target)


def locked(assessment: Assessment, *states: State) -> Assessment:
    """The round as it stands now, held until the transaction ends; OutOfTurn in none of `states`, or deleted."""
    current = Assessment.objects.select_for_update().filter(pk=assessment.pk).first()
    if current is None or current.state not in states:
        raise OutOfTurn
    return current


def _record(by: Membership, assessment: Assessment, act: str, **details: audit.Detail) -> None:
    stream = audit.of_organisation(by.organisation_id)
    audit.record(stream, by.person, act, assessment=str(assessment.pk), **details)
