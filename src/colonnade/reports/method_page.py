"""The method page: how maturity is measured, written from the content files and the code's own constants."""

from collections.abc import Iterable, Iterator, Sequence

from colonnade.core import agreement, asking, claims, comparison, levers, plan, reading, readings
from colonnade.core.criteria import Criterion, EvidenceRule
from colonnade.core.measurement import Definition
from colonnade.core.model import GateRule, Model
from colonnade.core.signatures import (
    AllOf,
    BelowAverage,
    BelowDimension,
    Condition,
    CountOf,
    Pattern,
    StageBetween,
)
from colonnade.reports.key_metrics import key_stages, key_words

Lines = Iterator[str]


def method_page(models: Sequence[Model], bank: Sequence[Criterion]) -> str:
    """The whole page as Markdown; rules are marked seed (from a source document) or product (our choice)."""
    parts = [_claims(), _reading(), _supported(models[0].gate), _plan(), _rescore()]
    parts += [_model(model) for model in models]
    parts.append(_bank(models, bank))
    return "\n".join(line for part in parts for line in (*part, ""))


PAST = (
    "Who left is seen by the ends of subscriptions alone. Without a column of ends, or in a list of one row an account",
    "whose ends are all to come, the records tell of their own day: its ARR stays, retention, churn, movements and the",
    "revenue of earlier days are unavailable. A subscription that is over by its status and has no end date counts on",
    "no day, and no earlier day on which it may have run is told. A day more than 31 days after the last row (366 where",
    "there are no usage events, tickets or touchpoints) is after the records' end: what happened over time is then",
    "unavailable, and what stood on it is told with a note.",
)


def metrics_page(definitions: Sequence[Definition], models: Sequence[Model]) -> str:
    """Every metric as Markdown: formula in words, unit, direction, needs, switches, where it is key."""
    lines = [
        "# Metrics",
        "",
        "Written from the code: each formula is the docstring of the function that computes it.",
        "Shares are 0 to 1; durations are in the unit named; the window is the twelve months to the day unless said.",
        "",
        *PAST,
    ]
    for metric in definitions:
        needs = ", ".join(f"`{need.replace('|', '` or `')}`" for need in metric.needs)
        lines += ["", f"## {metric.name} (`{metric.id}`)", "", metric.formula, ""]
        lines += [
            f"- unit: {metric.unit.replace('_', ' ')}; better: {metric.better}; {metric.kind}",
            f"- needs {needs}",
        ]
        lines += [f"- switches: {'; '.join(metric.switches)}"] if metric.switches else []
        lines += [f"- {words[0].lower()}{words[1:]}" for words in key_words(key_stages(models, metric.id))]
    return "\n".join(lines) + "\n"


def _claims() -> Lines:
    yield "# How Colonnade measures maturity"
    yield ""
    yield "This page is written from the content files and the code's constants by `make docs`; a test fails when it is"
    yield "stale. *seed* marks what a source document says, *product* what we chose where it is silent."
    yield ""
    yield "## Claims (seed: at least two reviewers, independently, then reconciled)"
    yield ""
    yield f"- The scoring rule: *{claims.SCORING_RULE}* (seed)"
    yield "- Reviewers score blind, in whole stages; a skipped dimension is missing, never zero. (product)"
    yield "- A stage is *agreed* by a recorded agreement, or when two or more reviewers all gave it. Until then the"
    yield "  dimension is *provisional*, at the lower median; with two reviewers that is the lower score. (product)"
    yield f"- Scores {reading.DISPUTE_SPREAD} or more stages apart are a dispute and need an agreed stage with a reason. (product)"
    yield "- Agreement is Krippendorff's alpha, ordinal, with the number of pairable values; below"
    yield f"  {agreement.FEW_PAIRABLE} of them with the range it takes as each dimension is left out in turn. (product)"
    yield "- The constraint is *firm* when it is among the constraints of every reviewer's own scores and of every panel"
    yield "  with one reviewer left out; else *tentative*, with who would name what. (product)"


