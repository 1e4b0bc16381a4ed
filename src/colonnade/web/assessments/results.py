"""The results of a revealed round: the core's diagnosis of its claims, in the order a reader wants it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from colonnade.core.diagnosis import Diagnosis, Options, diagnose
from colonnade.core.plan import Priority
from colonnade.reports import wording
from colonnade.reports.colonnade_svg import colonnade_svg
from colonnade.web.assessments import store
from colonnade.web.assessments.models import Assessment


def diagnosis(assessment: Assessment, today: date) -> Diagnosis | None:
    """None while no reviewer of the company gave a stage; raises StillBlind before the reveal."""
    claims = store.claims(assessment)
    if not claims.internal:
        return None
    options = Options(as_of=today, starts_on=today, target=assessment.target)
    return diagnose(assessment.model, claims, options)


def pictures(read: Diagnosis) -> tuple[SafeString, SafeString]:
    """The colonnade for a wide and for a narrow page; reports.markup has escaped every word in it."""
    return mark_safe(colonnade_svg(read, width="wide")), mark_safe(colonnade_svg(read, width="narrow"))  # noqa: S308


def rules_of(pictures: Sequence[str]) -> set[str]:
    """The style rules that the pictures carry, for the policy that lets only known ones in."""
    return {rules for picture in pictures for rules in re.findall(r"<style>(.*?)</style>", picture, re.DOTALL)}


@dataclass(frozen=True, slots=True)
class Bar:
    """How many dimensions stand at a stage; `blocks` is one thing for each."""

    number: int
    name: str
    count: int

    @property
    def blocks(self) -> range:
        return range(self.count)


def spread(read: Diagnosis) -> tuple[Bar, ...]:
    """The distribution, highest stage first, as the picture stands."""
    counts = read.profile.distribution
    return tuple(Bar(s.number, s.name, counts[s.number]) for s in reversed(read.model.stages))


@dataclass(frozen=True, slots=True)
class Line:
    """A dimension in the table under the picture; a provisional stage lies between `low` and `high`."""

    id: str
    name: str
    stage: int | None
    stage_name: str
    target: int | None
    low: int
    high: int
    is_provisional: bool
    rests_on: str


def lines(read: Diagnosis) -> tuple[Line, ...]:
    model, primary = read.model, read.profile.primary_constraint
    return tuple(
        Line(
            id=d.id,
            name=model.by_id[d.id].name,
            stage=d.stage,
            stage_name=model.stage(d.stage).name if d.stage else "",
            target=d.target,
            low=min(d.scores.values(), default=0),
            high=max(d.scores.values(), default=0),
            is_provisional=d.is_shown_as_range,
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


@dataclass(frozen=True, slots=True)
class Stuck:
    """A failure pattern that is suspected or confirmed."""

    name: str
    state: str
    because: tuple[str, ...]
    remedy: str


def patterns(read: Diagnosis) -> tuple[Stuck, ...]:
    names = {pattern.id: pattern.name for pattern in read.model.patterns}
    found = [p for p in read.patterns if p.state in ("suspected", "confirmed")]
    return tuple(Stuck(names[p.id], wording.pattern_words(p), tuple(p.because), p.remedy) for p in found)
