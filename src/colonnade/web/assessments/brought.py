"""What reviewers bring to the meeting of a revealed round, asked of the database once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from colonnade.core.claims import Claims
from colonnade.core.findings import Evidence
from colonnade.core.model import Model
from colonnade.web.assessments import store
from colonnade.web.assessments.models import (
    Agreed,
    Assessment,
    BlindAnswer,
    BlindScore,
    EvidenceFile,
    Replaced,
    Seat,
    SettledAnswer,
)
from colonnade.web.assessments.visibility import Viewer, may_see_records
from colonnade.web.records.found import found_for


@dataclass(frozen=True)
class Brought:
    """Everything of the seats that handed in. `files` by seat and what they are about."""

    assessment: Assessment
    seats: Sequence[Seat]
    names: Mapping[object, str]
    scores: Sequence[BlindScore]
    agreed: Sequence[Agreed]
    files: Mapping[tuple[object, str], Sequence[EvidenceFile]]
    answers: Sequence[BlindAnswer]
    settled: Sequence[SettledAnswer]
    replaced: Mapping[str, tuple[Replaced, ...]]

    def claims(self, model: Model) -> Claims:
        id = self.assessment.pk
        given = [score for score in self.scores if score.stage is not None and not score.is_second]
        agreed = [row for row in self.agreed if row.stage is not None]
        return store.Reviewed({id: given}, {id: self.seats}, {id: agreed}).claims(self.assessment, model)

    def evidence(self, viewer: Viewer) -> Evidence:
        """What records and answers say together; nothing while the viewer's own scores elsewhere could echo it."""
        if not may_see_records(viewer, self.assessment.organisation_id):
            return Evidence()
        observations = store.observed(self.assessment, self.answers, self.files.keys(), self.names, self.settled)
        organisation, today = self.assessment.organisation_id, timezone.localdate()
        return found_for(organisation, today, model=self.assessment.model, observations=observations).evidence


def brought(assessment: Assessment) -> Brought:
    """For those who score here; raises StillBlind before the reveal. A quick round has no answers to ask for."""
    scores = list(BlindScore.scores.handed_in(assessment))
    seats = store.handed_in(assessment)
    files: dict[tuple[object, str], list[EvidenceFile]] = {}
    for file in EvidenceFile.files.handed_in(assessment).order_by("filed_at"):
        files.setdefault((file.seat_id, file.about), []).append(file)
    replaced: dict[str, tuple[Replaced, ...]] = {}
    for each in assessment.replaced.select_related("by"):
        replaced[each.about] = (*replaced.get(each.about, ()), each)
    return Brought(
        assessment=assessment,
        seats=seats,
        names=store.reviewer_names(seats),
        scores=scores,
        agreed=list(assessment.agreed.select_related("by")),
        files=files,
        answers=list(BlindAnswer.answers.handed_in(assessment)) if assessment.is_deep else (),
        settled=list(assessment.settled.select_related("by")) if assessment.is_deep else (),
        replaced=replaced,
    )