def _reading() -> Lines:
    yield "## The reading"
    yield ""
    yield "- The distribution over stages leads; the average is directional. (seed)"
    yield "- The dominant stage is where most dimensions stand; in a tie all are named and the lowest leads. It is"
    yield "  *scattered* unless more than half lie within one stage of it. (seed; ties and scatter: product)"
    yield f"- Below {reading.HEADLINE_COVERAGE:.0%} of dimensions scored no dominant stage is a headline. (product)"
    yield "- The constraint is the dimension lowest against the average (seed). Among several, the *primary* is the one"
    yield "  that most others rest on, then the one with the larger contradicted claim, then model order. (product)"
    yield "- A *stall* is a dimension far ahead of one it rests on; *strains* and *idle* capabilities are named by rules of"
    yield "  the model. Each model below lists its own."
    yield "- Claimed less supported is *contradicted* when positive and the next stage was answered and does not hold,"
    yield "  *unproven* when positive and it was not answered, *understated* when negative, else *borne out*. (product)"
    yield f"- A reading of the supported stages is given from {readings.LEAST_SUPPORTED:.0%} of dimensions up. (product)"


def _supported(gate: GateRule) -> Lines:
    yield "## The supported stage (product)"
    yield ""
    yield "A stage of a dimension *holds* when"
    yield ""
    yield f"1. at least {gate.least_criteria} of its applicable criteria and {_share(gate.answered_share)} of their weight are answered (all of them where there are {gate.least_criteria} or fewer);"
    yield f"2. the met share of its answered weight is at least {_share(gate.met_share)};"
    yield "3. so is the met share of stages 2 up to it, pooled;"
    yield f"4. no stage below it is under {_share(gate.floor_share)}."
    yield ""
    yield "The supported stage is the highest that holds; stage 1 always does. It is unknown while the first stage with"
    yield "criteria is not answered enough. Partly met counts half. Stages below it that miss the met share are *owed*."
    yield 'Its limit says why it is not higher: `not_met`, `unanswered` (read "at least") or `top`.'
    yield ""
    yield f"An answer lives {gate.said_days} days when said, {gate.documented_days} when documented, {gate.measured_days} when measured. The highest living tier speaks;"
    yield "people of one tier who differ dispute the criterion until the facilitator settles it. Unknown is never not met."
    yield f"Asked are the criteria of stage 2 upward until a stage does not hold, and {asking.FURTHER} further."


def _plan() -> Lines:
    yield "## Levers and plan"
    yield ""
    yield f"- Two priorities by default (`{plan.DEFAULT_PRIORITIES}`), at most {plan.MOST_PRIORITIES}: the primary constraint; other constraints that a dimension rests on;"
    yield "  what stalls and strains rest on, largest lead first; then the lowest stages. (seed: two or three; order: product)"
    yield "- The target of a priority is one stage better. (seed)"
    yield f"- {levers.PROPOSED_LEVERS} levers each, a third when it turns other unmet criteria: most unmet criteria turned, least effort, the"
    yield "  present stage's row first. (product)"
    yield "- A priority with only training or measure levers is warned about: behaviour reverts unless the system changes. (seed)"
    yield "- A lever that gives CS a revenue number waits for what the model says it needs. (seed: mandate follows metric)"
    yield f"- Checkpoints after {' and '.join(map(str, plan.CHECKPOINT_DAYS))} days, re-score after {plan.REVIEW_DAYS}. No owner has more than {plan.MOST_IN_FLIGHT} levers in flight without a recorded reason."


def _rescore() -> Lines:
    yield "## Re-score (product)"
    yield ""
    yield "A dimension *moved* or *not moved*, or it *cannot be told*: nobody scored it in both rounds, or a common"
    yield f"reviewer's leniency shifted by {comparison.LENIENCY_SHIFT:g} stage or more, unless measured criteria changed. Levers are listed with"
    yield "what followed, never with what caused it."


