"""What to ask next, what would raise a stage, and which evidence to get first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from colonnade.core.criteria import Criterion
from colonnade.core.model import Model
from colonnade.core.observations import DOUBT_WORDS, Answer, Findings, Unanswered
from colonnade.core.observations import answers as answers_of
from colonnade.core.speech import gettext
from colonnade.core.support import Support, as_written, criteria_of, support

FURTHER = 1
"""Stages asked beyond the first that does not hold."""


@dataclass(frozen=True, slots=True)
class EvidenceToGet:
    """A criterion without an answer that could decide its dimension's next stage."""

    criterion: str
    dimension: str
    stage: int
    because: str
    from_records: bool


def to_ask(model: Model, supported: Mapping[str, Support], answers: Mapping[str, Answer]) -> tuple[Criterion, ...]:
    """Criteria still to be answered that decide: stage 2 upward until one does not hold, and one further."""
    return tuple(
        criterion
        for dimension in model.dimensions
        for criterion in _deciding(model, dimension.id, supported[dimension.id], answers)
        if criterion.id not in answers
    )


def deciding(model: Model, dimension: str, answers: Mapping[str, Answer]) -> tuple[Criterion, ...]:
    """The criteria of one dimension that decide with these answers, answered or not, in the order to ask them."""
    if not model.stages:
        return _of_capability(model, dimension, answers)
    judged = support(model, criteria_of(model, dimension), answers)
    return tuple(_deciding(model, dimension, judged, answers))


def _of_capability(model: Model, id: str, answers: Mapping[str, Answer]) -> tuple[Criterion, ...]:
    """What places a capability in a band: those it names, those answered, then the heaviest until enough."""
    capability = model.by_id[id]
    named = (capability.repeatable, capability.measured)
    applicable = [
        c
        for c in model.criteria
        if c.capability == id and (c.id not in answers or answers[c.id].value != "not_applicable")
    ]
    enough = as_written(model.gate.answered_share) * sum(as_written(c.weight) for c in applicable)
    chosen: list[Criterion] = []
    for criterion in sorted(applicable, key=lambda c: (c.id not in named, c.id not in answers, -c.weight)):
        is_free = criterion.id in named or criterion.id in answers
        if is_free or sum(as_written(c.weight) for c in chosen) < enough:
            chosen.append(criterion)
    return tuple(chosen)


def _deciding(
    model: Model, dimension: str, support: Support, answers: Mapping[str, Answer]
) -> Iterable[Criterion]:
    """The criteria that apply up to the first stage that does not hold, and one stage further."""
    applicable = _applicable(model, dimension, answers)
    stages = sorted({c.maps[model.id].stage for c in applicable})
    reached = [stage for stage in stages if support.stage is not None and stage <= support.stage]
    asked = stages[: len(reached) + 1 + FURTHER]
    return sorted((c for c in applicable if c.maps[model.id].stage in asked), key=lambda c: c.maps[model.id].stage)


def _applicable(model: Model, dimension: str, answers: Mapping[str, Answer]) -> list[Criterion]:
    """The criteria from stage 2 up that are not known not to apply."""
    return [
        c
        for c in criteria_of(model, dimension)
        if c.maps[model.id].stage > 1 and (c.id not in answers or answers[c.id].value != "not_applicable")
    ]


def would_raise(model: Model, dimension: str, support: Support, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Criteria not known to be met: those of the next stage, then of stages owed; heaviest and easiest first."""
    if support.next_stage is None:
        return ()
    stages = (support.next_stage, *support.owed)
    unmet = [
        c
        for c in _applicable(model, dimension, answers)
        if c.maps[model.id].stage in stages and (c.id not in answers or answers[c.id].value != "met")
    ]
    return tuple(
        c.id for c in sorted(unmet, key=lambda c: (stages.index(c.maps[model.id].stage), -c.weight, c.effort))
    )


def evidence_to_get(
    model: Model,
    supported: Mapping[str, Support],
    findings: Findings,
    low_confidence: Mapping[str, int],
) -> tuple[EvidenceToGet, ...]:
    """Unanswered criteria of each next stage: most low confidence first, then what records could show best.

    `low_confidence` counts the reviewers who were not sure of a dimension.
    """
    found = [
        EvidenceToGet(
            criterion=c.id,
            dimension=dimension.id,
            stage=c.maps[model.id].stage,
            because=_why_open(findings, c),
            from_records=c.evidence is not None,
        )
        for dimension in model.dimensions
        for c in _next_criteria(model, dimension.id, supported[dimension.id], findings)
        if not isinstance(findings.get(c.id), Answer)
    ]
    return tuple(sorted(found, key=lambda e: (-low_confidence.get(e.dimension, 0), not e.from_records, e.stage)))


def _next_criteria(model: Model, dimension: str, support: Support, findings: Findings) -> Sequence[Criterion]:
    """The criteria of the next stage to be supported, or of the first stage while nothing is known."""
    applicable = _applicable(model, dimension, answers_of(findings))
    first = min((c.maps[model.id].stage for c in applicable), default=None)
    stage = first if support.stage is None else support.next_stage
    return [c for c in applicable if c.maps[model.id].stage == stage]


def _why_open(findings: Findings, criterion: Criterion) -> str:
    finding = findings.get(criterion.id)
    if isinstance(finding, Unanswered):
        return f"{DOUBT_WORDS[finding.doubt]}: {finding.because}"
    return gettext("nobody has answered it yet")
