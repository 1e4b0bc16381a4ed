"""Answers that people dispute: both sides side by side, and what the meeting records with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from colonnade.content.load import bank
from colonnade.core.claims import CONSENSUS
from colonnade.core.criteria import Criterion
from colonnade.core.findings import Evidence
from colonnade.core.observations import Finding, Observation, Unanswered, Value
from colonnade.web.assessments import store
from colonnade.web.assessments.brought import Brought
from colonnade.web.assessments.models import (
    FACT_VALUES,
    Assessment,
    EvidenceFile,
    Replaced,
    SettledAnswer,
    State,
)
from colonnade.web.assessments.rounds import locked
from colonnade.web.people import audit
from colonnade.web.people.models import Membership

DISPUTED = ("disputed", "challenged")


class Overtaken(Exception):
    """Somebody else recorded this meanwhile; nothing was overwritten."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one person, or the records, found."""

    who: str
    words: str
    tier: str
    note: str
    link: str
    files: Sequence[EvidenceFile]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A criterion on which people differ, or whose measured answer is challenged; `ruling` once settled.

    `changes` names the dimensions whose supported stage hangs on it, with the stages between which it lies.
    """

    criterion: Criterion
    sides: tuple[Side, ...]
    ruling: SettledAnswer | None
    replaced: tuple[Replaced, ...]
    is_open: bool
    changes: tuple[str, ...] = ()

    @property
    def version(self) -> int:
        return self.ruling.version if self.ruling else 0

    @property
    def ruling_words(self) -> str:
        return _words(self.ruling.value) if self.ruling else ""


def open_disputes(evidence: Evidence) -> frozenset[str]:
    """The criteria that answer nothing until somebody settles them."""
    return frozenset(
        id for id, found in evidence.findings.items() if isinstance(found, Unanswered) and found.doubt in DISPUTED
    )


def disputes(brought: Brought, evidence: Evidence) -> tuple[Dispute, ...]:
    """Open ones first; those settled stay listed with what each side had said."""
    settled = {row.criterion: row for row in brought.settled}
    open_ = open_disputes(evidence)
    found = [
        Dispute(
            criterion=criterion,
            sides=(*_measured(evidence.findings.get(criterion.id)), *_people(brought, criterion.id)),
            ruling=settled.get(criterion.id),
            replaced=brought.replaced.get(criterion.id, ()),
            is_open=criterion.id in open_,
        )
        for criterion in bank()
        if criterion.id in open_ or criterion.id in settled
    ]
    return tuple(sorted(found, key=lambda dispute: not dispute.is_open))


def _people(brought: Brought, criterion: str) -> list[Side]:
    rows = [row for row in brought.answers if row.criterion == criterion]
    sides = []
    for row in sorted(rows, key=lambda row: brought.names[row.seat_id]):
        files = brought.files.get((row.seat_id, criterion), ())
        seen = store.observation(row, brought.names[row.seat_id], has_file=bool(files))
        sides.append(_side(seen, files))
    return sides


def _measured(finding: Finding | None) -> tuple[Side, ...]:
    if not isinstance(finding, Unanswered):
        return ()
    return tuple(_side(o, ()) for o in finding.found if o.tier == "measured" and o.by != CONSENSUS)


def _side(seen: Observation, files: Sequence[EvidenceFile]) -> Side:
    words = "" if seen.challenges else _words(seen.value)
    return Side(seen.by, words, seen.tier, seen.note, seen.link, files)


def _words(value: str) -> str:
    return str(next(label for known, label in FACT_VALUES.items() if known == value))


@transaction.atomic
def settle(
    by: Membership, assessment: Assessment, criterion: str, *, version: int, value: Value, reason: str
) -> None:
    """Record what is so over version `version`; raises Overtaken when not the last. Both sides are kept."""
    locked(assessment, State.REVEALED)
    said = {"value": value, "reason": reason, "by": by.person, "at": timezone.now(), "version": version + 1}
    if version == 0:
        try:
            with transaction.atomic():
                SettledAnswer.objects.create(assessment=assessment, criterion=criterion, **said)
        except IntegrityError:
            raise Overtaken from None
    else:
        recorded = SettledAnswer.objects.filter(assessment=assessment, criterion=criterion, version=version)
        before = recorded.first()
        if not recorded.update(**said):
            raise Overtaken
        Replaced.keep(before, criterion)
    audit.record(
        audit.of_organisation(by.organisation_id),
        by.person,
        "answer.settled",
        assessment=str(assessment.pk),
        criterion=criterion,
    )
