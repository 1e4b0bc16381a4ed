"""Scoring blind: save, lock, hand in, take back. Only the reviewer's own seat is ever touched."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from colonnade.core.model import Dimension
from colonnade.web.assessments.models import Answer, BlindAnswer, BlindScore, Seat, State, Step
from colonnade.web.assessments.rounds import OutOfTurn, locked
from colonnade.web.people import audit


@dataclass(frozen=True, slots=True)
class Said:
    """What a reviewer says of a dimension; `stage` only when the answer is a stage."""

    answer: Answer
    stage: int | None
    confidence: str = ""
    note: str = ""
    link: str = ""
    link_on: date | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A step with the reviewer's own first and, if they changed their mind, second score."""

    step: Step
    first: BlindScore | None
    second: BlindScore | None

    @property
    def dimension(self) -> Dimension:
        return self.step.dimension

    @property
    def current(self) -> BlindScore | None:
        return self.second or self.first

    @property
    def is_locked(self) -> bool:
        return self.first is not None and self.first.locked_at is not None


def own_scores(seat: Seat) -> tuple[Scored, ...]:
    """The reviewer's own scores, a row for each step of the assessment."""
    rows = {(row.dimension, row.is_second): row for row in BlindScore.scores.own(seat)}
    return tuple(
        Scored(step, rows.get((step.dimension.id, False)), rows.get((step.dimension.id, True)))
        for step in seat.assessment.steps
    )


@transaction.atomic
def save(seat: Seat, dimension: str, said: Said) -> None:
    """Keep what was said; once the first score is locked it stays, and this is the second."""
    current = own_turn(seat)
    first = BlindScore.scores.own(current).filter(dimension=dimension, is_second=False).first()
    is_second = first is not None and first.locked_at is not None
    values = {
        "answer": said.answer,
        "stage": said.stage,
        "confidence": said.confidence,
        "note": said.note,
        "link": said.link,
        "link_on": said.link_on,
    }
    if is_second and first is not None and all(getattr(first, name) == value for name, value in values.items()):
        BlindScore.scores.own(current).filter(dimension=dimension, is_second=True).delete()
    else:
        BlindScore.scores.own(current).update_or_create(
            seat=current, dimension=dimension, is_second=is_second, defaults=values
        )
    record(current, "score.saved", dimension=dimension, second=is_second)


@transaction.atomic
def lock(seat: Seat, dimension: str) -> None:
    """Fix the first score, so that what the records show may be seen without colouring it."""
    current = own_turn(seat)
    rows = BlindScore.scores.own(current).filter(dimension=dimension, is_second=False, locked_at=None)
    if rows.update(locked_at=timezone.now()):
        record(current, "score.locked", dimension=dimension)


@transaction.atomic
def clear(seat: Seat, dimension: str) -> None:
    """Skip: what was said of a dimension that is not locked is gone, and the dimension counts as missing."""
    current = own_turn(seat)
    if BlindScore.scores.own(current).filter(dimension=dimension, locked_at=None, is_second=False).delete()[0]:
        record(current, "score.cleared", dimension=dimension)


@transaction.atomic
def hand_in(seat: Seat) -> None:
    """Lock everything and hand in; at least one stage was given, or one fact where there are none to give."""
    current = own_turn(seat)
    own = BlindScore.scores.own(current)
    given = own.filter(stage__isnull=False) if seat.assessment.claimed else BlindAnswer.answers.own(current)
    if not given.exists():
        raise OutOfTurn
    own.filter(locked_at=None).update(locked_at=timezone.now())
    current.handed_in_at = timezone.now()
    current.save(update_fields=["handed_in_at"])
    record(current, "scores.handed_in")


def is_final(seat: Seat) -> bool:
    """Handed in for good: in a re-score the reviewer may read the rounds before from then on."""
    return Seat.objects.filter(pk=seat.pk, assessment__rescore__isnull=False).exists()


@transaction.atomic
def take_back(seat: Seat) -> None:
    """Go on scoring, while nobody has seen anything. First scores stay locked."""
    locked(seat.assessment, State.OPEN)
    current = Seat.objects.select_for_update().select_related("assessment").get(pk=seat.pk)
    if current.handed_in_at is None or is_final(current):
        raise OutOfTurn
    current.handed_in_at = None
    current.save(update_fields=["handed_in_at"])
    record(current, "scores.taken_back")


def own_turn(seat: Seat) -> Seat:
    """The seat as it stands now, in an open round and not handed in; OutOfTurn otherwise."""
    locked(seat.assessment, State.OPEN)
    current = Seat.objects.select_for_update().select_related("assessment", "person").filter(pk=seat.pk).first()
    if current is None or current.handed_in_at is not None:
        raise OutOfTurn
    return current


def record(seat: Seat, act: str, **details: audit.Detail) -> None:
    """Scoring has a chain of its own: in the organisation's, numbers and hashes would tell of it."""
    audit.record(f"scoring:{seat.assessment_id}", seat.person, act, seat=str(seat.pk), **details)
