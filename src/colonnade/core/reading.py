"""What a model says of a set of stages: distribution, dominant stage, constraint, stalls, and how sure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from colonnade.core.claims import Claims, lower_median
from colonnade.core.model import Edge, LeadRule, Model
from colonnade.core.speech import gettext, listed, ngettext
from colonnade.core.support import Support

DISPUTE_SPREAD = 2
HEADLINE_COVERAGE = 0.7
"""Below this share of scored dimensions no page names a dominant stage as its headline."""

State = Literal["agreed", "provisional", "missing"]
ClaimState = Literal["contradicted", "unproven", "understated", "borne_out"]
Firmness = Literal["firm", "tentative"]
Stages = Mapping[str, int]
"""Stage numbers by dimension id, in the model's order; a dimension without a stage is absent."""


@dataclass(frozen=True, slots=True)
class DimensionReading:
    """One dimension as claimed: `scores` and `outsiders` are stages by reviewer.

    `stage` None is missing; a provisional one is the lower median. `reason` is that of the agreed stage.
    """

    id: str
    stage: int | None
    state: State
    scores: Mapping[str, int]
    outsiders: Mapping[str, int]
    spread: int
    reason: str = ""
    gap: float | None = None
    supported: Support | None = None
    claim_gap: int | None = None
    claim_state: ClaimState | None = None
    target: int | None = None

    @property
    def dispute(self) -> bool:
        return self.spread >= DISPUTE_SPREAD

    @property
    def is_shown_as_range(self) -> bool:
        return self.state == "provisional" and self.spread > 0


@dataclass(frozen=True, slots=True)
class Dominant:
    """Where most dimensions stand; `tied` are all stages with the same count, of which the lowest leads."""

    stage: int
    count: int
    majority: bool
    tied: tuple[int, ...]
    scattered: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """The reading over the scored dimensions.

    `average_range`, `firmness` and `would_name` come from panels of the reviewers' own scores and are None
    or empty with fewer than two reviewers. `even`: half or more of the dimensions share the lowest stage.
    """

    scored: int
    total: int
    average: float
    distribution: Mapping[int, int]
    dominant: Dominant
    constraints: tuple[str, ...]
    primary_constraint: str
    even: bool
    average_range: tuple[float, float] | None = None
    firmness: Firmness | None = None
    would_name: Mapping[str, tuple[str, ...]] | None = None

    @property
    def coverage(self) -> float:
        return self.scored / self.total

    @property
    def has_headline(self) -> bool:
        return self.coverage >= HEADLINE_COVERAGE


@dataclass(frozen=True, slots=True)
class Lead:
    """`dimension` stands `lead` stages ahead of `other`: a stall, a strain or idle."""

    dimension: str
    other: str
    lead: int
    because: str


@dataclass(frozen=True, slots=True)
class WouldChange:
    """In words: what would change the dominant stage, and what lifting the constraint brings."""

    dominant: str
    constraint: str


# --- claims to stages ---------------------------------------------------------------------------------------


def read_dimensions(model: Model, claims: Claims) -> tuple[DimensionReading, ...]:
    """Every dimension of the model with its stage and state, by the rules of reconciliation."""
    alone = len(claims.internal) < 2
    return tuple(_read_dimension(dimension.id, claims, alone) for dimension in model.dimensions)


def _read_dimension(dimension: str, claims: Claims, alone: bool) -> DimensionReading:
    scores = claims.of(dimension)
    outsiders = {who: stages[dimension] for who, stages in claims.external.items() if dimension in stages}
    spread = max(scores.values()) - min(scores.values()) if scores else 0
    consensus = claims.agreed.get(dimension)
    stage: int | None = None
    if consensus is not None:
        stage, agreed = consensus.stage, True
    else:
        stage = lower_median(scores.values()) if scores else None
        agreed = len(scores) > 1 and spread == 0
    state: State = "missing" if stage is None else "agreed" if agreed and not alone else "provisional"
    reason = consensus.reason if consensus else ""
    return DimensionReading(dimension, stage, state, scores, outsiders, spread, reason)


# --- stages to a profile ------------------------------------------------------------------------------------


def profile(model: Model, stages: Stages, contradicted: Stages | None = None) -> Profile:
    """The profile of one or more scored dimensions.

    `contradicted` holds the claim gaps that evidence contradicts; they break ties for the primary.
    """
    average = sum(stages.values()) / len(stages)
    lowest = constraints(stages)
    return Profile(
        scored=len(stages),
        total=len(model.dimensions),
        average=average,
        distribution={stage.number: 0 for stage in model.stages} | dict(Counter(stages.values())),
        dominant=dominant(stages),
        constraints=lowest,
        primary_constraint=_primary(model, lowest, contradicted or {}),
        even=len(lowest) * 2 >= len(stages),
    )


def constraints(stages: Stages) -> tuple[str, ...]:
    """The dimensions at the lowest stage, which are also those furthest below the average."""
    lowest = min(stages.values())
    return tuple(dimension for dimension, stage in stages.items() if stage == lowest)


def dominant(stages: Stages) -> Dominant:
    counts = Counter(stages.values())
    most = max(counts.values())
    tied = tuple(sorted(stage for stage, count in counts.items() if count == most))
    near = sum(count for stage, count in counts.items() if abs(stage - tied[0]) <= 1)
    return Dominant(tied[0], most, most * 2 > len(stages), tied, scattered=near * 2 <= len(stages))


