"""Answering criteria blind: what is asked of a reviewer, and keeping what they answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from colonnade.core.asking import deciding
from colonnade.core.criteria import Criterion
from colonnade.core.model import Model
from colonnade.core.observations import Answer, Value, answers, settle
from colonnade.web.assessments import store
from colonnade.web.assessments.models import Assessment, BlindAnswer, EvidenceFile, Seat, Step
from colonnade.web.assessments.scoring import own_turn, record
from colonnade.web.assessments.showing import Shown

OWN = "own"


@dataclass(frozen=True, slots=True)
class Given:
    """What a reviewer says of a criterion."""

    value: Value
    note: str = ""
    link: str = ""
    challenges: bool = False


@dataclass(frozen=True)
class Own:
    """A reviewer's own answers and files in a round."""

    rows: Mapping[str, BlindAnswer]
    files: Mapping[str, tuple[EvidenceFile, ...]]
    answers: Mapping[str, Answer]


def own(seat: Seat) -> Own:
    rows = {row.criterion: row for row in BlindAnswer.answers.own(seat)}
    files: dict[str, tuple[EvidenceFile, ...]] = {}
    for file in EvidenceFile.files.own(seat).order_by("filed_at"):
        files[file.about] = (*files.get(file.about, ()), file)
    seen = [store.observation(row, OWN, has_file=row.criterion in files) for row in rows.values()]
    settled = settle(seen, as_of=timezone.localdate(), lives=seat.assessment.model.gate)
    return Own(rows, files, answers(settled))


@dataclass(frozen=True, slots=True)
class Asked:
    """The criteria of a step that decide, in the order to ask them, each at its first step.

    `now` are those up to the first stage that is not gone through; `is_done` when none waits.
    """

    step: Step
    now: tuple[Criterion, ...]
    is_done: bool


def asked(assessment: Assessment, own: Own, shown: Mapping[str, Shown]) -> dict[str, Asked]:
    """What is asked at each step. Before a dimension is locked it does not depend on what the records show."""
    found: dict[str, Asked] = {}
    elsewhere: set[str] = set()
    for step in assessment.steps if assessment.is_deep else ():
        criteria = [c for c in _deciding(step, own, shown) if c.id not in elsewhere]
        elsewhere |= {c.id for c in criteria}
        found[step.dimension.id] = _asked(step, criteria, own)
    return found


def _deciding(step: Step, own: Own, shown: Mapping[str, Shown]) -> Iterable[Criterion]:
    """What decides with one's own answers and with what the reviewer may see of the records.

    Any other measured criterion counts as not applying: neither asked, nor telling by what is asked next.
    """
    here = shown[step.dimension.id]
    known = {id: here.seen.get(id) or _passed(id, answer) for id, answer in here.answers.items()}
    found = deciding(step.model, step.dimension.id, {**own.answers, **known})
    kept = [c for c in found if c.id not in known]
    given = [c for c in step.criteria if c.id in own.rows and not own.rows[c.id].challenges and c not in kept]
    return sorted((*kept, *given), key=lambda c: _stage(step.model, c))


def _passed(id: str, answer: Answer) -> Answer:
    return replace(answer, criterion=id, value="not_applicable")


def _stage(model: Model, criterion: Criterion) -> int:
    return criterion.maps[model.id].stage if model.id in criterion.maps else 0


def _asked(step: Step, criteria: list[Criterion], own: Own) -> Asked:
    waiting = [_stage(step.model, c) for c in criteria if c.id not in own.rows]
    upto = min(waiting, default=None)
    now = tuple(c for c in criteria if upto is None or _stage(step.model, c) <= upto)
    return Asked(step, now, is_done=not waiting)


@transaction.atomic
def save(seat: Seat, given: Mapping[str, Given]) -> None:
    """Keep answers by criterion; what did not change keeps its day."""
    current = own_turn(seat)
    rows = {row.criterion: row for row in BlindAnswer.answers.own(current).filter(criterion__in=list(given))}
    changed = {id: each for id, each in given.items() if each != _as_given(rows.get(id))}
    for id, each in changed.items():
        BlindAnswer.answers.own(current).update_or_create(
            seat=current,
            criterion=id,
            defaults={
                "value": each.value,
                "note": each.note,
                "link": each.link,
                "challenges": each.challenges,
                "answered_on": timezone.localdate(),
            },
        )
    if changed:
        record(current, "answers.saved", answers=len(changed))


@transaction.atomic
def withdraw(seat: Seat, criterion: str) -> None:
    """Take a challenge back."""
    current = own_turn(seat)
    if BlindAnswer.answers.own(current).filter(criterion=criterion, challenges=True).delete()[0]:
        record(current, "challenge.withdrawn")


def _as_given(row: BlindAnswer | None) -> Given | None:
    return Given(row.value, row.note, row.link, row.challenges) if row else None  # type: ignore[arg-type]
