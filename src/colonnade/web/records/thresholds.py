"""Thresholds as people read and write them: shares in percent, the rest as it is."""

from dataclasses import dataclass

from colonnade.core.criteria import OPERATOR_WORDS, Criterion, EvidenceRule
from colonnade.core.rule_words import rule_unit
from colonnade.records.metrics import METRICS
from colonnade.reports import wording
from colonnade.web.numbers import in_full
from colonnade.web.records.about import with_rules
from colonnade.web.records.models import About


@dataclass(frozen=True, slots=True)
class Ruled:
    """A criterion, what its rule asks, and the organisation's own figure where it has one."""

    id: str
    statement: str
    metric: str
    metric_name: str
    asked: str
    suffix: str
    own: str
    own_asked: str
    by: str
    reason: str


def ruled(of: About) -> tuple[Ruled, ...]:
    """Every criterion that records can answer; those with a threshold of one's own first."""
    found = [_ruled(criterion, criterion.evidence, of) for criterion in with_rules() if criterion.evidence]
    return tuple(sorted(found, key=lambda each: not each.own))


def value_of(criterion: Criterion, typed: float) -> float:
    """What was typed as the rule counts: 90 percent is 0.9."""
    assert criterion.evidence is not None
    return typed / 100 if _is_percent(criterion.evidence) else typed


def _ruled(criterion: Criterion, rule: EvidenceRule, of: About) -> Ruled:
    unit = rule_unit(rule, METRICS[rule.metric].definition.unit)
    own = of.thresholds.get(criterion.id)
    asked = OPERATOR_WORDS[rule.operator]
    return Ruled(
        id=criterion.id,
        statement=criterion.statement,
        metric=rule.metric,
        metric_name=METRICS[rule.metric].definition.name,
        asked=f"{asked} {wording.figure(rule.threshold, unit)}",
        suffix="%" if _is_percent(rule) else "",
        own=typed(criterion, own["value"]) if own else "",
        own_asked=f"{asked} {wording.figure(own['value'], unit)}" if own else "",
        by=own["by"] if own else "",
        reason=own["reason"] if own else "",
    )


def typed(criterion: Criterion, value: float) -> str:
    """A threshold as its field shows it."""
    assert criterion.evidence is not None
    return in_full(round(value * 100, 9) if _is_percent(criterion.evidence) else value)


def _is_percent(rule: EvidenceRule) -> bool:
    return rule_unit(rule, METRICS[rule.metric].definition.unit) == "share"
