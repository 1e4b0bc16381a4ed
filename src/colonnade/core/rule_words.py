"""An evidence rule in words: what it measures, what it asks, and what is measured today, in the metric's unit."""

from dataclasses import dataclass

from colonnade.core.criteria import OPERATOR_WORDS, EvidenceRule
from colonnade.core.evidence import SHARES_OF_GROUPS, Unread, Wanted, read_rule
from colonnade.core.findings import Evidence
from colonnade.core.measurement import Definition, Unit, unit_of
from colonnade.core.naming import column_within
from colonnade.core.quantities import figure
from colonnade.core.speech import gettext


@dataclass(frozen=True, slots=True)
class Goal:
    """`asked` holds no figure of the records, so that who may not see them may read it; `today` does."""

    asked: str
    today: str


RATIOS = ("low_over_top", "max_over_min")


def rule_unit(rule: EvidenceRule, unit: Unit) -> Unit:
    if rule.reading in RATIOS:
        return "ratio"
    if rule.reading == "count":
        return "count"
    return unit_of(rule.field, unit) if rule.field else unit


def subject(rule: EvidenceRule, definition: Definition) -> str:
    """The metric, and the groups it is read over."""
    if rule.by is None:
        return definition.name
    column = column_within(rule.by)
    if rule.reading == "group":
        return f"{definition.name}, {rule.of} {column}"
    if rule.reading == "min":
        said = gettext("{metric}, lowest {column}")
    elif rule.reading == "max":
        said = gettext("{metric}, highest {column}")
    else:
        said = gettext("{metric} by {column}")
    return said.format(metric=definition.name, column=column)


def goal(rule: EvidenceRule, evidence: Evidence, limit: float) -> Goal | None:
    """What is asked, and what is measured today; None where the records have nothing of the metric."""
    measured = evidence.measurements.get(Wanted(rule.metric, rule.by, rule.window_days))
    if measured is None:
        return None
    unit = rule_unit(rule, measured.definition.unit)
    share = SHARES_OF_GROUPS.get(rule.reading or "")
    metric = subject(rule, measured.definition)
    if rule.window_days is not None:
        metric = gettext("{metric} in {n} days").format(metric=metric, n=rule.window_days)
    said = gettext("{metric} {asked} {limit} in {share} of the groups") if share else "{metric} {asked} {limit}"
    asked = said.format(
        metric=metric,
        asked=OPERATOR_WORDS[rule.operator],
        limit=figure(limit, unit),
        share=figure(share or 0, "share"),
    )
    return Goal(asked, _today(rule, evidence, limit, "share" if share else unit))


def _today(rule: EvidenceRule, evidence: Evidence, limit: float, unit: Unit) -> str:
    read = read_rule(rule, evidence.measurements, evidence.organisation, limit)
    if isinstance(read, Unread):
        return gettext("today it cannot be measured")
    is_share_of_groups = rule.reading in SHARES_OF_GROUPS
    said = gettext("today in {today}") if is_share_of_groups else gettext("today {today}")
    return said.format(today=figure(read.value, unit))
