"""From a profile to a plan: priorities in order, levers with their because, dates, and the projection."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from colonnade.core.criteria import Criterion
from colonnade.core.findings import Evidence
from colonnade.core.levers import MOST_LEVERS, RankedLever, Warning, lever_warnings, propose, unmet_criteria
from colonnade.core.model import Lever, Model
from colonnade.core.reading import Lead, Profile, Stages, constraints, dominant
from colonnade.core.rule_words import Goal, goal
from colonnade.core.speech import gettext, listed, ngettext

REVIEW_DAYS = 90
CHECKPOINT_DAYS = (30, 60)
DEFAULT_PRIORITIES = 2
MOST_PRIORITIES = 3
MOST_IN_FLIGHT = 2
"""Levers that one owner can have in flight at a time."""


Status = Literal["proposed", "chosen", "done", "not_now"]


@dataclass(frozen=True, slots=True)
class Priority:
    """A dimension to advance by one stage, with the criteria of the target cell not known to be met.

    `named_part` is what is due on the day of the re-score: all of them, or where the step takes longer, those
    that its levers turn.
    """

    dimension: str
    from_stage: int
    to_stage: int
    because: str
    pace_days: int
    unmet: tuple[str, ...]
    named_part: tuple[str, ...]
    levers: tuple[RankedLever, ...]
    warnings: tuple[Warning, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of a plan file given back: what the people decided about a lever."""

    lever: str
    dimension: str
    owner: str | None
    status: Status
    done_when: str
    milestone: str
    due_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class PlanItem:
    """`criterion` is the one that the milestone speaks of, or without a milestone `done_when`; none where typed.

    `today` says in words what the records measure of the milestone: no part of it, since not everybody may see it.
    """

    lever: str
    dimension: str
    owner: str | None
    sponsor: str
    done_when: str
    milestone: str
    checkpoints: tuple[date, ...]
    due_on: date
    status: Status = "proposed"
    reason: str = ""
    criterion: str = ""
    today: str = ""

    @property
    def milestone_today(self) -> str:
        """The milestone beside what is measured today."""
        return f"{self.milestone} ({self.today})" if self.milestone and self.today else self.milestone


@dataclass(frozen=True, slots=True)
class Plan:
    """`items` are in flight; `done` and `not_now` are kept beside them with their reasons."""

    starts_on: date
    review_on: date
    items: tuple[PlanItem, ...]
    done: tuple[PlanItem, ...] = ()
    not_now: tuple[PlanItem, ...] = ()
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Projection:
    """The reading once every priority stands at its target: a projection, not a promise."""

    average: float
    dominant: int
    constraints: tuple[str, ...]
    reached_in_days: int
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What planning starts from: stages, profile, leads, and the criteria that are met or do not apply."""

    stages: Stages
    profile: Profile
    stalls: Sequence[Lead]
    strains: Sequence[Lead]
    met: frozenset[str]
    evidence: Evidence


# --- priorities ---------------------------------------------------------------------------------------------


def priorities(
    model: Model, standing: Standing, *, target: int, most: int, done: frozenset[str]
) -> tuple[Priority, ...]:
    """At most `most` dimensions below stage `target`, in the method's order; `done` levers are left out."""
    below = {id: stage for id, stage in standing.stages.items() if stage < target}
    ordered = [(id, because) for id, because in _in_order(model, standing).items() if id in below][:most]
    planned = {id: below[id] + 1 for id, _ in ordered}
    return tuple(_priority(model, standing, id, because, planned, done) for id, because in ordered)


def _in_order(model: Model, standing: Standing) -> dict[str, str]:
    """Every scored dimension in order of priority, with why it stands there."""
    profile, stages = standing.profile, standing.stages
    leads = sorted(
        [*standing.stalls, *standing.strains],
        key=lambda lead: (-lead.lead, stages[lead.other], model.order[lead.other]),
    )
    first = gettext("where to start") if profile.even else gettext("the primary constraint")
    ordered = {profile.primary_constraint: first}
    for id in profile.constraints:
        if model.dependants[id]:
            ordered.setdefault(id, gettext("a constraint that other dimensions rest on"))
    for lead in leads:
        said = gettext("{dimension} stands {n} ahead of it")
        ordered.setdefault(lead.other, said.format(dimension=model.by_id[lead.dimension].name, n=lead.lead))
    for id in sorted(stages, key=lambda id: (stages[id], model.order[id])):
        ordered.setdefault(id, gettext("among the lowest stages"))
    return ordered


