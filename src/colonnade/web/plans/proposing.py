"""From a diagnosis to moves: what is proposed and why, and what any other lever would be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from colonnade.core.diagnosis import NOT_OPEN, Diagnosis
from colonnade.core.measurement import Measured
from colonnade.core.model import Lever
from colonnade.core.plan import (
    Choice,
    PlanItem,
    Priority,
    Projection,
    Standing,
    make_plan,
    priorities,
    project,
)
from colonnade.web.plans.models import MilestoneKind


@dataclass(frozen=True, slots=True)
class Draft:
    """A lever as it would stand in the plan; `because` says why, `warnings` what to beware of."""

    lever: Lever
    item: PlanItem
    from_stage: int | None
    is_proposed: bool
    because: tuple[str, ...]
    metric: str
    baseline: float | None
    target: float | None

    @property
    def kind(self) -> MilestoneKind:
        return MilestoneKind.METRIC if self.metric else MilestoneKind.CRITERION


@dataclass(frozen=True, slots=True)
class Proposal:
    """A priority with the drafts of its levers."""

    name: str
    priority: Priority
    drafts: tuple[Draft, ...]


def proposals(read: Diagnosis, starts_on: date) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(
            read.model.by_id[p.dimension].name,
            p,
            tuple(draft(read, ranked.id, starts_on, ranked.because) for ranked in p.levers),
        )
        for p in read.priorities
    )


def is_proposed(read: Diagnosis, lever: str) -> bool:
    return any(ranked.id == lever for priority in read.priorities for ranked in priority.levers)


def draft(read: Diagnosis, lever: str, starts_on: date, because: tuple[str, ...] = ()) -> Draft:
    """What a lever of the model is as a move, proposed or not."""
    found = read.model.levers[lever]
    choice = Choice(lever, found.dimension, None, "chosen", "", "", None, "")
    (item,) = make_plan(read.model, standing(read), (), starts_on=starts_on, choices=[choice]).items
    priority = next((p for p in read.priorities if p.dimension == found.dimension), None)
    metric, baseline, target = _metric(read, item)
    return Draft(
        lever=found,
        item=item,
        from_stage=read.stages.get(found.dimension),
        is_proposed=is_proposed(read, lever),
        because=(*((priority.because,) if priority else ()), *because),
        metric=metric,
        baseline=baseline,
        target=target,
    )


def standing(read: Diagnosis) -> Standing:
    return Standing(
        stages=read.stages,
        profile=read.profile,
        stalls=read.stalls,
        strains=read.strains,
        met=frozenset(id for id, answer in read.evidence.answers.items() if answer.value in NOT_OPEN),
        evidence=read.evidence,
    )


def projection(read: Diagnosis, dimensions: Iterable[str]) -> Projection:
    """The reading once each of these dimensions stands one stage higher."""
    model, moved = read.model, set(dimensions)
    all_below = priorities(model, standing(read), target=model.top, most=len(model.dimensions), done=frozenset())
    return project(model, standing(read), [p for p in all_below if p.dimension in moved])


def _metric(read: Diagnosis, item: PlanItem) -> tuple[str, float | None, float | None]:
    """The metric that the milestone speaks of, today's value, and the threshold; none where it is read in part."""
    criterion = next((c for c in read.model.criteria if c.id == item.criterion), None)
    rule = criterion.evidence if criterion else None
    if criterion is None or rule is None or {rule.by, rule.reading, rule.field, rule.window_days} != {None}:
        return "", None, None
    measured = {m.definition.id: m.value for m in read.measurements if isinstance(m, Measured)}
    limit = read.evidence.organisation.limit_of(criterion.id, rule.threshold)
    return rule.metric, measured.get(rule.metric), limit
