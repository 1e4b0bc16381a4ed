"""What the records show a reviewer: a fact only once every dimension that it speaks to is locked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from colonnade.core.criteria import Criterion
from colonnade.core.findings import Evidence
from colonnade.core.observations import Answer
from colonnade.core.support import Support, criteria_of, support
from colonnade.web.assessments.models import Assessment, Step
from colonnade.web.assessments.scoring import Scored
from colonnade.web.assessments.visibility import HeldBack
from colonnade.web.records.found import found_for


@dataclass(frozen=True, slots=True)
class Shown:
    """What records answer of a step's criteria; `seen` is what of it the reviewer may see.

    That is nothing before the step is locked, and then what no other dimension to lock depends on: the rest
    `waits_for` those dimensions, by name.
    """

    step: Step
    answers: Mapping[str, Answer]
    seen: Mapping[str, Answer]
    waits_for: tuple[str, ...]
    evidence: Evidence

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(c for c in self.step.criteria if c.id in self.seen)

    @property
    def waiting(self) -> int:
        """How many facts are still held back."""
        return len(self.answers) - len(self.seen)

    def supported(self, own: Mapping[str, Answer], challenged: Collection[str]) -> Support | None:
        """The stage that records and one's own answers bear out; None without stages, or before all is seen."""
        if not self.step.is_claimed or self.waiting:
            return None
        measured = {id: answer for id, answer in self.seen.items() if id not in challenged}
        model, dimension = self.step.model, self.step.dimension.id
        return support(model, criteria_of(model, dimension), {**own, **measured})


@dataclass(frozen=True, slots=True)
class Showing:
    """`has_records`: there are any, whatever they say."""

    has_records: bool
    steps: Mapping[str, Shown]


def shown(assessment: Assessment, scored: Sequence[Scored], held: HeldBack, today: date) -> Showing:
    """Every step with what the records say of it and what of that may be seen."""
    found = found_for(assessment.organisation, today)
    answers = found.evidence.answers
    steps = {each.dimension.id: _shown(each, found.evidence, held) for each in scored}
    return Showing(bool(answers or found.measured.all), steps)


def _shown(scored: Scored, evidence: Evidence, held: HeldBack) -> Shown:
    asked = [c for c in scored.step.criteria if c.id in evidence.answers]
    waits = {c.id: held.waits_for(c) for c in asked}
    return Shown(
        step=scored.step,
        answers={c.id: evidence.answers[c.id] for c in asked},
        seen={c.id: evidence.answers[c.id] for c in asked if scored.is_locked and not waits[c.id]},
        waits_for=tuple(sorted({name for names in waits.values() for name in names})),
        evidence=evidence,
    )
