"""Failure patterns: a signature in the scores, one in the evidence, and what the two say together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from colonnade.core.criteria import OPERATOR_WORDS
from colonnade.core.model import Model
from colonnade.core.signatures import (
    AllOf,
    BelowAverage,
    BelowDimension,
    Condition,
    CountOf,
    MeasurementIs,
    Pattern,
    PatternEvidence,
    StageBetween,
)
from colonnade.core.speech import decimal, gettext

PatternState = Literal["confirmed", "suspected", "not_seen", "unknown"]
Truth = bool | None
"""None is unknown."""
ReadEvidence = Callable[[PatternEvidence], Truth]


@dataclass(frozen=True, slots=True)
class PatternReading:
    id: str
    name: str
    state: PatternState
    because: tuple[str, ...]
    remedy: str
    levers: tuple[str, ...]
    ordinary_share: float | None = None


def read_patterns(
    model: Model, stages: Mapping[str, int], evidence: ReadEvidence = lambda _: None
) -> tuple[PatternReading, ...]:
    """Every pattern of the model; `evidence` tells whether one piece of evidence is so (None: unknown)."""
    return tuple(_read(model, pattern, stages, evidence) for pattern in model.patterns)


def _read(model: Model, pattern: Pattern, stages: Mapping[str, int], evidence: ReadEvidence) -> PatternReading:
    scores = holds(pattern.scores, stages)
    every, some = (_counting(pieces, stages) for pieces in (pattern.evidence_all, pattern.evidence_any))
    none_counts_yet = bool(pattern.evidence_any) and not some
    shown = None if none_counts_yet else _shown(every, some, evidence)
    state = _STATES[shown, scores]
    because = [_because(model, pattern.scores, stages)] if scores and state != "not_seen" else []
    if state == "confirmed":
        because += [_words(model, piece) for piece in (*every, *some) if evidence(piece)]
    return PatternReading(
        pattern.id, pattern.name, state, tuple(because), pattern.remedy, pattern.levers, pattern.ordinary_share
    )


def _counting(pieces: Sequence[PatternEvidence], stages: Mapping[str, int]) -> list[PatternEvidence]:
    """The pieces of evidence that count at these stages."""
    return [p for p in pieces if p.from_stage is None or stages.get(p.dimension or "", 0) >= p.from_stage]


def _shown(every: Sequence[PatternEvidence], some: Sequence[PatternEvidence], evidence: ReadEvidence) -> Truth:
    """Yes with all of `every` and one of `some`; no when all of them are answered otherwise; else unknown."""
    if not every and not some:
        return None
    truths = [evidence(piece) for piece in (*every, *some)]
    one = any_of(evidence(piece) for piece in some) if some else True
    if all_of([*(evidence(piece) for piece in every), one]):
        return True
    return None if None in truths else False


def _words(model: Model, piece: PatternEvidence) -> str:
    if isinstance(piece, MeasurementIs):
        rule = piece.rule
        if piece.says:
            return piece.says
        said = (
            gettext("the records show {metric} by {group} {asked} {threshold}")
            if rule.by
            else gettext("the records show {metric} {asked} {threshold}")
        )
        return said.format(
            metric=rule.metric.replace("_", " "),
            group=rule.by,
            asked=OPERATOR_WORDS[rule.operator],
            threshold=decimal(f"{rule.threshold:g}"),
        )
    statement = next((c.statement for c in model.criteria if c.id == piece.criterion), piece.criterion)
    said = gettext("shown: {statement}") if piece.met else gettext("shown not to be so: {statement}")
    return said.format(statement=statement)


_STATES: Mapping[tuple[Truth, Truth], PatternState] = {
    (True, True): "confirmed",
    (True, False): "confirmed",
    (True, None): "confirmed",
    (False, True): "not_seen",
    (False, False): "not_seen",
    (False, None): "not_seen",
    (None, True): "suspected",
    (None, False): "not_seen",
    (None, None): "unknown",
}


def holds(condition: Condition, stages: Mapping[str, int]) -> Truth:
    """Whether a condition holds over the stages; unknown where a dimension it turns on has none."""
    match condition:
        case AllOf(parts):
            return all_of(holds(part, stages) for part in parts)
        case CountOf(count, parts):
            return _at_least(count, [holds(part, stages) for part in parts])
        case StageBetween(dimension, low, high):
            stage = stages.get(dimension)
            return None if stage is None else low <= stage <= high
        case BelowAverage(dimension):
            stage = stages.get(dimension)
            return None if stage is None else stage < sum(stages.values()) / len(stages)
        case BelowDimension(dimension, other, by):
            if dimension not in stages or other not in stages:
                return None
            return stages[dimension] <= stages[other] - by


def all_of(parts: Iterable[Truth]) -> Truth:
    truths = list(parts)
    return False if False in truths else None if None in truths else True


def any_of(parts: Iterable[Truth]) -> Truth:
    return _at_least(1, list(parts))


def _at_least(count: int, truths: list[Truth]) -> Truth:
    if truths.count(True) >= count:
        return True
    return None if truths.count(True) + truths.count(None) >= count else False


def _because(model: Model, condition: Condition, stages: Mapping[str, int]) -> str:
    """The stages a condition turns on, as "Data & Intelligence at 2, Playbooks & Execution at 1"."""
    named = dict.fromkeys(id for id in _dimensions(condition) if id in stages)
    said = gettext("{dimension} at {stage}")
    return ", ".join(said.format(dimension=model.by_id[id].name, stage=stages[id]) for id in named)


def _dimensions(condition: Condition) -> Iterable[str]:
    match condition:
        case AllOf(parts) | CountOf(_, parts):
            return (id for part in parts for id in _dimensions(part))
        case BelowDimension(dimension, other, _):
            return (dimension, other)
        case StageBetween(dimension, _, _) | BelowAverage(dimension):
            return (dimension,)
