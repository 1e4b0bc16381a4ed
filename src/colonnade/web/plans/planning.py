"""Making and changing a plan: each act checks its turn, overwrites nobody, and leaves one line in the log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from colonnade.core.plan import CHECKPOINT_DAYS
from colonnade.web.assessments.models import Assessment, State
from colonnade.web.assessments.rounds import OutOfTurn, locked
from colonnade.web.people import audit
from colonnade.web.people.models import Membership
from colonnade.web.plans import earlier
from colonnade.web.plans.models import Checkpoint, Move, Plan, Status
from colonnade.web.plans.proposing import Draft


class Overtaken(Exception):
    """Somebody else changed this meanwhile; nothing was overwritten."""


def may_change(me: Membership, move: Move) -> bool:
    """Who facilitates, and who owns the move while they are a member that takes part."""
    return me.facilitates or (move.owner_id == me.person_id and me.role != "viewer")


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposed lever taken in, or left with the reason."""

    draft: Draft
    is_in: bool
    reason: str = ""


@transaction.atomic
def make(by: Membership, assessment: Assessment, starts_on: date, decisions: Iterable[Decision]) -> Plan:
    """One plan a round; OutOfTurn where there is one already or the round is still blind."""
    locked(assessment, State.REVEALED, State.CLOSED)
    try:
        with transaction.atomic():
            plan = Plan.objects.create(assessment=assessment, starts_on=starts_on, made_by=by.person)
    except IntegrityError:
        raise OutOfTurn from None
    moves = [_decided(plan, place, decision) for place, decision in enumerate(decisions)]
    Move.objects.bulk_create(moves)
    _with_checkpoints(moves)
    taken = sum(move.is_in_flight for move in moves)
    _record(by, plan, "plan.made", moves=taken, not_now=len(moves) - taken, starts_on=starts_on.isoformat())
    return plan


@transaction.atomic
def redate(by: Membership, plan: Plan, starts_on: date, *, version: int) -> None:
    """Start on another day: what is in flight keeps its distance from the start."""
    shift = starts_on - plan.starts_on
    changed = Plan.objects.filter(pk=plan.pk, version=version).update(
        version=version + 1, starts_on=starts_on, changed_at=timezone.now()
    )
    if not changed:
        raise Overtaken
    for move in Move.objects.select_for_update().filter(plan=plan):
        if move.is_in_flight:
            earlier.keep(move, by, timezone.now())
            Move.objects.filter(pk=move.pk).update(due_on=move.due_on + shift, version=move.version + 1)
    before = plan.starts_on.isoformat()
    _record(by, plan, "plan.redated", before=before, after=starts_on.isoformat())


@transaction.atomic
def add(by: Membership, plan: Plan, draft: Draft, fields: Mapping[str, Any]) -> Move:
    """One lever more; OutOfTurn where the plan has it already."""
    move = drafted(plan, draft)
    move.place = plan.moves.count()
    for name, value in fields.items():
        setattr(move, name, value)
    try:
        with transaction.atomic():
            move.save(force_insert=True)
    except IntegrityError:
        raise OutOfTurn from None
    _with_checkpoints([move])
    _record(by, plan, "move.added", lever=move.lever, dimension=move.dimension, reason=move.reason)
    return move


@transaction.atomic
def change(by: Membership, move: Move, fields: Mapping[str, Any], *, version: int) -> None:
    """Write fields over version `version`, which is kept; raises Overtaken when that is not the last."""
    at = timezone.now()
    values = {**fields, "version": version + 1, "changed_by": by.person, "changed_at": at}
    if move.version != version or not Move.objects.filter(pk=move.pk, version=version).update(**values):
        raise Overtaken
    earlier.keep(move, by, at)
    details: dict[str, audit.Detail] = {"lever": move.lever, "dimension": move.dimension}
    if (status := fields.get("status")) and status != move.status:
        details |= {"before": str(move.status), "after": str(status), "reason": fields.get("aside_reason", "")}
        _record(by, move.plan, "move.moved", **details)
    else:
        _record(by, move.plan, "move.changed", **details, reason=fields.get("reason", ""))


@transaction.atomic
def note(by: Membership, checkpoint: Checkpoint, note: str, value: float | None, *, version: int) -> None:
    """What was noted before is kept; raises Overtaken when that is not version `version`."""
    at = timezone.now()
    noted = Checkpoint.objects.filter(pk=checkpoint.pk, version=version).update(
        version=version + 1, note=note, value=value, by=by.person, at=at
    )
    if checkpoint.version != version or not noted:
        raise Overtaken
    earlier.keep_note(checkpoint, by, at)
    move = checkpoint.move
    _record(by, move.plan, "checkpoint.noted", lever=move.lever, dimension=move.dimension, day=checkpoint.day)


def drafted(plan: Plan, found: Draft) -> Move:
    """The move that a draft would be, not saved."""
    return Move(
        plan=plan,
        lever=found.lever.id,
        dimension=found.lever.dimension,
        from_stage=found.from_stage,
        is_proposed=found.is_proposed,
        because=" · ".join(found.because),
        sponsor=found.item.sponsor[:80],
        milestone_kind=found.kind,
        milestone=(found.item.milestone or found.item.done_when)[:500],
        metric=found.metric,
        baseline=found.baseline,
        target=found.target,
        proof=found.item.done_when[:500],
        due_on=found.item.due_on,
    )


def _decided(plan: Plan, place: int, decision: Decision) -> Move:
    move = drafted(plan, decision.draft)
    move.place = place
    if not decision.is_in:
        move.status, move.aside_reason = Status.NOT_NOW, decision.reason
    return move


def _with_checkpoints(moves: Iterable[Move]) -> None:
    Checkpoint.objects.bulk_create(Checkpoint(move=m, day=day) for m in moves for day in CHECKPOINT_DAYS)


def _record(by: Membership, plan: Plan, act: str, **details: audit.Detail) -> None:
    stream = audit.of_organisation(by.organisation_id)
    audit.record(stream, by.person, act, assessment=str(plan.assessment_id), **details)
