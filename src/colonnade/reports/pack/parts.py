"""What a pack is made of. Texts are plain text, whatever a user wrote in them; numbers are figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from colonnade.core.measurement import Period
from colonnade.core.organisation import Branding
from colonnade.reports.pack.figures import Figure
from colonnade.reports.pillars import Pillar

Said = tuple[str, str]
"""A term, or the words that lead a sentence, and what is said."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The colonnade: drawn from `pillars` natively, or shown as `svg`, which is light and names one font.

    `alt` says all of it in words.
    """

    stages: tuple[str, ...]
    pillars: tuple[Pillar, ...]
    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class StandsAt:
    """One stage of the ladder, and the dimensions that stand at it by claim and by evidence."""

    stage: int
    name: str
    claimed: Figure
    supported: Figure | None
    """None where too little is filed to read the supported stages together."""
    claimed_names: tuple[str, ...]
    supported_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A claim that evidence contradicts, with what was looked at and is not there: statement and answer."""

    name: str
    sentence: str
    not_there: tuple[Said, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Why the reading says so. `facts`: dominant stage, evidence, constraint, average, in words.

    `sureness`: how firm the constraint is, without who would name what.
    """

    average: Figure
    sureness: str
    average_range: tuple[Figure, Figure] | None
    facts: tuple[Said, ...]
    distribution: tuple[StandsAt, ...]
    contradicted: tuple[Contradicted, ...]
    holds_back: tuple[Said, ...]
    would_change: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a stage looks like; `label` says Now, As claimed or One stage better."""

    label: str
    stage: int
    stage_name: str
    text: str


@dataclass(frozen=True, slots=True)
class CriterionPart:
    """`found`: value, tier, who and when, or why it is open; `is_met` holds for what does not apply too."""

    id: str
    statement: str
    stage: int
    found: str
    is_met: bool
    value: str
    """met, partly, not_met, not_applicable; empty while unanswered."""
    tier: str
    on: date | None
    by: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """`facts`: counted, limit, how well shown, owed. `next_asks`: criteria of the next stage, open first."""

    facts: tuple[Said, ...]
    met: Figure
    answered: Figure
    applicable: Figure
    next_stage: int | None
    next_asks: tuple[CriterionPart, ...]
    rests_on: tuple[CriterionPart, ...]
    """The statements to find evidence for first, each with why."""


@dataclass(frozen=True, slots=True)
class LeverPart:
    id: str
    text: str
    because: str
    effort: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class PriorityPart:
    dimension: str
    name: str
    from_stage: int
    to_stage: int
    pace_days: int
    because: str
    levers: tuple[LeverPart, ...]
    unmet: tuple[str, ...]
    """Statements of the target cell that are not known to be met."""
    named_part: tuple[str, ...]
    """Those of them that are due by the re-score."""
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What one reviewer gave, before they saw the others'."""

    reviewer: str
    figure: Figure
    is_outsider: bool


@dataclass(frozen=True, slots=True)
class DimensionPart:
    """`mark`: constraint, where to start, lowest, or nothing."""

    id: str
    name: str
    short: str
    about: str
    mark: str
    claimed: Figure
    claimed_state: str
    supported: Figure | None
    """None where nothing is filed as evidence for any dimension."""
    claim: str
    claim_in_full: str
    target: Figure
    gap: Figure
    spread: Figure
    state: str
    scores: tuple[Given, ...]
    scores_words: str
    reason: str
    dispute: str
    """How a dispute ended or what stands until it does; empty without one."""
    rests_on: str
    cells: tuple[Cell, ...]
    evidence: EvidencePart | None
    criteria: tuple[CriterionPart, ...]
    priority: PriorityPart | None
    metrics: tuple[str, ...]
    """Ids of the metrics that speak to it, the most telling first."""


@dataclass(frozen=True, slots=True)
class AgreementPart:
    """`sentences`: counts first, then alpha in small print with what it means."""

    sentences: tuple[str, ...]
    small_print: str
    alpha: Figure
    same: Figure
    within_one: Figure
    units: Figure
    reviewers: tuple[Said, ...]
    """Each reviewer as headed, "(outsider)" behind those of outside, and their id."""
    leniency: tuple[tuple[Figure, str], ...]


@dataclass(frozen=True, slots=True)
class PatternPart:
    """A failure pattern that is confirmed or suspected."""

    id: str
    name: str
    state: str
    because: tuple[str, ...]
    how_sure: str
    remedy: str
    levers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A lever of the plan. `milestone` is empty where it is the same as done when."""

    lever: str
    action: str
    dimension: str
    dimension_name: str
    from_stage: int | None
    to_stage: int | None
    owner: str
    """"to be named" while nobody is."""
    is_owned: bool
    sponsor: str
    done_when: str
    milestone: str
    checkpoints: tuple[date, ...]
    due_on: date
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlanPart:
    starts_on: date
    review_on: date
    priorities: tuple[PriorityPart, ...]
    moves: tuple[Move, ...]
    warnings: tuple[str, ...]
    not_now: tuple[Said, ...]
    done: tuple[Said, ...]
    projection: str


@dataclass(frozen=True, slots=True)
class Listed:
    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoadPart:
    """One dimension over 30, 90 and 180 days: what is so on each day."""

    title: str
    because: str
    aims: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class GuidePart:
    """From the stage where a model places the company to the next."""

    title: str
    text: str
    lists: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class TypicalPart:
    """The company usually found at a stage, beside what is known of this one."""

    title: str
    usual: str
    facts: tuple[str, ...]
    against: str


@dataclass(frozen=True, slots=True)
class RoadmapsPart:
    roads: tuple[RoadPart, ...]
    year: tuple[Listed, ...]
    first_weeks: Listed
    """Without entries where the model has no checklist."""
    guides: tuple[GuidePart, ...]
    typical: tuple[TypicalPart, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The end of a month; figure None where it cannot be known, and `needs` says what would make it so."""

    on: date
    figure: Figure | None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlicePart:
    key: str
    name: str
    figure: Figure | None
    rows: int
    is_small: bool


@dataclass(frozen=True, slots=True)
class MetricPart:
    """A metric; `figure` None is unavailable, and `needs` says what would make it available."""

    id: str
    name: str
    figure: Figure | None
    further: Mapping[str, Figure]
    rows: int
    period: Period
    definition: str
    small_print: str
    needs: tuple[str, ...]
    by: Mapping[str, tuple[SlicePart, ...]]
    series: tuple[Point, ...]
    beside: tuple[str, ...]
    """Published figures that may stand beside it, or why those on file may not."""
    is_key: bool
    """The model itself names it."""
    better: str


@dataclass(frozen=True, slots=True)
class MonthPart:
    month: str
    figures: Mapping[str, Figure]
    """Opening, new, expansion, reactivation, contraction, churn, exchange, closing."""


@dataclass(frozen=True, slots=True)
class RecordsPart:
    sentence: str
    metrics: tuple[MetricPart, ...]
    unavailable: tuple[MetricPart, ...]
    movements: tuple[MonthPart, ...]


@dataclass(frozen=True, slots=True)
class OtherModel:
    """The same answers in another model."""

    name: str
    version: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MethodPart:
    meanings: tuple[Said, ...]
    stages: tuple[Said, ...]
    edges: tuple[str, ...]
    read_by: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: each figure's reference has one. `rows` None: not counted in rows."""

    ref: str
    title: str
    text: str
    period: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class Pack:
    model_id: str
    model_name: str
    model_version: str
    branding: Branding
    accent: str
    """#rrggbb: the organisation's colour or ours, dark enough for text on white and white text on it."""
    as_of: date
    status: str
    marks: tuple[str, ...]
    """What stands on each page while it holds: provisional, made-up data."""
    why_provisional: str
    covered: str
    headline: str
    decision: str
    warnings: tuple[str, ...]
    picture: Picture
    reading: Reading
    dimensions: tuple[DimensionPart, ...]
    not_known: tuple[Said, ...]
    agreement: AgreementPart
    patterns: tuple[PatternPart, ...]
    other_patterns: str
    plan: PlanPart
    roadmaps: RoadmapsPart
    records: RecordsPart
    other_models: tuple[OtherModel, ...]
    models_note: str
    method: MethodPart
    sources: tuple[Source, ...]

    @property
    def title(self) -> str:
        return f"{self.model_name}: {self.status} diagnosis"

    @property
    def is_provisional(self) -> bool:
        return self.status == "provisional"
