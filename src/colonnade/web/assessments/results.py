"""The results of a revealed round: the core's diagnosis of its claims, in the order a reader wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from colonnade.core.diagnosis import Diagnosis, Options, diagnose
from colonnade.core.model import Pattern
from colonnade.core.patterns import PatternReading
from colonnade.core.plan import Priority
from colonnade.web.assessments import store
from colonnade.web.assessments.models import Assessment


@dataclass(frozen=True, slots=True)
class Headline:
    """The constraint with what rests on it, and the one decision that follows."""

    constraint: str
    sentence: str
    decision: str


def diagnosis(assessment: Assessment, today: date) -> Diagnosis | None:
    """None while no reviewer of the company gave a stage; raises StillBlind before the reveal."""
    claims = store.claims(assessment)
    if not claims.internal:
        return None
    options = Options(as_of=today, starts_on=today, target=assessment.target)
    return diagnose(assessment.model, claims, options)


def headline(read: Diagnosis) -> Headline:
    model, primary = read.model, read.profile.primary_constraint
    name, stage = model.by_id[primary].short, read.stages[primary]
    resting = [model.by_id[e.dimension].short for e in model.edges if e.rests_on == primary]
    if read.profile.even:
        sentence = _("%(name)s is where to start: half or more of the dimensions share the lowest stage, %(stage)s.")
    else:
        sentence = _("%(name)s is the constraint: it stands at stage %(stage)s.")
    words = sentence % {"name": name, "stage": stage}
    if resting:
        words += " " + _("%(names)s rest on it.") % {"names": joined(resting)}
    return Headline(primary, words, _decision(read))


def joined(names: Sequence[str]) -> str:
    *most, last = names
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def _decision(read: Diagnosis) -> str:
    if not read.priorities:
        return _("Every dimension stands at the target: choose what to hold, or set the target higher.")
    first = read.priorities[0]
    name = read.model.by_id[first.dimension].short
    decided = _("Decide who takes %(name)s from stage %(start)s to %(end)s in the next 90 days.")
    return decided % {"name": name, "start": first.from_stage, "end": first.to_stage}


@dataclass(frozen=True, slots=True)
class Line:
    """A dimension in the table under the picture; `drums` says for each stage whether it is reached."""

    id: str
    name: str
    stage: int | None
    stage_name: str
    drums: tuple[bool, ...]
    target: int | None
    low: int
    high: int
    is_provisional: bool
    is_constraint: bool
    is_primary: bool
    rests_on: str


def lines(read: Diagnosis) -> tuple[Line, ...]:
    model, primary = read.model, read.profile.primary_constraint
    return tuple(
        Line(
            id=d.id,
            name=model.by_id[d.id].name,
            stage=d.stage,
            stage_name=model.stage(d.stage).name if d.stage else "",
            drums=tuple(d.stage is not None and number <= d.stage for number in range(1, model.top + 1)),
            target=d.target,
            low=min(d.scores.values(), default=0),
            high=max(d.scores.values(), default=0),
            is_provisional=d.is_shown_as_range,
            is_constraint=d.id in read.profile.constraints,
            is_primary=d.id == primary,
            rests_on=model.by_id[primary].short if _rests_on(read, d.id, primary) else "",
        )
        for d in read.dimensions
    )


def _rests_on(read: Diagnosis, dimension: str, other: str) -> bool:
    return any(e.dimension == dimension and e.rests_on == other for e in read.model.edges)


@dataclass(frozen=True, slots=True)
class ProposedLever:
    text: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A priority with the words of its levers."""

    name: str
    priority: Priority
    levers: tuple[ProposedLever, ...]


def moves(read: Diagnosis) -> tuple[Move, ...]:
    model = read.model
    return tuple(
        Move(
            name=model.by_id[priority.dimension].name,
            priority=priority,
            levers=tuple(ProposedLever(model.levers[r.id].text, r.because) for r in priority.levers),
        )
        for priority in read.priorities
    )


def patterns(read: Diagnosis) -> tuple[tuple[PatternReading, Pattern], ...]:
    """The patterns that are suspected or confirmed, with their names."""
    named = {pattern.id: pattern for pattern in read.model.patterns}
    return tuple((p, named[p.id]) for p in read.patterns if p.state in ("suspected", "confirmed"))


def would_name(read: Diagnosis) -> tuple[str, ...]:
    """Which constraint each reviewer's own scores name."""
    found = (read.profile.would_name or {}).items()
    return tuple(
        _("%(who)s would name %(names)s")
        % {"who": who, "names": joined([read.model.by_id[id].short for id in ids])}
        for who, ids in found
    )
