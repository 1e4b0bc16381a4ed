"""From tables to the domain: a revealed round's claims."""

from collections import Counter
from collections.abc import Iterable

from colonnade.core.claims import Claims, Confidence, Consensus, Score
from colonnade.web.assessments.models import Assessment, BlindScore, Seat

CONFIDENCES: dict[str, Confidence | None] = {"": None, "low": "low", "medium": "medium", "high": "high"}


def claims(assessment: Assessment) -> Claims:
    """First scores and agreed stages; raises StillBlind before the reveal."""
    rows = BlindScore.scores.handed_in(assessment).filter(stage__isnull=False, is_second=False)
    seats = [seat for seat in assessment.seats.select_related("person") if seat.handed_in_at]
    names = reviewer_names(seats)
    order = assessment.model.order
    agreed = assessment.agreed.filter(stage__isnull=False)
    return Claims(
        scores=tuple(
            Score(names[row.seat_id], row.dimension, row.stage, CONFIDENCES[row.confidence], row.note)
            for row in sorted(rows, key=lambda row: (names[row.seat_id], order[row.dimension]))
            if row.stage is not None
        ),
        consensus=tuple(Consensus(a.dimension, a.stage, a.reason) for a in agreed if a.stage is not None),
        outsiders=frozenset(names[seat.pk] for seat in seats if seat.is_outsider),
    )


def reviewer_names(seats: Iterable[Seat]) -> dict[object, str]:
    """Each seat's name as shown: two people of one name are told apart by a number."""
    seen: Counter[str] = Counter()
    names: dict[object, str] = {}
    for seat in sorted(seats, key=lambda seat: (seat.person.name, str(seat.pk))):
        seen[seat.person.name] += 1
        number = seen[seat.person.name]
        names[seat.pk] = seat.person.name if number == 1 else f"{seat.person.name} ({number})"
    return names
