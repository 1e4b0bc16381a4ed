"""What a reviewer reads of the records beside a dimension that they have locked."""

from collections.abc import Sequence
from dataclasses import dataclass

from colonnade.core.criteria import Criterion
from colonnade.core.observations import Answer
from colonnade.core.support import Support
from colonnade.reports.answer_words import measured_in
from colonnade.reports.wording import LIMIT_WORDS
from colonnade.web.assessments.desk import Desk
from colonnade.web.assessments.models import BlindAnswer, Step
from colonnade.web.assessments.visibility import Viewer, may_see_records


@dataclass(frozen=True, slots=True)
class Measured:
    """A criterion that the records answer, and the reviewer's challenge of it, if any."""

    criterion: Criterion
    answer: Answer
    challenge: BlindAnswer | None
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """`supported` is None where the model has no stages; `is_empty` when records say nothing here."""

    support: Support | None
    stage_name: str
    measured: Sequence[Measured]

    @property
    def is_empty(self) -> bool:
        return not self.measured

    @property
    def limit(self) -> str:
        return LIMIT_WORDS[self.support.limit] if self.support else ""


def panel(viewer: Viewer, desk: Desk, step: Step) -> Panel | None:
    """None until the dimension is locked, here and in every other open round of the viewer's."""
    shown, organisation = desk.shown[step.dimension.id], desk.seat.assessment.organisation_id
    if not shown.is_open or not may_see_records(viewer, organisation, step.dimension.id):
        return None
    challenges = {id: row for id, row in desk.own.rows.items() if row.challenges}
    support = shown.supported(desk.own.answers, challenges)
    return Panel(
        support=support,
        stage_name=step.model.stage(support.stage).name if support and support.stage else "",
        measured=[
            Measured(
                criterion=c,
                answer=shown.answers[c.id],
                challenge=challenges.get(c.id),
                words=measured_in(shown.evidence, c) or shown.answers[c.id].note,
            )
            for c in shown.criteria
        ],
    )
