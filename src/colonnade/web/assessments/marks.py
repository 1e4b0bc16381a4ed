"""Marks before the meeting: agree, question, not for me. Private until it opens; then only differences show."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from colonnade.web.assessments.models import Assessment, Feeling, Mark, Seat, State
from colonnade.web.assessments.rounds import OutOfTurn, locked
from colonnade.web.assessments.scoring import record
from colonnade.web.assessments.visibility import Viewer


@dataclass(frozen=True, slots=True)
class Felt:
    reviewer: str
    feeling: Feeling


@dataclass(frozen=True, slots=True)
class Marked:
    """By dimension: the viewer's own mark; and all marks where one is a question."""

    own: Mapping[str, str]
    differing: Mapping[str, tuple[Felt, ...]]


def seen(viewer: Viewer, assessment: Assessment, names: Mapping[object, str]) -> Marked:
    if assessment.is_closed:
        return Marked({}, {})
    own: dict[str, str] = {}
    all_: defaultdict[str, list[Felt]] = defaultdict(list)
    for mark in Mark.marks.seen_by(viewer, assessment):
        if mark.seat.person_id == viewer.person:
            own[mark.dimension] = mark.feeling
        if assessment.is_meeting and mark.seat_id in names:
            all_[mark.dimension].append(Felt(names[mark.seat_id], Feeling(mark.feeling)))
    differing = {
        id: tuple(sorted(felt, key=lambda f: f.reviewer))
        for id, felt in all_.items()
        if any(each.feeling == Feeling.QUESTION for each in felt)
    }
    return Marked(own, differing)


@transaction.atomic
def make(seat: Seat, dimension: str, feeling: Feeling) -> None:
    """Between the reveal and the meeting, by who handed in."""
    assessment = locked(seat.assessment, State.REVEALED)
    if assessment.is_meeting or seat.handed_in_at is None or dimension not in assessment.step_of:
        raise OutOfTurn
    Mark.marks.own(seat).update_or_create(seat=seat, dimension=dimension, defaults={"feeling": feeling})
    record(seat, "mark.made", dimension=dimension)
