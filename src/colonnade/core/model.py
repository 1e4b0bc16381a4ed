"""A maturity model as data: its stages, dimensions, cells, levers and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from colonnade.core.criteria import Criterion
from colonnade.core.signatures import Pattern

Source = Literal["seed", "product"]
LeverKind = Literal["compensation", "tooling", "structure", "process", "training", "measure"]
DecidedBy = Literal["cs_leader", "executive", "another_department"]
RollUp = Literal["gate", "mean", "minimum", "additive", "coverage", "capability_bands"]

BEHAVIOUR_KINDS: frozenset[LeverKind] = frozenset({"training", "measure"})
"""Lever kinds after which behaviour reverts unless pay, tooling, structure or process change too."""

DEFAULT_PACE_DAYS = (90, 180, 360)
"""Days from stage 1 to 2, from 2 to 3, and for every step above."""


@dataclass(frozen=True, slots=True)
class Stage:
    number: int
    id: str
    name: str
    summary: str
    tagline: str = ""
    focus: str = ""
    kpis: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Lever:
    """An action that brings about the picture of stage `leads_to` in its dimension.

    `effort` is 1 (under two weeks), 2 (under six) or 3 (up to twelve); `turns` names the criteria it should
    turn met; `row` is the stage in whose row it stands.
    """

    id: str
    dimension: str
    row: int
    text: str
    kind: LeverKind
    decided_by: DecidedBy
    effort: int
    leads_to: int
    sponsor: str = ""
    gives_revenue_number: bool = False
    turns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    stage: int
    looks_like: str
    source: Source
    levers: tuple[Lever, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """`dimension` rests on `rests_on`: a lead of the first over the second stalls."""

    dimension: str
    rests_on: str
    source: Source


@dataclass(frozen=True, slots=True)
class Dimension:
    id: str
    name: str
    short: str
    about: str
    group: str | None = None
    cells: tuple[Cell, ...] = ()
    rests_on: tuple[Edge, ...] = ()
    repeatable: str | None = None
    measured: str | None = None

    def cell(self, stage: int) -> Cell | None:
        return next((cell for cell in self.cells if cell.stage == stage), None)


@dataclass(frozen=True, slots=True)
class LeadRule:
    """`dimension` at least `lead` stages ahead of `against` is a strain, or idle."""

    dimension: str
    against: str
    lead: int
    source: Source
    because: str


@dataclass(frozen=True, slots=True)
class LeaderRule:
    """Above a stage every pillar asks for a credible leader; where not met, the lever is offered."""

    above_stage: int
    lever: str
    source: Source
    criterion: str | None = None


@dataclass(frozen=True, slots=True)
class KeyMetric:
    """A metric the model names for some stages; several ids where it is reported in several ways."""

    name: str
    ids: tuple[str, ...]
    stages: tuple[str, ...]
    speaks_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A text with an id: a principle, a step, a pitfall, an item of a checklist or dashboard."""

    id: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Characteristic:
    id: str
    stage: str
    text: str
    family: str | None = None
    absent_criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    id: str
    stage: str
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """A half-open range `low <= x < high`; `high` None is open."""

    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class Profile:
    """The company typical of a stage."""

    stage: str
    arr: str
    team_size: str
    leadership: str = ""
    years_of_cs: str = ""
    exception: str = ""
    arr_musd: Band | None = None
    years: Band | None = None
    team: Band | None = None


@dataclass(frozen=True, slots=True)
class Unlock:
    from_stage: str
    to_stage: str
    text: str


@dataclass(frozen=True, slots=True)
class Transition:
    from_stage: str
    to_stage: str
    name: str
    text: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Horizon:
    horizon_days: int
    text: str


@dataclass(frozen=True, slots=True)
class Interview:
    dimension: str
    minutes: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopAccountsTest:
    about: str
    accounts: int
    minimum: int
    pass_share: float
    health_days: int
    cap_stage: int
    questions: tuple[Named, ...]
    criterion: str | None = None
    """The criterion that asks the same as one fact; its answer is told beside the test, and decides nothing."""