def _model(model: Model) -> Lines:
    yield f"## {model.name} (`{model.id}` {model.version})"
    yield ""
    yield model.about
    yield ""
    for stage in model.stages:
        yield f"{stage.number}. **{stage.name}**: {stage.summary}"
    for band in model.bands:
        yield f"- **{band.name}** from {_share(band.low)} met"
    yield ""
    yield "| dimension | about | rests on | criteria |"
    yield "|---|---|---|---|"
    for dimension in model.dimensions:
        rests = ", ".join(f"{model.by_id[edge.rests_on].short} ({edge.source})" for edge in dimension.rests_on)
        yield f"| {dimension.name} | {dimension.about} | {rests or '–'} | {_count(model, dimension.id)} |"
    yield ""
    if model.stages:
        pace = ", ".join(f"{s.number} to {s.number + 1}: {model.pace(s.number)}" for s in model.stages[:-1])
        yield f"Roll-up: `{model.roll_up}`. Pace in days: {pace}. A lead of {model.stall_lead} over what is rested on stalls."
    for kind, rules in (("Strain", model.strains), ("Idle", model.idle)):
        for rule in rules:
            yield f"- {kind}: {model.by_id[rule.dimension].name} {rule.lead} or more ahead of {model.by_id[rule.against].name}; {rule.because} ({rule.source})"
    if model.leader:
        yield f"- Above stage {model.leader.above_stage}, where the leader's criterion is not met: {model.leader.lever} ({model.leader.source})"
    for pattern in model.patterns:
        yield f"- *{pattern.name}*: {_condition(model, pattern.scores)}{_ordinary(pattern)}. Remedy: {pattern.remedy}"


def _ordinary(pattern: Pattern) -> str:
    if pattern.ordinary_share is None:
        return ""
    return f" (suspected of {pattern.ordinary_share:.0%} of ordinary profiles drawn at random)"


def _count(model: Model, dimension: str) -> int:
    if not model.stages:
        return sum(c.capability == dimension for c in model.criteria)
    return sum(c.maps[model.id].dimension == dimension for c in model.criteria)


def _condition(model: Model, condition: Condition) -> str:
    match condition:
        case AllOf(parts):
            return " and ".join(_condition(model, part) for part in parts)
        case CountOf(1, parts):
            return "(" + " or ".join(_condition(model, part) for part in parts) + ")"
        case CountOf(count, parts):
            return f"{count} of (" + ", ".join(_condition(model, part) for part in parts) + ")"
        case StageBetween(dimension, low, high):
            name = model.by_id[dimension].short
            if low == high:
                return f"{name} at {low}"
            return f"{name} at {high} or less" if low == 1 else f"{name} at {low} or more"
        case BelowAverage(dimension):
            return f"{model.by_id[dimension].short} below average"
        case BelowDimension(dimension, other, by):
            return f"{model.by_id[dimension].short} {by} or more below {model.by_id[other].short}"


def _bank(models: Sequence[Model], bank: Sequence[Criterion]) -> Lines:
    rules = sum(criterion.evidence is not None for criterion in bank)
    yield "## The bank of criteria"
    yield ""
    yield f"{len(bank)} criteria; {rules} can be answered from records. They are answered once and read in every model, so that"
    yield "the readings agree proves nothing. Thresholds are the product's; an organisation may set its own, with a reason."
    staged = [model for model in models if model.stages]
    for capability in dict.fromkeys(criterion.capability for criterion in bank):
        yield ""
        yield f"### {_capability_name(models, capability)}"
        yield ""
        yield "| id | criterion | speaks for | from records |"
        yield "|---|---|---|---|"
        for c in (criterion for criterion in bank if criterion.capability == capability):
            at = ", ".join(
                f"{model.id} {model.by_id[c.maps[model.id].dimension].short} {c.maps[model.id].stage}"
                for model in staged
                if model.id in c.maps
            )
            yield f"| {c.id} | {c.statement} | {at or '–'} | {_rule(c.evidence) if c.evidence else '–'} |"


def _capability_name(models: Iterable[Model], id: str) -> str:
    return next((m.by_id[id].name for m in models if not m.stages and id in m.by_id), id)


def _rule(rule: EvidenceRule) -> str:
    by = f" by {rule.by}" if rule.by else ""
    read = f", {rule.reading.replace('_', ' ')}" if rule.reading else ""
    of = f" {rule.of}" if rule.of else ""
    window = f", {rule.window_days} days" if rule.window_days else ""
    return (
        f"`{rule.metric}`{by}{read}{of}{window} {rule.operator} {rule.threshold:g}, {rule.least_rows} rows or more"
    )


def _share(share: float) -> str:
    return {2 / 3: "two thirds", 0.75: "three quarters", 0.5: "one half", 0.25: "one quarter"}.get(
        share, f"{share:.0%}"
    )
