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


@dataclass(frozen=True, slots=True)
class Measured:
    """A criterion that the records answer, and the reviewer's challenge of it, if any."""

    criterion: Criterion
    answer: Answer
    challenge: BlindAnswer | None
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """`support` is None where the model has no stages, or while facts are held back: `waiting` says how many.

    They wait for the dimensions `waits_for` to be locked; `is_empty` when records say nothing here.
    """

    support: Support | None
    stage_name: str
    measured: Sequence[Measured]
    waiting: int
    waits_for: str

    @property
    def is_empty(self) -> bool:
        return not self.measured and not self.waiting

    @property
    def limit(self) -> str:
        return LIMIT_WORDS[self.support.limit] if self.support else ""


def panel(desk: Desk, step: Step) -> Panel | None:
    """None until the dimension is locked."""
    shown = desk.shown[step.dimension.id]
    if not desk.of(step.dimension.id).is_locked:
        return None
    challenges = {id: row for id, row in desk.own.rows.items() if row.challenges}
    support = shown.supported(desk.own.answers, challenges)
    return Panel(
        support=support,
        stage_name=step.model.stage(support.stage).name if support and support.stage else "",
        measured=[
            Measured(
                criterion=c,
                answer=shown.seen[c.id],
                challenge=challenges.get(c.id),
                words=measured_in(shown.evidence, c) or shown.seen[c.id].note,
            )
            for c in shown.criteria
        ],
        waiting=shown.waiting,
        waits_for=", ".join(shown.waits_for),
    )