@dataclass(frozen=True, slots=True)
class NamedBand:
    """A band of a share, from its lower bound up to the next band's."""

    id: str
    name: str
    low: float


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a source states about its own results; never a promise of the product."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class GateRule:
    """Parameters of the gate roll-up (shares of 0 to 1) and of an observation's life (days)."""

    least_criteria: int = 2
    answered_share: float = 2 / 3
    met_share: float = 0.75
    floor_share: float = 0.50
    said_days: int = 120
    documented_days: int = 365
    measured_days: int = 100


@dataclass(frozen=True)
class Model:
    id: str
    name: str
    version: str
    about: str
    stages: tuple[Stage, ...]
    dimensions: tuple[Dimension, ...]
    groups: tuple[Group, ...] = ()
    roll_up: RollUp = "gate"
    answers: Mapping[str, float] = field(default_factory=lambda: {"met": 1.0, "partly": 0.5, "not_met": 0.0})
    gate: GateRule = GateRule()
    pace_days: tuple[int, ...] = DEFAULT_PACE_DAYS
    stall_lead: int = 2
    strains: tuple[LeadRule, ...] = ()
    idle: tuple[LeadRule, ...] = ()
    revenue_number_needs: tuple[str, ...] = ()
    leader: LeaderRule | None = None
    metrics: tuple[KeyMetric, ...] = ()
    supporting_metrics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    principles: tuple[Named, ...] = ()
    procedure: tuple[Named, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()
    families: tuple[Named, ...] = ()
    actions: tuple[Action, ...] = ()
    profiles: tuple[Profile, ...] = ()
    unlocks: tuple[Unlock, ...] = ()
    transitions: tuple[Transition, ...] = ()
    roadmap: tuple[Horizon, ...] = ()
    dashboard: tuple[Named, ...] = ()
    pitfalls: tuple[Named, ...] = ()
    checklist: tuple[Named, ...] = ()
    interviews: tuple[Interview, ...] = ()
    top_accounts_test: TopAccountsTest | None = None
    bands: tuple[NamedBand, ...] = ()
    readiness: str | None = None
    """The dimension that is ready only when every other has a met criterion."""
    claims: tuple[Claim, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    """The criteria of the bank that map to this model, in the bank's order."""

    @property
    def top(self) -> int:
        """The number of the last stage."""
        return len(self.stages)

    @cached_property
    def by_id(self) -> Mapping[str, Dimension]:
        return {dimension.id: dimension for dimension in self.dimensions}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Each dimension's place in the model, from 0."""
        return {dimension.id: place for place, dimension in enumerate(self.dimensions)}

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        return tuple(edge for dimension in self.dimensions for edge in dimension.rests_on)

    @cached_property
    def dependants(self) -> Mapping[str, int]:
        """How many dimensions rest directly on each."""
        return {d.id: sum(edge.rests_on == d.id for edge in self.edges) for d in self.dimensions}

    @cached_property
    def levers(self) -> Mapping[str, Lever]:
        return {lever.id: lever for d in self.dimensions for cell in d.cells for lever in cell.levers}

    @cached_property
    def speaks_to(self) -> Mapping[str, tuple[str, ...]]:
        """The dimensions each metric id speaks to."""
        key = {id: metric.speaks_to for metric in self.metrics for id in metric.ids}
        return {**self.supporting_metrics, **key}

    def stages_where_key(self, metric: str) -> tuple[Stage, ...]:
        """The stages at which the model names a metric among those to run the company by."""
        named = {stage for key in self.metrics if metric in key.ids for stage in key.stages}
        return tuple(stage for stage in self.stages if stage.id in named)

    def stage(self, number: int) -> Stage:
        return self.stages[number - 1]

    def pictures(self, dimension: Dimension) -> tuple[tuple[Stage, str], ...]:
        """What a dimension looks like at each stage: the stage's own summary where the model says no more."""
        cells = ((stage, dimension.cell(stage.number)) for stage in self.stages)
        return tuple((stage, cell.looks_like if cell else stage.summary) for stage, cell in cells)

    def pace(self, stage: int) -> int:
        """Days from `stage` to the next; the last figure of the model's pace serves every step above."""
        return self.pace_days[min(stage, len(self.pace_days)) - 1]
