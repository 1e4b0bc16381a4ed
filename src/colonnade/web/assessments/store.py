"""From tables to the domain: a revealed round's claims and answers."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from colonnade.core.claims import CONSENSUS, Claims, Confidence, Consensus, Score
from colonnade.core.model import Model
from colonnade.core.observations import TIERS, Observation, Tier, Value
from colonnade.web.assessments import carrying
from colonnade.web.assessments.models import (
    Agreed,
    Assessment,
    BlindAnswer,
    BlindScore,
    EvidenceFile,
    Seat,
    SettledAnswer,
)

CONFIDENCES: dict[str, Confidence | None] = {"": None, "low": "low", "medium": "medium", "high": "high"}


def claims(assessment: Assessment, model: Model | None = None) -> Claims:
    """First scores and agreed stages of a model, by default the leading one; raises StillBlind before a reveal."""
    order = (model or assessment.model).order
    rows = BlindScore.scores.handed_in(assessment).filter(
        stage__isnull=False, is_second=False, dimension__in=list(order)
    )
    seats = handed_in(assessment)
    agreed = assessment.agreed.filter(stage__isnull=False, dimension__in=list(order))
    return _claims(rows, seats, agreed, order)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Several revealed rounds, each asked of the database with all others."""

    scores: Mapping[UUID, Sequence[BlindScore]]
    seats: Mapping[UUID, Sequence[Seat]]
    agreed: Mapping[UUID, Sequence[Agreed]]

    def claims(self, assessment: Assessment, model: Model) -> Claims:
        id, order = assessment.pk, model.order
        scores = [row for row in self.scores.get(id, ()) if row.dimension in order]
        agreed = [row for row in self.agreed.get(id, ()) if row.dimension in order]
        return _claims(scores, self.seats.get(id, ()), agreed, order)


def reviewed(assessments: Collection[Assessment]) -> Reviewed:
    """What the claims of any number of rounds need, in three questions; raises StillBlind before a reveal."""
    scores, seats, agreed = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in BlindScore.scores.handed_in(*assessments).filter(stage__isnull=False, is_second=False):
        scores[row.seat.assessment_id].append(row)
    for seat in Seat.objects.filter(assessment__in=assessments, handed_in_at__isnull=False).select_related(
        "person"
    ):
        seats[seat.assessment_id].append(seat)
    for found in Agreed.objects.filter(assessment__in=assessments, stage__isnull=False):
        agreed[found.assessment_id].append(found)
    return Reviewed(scores, seats, agreed)


def _claims(
    rows: Iterable[BlindScore], seats: Sequence[Seat], agreed: Iterable[Agreed], order: Mapping[str, int]
) -> Claims:
    names = reviewer_names(seats)
    return Claims(
        scores=tuple(
            Score(names[row.seat_id], row.dimension, row.stage, CONFIDENCES[row.confidence], row.note)
            for row in sorted(rows, key=lambda row: (names[row.seat_id], order[row.dimension]))
            if row.stage is not None
        ),
        consensus=tuple(Consensus(a.dimension, a.stage, a.reason) for a in agreed if a.stage is not None),
        outsiders=frozenset(names[seat.pk] for seat in seats if seat.is_outsider),
    )


def observations(assessment: Assessment) -> tuple[Observation, ...]:
    """What everybody who handed in found, and what was settled; raises StillBlind before the reveal."""
    answers = list(BlindAnswer.answers.handed_in(assessment))
    filed = documented(EvidenceFile.files.handed_in(assessment))
    return observed(assessment, answers, filed, reviewer_names(handed_in(assessment)), assessment.settled.all())


def observed(
    assessment: Assessment,
    answers: Iterable[BlindAnswer],
    filed: Collection[tuple[object, str]],
    names: Mapping[object, str],
    settled: Iterable[SettledAnswer],
) -> tuple[Observation, ...]:
    """Answers, rulings and what a re-score carries along, as the core reads them."""
    given = tuple(
        observation(row, names[row.seat_id], has_file=(row.seat_id, row.criterion) in filed) for row in answers
    )
    ruled = (_ruling(row, given) for row in sorted(settled, key=lambda row: row.criterion))
    again = assessment.again
    return (*given, *ruled, *(carrying.read_back(again.carried) if again else ()))


def observation(row: BlindAnswer, by: str, *, has_file: bool) -> Observation:
    """An answer as the core reads it: documented with a link or a file, else said."""
    return Observation(
        criterion=row.criterion,
        value=cast(Value, row.value),
        tier="documented" if row.link or has_file else "said",
        on=row.answered_on,
        by=by,
        link=row.link,
        note=row.note,
        challenges=row.challenges,
    )


def _ruling(row: SettledAnswer, given: Iterable[Observation]) -> Observation:
    """What the meeting settled, at the best tier that anybody gave for that answer."""
    tiers: list[Tier] = [o.tier for o in given if o.criterion == row.criterion and o.value == row.value]
    return Observation(
        criterion=row.criterion,
        value=cast(Value, row.value),
        tier=max(tiers, key=TIERS.__getitem__, default="said"),
        on=timezone.localdate(row.at),
        by=CONSENSUS,
        note=row.reason,
    )


def documented(files: Iterable[EvidenceFile]) -> frozenset[tuple[object, str]]:
    """Which seat filed something about what."""
    return frozenset((file.seat_id, file.about) for file in files)


def handed_in(assessment: Assessment) -> list[Seat]:
    """The seats that count; once a round is revealed they stay as they are, and are asked for once."""
    if not assessment.is_open:
        prefetch_related_objects([assessment], Prefetch("seats", Seat.objects.select_related("person")))
        return [seat for seat in assessment.seats.all() if seat.handed_in_at]
    return [seat for seat in assessment.seats.select_related("person") if seat.handed_in_at]


def reviewer_names(seats: Iterable[Seat]) -> dict[object, str]:
    """Each seat's name as shown: two people of one name are told apart by a number."""
    seen: Counter[str] = Counter()
    names: dict[object, str] = {}
    for seat in sorted(seats, key=lambda seat: (seat.person.name, str(seat.pk))):
        seen[seat.person.name] += 1
        number = seen[seat.person.name]
        names[seat.pk] = seat.person.name if number == 1 else f"{seat.person.name} ({number})"
    return names
