"""Answers as people read them: value, tier, who and when, and measured figures in their unit."""

from colonnade.core.criteria import OPERATOR_WORDS, Criterion
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.evidence import SHARES_OF_GROUPS, Unread, Wanted, read_rule
from colonnade.core.findings import Evidence
from colonnade.core.measurement import Measured
from colonnade.core.observations import DOUBT_WORDS, TIER_WORDS, TIERS, VALUE_WORDS, Answer
from colonnade.core.reading import DimensionReading
from colonnade.core.rule_words import rule_unit, subject
from colonnade.core.speech import gettext, number
from colonnade.reports import wording


def answer_words(diagnosis: Diagnosis, criterion: Criterion, answer: Answer) -> str:
    """What an answer is worth: value, tier, who, when, and the measured value or the reason."""
    said = (
        gettext("{value}, {tier} on {day}")
        if answer.tier == "measured"
        else gettext("{value}, {tier} by {who} on {day}")
    ).format(
        value=VALUE_WORDS[answer.value],
        tier=TIER_WORDS[answer.tier],
        who=wording.joined(answer.by),
        day=wording.day(answer.on),
    )
    note = (measured_words(diagnosis, criterion) if answer.tier == "measured" else "") or answer.note
    return f"{said}: {note}" if note else said


def found_words(diagnosis: Diagnosis, criterion: Criterion) -> str:
    """What was found about a criterion; an open one says why, and whether records could close it."""
    finding = diagnosis.evidence.findings.get(criterion.id)
    if isinstance(finding, Answer):
        return answer_words(diagnosis, criterion, finding)
    if finding is not None:
        return f"{DOUBT_WORDS[finding.doubt]}: {finding.because}"
    if criterion.evidence:
        return gettext("not answered yet; records can show it")
    return gettext("not answered yet")


def not_there_words(diagnosis: Diagnosis, dimension: DimensionReading) -> tuple[tuple[str, str], ...]:
    """The criteria of the next stage that were answered and are not met, the best shown first, with the answer."""
    model, answers, support = diagnosis.model, diagnosis.evidence.answers, dimension.supported
    found = []
    for criterion in model.criteria:
        at, answer = criterion.maps[model.id], answers.get(criterion.id)
        is_next = support is not None and (at.dimension, at.stage) == (dimension.id, support.next_stage)
        if is_next and answer and answer.value in ("not_met", "partly"):
            found.append((criterion, answer))
    found.sort(key=lambda each: -TIERS[each[1].tier])
    return tuple((c.statement, answer_words(diagnosis, c, answer)) for c, answer in found)


def measured_words(diagnosis: Diagnosis, criterion: Criterion) -> str:
    """The figure that a criterion's rule turned on beside what it asks; empty where there is none to read."""
    return measured_in(diagnosis.evidence, criterion)


def measured_in(evidence: Evidence, criterion: Criterion) -> str:
    """The same where there is evidence and no diagnosis yet."""
    rule = criterion.evidence
    if rule is None:
        return ""
    own = evidence.organisation.thresholds.get(criterion.id)
    limit = evidence.organisation.limit_of(criterion.id, rule.threshold)
    measured = evidence.measurements.get(Wanted(rule.metric, rule.by, rule.window_days))
    read = read_rule(rule, evidence.measurements, evidence.organisation, limit)
    if isinstance(read, Unread) or not isinstance(measured, Measured):
        return ""
    unit = rule_unit(rule, measured.definition.unit)
    share = SHARES_OF_GROUPS.get(rule.reading or "")
    said = (
        gettext("{metric} {figure} of the groups over {n} rows, asked {asked} {limit} in {share} of them")
        if share
        else gettext("{metric} {figure} over {n} rows, asked {asked} {limit}")
    ).format(
        metric=subject(rule, measured.definition),
        figure=wording.figure(read.value, "share" if share else unit),
        n=number(read.rows),
        asked=OPERATOR_WORDS[rule.operator],
        limit=wording.figure(limit, unit),
        share=wording.figure(share or 0, "share"),
    )
    set_by = gettext("(set by {who}: {reason})").format(who=own.by, reason=own.reason) if own else ""
    return f"{said} {set_by}".rstrip()
