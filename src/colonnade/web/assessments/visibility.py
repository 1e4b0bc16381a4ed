"""Who may see a score: one rule, and the only way to the table of blind scores.

Blind until the reveal. Before it nothing is counted, averaged or sorted by other people's scores either: what
may not be seen does not exist for the one who asks.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, Self
from uuid import UUID

from django.db import models

from colonnade.web.people.models import SCORES, Membership

if TYPE_CHECKING:
    from colonnade.web.assessments.models import Assessment, BlindScore, Seat


class StillBlind(Exception):
    """The scores of a round were asked for as a whole before its reveal."""


@dataclass(frozen=True, slots=True)
class Viewer:
    person: UUID
    role: str

    @classmethod
    def of(cls, membership: Membership) -> Self:
        return cls(membership.person_id, membership.role)


def may_see(viewer: Viewer, assessment: "Assessment", seat: "Seat") -> bool:
    """One's own scores always; those of others once revealed, if handed in, and never as a mere viewer."""
    if seat.person_id == viewer.person:
        return True
    return not assessment.is_open and seat.handed_in_at is not None and viewer.role in SCORES


class BlindScores(models.Manager["BlindScore"]):
    """Asks who wants to know: there is no `all()` and no `filter()`."""

    def get_queryset(self) -> NoReturn:
        raise StillBlind("blind scores are read through own(), seen_by() or handed_in()")

    def own(self, seat: "Seat") -> models.QuerySet["BlindScore"]:
        """The scores of the person whose seat it is, for that person alone."""
        return super().get_queryset().filter(seat=seat)

    def seen_by(self, viewer: Viewer, assessment: "Assessment") -> models.QuerySet["BlindScore"]:
        seats = [seat.pk for seat in assessment.seats.all() if may_see(viewer, assessment, seat)]
        return super().get_queryset().filter(seat__in=seats).select_related("seat__person")

    def handed_in(self, assessment: "Assessment") -> models.QuerySet["BlindScore"]:
        """Every score that counts, for the arithmetic of a revealed round; raises StillBlind before."""
        if assessment.is_open:
            raise StillBlind(f"assessment {assessment.pk} is not revealed")
        found = super().get_queryset().filter(seat__assessment=assessment, seat__handed_in_at__isnull=False)
        return found.select_related("seat__person")
