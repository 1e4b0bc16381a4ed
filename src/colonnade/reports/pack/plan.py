"""The plan: what moves and why, each move with owner and dates, and what is deliberately left."""

from collections.abc import Iterable

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.levers import DECIDER_WORDS, EFFORT_WORDS
from colonnade.core.plan import PlanItem, Priority
from colonnade.reports import reading_words
from colonnade.reports.pack.parts import LeverPart, Move, PlanPart, PriorityPart, Said
from colonnade.reports.wording import sentence_case

NOBODY_YET = "to be named"


def plan_part(read: Diagnosis) -> PlanPart:
    plan = read.plan
    warned = [*plan.warnings, *(w for priority in read.priorities for w in priority.warnings)]
    return PlanPart(
        starts_on=plan.starts_on,
        review_on=plan.review_on,
        priorities=tuple(priority_part(read, priority) for priority in read.priorities),
        moves=tuple(_move(read, item) for item in plan.items),
        warnings=tuple(dict.fromkeys(sentence_case(w.because) for w in warned)),
        not_now=_aside(read, plan.not_now),
        done=_aside(read, plan.done),
        projection=reading_words.projection(read),
    )


def priority_part(read: Diagnosis, priority: Priority) -> PriorityPart:
    model = read.model
    statements = {criterion.id: criterion.statement for criterion in model.criteria}
    return PriorityPart(
        dimension=priority.dimension,
        name=model.by_id[priority.dimension].name,
        from_stage=priority.from_stage,
        to_stage=priority.to_stage,
        pace_days=priority.pace_days,
        because=sentence_case(priority.because),
        levers=tuple(
            LeverPart(
                id=ranked.id,
                text=model.levers[ranked.id].text,
                because=sentence_case("; ".join(ranked.because)),
                effort=EFFORT_WORDS[model.levers[ranked.id].effort],
                decided_by=DECIDER_WORDS.get(model.levers[ranked.id].decided_by, "the CS leader"),
            )
            for ranked in priority.levers
        ),
        unmet=tuple(statements.get(id, id) for id in priority.unmet),
        named_part=tuple(statements.get(id, id) for id in priority.named_part),
        warnings=tuple(sentence_case(warning.because) for warning in priority.warnings),
    )


def _move(read: Diagnosis, item: PlanItem) -> Move:
    step = next((p for p in read.priorities if p.dimension == item.dimension), None)
    return Move(
        lever=item.lever,
        action=read.model.levers[item.lever].text,
        dimension=item.dimension,
        dimension_name=read.model.by_id[item.dimension].name,
        from_stage=step.from_stage if step else None,
        to_stage=step.to_stage if step else None,
        owner=item.owner or NOBODY_YET,
        is_owned=bool(item.owner),
        sponsor=item.sponsor,
        done_when=item.done_when,
        milestone=item.milestone_today if item.milestone != item.done_when else "",
        checkpoints=item.checkpoints,
        due_on=item.due_on,
        status=item.status,
        reason=item.reason,
    )


def _aside(read: Diagnosis, items: Iterable[PlanItem]) -> tuple[Said, ...]:
    return tuple(
        (
            read.model.levers[item.lever].text,
            sentence_case(item.reason) if item.reason else "No reason is recorded.",
        )
        for item in items
    )
