"""How roadmaps are said: one wording for the page, for Markdown and for every other report."""

from collections.abc import Iterator, Sequence

from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.company import Fact, FactName, Typical
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.model import Model
from colonnade.core.roadmaps import Aim, Arrival, Guide, Road, Roadmaps, Stretch, roadmaps
from colonnade.reports import wording

NAMES: dict[FactName, str] = {
    "arr_musd": "ARR",
    "cs_years": "Years of Customer Success",
    "cs_team": "Customer Success team",
}
RECORDED: dict[FactName, str] = {
    "arr_musd": " by the records (their currency read as US dollars)",
    "cs_years": " at least, since the first CSM in the records began",
    "cs_team": " by the records (CSMs alone)",
}
AGAINST = {
    "typical": "It stands where companies of its ARR usually do.",
    "behind": "Companies of its ARR usually stand further on.",
    "ahead": "Companies of its ARR usually do not stand this far yet.",
    "unknown": "Whether that is usual for its size cannot be said: its ARR is not known.",
}
SCORE_AGAIN = "Score again, and choose anew what comes next."
MOST_SHOWN = 3
MONTHS_OF = {90: "90 days", 180: "6 months", 365: "12 months"}


def roadmaps_of(diagnosis: Diagnosis) -> Roadmaps:
    """The roadmaps of a diagnosis, with the guides of the other readings' models."""
    models = [shipped_model(id) for id in diagnosis.readings if id in shipped_ids()]
    return roadmaps(diagnosis, models, diagnosis.company)


def road_title(road: Road, model: Model) -> str:
    return f"{model.by_id[road.dimension].name}, from stage {road.from_stage} to {road.to_stage}"


def road_because(road: Road) -> str:
    return road.because if road.in_plan else f"next in line ({road.because})"


def aim_title(aim: Aim) -> str:
    return f"{aim.days} days, {wording.day(aim.on)}"


def aim_lines(aim: Aim, road: Road) -> list[str]:
    """What is so on the day, a sentence each."""
    if not road.in_plan and not aim.in_place and not aim.under_way:
        return [
            "Decided at the re-score: still the next?"
            if aim.decided
            else "Waits, so that the plan is carried out."
        ]
    return [
        *(f"In place: {text}" for text in aim.in_place),
        *(f"Under way: {text}" for text in aim.under_way),
        *([_held(aim)] if aim.holds_stage else []),
        *_to_be_shown(() if aim.holds_stage else aim.shown),
    ]


def _held(aim: Aim) -> str:
    if aim.is_held:
        return f"Stage {aim.holds_stage} is held: what it asks for can still be shown."
    return f"Stage {aim.holds_stage} holds: all that it asks for can be shown."


def _to_be_shown(statements: Sequence[str]) -> Iterator[str]:
    """The first of them: a page is one page, and the plan and the dimension's part have all."""
    yield from (f"To be shown: {text}." for text in statements[:MOST_SHOWN])
    if len(statements) > MOST_SHOWN:
        yield f"And {wording.criteria(len(statements) - MOST_SHOWN)} more."


def stretch_title(stretch: Stretch) -> str:
    return f"{MONTHS_OF.get(stretch.days, f'{stretch.days} days')}, by {wording.day(stretch.on)}"


def arrival(arrival: Arrival, model: Model) -> str:
    stage = model.stage(arrival.stage)
    name = model.by_id[arrival.dimension].name
    return f"{name} stands at stage {stage.number} ({stage.name}), on {wording.day(arrival.on)} at the usual pace."


def guide_title(guide: Guide) -> str:
    return f"{guide.model}: from {guide.from_stage.name} to {guide.to_stage.name}"


def fact(fact: Fact, model: Model) -> str:
    """A fact with the stages it is typical of, or what would make it known."""
    name = NAMES[fact.name]
    if fact.value is None:
        return f"{name}: not known; the organisation file can say '{fact.name}' under 'company'."
    names = [stage.name for stage in model.stages if stage.id in fact.stages]
    where = f"typical of {wording.joined(names)}" if names else "outside what the model describes"
    return f"{name}: {_value(fact)}{RECORDED[fact.name] if fact.from_records else ''}, {where}."


def _value(fact: Fact) -> str:
    value = wording.half_up(fact.value or 0, 0 if fact.name == "cs_team" else 1)
    return {"arr_musd": f"${value}M", "cs_years": f"{value}", "cs_team": f"{value} people"}[fact.name]


def usual(typical: Typical) -> str:
    """The company usually found at the stage."""
    own = typical.profile
    parts = {
        "ARR": own.arr,
        "Customer Success for": own.years_of_cs,
        "team": own.team_size,
        "leadership and operations": own.leadership,
    }
    return "; ".join(f"{name}: {text.rstrip('.')}" for name, text in parts.items() if text) + "."


def against(typical: Typical) -> str:
    said = AGAINST[typical.against]
    return f"{said} {typical.exception}" if typical.exception else said


def typical_title(typical: Typical, model: Model) -> str:
    stage = next(stage.name for stage in model.stages if stage.id == typical.stage)
    return f"{model.name}: the company usually found at {stage}"
