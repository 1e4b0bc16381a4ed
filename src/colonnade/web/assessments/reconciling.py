"""Reconciling: what each reviewer gave, side by side, and the stage that the meeting records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.core.agreement import Agreement, agreement, leniency
from colonnade.core.claims import Claims
from colonnade.core.contrast import claim_gap, claim_state, supported_stages
from colonnade.core.findings import Evidence
from colonnade.core.model import Dimension, Model
from colonnade.core.reading import DimensionReading, read_dimensions
from colonnade.core.speech import decimal
from colonnade.core.support import Support
from colonnade.reports.wording import CLAIM_WORDS
from colonnade.web.assessments import marks
from colonnade.web.assessments.brought import Brought, brought
from colonnade.web.assessments.marks import Felt
from colonnade.web.assessments.models import (
    Agreed,
    Assessment,
    BlindScore,
    EvidenceFile,
    Feeling,
    Replaced,
    State,
)
from colonnade.web.assessments.rounds import OutOfTurn, locked
from colonnade.web.assessments.settling import Overtaken as Overtaken
from colonnade.web.assessments.settling import open_disputes
from colonnade.web.assessments.visibility import Viewer, may_see
from colonnade.web.people import audit
from colonnade.web.people.models import Membership


@dataclass(frozen=True, slots=True)
class Given:
    """One reviewer's first and second score for a dimension; None where they gave none."""

    reviewer: str
    is_outsider: bool
    is_late: bool
    first: BlindScore | None
    second: BlindScore | None
    files: Sequence[EvidenceFile] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A dimension; `supported` is None where the viewer may not see evidence yet, or there is none.

    `feelings` are the marks made before the meeting that the viewer may see: one's own, then all that differ.
    """

    model: Model
    dimension: Dimension
    reading: DimensionReading
    supported: Support | None
    given: tuple[Given, ...]
    agreed: Agreed
    replaced: tuple[Replaced, ...] = ()
    own_feeling: str = ""
    feelings: tuple[Felt, ...] = ()

    @property
    def is_settled(self) -> bool:
        return self.agreed.is_recorded or self.reading.state == "agreed"

    @property
    def claim_gap(self) -> int | None:
        """Claimed less supported."""
        if self.reading.stage is None or self.supported is None:
            return None
        return claim_gap(self.reading.stage, self.supported)

    @property
    def claim_words(self) -> str:
        gap = self.claim_gap
        return CLAIM_WORDS[claim_state(gap, self.supported)] if gap is not None and self.supported else ""

    @property
    def insiders(self) -> tuple[Given, ...]:
        return tuple(given for given in self.given if not given.is_outsider)

    @property
    def outsiders(self) -> tuple[Given, ...]:
        return tuple(given for given in self.given if given.is_outsider)

    @property
    def is_to_discuss(self) -> bool:
        """A question was marked, or the scores differ and nothing is recorded."""
        return not self.is_settled or any(felt.feeling == Feeling.QUESTION for felt in self.feelings)


@dataclass(frozen=True, slots=True)
class Panel:
    """How far the company's own reviewers agree on one model."""

    model: Model
    agreement: Agreement
    leniency: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` with what is to discuss first, the widest spread, then the largest claim over evidence."""

    rows: tuple[Row, ...]
    panels: tuple[Panel, ...]
    open_facts: int


def table(viewer: Viewer, assessment: Assessment) -> Table:
    """The whole table as this viewer may see it."""
    all_ = brought(assessment)
    evidence = all_.evidence(viewer)
    rows = _rows(viewer, all_, evidence)
    return Table(
        rows=tuple(
            sorted(rows, key=lambda row: (not row.is_to_discuss, -row.reading.spread, -(row.claim_gap or 0)))
        ),
        panels=tuple(_panel(model, all_.claims(model)) for model in assessment.claimed),
        open_facts=len(open_disputes(evidence)) if assessment.is_deep else 0,
    )


def _panel(model: Model, claims: Claims) -> Panel:
    lenient = {who: leniency_in_words(stages) for who, stages in leniency(claims.internal).items()}
    return Panel(model, agreement(claims.internal), lenient)


def leniency_in_words(stages: float | None) -> str:
    """`stages`: how far a reviewer's own lie above the others' on average; None without others."""
    if stages is None:
        return _("nobody else scored the same dimensions")
    if round(stages, 1) == 0:
        return _("level with the others")
    said = (
        _("on average %(stages)s stages above the others")
        if stages > 0
        else _("on average %(stages)s stages below the others")
    )
    return said % {"stages": decimal(f"{abs(stages):.1f}")}


def row(viewer: Viewer, assessment: Assessment, dimension: str) -> Row:
    all_ = brought(assessment)
    return next(r for r in _rows(viewer, all_, all_.evidence(viewer)) if r.dimension.id == dimension)


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
    if stage is not None and not 1 <= stage <= assessment.step_of[dimension].model.top:
        raise OutOfTurn
    before = Agreed.objects.filter(assessment=assessment, dimension=dimension, version=version).first()
    changed = Agreed.objects.filter(assessment=assessment, dimension=dimension, version=version).update(
        version=version + 1, stage=stage, reason=reason, dissent=dissent, by=by.person, at=timezone.now()
    )
    if not changed:
        raise Overtaken
    Replaced.keep(before, dimension)
    audit.record(
        audit.of_organisation(by.organisation_id),
        by.person,
        "stage.agreed",
        assessment=str(assessment.pk),
        dimension=dimension,
        stage=stage,
    )


def _rows(viewer: Viewer, all_: Brought, evidence: Evidence) -> list[Row]:
    ordered = sorted(all_.seats, key=lambda seat: (seat.is_outsider, all_.names[seat.pk]))
    scores = {(score.seat_id, score.dimension, score.is_second): score for score in all_.scores}
    agreed = {row.dimension: row for row in all_.agreed}
    marked = marks.seen(viewer, all_.assessment, all_.names)
    return [
        Row(
            model=model,
            dimension=model.by_id[reading.id],
            reading=reading,
            supported=supported.get(reading.id),
            given=tuple(
                Given(
                    reviewer=all_.names[seat.pk],
                    is_outsider=seat.is_outsider,
                    is_late=seat.asked_late_at is not None,
                    first=scores.get((seat.pk, reading.id, False)),
                    second=scores.get((seat.pk, reading.id, True)),
                    files=all_.files.get((seat.pk, reading.id), ()),
                )
                for seat in ordered
                if may_see(viewer, all_.assessment, seat)
            ),
            agreed=agreed[reading.id],
            replaced=all_.replaced.get(reading.id, ()),
            own_feeling=marked.own.get(reading.id, ""),
            feelings=marked.differing.get(reading.id, ()),
        )
        for model in all_.assessment.claimed
        for supported in [supported_stages(model, evidence)]
        for reading in read_dimensions(model, all_.claims(model))
    ]
