"""Roadmaps of a diagnosis: 30, 90 and 180 days on one page, the year, and the way to the next stage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from colonnade.core.company import Company, Typical, typical
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.model import Lever, Model, Stage
from colonnade.core.plan import REVIEW_DAYS, PlanItem, Priority

PAGE_DAYS = (30, 90, 180)
YEAR_DAYS = (90, 180, 365)
CHECKLIST_DAYS = 14
EFFORT_DAYS = {1: 14, 2: 42, 3: 84}
"""When a lever of an effort is in place at the latest, if people set no day of their own."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is new on a day: levers in place or under way, criteria that can be shown, a stage that holds."""

    days: int
    on: date
    in_place: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    holds_stage: int | None = None
    is_held: bool = False
    """The stage held at the moment before too."""
    decided: bool = False
    """Whether this dimension comes next is decided on that day, by the re-score."""


@dataclass(frozen=True, slots=True)
class Road:
    """One dimension over the moments of the page; `in_plan` False is next in line, begun after the re-score."""

    dimension: str
    from_stage: int
    to_stage: int
    because: str
    in_plan: bool
    aims: tuple[Aim, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    dimension: str
    stage: int
    on: date


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the year: what arrives in it, and what the model itself puts there."""

    days: int
    on: date
    arrivals: tuple[Arrival, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """From the stage where a model places the company to the next, and what that unlocks."""

    model: str
    from_stage: Stage
    to_stage: Stage
    text: str
    actions: tuple[str, ...]
    steps: tuple[str, ...]
    unlocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roadmaps:
    page: tuple[Road, ...]
    year: tuple[Stretch, ...]
    checklist: tuple[str, ...]
    checklist_by: date
    guides: tuple[Guide, ...]
    typical: tuple[tuple[Model, Typical], ...]


def roadmaps(diagnosis: Diagnosis, models: Sequence[Model], company: Company) -> Roadmaps:
    """`models` are those of the other readings: they too may hold guides and typical companies."""
    placed = list(_placed(diagnosis, models))
    guides = (_guide(model, stage) for model, stage in placed)
    profiles = ((model, typical(model, stage, company)) for model, stage in placed)
    return Roadmaps(
        page=tuple(_road(diagnosis, priority) for priority in diagnosis.in_line),
        year=tuple(_stretches(diagnosis)),
        checklist=tuple(item.text for item in diagnosis.model.checklist),
        checklist_by=diagnosis.plan.starts_on + timedelta(days=CHECKLIST_DAYS),
        guides=tuple(guide for guide in guides if guide),
        typical=tuple((model, profile) for model, profile in profiles if profile),
    )


def _placed(diagnosis: Diagnosis, models: Sequence[Model]) -> Iterable[tuple[Model, int]]:
    """Each model with the stage it places the company at; the diagnosed one by its claims."""
    if diagnosis.profile.has_headline:
        yield diagnosis.model, diagnosis.profile.dominant.stage
    for model in models:
        reading = diagnosis.readings.get(model.id)
        if model.id != diagnosis.model.id and reading and reading.dominant is not None:
            yield model, reading.dominant


# --- 30, 90 and 180 days --------------------------------------------------------------------------------------


def _road(diagnosis: Diagnosis, priority: Priority) -> Road:
    items = [item for item in diagnosis.plan.items if item.dimension == priority.dimension]
    planned = priority in diagnosis.priorities
    of = _aim if planned else _later
    aims = [of(diagnosis, priority, items, days) for days in PAGE_DAYS]
    return Road(
        priority.dimension, priority.from_stage, priority.to_stage, priority.because, planned, tuple(_news(aims))
    )


def _news(aims: Sequence[Aim]) -> Iterable[Aim]:
    """Each aim without the levers that stood before, and whether its stage held before."""
    stood: set[str] = set()
    held = None
    for aim in aims:
        in_place = tuple(text for text in aim.in_place if text not in stood)
        yield replace(aim, in_place=in_place, is_held=held is not None)
        stood.update(aim.in_place)
        held = aim.holds_stage


def _aim(diagnosis: Diagnosis, priority: Priority, items: Sequence[PlanItem], days: int) -> Aim:
    levers, on = diagnosis.model.levers, diagnosis.plan.starts_on + timedelta(days=days)
    ready = [_ready_on(diagnosis, item) <= on for item in items]
    texts = [levers[item.lever].text for item in items]
    shown = priority.named_part if days == REVIEW_DAYS else priority.unmet if days > REVIEW_DAYS else ()
    holds = priority.pace_days <= days
    return Aim(
        days,
        on,
        in_place=tuple(text for text, done in zip(texts, ready, strict=True) if done),
        under_way=tuple(text for text, done in zip(texts, ready, strict=True) if not done),
        shown=_statements(diagnosis.model, shown) if holds or days == REVIEW_DAYS else (),
        holds_stage=priority.to_stage if holds else None,
    )


def _ready_on(diagnosis: Diagnosis, item: PlanItem) -> date:
    """The day people set, else by the lever's effort."""
    plan = diagnosis.plan
    if item.due_on != plan.review_on:
        return item.due_on
    return plan.starts_on + timedelta(days=EFFORT_DAYS[diagnosis.model.levers[item.lever].effort])


def _later(diagnosis: Diagnosis, priority: Priority, _: Sequence[PlanItem], days: int) -> Aim:
    """Of a dimension next in line: chosen at the re-score, begun after it."""
    on = diagnosis.plan.starts_on + timedelta(days=days)
    levers = [diagnosis.model.levers[ranked.id] for ranked in priority.levers]
    since = days - REVIEW_DAYS
    if since <= 0:
        return Aim(days, on, decided=since == 0)
    in_place = [lever.text for lever in levers if _takes(lever) <= since]
    return Aim(
        days,
        on,
        in_place=tuple(in_place),
        under_way=tuple(lever.text for lever in levers if lever.text not in in_place),
        holds_stage=priority.to_stage if priority.pace_days <= since else None,
    )


def _takes(lever: Lever) -> int:
    return EFFORT_DAYS[lever.effort]


def _statements(model: Model, ids: Iterable[str]) -> tuple[str, ...]:
    by_id = {criterion.id: criterion.statement for criterion in model.criteria}
    return tuple(by_id[id] for id in ids)


# --- the year -------------------------------------------------------------------------------------------------


def _stretches(diagnosis: Diagnosis) -> Iterable[Stretch]:
    """The horizons of the model, else 90 days, 6 and 12 months."""
    model, starts_on = diagnosis.model, diagnosis.plan.starts_on
    horizons = sorted({horizon.horizon_days for horizon in model.roadmap}) or YEAR_DAYS
    before = 0
    for days in horizons:
        arrivals = [
            Arrival(priority.dimension, priority.to_stage, starts_on + timedelta(days=arrives))
            for priority in diagnosis.in_line
            if before < (arrives := _arrives(diagnosis, priority)) <= days
        ]
        actions = [horizon.text for horizon in model.roadmap if horizon.horizon_days == days]
        yield Stretch(days, starts_on + timedelta(days=days), tuple(arrivals), tuple(actions))
        before = days


def _arrives(diagnosis: Diagnosis, priority: Priority) -> int:
    """Days to the target stage; what is next in line begins at the re-score."""
    waits = 0 if priority in diagnosis.priorities else REVIEW_DAYS
    return waits + priority.pace_days


# --- the next stage -------------------------------------------------------------------------------------------


def _guide(model: Model, stage: int) -> Guide | None:
    here = model.stage(stage)
    way = next((each for each in model.transitions if each.from_stage == here.id), None)
    if way is None:
        return None
    return Guide(
        model=model.name,
        from_stage=here,
        to_stage=next(each for each in model.stages if each.id == way.to_stage),
        text=way.text,
        actions=tuple(action.text for action in model.actions if action.stage == here.id),
        steps=way.steps,
        unlocks=tuple(each.text for each in model.unlocks if each.from_stage == here.id),
    )
