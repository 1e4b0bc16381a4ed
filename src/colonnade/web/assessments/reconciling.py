"""Reconciling: what each reviewer gave, side by side, and the stage that the meeting records."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.core.agreement import Agreement, agreement, leniency
from colonnade.core.claims import Claims
from colonnade.core.model import Dimension
from colonnade.core.reading import DimensionReading, read_dimensions
from colonnade.web.assessments import store
from colonnade.web.assessments.models import Agreed, Assessment, BlindScore, State
from colonnade.web.assessments.rounds import OutOfTurn, locked
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.people import audit
from colonnade.web.people.models import Membership


class Overtaken(Exception):
    """Somebody else recorded this dimension meanwhile; nothing was overwritten."""


@dataclass(frozen=True, slots=True)
class Given:
    """One reviewer's first and second score for a dimension; None where they gave none."""

    reviewer: str
    is_outsider: bool
    first: BlindScore | None
    second: BlindScore | None


@dataclass(frozen=True, slots=True)
class Row:
    dimension: Dimension
    reading: DimensionReading
    given: tuple[Given, ...]
    agreed: Agreed

    @property
    def is_settled(self) -> bool:
        return self.agreed.is_recorded or self.reading.state == "agreed"


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` with disputes first; `agreement` and `leniency` are of the company's own reviewers."""

    rows: tuple[Row, ...]
    agreement: Agreement
    leniency: Mapping[str, str]


def table(viewer: Viewer, assessment: Assessment) -> Table:
    """The whole table as this viewer may see it."""
    claims = store.claims(assessment)
    rows = _rows(viewer, assessment, claims)
    return Table(
        rows=tuple(sorted(rows, key=lambda row: (row.is_settled, -row.reading.spread))),
        agreement=agreement(claims.internal),
        leniency={who: leniency_in_words(stages) for who, stages in leniency(claims.internal).items()},
    )


def leniency_in_words(stages: float | None) -> str:
    """`stages`: how far a reviewer's own lie above the others' on average; None without others."""
    if stages is None:
        return _("nobody else scored the same dimensions")
    if round(stages, 1) == 0:
        return _("level with the others")
    direction = _("above the others") if stages > 0 else _("below the others")
    return _("on average %(stages)s stages %(direction)s") % {
        "stages": f"{abs(stages):.1f}",
        "direction": direction,
    }


def row(viewer: Viewer, assessment: Assessment, dimension: str) -> Row:
    return next(r for r in _rows(viewer, assessment, store.claims(assessment)) if r.dimension.id == dimension)


@transaction.atomic
def agree(
    by: Membership,
    assessment: Assessment,
    dimension: str,
    *,
    version: int,
    stage: int | None,
    reason: str,
    dissent: str,
) -> None:
    """Record a stage (or that there is none) over version `version`; raises Overtaken when not the last."""
    locked(assessment, State.REVEALED)
    if stage is not None and not 1 <= stage <= assessment.model.top:
        raise OutOfTurn
    changed = Agreed.objects.filter(assessment=assessment, dimension=dimension, version=version).update(
        version=version + 1, stage=stage, reason=reason, dissent=dissent, by=by.person, at=timezone.now()
    )
    if not changed:
        raise Overtaken
    audit.record(
        audit.of_organisation(by.organisation_id),
        by.person,
        "stage.agreed",
        assessment=str(assessment.pk),
        dimension=dimension,
        stage=stage,
    )


def _rows(viewer: Viewer, assessment: Assessment, claims: Claims) -> list[Row]:
    seats = [seat for seat in assessment.seats.select_related("person") if seat.handed_in_at]
    names = store.reviewer_names(seats)
    seen = {
        (score.seat_id, score.dimension, score.is_second): score
        for score in BlindScore.scores.seen_by(viewer, assessment)
    }
    agreed = {row.dimension: row for row in assessment.agreed.select_related("by")}
    readings = {reading.id: reading for reading in read_dimensions(assessment.model, claims)}
    return [
        Row(
            dimension=d,
            reading=readings[d.id],
            given=tuple(
                Given(names[s.pk], s.is_outsider, seen.get((s.pk, d.id, False)), seen.get((s.pk, d.id, True)))
                for s in sorted(seats, key=lambda s: (s.is_outsider, names[s.pk]))
            ),
            agreed=agreed[d.id],
        )
        for d in assessment.model.dimensions
    ]
