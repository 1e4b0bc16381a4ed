"""What the records show a reviewer: of a dimension only once they have locked it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from colonnade.core.criteria import Criterion
from colonnade.core.findings import Evidence
from colonnade.core.observations import Answer
from colonnade.core.support import Support, criteria_of, support
from colonnade.web.assessments.models import Assessment, Step
from colonnade.web.assessments.scoring import Scored
from colonnade.web.records.found import found_for


@dataclass(frozen=True, slots=True)
class Shown:
    """What records answer of a step's criteria. It is for the reviewer's eyes only when `is_open`."""

    step: Step
    answers: Mapping[str, Answer]
    is_open: bool
    evidence: Evidence

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(c for c in self.step.criteria if c.id in self.answers)

    def supported(self, own: Mapping[str, Answer], challenged: Collection[str]) -> Support | None:
        """The stage that the records and one's own answers bear out; None where there are no stages."""
        if not self.step.is_claimed:
            return None
        measured = {id: answer for id, answer in self.answers.items() if id not in challenged}
        model, dimension = self.step.model, self.step.dimension.id
        return support(model, criteria_of(model, dimension), {**own, **measured})


def shown(assessment: Assessment, scored: Sequence[Scored], today: date) -> dict[str, Shown]:
    """Every step with what the records say of it; over several models nothing opens before all are locked."""
    evidence = found_for(assessment.organisation, today).evidence
    answers = evidence.answers
    claimed = [each for each in scored if each.step.is_claimed]
    all_locked = all(each.is_locked for each in claimed)
    return {
        each.dimension.id: Shown(
            step=each.step,
            answers={c.id: answers[c.id] for c in each.step.criteria if c.id in answers},
            is_open=each.is_locked and (all_locked or len(assessment.claimed) < 2),
            evidence=evidence,
        )
        for each in scored
    }
