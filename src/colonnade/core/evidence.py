"""From measurements to observations: criteria that the records answer, and why others stay open."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from colonnade.core.criteria import OPERATOR_WORDS, Criterion, EvidenceRule, Operator
from colonnade.core.measurement import Definition, Measured, Measurement, Slice
from colonnade.core.naming import column_within, needs_in_words
from colonnade.core.observations import Doubt, Observation, Unanswered
from colonnade.core.organisation import Organisation
from colonnade.core.speech import decimal, gettext, ngettext

RECORDS = "records"
"""Who answers a measured criterion."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measurement that evidence rules ask of the records."""

    metric: str
    by: str | None = None
    window_days: int | None = None


Measurements = Mapping[Wanted, Measurement]


@dataclass(frozen=True, slots=True)
class Value:
    """A measurement as a rule reads it; `rows` are those behind the value, or behind its smallest group."""

    value: float
    rows: int
    groups: tuple[Slice, ...] = ()


def wanted(rules: Iterable[EvidenceRule]) -> tuple[Wanted, ...]:
    """What to measure so that the rules can be read, each once."""
    return tuple(dict.fromkeys(Wanted(rule.metric, rule.by, rule.window_days) for rule in rules))


def observe(
    criteria: Iterable[Criterion],
    measurements: Measurements,
    organisation: Organisation,
    as_of: date,
) -> tuple[tuple[Observation, ...], dict[str, Unanswered]]:
    """What the records answer, and by criterion why the records cannot answer the rest that have a rule."""
    answered, open_ = [], {}
    for criterion in criteria:
        if criterion.evidence is None:
            continue
        rule = criterion.evidence
        limit = organisation.limit_of(criterion.id, rule.threshold)
        read = read_rule(rule, measurements, organisation, limit)
        if isinstance(read, Unread):
            open_[criterion.id] = Unanswered(criterion.id, read.doubt, read.because)
            continue
        met = _passes(rule, read.value, limit)
        name, asked = rule.metric.replace("_", " "), OPERATOR_WORDS[rule.operator]
        said = ngettext(
            "{metric} {value} over {n} row, asked {asked} {limit}",
            "{metric} {value} over {n} rows, asked {asked} {limit}",
            read.rows,
        )
        note = said.format(
            metric=name, value=_words(read.value), n=read.rows, asked=asked, limit=decimal(f"{limit:g}")
        )
        if threshold := organisation.thresholds.get(criterion.id):
            note += " " + gettext("(set by {who}: {reason})").format(who=threshold.by, reason=threshold.reason)
        answered.append(
            Observation(criterion.id, "met" if met else "not_met", "measured", as_of, RECORDS, note=note)
        )
    return tuple(answered), open_


@dataclass(frozen=True, slots=True)
class Unread:
    """A rule that the measurements cannot answer."""

    doubt: Doubt
    because: str


def rule_holds(rule: EvidenceRule, measurements: Measurements, organisation: Organisation) -> bool | None:
    """Whether the records show what a rule says; None when they cannot tell."""
    read = read_rule(rule, measurements, organisation, rule.threshold)
    if isinstance(read, Unread):
        return None
    return _passes(rule, read.value, rule.threshold)


def read_rule(
    rule: EvidenceRule, measurements: Measurements, organisation: Organisation, limit: float
) -> Value | Unread:
    """The value a rule turns on. Groups with fewer than the least rows are left out of a reading over groups."""
    measured = measurements.get(Wanted(rule.metric, rule.by, rule.window_days))
    if measured is None:
        return Unread("unavailable", gettext("no records are loaded"))
    if not isinstance(measured, Measured):
        needs = needs_in_words(measured.needs)
        said = gettext("{metric} needs {needs}").format(metric=measured.definition.name, needs=needs)
        return Unread("expired" if measured.is_stale else "unavailable", said)
    if rule.by is None or rule.reading is None:
        figure = measured.further.get(rule.field) if rule.field else measured.value
        if figure is None:
            said = gettext("{metric} has no {figure}").format(
                metric=measured.definition.name, figure=column_within(rule.field or "")
            )
            return Unread("unavailable", said)
        return _with_rows(rule, measured.definition, Value(figure, measured.rows))
    groups = [group for group in measured.by.get(rule.by, ()) if group.value is not None]
    if not groups:
        said = gettext("{metric} has no groups by {column}")
        said = said.format(metric=measured.definition.name, column=column_within(rule.by))
        return Unread("unavailable", said)
    if rule.reading == "group":
        return _one_group(rule, measured.definition, groups, organisation)
    large = [group for group in groups if group.rows >= rule.least_rows]
    if not large:
        said = gettext("no group by {column} has {n} rows")
        said = said.format(column=column_within(rule.by), n=rule.least_rows)
        return Unread("too_few_rows", said)
    return _over_groups(rule, large, organisation, limit)


