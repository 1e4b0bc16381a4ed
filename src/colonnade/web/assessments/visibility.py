"""Who may see a score: one rule, and the only way to the tables of what reviewers gave.

Blind until the reveal. Before it nothing is counted, averaged or sorted by other people's scores either: what
may not be seen does not exist for the one who asks.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, Self, TypeVar
from uuid import UUID

from django.db import models

from colonnade.web.people.models import SCORES, Membership

if TYPE_CHECKING:
    from colonnade.core.criteria import Criterion
    from colonnade.web.assessments.models import Assessment, Seat


class StillBlind(Exception):
    """The scores of a round were asked for as a whole before its reveal."""


@dataclass(frozen=True, slots=True)
class Viewer:
    person: UUID
    role: str

    @classmethod
    def of(cls, membership: Membership) -> Self:
        return cls(membership.person_id, membership.role)


def may_see(viewer: Viewer, assessment: "Assessment", seat: "Seat") -> bool:
    """What one gave always; what others gave once revealed, if handed in, and never as a mere viewer."""
    if seat.person_id == viewer.person:
        return True
    return not assessment.is_open and seat.handed_in_at is not None and viewer.role in SCORES


def may_see_mark(viewer: Viewer, assessment: "Assessment", seat: "Seat") -> bool:
    """One's own marks always; others' only once the meeting is open."""
    if seat.person_id == viewer.person:
        return True
    return assessment.is_meeting and may_see(viewer, assessment, seat)


def may_ask(by: Viewer, assessment: "Assessment", person: UUID) -> bool:
    """In a round that scores again nobody asks themselves: else one could leave, read the baseline, come back.

    Whoever is asked late by somebody else could read it until then; the seat keeps that, and pages say so.
    """
    return not (assessment.scores_again and by.person == person)


def seats_to_score_again(viewer: Viewer, organisation: UUID) -> "models.QuerySet[Seat]":
    """The viewer's seats in open rounds that score again, not handed in yet."""
    # These tables read this module while they are being made.
    from colonnade.web.assessments.models import Seat, State

    return Seat.objects.filter(
        person=viewer.person,
        handed_in_at=None,
        assessment__organisation=organisation,
        assessment__state=State.OPEN,
        assessment__rescore__isnull=False,
    )


def scoring_again(viewer: Viewer, organisation: UUID) -> frozenset[str]:
    """The models that the viewer is asked to score again and has not handed in yet."""
    seats = seats_to_score_again(viewer, organisation).select_related("assessment")
    return frozenset(id for s in seats for id in (s.assessment.model_id, *s.assessment.further_models))


def may_read(viewer: Viewer, assessment: "Assessment") -> bool:
    """Not a round of earlier while one scores its model again: neither others' part nor one's own."""
    if assessment.is_open:
        return True
    hidden = scoring_again(viewer, assessment.organisation_id)
    return hidden.isdisjoint((assessment.model_id, *assessment.further_models))


def hidden_rounds(viewer: Viewer, organisation: UUID) -> frozenset[str]:
    """The ids of the rounds that `may_read` refuses, deleted ones too: the activity still tells of those."""
    hidden = scoring_again(viewer, organisation)
    if not hidden:
        return frozenset()
    from colonnade.web.assessments.models import Assessment, State

    revealed = Assessment.everything.filter(organisation=organisation).exclude(state=State.OPEN)
    return frozenset(str(a.pk) for a in revealed if not hidden.isdisjoint((a.model_id, *a.further_models)))


