"""Failure patterns as data: their signatures in the scores, as conditions over stages, and in the evidence."""

from dataclasses import dataclass

from colonnade.core.criteria import EvidenceRule


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class CountOf:
    """At least `count` of the parts hold; `any` is a count of one."""

    count: int
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class StageBetween:
    dimension: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class BelowAverage:
    dimension: str


@dataclass(frozen=True, slots=True)
class BelowDimension:
    """The stage of `dimension` is at least `by` below that of `other`."""

    dimension: str
    other: str
    by: int


Condition = AllOf | CountOf | StageBetween | BelowAverage | BelowDimension


@dataclass(frozen=True, slots=True)
class CriterionIs:
    """Evidence of a pattern: a criterion answered so, counted from a stage of a dimension where given."""

    criterion: str
    met: bool
    dimension: str | None = None
    from_stage: int | None = None


@dataclass(frozen=True, slots=True)
class MeasurementIs:
    """`says`: what it means in words when the rule holds; empty where the model leaves it to the rule."""

    rule: EvidenceRule
    says: str = ""
    dimension: str | None = None
    from_stage: int | None = None


PatternEvidence = CriterionIs | MeasurementIs


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way organisations get stuck, with its signature in the scores and in the evidence."""

    id: str
    name: str
    text: str
    remedy: str
    scores: Condition
    levers: tuple[str, ...] = ()
    evidence_all: tuple[PatternEvidence, ...] = ()
    evidence_any: tuple[PatternEvidence, ...] = ()
    ordinary_share: float | None = None
    """In what share of ordinary profiles, made up by chance, the scores alone raise the suspicion."""