def _one_group(
    rule: EvidenceRule, definition: Definition, groups: Sequence[Slice], organisation: Organisation
) -> Value | Unread:
    by_size = sorted(groups, key=lambda group: -group.rows)
    named = {
        "top": organisation.top_tier,
        "second": _second_tier(groups, organisation),
        "low": organisation.low_tier,
    }
    if rule.of == "largest":
        key = by_size[0].key
    elif rule.of in named and all(group.key != rule.of for group in groups):
        if (tier := named[rule.of]) is None:
            said = gettext("say which tier is {tier} in the organisation file").format(tier=f"{rule.of}_tier")
            return Unread("unset", said)
        key = tier
    else:
        key = rule.of or ""
    found = next((group for group in groups if group.key == key), None)
    if found is None or found.value is None:
        said = gettext("no '{group}' in {column}").format(group=key, column=column_within(rule.by or ""))
        return Unread("unavailable", said)
    return _with_rows(rule, definition, Value(found.value, found.rows, (found,)))


def _second_tier(groups: Sequence[Slice], organisation: Organisation) -> str | None:
    """The tier named so, or the only one beside top and low."""
    ends = (organisation.top_tier, organisation.low_tier)
    between = [group.key for group in groups if group.key not in ends]
    alone = between[0] if len(between) == 1 and None not in ends else None
    return organisation.second_tier or alone


def _over_groups(
    rule: EvidenceRule, groups: Sequence[Slice], organisation: Organisation, limit: float
) -> Value | Unread:
    values = [group.value for group in groups if group.value is not None]
    rows = min(group.rows for group in groups)
    match rule.reading:
        case "low_over_top":
            tiers = {group.key: group.value for group in groups}
            if organisation.top_tier is None or organisation.low_tier is None:
                said = gettext("say which tiers are top_tier and low_tier in the organisation file")
                return Unread("unset", said)
            low, top = tiers.get(organisation.low_tier), tiers.get(organisation.top_tier)
            if low is None or top is None:
                said = gettext("the low or the top tier has fewer than {n} rows").format(n=rule.least_rows)
                return Unread("too_few_rows", said)
            if not top:
                return Unread("unavailable", gettext("the top tier is 0"))
            figure = low / top
        case "max_over_min":
            if len(groups) < 2:
                said = gettext("only one group by {column} has {n} rows")
                return Unread("too_few_rows", said.format(column=column_within(rule.by or ""), n=rule.least_rows))
            if not min(values):
                said = gettext("the smallest group by {column} is 0").format(column=column_within(rule.by or ""))
                return Unread("unavailable", said)
            figure = max(values) / min(values)
        case reading if reading in SHARES_OF_GROUPS:
            passing = sum(OPERATORS[rule.operator](value, limit) for value in values)
            figure = passing / len(values)
        case "count":
            figure = float(len(values))
        case "min":
            figure = min(values)
        case "max":
            figure = max(values)
        case _:
            figure = median(values)
    return Value(figure, rows, tuple(groups))


def _with_rows(rule: EvidenceRule, definition: Definition, value: Value) -> Value | Unread:
    if value.rows < rule.least_rows:
        said = gettext("{metric} rests on {n} rows of {least} needed")
        return Unread("too_few_rows", said.format(metric=definition.name, n=value.rows, least=rule.least_rows))
    return value


def _passes(rule: EvidenceRule, value: float, limit: float) -> bool:
    """The figure against the threshold; a share of groups that passed it, against the share that must."""
    if share := SHARES_OF_GROUPS.get(rule.reading or ""):
        return value >= share
    return OPERATORS[rule.operator](value, limit)


def _words(value: float) -> str:
    return decimal(f"{value:.6g}")


SHARES_OF_GROUPS = {"share50": 0.5, "share80": 0.8}

OPERATORS: Mapping[Operator, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
}