def may_see_records(viewer: Viewer, organisation: UUID) -> bool:
    """Whether the viewer's own scores can no longer echo the records: whoever scores an open round locks it first.

    Supported stages, findings, measurements and metric pages all ask here.
    """
    seats = _open_seats(viewer.person, organisation)
    to_lock = {(seat.pk, d) for seat in seats for d in seat.assessment.step_of}
    return not to_lock or to_lock <= _locked(viewer.person)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What a reviewer may not see of the records yet: the dimensions to lock first, by criterion and by metric."""

    criteria: Mapping[str, frozenset[str]]
    metrics: Mapping[str, frozenset[str]]

    def waits_for(self, criterion: "Criterion") -> frozenset[str]:
        """Every dimension of every model that reads the criterion, or another one by the same figure."""
        figure = criterion.evidence.metric if criterion.evidence else ""
        return self.criteria.get(criterion.id, frozenset()) | self.metrics.get(figure, frozenset())


def held_back(person: UUID, organisation: UUID) -> HeldBack:
    """A fact shows once each dimension that it speaks to, in all open rounds of the reviewer, is locked.

    One fact is read by several models: shown with the first dimension locked, it would colour the next.
    """
    criteria: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    metrics: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    locked = None
    for seat in _open_seats(person, organisation):
        locked = _locked(person) if locked is None else locked
        for step in seat.assessment.steps:
            if not step.is_claimed or (seat.pk, step.dimension.id) in locked:
                continue
            for criterion in step.criteria:
                criteria[criterion.id] |= {step.dimension.name}
                if criterion.evidence:
                    metrics[criterion.evidence.metric] |= {step.dimension.name}
    return HeldBack(criteria, metrics)


def _open_seats(person: UUID, organisation: UUID) -> "models.QuerySet[Seat]":
    # These tables read this module while they are being made.
    from colonnade.web.assessments.models import Seat, State

    seats = Seat.objects.filter(person=person, assessment__organisation=organisation, assessment__state=State.OPEN)
    return seats.select_related("assessment")


def _locked(person: UUID) -> set[tuple[UUID, str]]:
    from colonnade.web.assessments.models import BlindScore

    return BlindScore.scores.locked_by(person)


M = TypeVar("M", bound=models.Model)


class Blind(models.Manager[M]):
    """Rows of reviewers' seats. It asks who wants to know: there is no `all()` and no `filter()`."""

    def sees(self, viewer: Viewer, assessment: "Assessment", seat: "Seat") -> bool:
        return may_see(viewer, assessment, seat)

    def get_queryset(self) -> NoReturn:
        raise StillBlind("blind rows are read through own(), seen_by() or handed_in()")

    def own(self, seat: "Seat") -> models.QuerySet[M]:
        """The rows of the person whose seat it is, for that person alone."""
        return super().get_queryset().filter(seat=seat)

    def locked_by(self, person: UUID) -> set[tuple[UUID, str]]:
        """Seat and dimension of every first score that the person has fixed."""
        found = super().get_queryset().filter(seat__person=person, is_second=False, locked_at__isnull=False)
        return set(found.values_list("seat_id", "dimension"))

    def seen_by(self, viewer: Viewer, assessment: "Assessment") -> models.QuerySet[M]:
        seats = [seat.pk for seat in assessment.seats.all() if self.sees(viewer, assessment, seat)]
        return super().get_queryset().filter(seat__in=seats).select_related("seat__person")

    def handed_in(self, *assessments: "Assessment") -> models.QuerySet[M]:
        """Every row that counts, for the arithmetic of revealed rounds; raises StillBlind before."""
        for assessment in assessments:
            if assessment.is_open:
                raise StillBlind(f"assessment {assessment.pk} is not revealed")
        found = (
            super()
            .get_queryset()
            .filter(seat__assessment__in=assessments, seat__handed_in_at__isnull=False, seat__taken_off_at=None)
        )
        return found.select_related("seat__person")


class BlindMarks(Blind[M]):
    """Marks before the meeting; nothing is ever reckoned from them."""

    def sees(self, viewer: Viewer, assessment: "Assessment", seat: "Seat") -> bool:
        return may_see_mark(viewer, assessment, seat)

    def handed_in(self, *assessments: "Assessment") -> NoReturn:
        raise StillBlind(f"marks of {len(assessments)} rounds are read by those who may see them")