def _priority(
    model: Model,
    standing: Standing,
    dimension: str,
    because: str,
    planned: Mapping[str, int],
    done: frozenset[str],
) -> Priority:
    stage = standing.stages[dimension]
    unmet = unmet_criteria(model, dimension, stage + 1, standing.met)
    reached = {**standing.stages, **planned}
    levers = propose(model, dimension, stage, unmet, reached, done)
    return Priority(
        dimension=dimension,
        from_stage=stage,
        to_stage=stage + 1,
        because=because,
        pace_days=model.pace(stage),
        unmet=tuple(criterion.id for criterion in unmet),
        named_part=_named_part(model, stage, unmet, levers),
        levers=levers,
        warnings=tuple(lever_warnings(model, [model.levers[ranked.id] for ranked in levers], reached)),
    )


def _named_part(
    model: Model, stage: int, unmet: Sequence[Criterion], levers: Sequence[RankedLever]
) -> tuple[str, ...]:
    turned = {id for ranked in levers for id in model.levers[ranked.id].turns}
    return tuple(c.id for c in unmet if c.id in turned or not _is_longer(model, stage))


def _is_longer(model: Model, stage: int) -> bool:
    """The step from `stage` takes longer than a plan, so that a part of it is due."""
    return model.pace(stage) > REVIEW_DAYS


# --- the plan -----------------------------------------------------------------------------------------------


def make_plan(
    model: Model,
    standing: Standing,
    chosen: Sequence[Priority],
    *,
    starts_on: date,
    choices: Sequence[Choice],
) -> Plan:
    """The proposals as dated items. Where people chose levers of a dimension, theirs replace the proposals."""
    kept = [choice for choice in choices if choice.status in ("proposed", "chosen")]
    decided = {choice.dimension for choice in kept}
    set_aside = {choice.lever for choice in choices if choice.status in ("done", "not_now")}
    proposed = [
        _item(model, standing, model.levers[ranked.id], starts_on)
        for priority in chosen
        if priority.dimension not in decided
        for ranked in priority.levers
        if ranked.id not in set_aside
    ]
    items = sorted(
        [*proposed, *(_from_choice(model, standing, choice, starts_on) for choice in kept)],
        key=lambda item: _place(chosen, item.dimension),
    )
    aside = {
        status: tuple(_from_choice(model, standing, c, starts_on) for c in choices if c.status == status)
        for status in ("done", "not_now")
    }
    return Plan(
        starts_on=starts_on,
        review_on=starts_on + timedelta(days=REVIEW_DAYS),
        items=tuple(items),
        done=aside["done"],
        not_now=aside["not_now"],
        warnings=(*plan_warnings(model, items), *_choice_warnings(model, standing, chosen, kept)),
    )


def _place(chosen: Sequence[Priority], dimension: str) -> int:
    return next((n for n, priority in enumerate(chosen) if priority.dimension == dimension), len(chosen))


def _item(model: Model, standing: Standing, lever: Lever, starts_on: date) -> PlanItem:
    due = _due(model, standing, lever)
    said = _milestone(due, standing.evidence)
    criterion, asked, today = (
        (said[0], said[1].asked, said[1].today) if said else (due[0] if due else None, "", "")
    )
    return PlanItem(
        lever=lever.id,
        dimension=lever.dimension,
        owner=None,
        sponsor=lever.sponsor,
        done_when=due[0].statement if due else _picture(model, standing, lever),
        milestone=asked,
        checkpoints=tuple(starts_on + timedelta(days=days) for days in CHECKPOINT_DAYS),
        due_on=starts_on + timedelta(days=REVIEW_DAYS),
        criterion=criterion.id if criterion else "",
        today=today,
    )


def _due(model: Model, standing: Standing, lever: Lever) -> Sequence[Criterion]:
    """What the lever turns of the next stage, else of another; else all of a stage that 90 days suffice for."""
    stage = standing.stages.get(lever.dimension, lever.row)
    unmet = unmet_criteria(model, lever.dimension, min(stage + 1, model.top), standing.met)
    if own := [criterion for criterion in unmet if criterion.id in lever.turns]:
        return own
    if own := [c for c in model.criteria if c.id in lever.turns and c.id not in standing.met]:
        return own
    return () if _is_longer(model, stage) else unmet


