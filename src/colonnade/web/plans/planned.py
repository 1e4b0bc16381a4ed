"""The plan that people made, in place of the proposed one, in whatever leaves the product."""

from dataclasses import replace

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.plan import Choice, PlanItem, Status, make_plan
from colonnade.web.assessments.models import Assessment
from colonnade.web.plans.models import Move, moves_of
from colonnade.web.plans.models import Plan as PlanRow
from colonnade.web.plans.models import Status as MoveStatus
from colonnade.web.plans.proposing import projection, standing

STATUSES: dict[str, Status] = {
    MoveStatus.NOT_STARTED: "chosen",
    MoveStatus.DOING: "chosen",
    MoveStatus.DONE: "done",
    MoveStatus.DROPPED: "not_now",
    MoveStatus.NOT_NOW: "not_now",
}


def planned(read: Diagnosis, assessment: Assessment) -> Diagnosis:
    """The diagnosis with the round's own plan and what it projects; as it is while there is none."""
    row = PlanRow.objects.filter(assessment=assessment).first()
    if row is None:
        return read
    moves = [move for move in moves_of(row) if move.lever in read.model.levers]
    taken = {move.dimension for move in moves if move.is_in_flight}
    made = make_plan(
        read.model,
        standing(read),
        [priority for priority in read.priorities if priority.dimension in taken],
        starts_on=row.starts_on,
        choices=[_choice(move) for move in moves],
    )
    sponsors = {move.lever: move.sponsor for move in moves}
    made = replace(made, items=tuple(_sponsored(item, sponsors) for item in made.items))
    others = tuple(warning for warning in read.warnings if warning not in read.plan.warnings)
    return replace(read, plan=made, projection=projection(read, taken), warnings=(*others, *made.warnings))


def _choice(move: Move) -> Choice:
    return Choice(
        lever=move.lever,
        dimension=move.dimension,
        owner=move.owner_shown or None,
        status=STATUSES[move.status],
        done_when=move.proof,
        milestone=move.milestone,
        due_on=move.due_on,
        reason=move.aside_reason or move.reason,
    )


def _sponsored(item: PlanItem, sponsors: dict[str, str]) -> PlanItem:
    return replace(item, sponsor=sponsors.get(item.lever) or item.sponsor)