def _primary(model: Model, tied: Sequence[str], contradicted: Stages) -> str:
    return min(tied, key=lambda id: (-model.dependants[id], -contradicted.get(id, 0), model.order[id]))


# --- how sure -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sureness:
    average_range: tuple[float, float]
    firmness: Firmness
    would_name: Mapping[str, tuple[str, ...]]


def sureness(model: Model, claims: Claims, primary: str) -> Sureness | None:
    """How the reading fares with each reviewer left out in turn and each alone; None below two reviewers.

    Panels read the reviewers' own scores at lower medians; agreed stages play no part.
    """
    panel = claims.internal
    if len(panel) < 2:
        return None
    alone = {who: _in_order(model, stages) for who, stages in panel.items()}
    others = [_medians(model, [stages for w, stages in panel.items() if w != who]) for who in panel]
    panels = [*alone.values(), *others]
    averages = [sum(stages.values()) / len(stages) for stages in panels]
    firm = all(primary in constraints(stages) for stages in panels)
    return Sureness(
        average_range=(min(averages), max(averages)),
        firmness="firm" if firm else "tentative",
        would_name={who: constraints(stages) for who, stages in alone.items()},
    )


def _in_order(model: Model, stages: Stages) -> Stages:
    return {d.id: stages[d.id] for d in model.dimensions if d.id in stages}


def _medians(model: Model, panel: Sequence[Stages]) -> Stages:
    scored = {d.id: [stages[d.id] for stages in panel if d.id in stages] for d in model.dimensions}
    return {dimension: lower_median(values) for dimension, values in scored.items() if values}


# --- leads between dimensions -------------------------------------------------------------------------------


def stalls(model: Model, stages: Stages) -> tuple[Lead, ...]:
    """Dimensions the model's `stall_lead` or more ahead of one they rest on, the largest lead first."""
    rules = (LeadRule(e.dimension, e.rests_on, model.stall_lead, e.source, _rests(model, e)) for e in model.edges)
    return leads(rules, stages)


def leads(rules: Iterable[LeadRule], stages: Stages) -> tuple[Lead, ...]:
    """The rules that hold; a rule over a dimension without a stage does not."""
    found = [
        Lead(rule.dimension, rule.against, stages[rule.dimension] - stages[rule.against], rule.because)
        for rule in rules
        if rule.dimension in stages
        and rule.against in stages
        and stages[rule.dimension] - stages[rule.against] >= rule.lead
    ]
    return tuple(sorted(found, key=lambda lead: -lead.lead))


def _rests(model: Model, edge: Edge) -> str:
    said = gettext("{dimension} rests on {other}")
    return said.format(dimension=model.by_id[edge.dimension].name, other=model.by_id[edge.rests_on].name)


# --- what would change --------------------------------------------------------------------------------------

MOST_MOVED = 2
"""How many dimensions moved one stage at a time are tried; a plan has two priorities by default."""


def would_change(model: Model, stages: Stages) -> WouldChange:
    return WouldChange(_dominant_change(model, stages), _constraint_change(model, stages))


def _dominant_change(model: Model, stages: Stages) -> str:
    now = dominant(stages).stage
    movable = [id for id, stage in stages.items() if stage < model.top]
    for number in range(1, MOST_MOVED + 1):
        for moved in combinations(movable, number):
            then = dominant({**stages, **{id: stages[id] + 1 for id in moved}}).stage
            if then > now:
                said = gettext("{steps} would make {stage} ({name}) the dominant stage.")
                return said.format(
                    steps=listed(_at(model, id, stages[id] + 1) for id in moved),
                    stage=then,
                    name=model.stage(then).name,
                )
    said = gettext("No {n} dimensions one stage further would lift the dominant stage above {stage}.")
    return said.format(n=MOST_MOVED, stage=now)


def _at(model: Model, id: str, stage: int) -> str:
    return gettext("{dimension} at {stage}").format(dimension=model.by_id[id].name, stage=stage)


def _constraint_change(model: Model, stages: Stages) -> str:
    lowest = constraints(stages)
    stage = stages[lowest[0]]
    if stage == model.top:
        return gettext("Every scored dimension stands at the last stage.")
    others = {id: number for id, number in stages.items() if id not in lowest}
    if len(model.dimensions) == 1:
        return gettext("There is one dimension, so there is no other that it holds back.")
    if not others:
        said = gettext(
            "Every scored dimension stands at {stage}: until all move, those that stay hold the rest back."
        )
        return said.format(stage=stage)
    level = min(others.values())
    if level == stage + 1:
        said = gettext("{lowest} at {level} would stand level with {others}.")
    else:
        said = ngettext(
            "{lowest} at {next} would still be the lowest; at {level} it would stand level with {others}.",
            "{lowest} at {next} would still be the lowest; at {level} they would stand level with {others}.",
            len(lowest),
        )
    return said.format(
        lowest=_names(model, lowest), next=stage + 1, level=level, others=_names(model, constraints(others))
    )


def _names(model: Model, ids: Iterable[str]) -> str:
    return listed(model.by_id[id].name for id in ids)