def _picture(model: Model, standing: Standing, lever: Lever) -> str:
    """The stage aimed at; nothing where 90 days bring only a part of it."""
    stage = standing.stages.get(lever.dimension, lever.row)
    if _is_longer(model, stage):
        return ""
    goal = min(stage + 1, model.top)
    cell = model.by_id[lever.dimension].cell(goal)
    said = gettext("Stage {stage} can be shown: {cell}") if cell else gettext("Stage {stage} can be shown")
    return said.format(stage=goal, cell=cell and cell.looks_like)


def _milestone(due: Sequence[Criterion], evidence: Evidence) -> tuple[Criterion, Goal] | None:
    """What a metric must show for the first criterion that one shows."""
    for criterion in due:
        if rule := criterion.evidence:
            said = goal(rule, evidence, evidence.organisation.limit_of(criterion.id, rule.threshold))
            if said:
                return criterion, said
    return None


def _from_choice(model: Model, standing: Standing, choice: Choice, starts_on: date) -> PlanItem:
    proposed = _item(model, standing, model.levers[choice.lever], starts_on)
    is_typed = choice.milestone not in ("", proposed.milestone)
    return replace(
        proposed,
        owner=choice.owner,
        done_when=choice.done_when or proposed.done_when,
        milestone=choice.milestone or proposed.milestone,
        criterion="" if is_typed else proposed.criterion,
        today="" if is_typed else proposed.today,
        due_on=choice.due_on or proposed.due_on,
        status=choice.status,
        reason=choice.reason,
    )


def plan_warnings(model: Model, items: Sequence[PlanItem]) -> Iterable[Warning]:
    """What the plan allows only with a recorded reason."""
    unexplained = [item for item in items if not item.reason]
    for owner, number in Counter(item.owner for item in unexplained if item.owner).items():
        if number > MOST_IN_FLIGHT:
            said = gettext("{owner} has {n} levers in flight; record a reason or share")
            yield Warning("owner_overloaded", said.format(owner=owner, n=number))
    by_dimension = Counter(item.dimension for item in unexplained)
    for dimension, number in by_dimension.items():
        if number > MOST_LEVERS:
            name = model.by_id[dimension].name
            said = gettext("{dimension} has {n} levers; record a reason or keep {most}")
            yield Warning("too_many_levers", said.format(dimension=name, n=number, most=MOST_LEVERS))
    if len(by_dimension) > MOST_PRIORITIES:
        said = gettext("the plan moves {n} dimensions at once; record a reason or keep {most}")
        yield Warning("too_many_priorities", said.format(n=len(by_dimension), most=MOST_PRIORITIES))


def _choice_warnings(
    model: Model, standing: Standing, chosen: Sequence[Priority], kept: Sequence[Choice]
) -> Iterable[Warning]:
    """The warnings over levers that people chose; those over proposals stand with their priority."""
    moved = {choice.dimension for choice in kept} | {priority.dimension for priority in chosen}
    reached = {id: stage + (id in moved) for id, stage in standing.stages.items()}
    proposed = {priority.dimension: {ranked.id for ranked in priority.levers} for priority in chosen}
    for dimension in dict.fromkeys(choice.dimension for choice in kept):
        levers = [model.levers[choice.lever] for choice in kept if choice.dimension == dimension]
        if {lever.id for lever in levers} != proposed.get(dimension):
            for warning in lever_warnings(model, levers, reached):
                yield Warning(warning.id, f"{model.by_id[dimension].name}: {warning.because}")


def project(model: Model, standing: Standing, chosen: Sequence[Priority]) -> Projection:
    reached = {**standing.stages, **{priority.dimension: priority.to_stage for priority in chosen}}
    days = max((priority.pace_days for priority in chosen), default=0)
    later = [model.by_id[p.dimension].name for p in chosen if p.pace_days > REVIEW_DAYS]
    note = gettext("A projection: what the reading would be once every priority stands at its target.")
    if later:
        longer = ngettext(
            "{dimensions} takes up to {n} days; by day {review} a named part of the target is due.",
            "{dimensions} take up to {n} days; by day {review} a named part of the target is due.",
            len(later),
        )
        note += " " + longer.format(dimensions=listed(later), n=days, review=REVIEW_DAYS)
    return Projection(
        average=sum(reached.values()) / len(reached),
        dominant=dominant(reached).stage,
        constraints=constraints(reached),
        reached_in_days=days,
        note=note,
    )
