"""How figures and findings are said: one wording for the terminal, the page and every report."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from colonnade.core import speech
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Measured, unit_of
from colonnade.core.patterns import PatternReading
from colonnade.core.quantities import amount as amount
from colonnade.core.quantities import figure as figure
from colonnade.core.quantities import figure_of as figure_of
from colonnade.core.quantities import half_up as half_up
from colonnade.core.reading import ClaimState, DimensionReading
from colonnade.core.speech import Words, decimal, gettext, gettext_noop, listed, ngettext

joined = listed

CLAIM_WORDS: Mapping[ClaimState, str] = Words(
    {
        "contradicted": gettext_noop(
            "contradicted: the evidence for the next stage was looked at and is not there"
        ),
        "unproven": gettext_noop("unproven: the evidence for the claimed stage is not filed"),
        "understated": gettext_noop("understated: the evidence supports more than was claimed"),
        "borne_out": gettext_noop("borne out by the evidence"),
    }
)
LIMIT_WORDS: Mapping[str, str] = Words(
    {
        "not_met": gettext_noop("the next stage was answered and does not hold"),
        "unanswered": gettext_noop("at least: the next stage is not answered enough"),
        "top": gettext_noop("the last stage"),
    }
)
GRADE_WORDS: Mapping[str, str] = Words(
    {
        "strong": gettext_noop("half or more measured, or documented and confirmed"),
        "partial": gettext_noop("half or more documented or measured"),
        "said": gettext_noop("mostly said, not yet shown"),
    }
)
PATTERN_WORDS: Mapping[str, str] = Words(
    {
        "confirmed": gettext_noop("confirmed by evidence"),
        "suspected": gettext_noop("suspected from the scores"),
        "not_seen": gettext_noop("not seen"),
        "unknown": gettext_noop("not known"),
    }
)
SHORT: Mapping[str, str] = Words(
    {
        "contradicted": gettext_noop("contradicted"),
        "unproven": gettext_noop("unproven"),
        "understated": gettext_noop("understated"),
        "borne_out": gettext_noop("borne out"),
        "agreed": gettext_noop("agreed"),
        "provisional": gettext_noop("provisional"),
        "missing": gettext_noop("missing"),
        "confirmed": gettext_noop("confirmed"),
        "suspected": gettext_noop("suspected"),
        "firm": gettext_noop("firm"),
        "tentative": gettext_noop("tentative"),
        "strong": gettext_noop("strong"),
        "partial": gettext_noop("partial"),
        "said": gettext_noop("said"),
    }
)
"""A state in one word, where there is no room for what it means."""


def pattern_words(pattern: PatternReading) -> str:
    """The state of a pattern; a suspicion says how many ordinary companies it would fall on too."""
    if pattern.state == "suspected" and pattern.ordinary_share is not None:
        said = gettext(
            "suspected from the scores alone; of ordinary profiles drawn at random, "
            "{share} % would be suspected too"
        )
        return said.format(share=half_up(pattern.ordinary_share * 100, 0))
    return PATTERN_WORDS[pattern.state]


def beside(measured: Measured) -> list[str]:
    """The figures beside the value, such as its median, each with its unit."""

    def said(name: str, value: float) -> str:
        unit = unit_of(name, measured.definition.unit)
        return f"{name.replace('_', ' ')} {figure_of(measured, value, unit=unit)}"

    return [said(name, value) for name, value in measured.further.items()]


def average(value: float) -> str:
    return decimal(str(half_up(value, 2)))


def signed(value: float) -> str:
    """A difference of stages to two decimals, with its sign; a true minus, and none before zero."""
    rounded = half_up(value, 2)
    sign = "" if rounded == 0 else "+" if rounded > 0 else "−"
    return f"{sign}{decimal(str(abs(rounded)))}"


def day(on: date) -> str:
    return speech.day(on)


def plural(number: int, noun: str) -> str:
    """For paper alone: a page says it by `ngettext`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def criteria(number: int) -> str:
    return ngettext("{n} criterion", "{n} criteria", number).format(n=number)


def rows(number: int) -> str:
    return ngettext("{n} row", "{n} rows", number).format(n=speech.number(number))


def sentence_case(words: str) -> str:
    """A sentence from words that may begin small and end without a stop."""
    started = words[:1].upper() + words[1:]
    if not started or started.endswith((".", "?", "!", "…")):
        return started
    return gettext("{words}.").format(words=started)


def names(diagnosis: Diagnosis, ids: Iterable[str], *, short: bool = False) -> str:
    found = (diagnosis.model.by_id[id] for id in ids)
    return joined(dimension.short if short else dimension.name for dimension in found)


def all_level(diagnosis: Diagnosis) -> bool:
    """Every scored dimension stands at one stage: then none is the lowest."""
    stages = list(diagnosis.stages.values())
    return len(stages) > 1 and len(set(stages)) == 1


def headline(diagnosis: Diagnosis) -> str:
    """The one sentence: the constraint, what its stage is by claim and by evidence, and what rests on it."""
    profile, model = diagnosis.profile, diagnosis.model
    primary = profile.primary_constraint
    reading = next(d for d in diagnosis.dimensions if d.id == primary)
    others = [id for id in profile.constraints if id != primary]
    if len(model.dimensions) == 1:
        said = gettext("{name}: {stands}.")
    elif all_level(diagnosis):
        said = gettext("All dimensions stand level. {name} is where to start: {stands}.")
    elif profile.even:
        said = gettext("{name} is where to start: {stands}.")
    elif others:
        said = gettext("{name} is the constraint, together with {others}: {stands}.")
    else:
        said = gettext("{name} is the constraint: {stands}.")
    sentence = said.format(
        name=model.by_id[primary].name, others=names(diagnosis, others), stands=_stands(reading)
    )
    resting = [edge.dimension for edge in model.edges if edge.rests_on == primary]
    if resting:
        rest = ngettext("{dimensions} rests on it.", "{dimensions} rest on it.", len(resting))
        sentence += f" {rest.format(dimensions=names(diagnosis, resting))}"
    return sentence


def _stands(dimension: DimensionReading) -> str:
    support = dimension.supported
    if support is None:
        said = gettext("claimed at stage {stage}")
    elif support.stage is None:
        said = gettext("claimed at stage {stage}, too little evidence filed to say more")
    elif support.stage == dimension.stage:
        said = gettext("claimed at stage {stage}, and the evidence supports it")
    elif support.limit == "unanswered":
        said = gettext("evidence reaches at least stage {supported}, claimed {stage}")
    else:
        said = gettext("evidence reaches stage {supported}, claimed {stage}")
    stands = said.format(stage=dimension.stage, supported=support and support.stage)
    if dimension.target == dimension.stage:
        return stands
    return gettext("{stands}, target {target}").format(stands=stands, target=dimension.target)


def decision(diagnosis: Diagnosis) -> str:
    """The one decision that the reading asks for."""
    if not diagnosis.priorities:
        return gettext("Every scored dimension is at its target: hold, and score again when something changes.")
    step, plan = gettext("{dimension} to stage {stage}"), diagnosis.plan
    steps = [
        step.format(dimension=diagnosis.model.by_id[p.dimension].name, stage=p.to_stage)
        for p in diagnosis.priorities
    ]
    longest = max(p.pace_days for p in diagnosis.priorities)
    said = gettext("Decide: move {steps}, from {day}, and score again on {review}.")
    if longest > (plan.review_on - plan.starts_on).days:
        said = gettext(
            "Decide: move {steps}, from {day}. A named part is due on {review}, when it is scored again; "
            "the whole takes up to {n} days."
        )
    return said.format(steps=joined(steps), day=day(plan.starts_on), review=day(plan.review_on), n=longest)


def dominant_words(diagnosis: Diagnosis) -> str:
    """The dominant stage with what qualifies it; none is named below the coverage for a headline."""
    profile, model = diagnosis.profile, diagnosis.model
    if not profile.has_headline:
        said = gettext("only {n} of {total} dimensions are scored: too few to name a dominant stage")
        return said.format(n=profile.scored, total=profile.total)
    dominant = profile.dominant
    if profile.total == 1:
        return gettext("{stage} ({name})").format(stage=dominant.stage, name=model.stage(dominant.stage).name)
    words = gettext("{stage} ({name}), {n} of {total} dimensions").format(
        stage=dominant.stage,
        name=model.stage(dominant.stage).name,
        n=dominant.count,
        total=profile.scored,
    )
    if len(dominant.tied) > 1:
        others = joined(str(stage) for stage in dominant.tied if stage != dominant.stage)
        words = gettext("{dominant}, tied with {others}").format(dominant=words, others=others)
    if dominant.scattered:
        words = gettext("{dominant}; scattered, so no stage describes the whole").format(dominant=words)
    elif dominant.majority:
        words = gettext("{dominant}, a majority").format(dominant=words)
    for cap in diagnosis.caps:
        words = gettext("{dominant}; capped: {because}").format(dominant=words, because=cap.because)
    return words


def sureness_words(diagnosis: Diagnosis) -> str:
    """How firm the constraint is, and who would name what."""
    profile = diagnosis.profile
    if profile.would_name is None:
        return sureness_counted(diagnosis)
    said = gettext("{who} would name {dimensions}")
    others = [
        said.format(who=who, dimensions=names(diagnosis, ids, short=True))
        for who, ids in profile.would_name.items()
        if profile.firmness == "tentative" and profile.primary_constraint not in ids
    ]
    return "; ".join([sureness_counted(diagnosis), *others])


def sureness_counted(diagnosis: Diagnosis) -> str:
    """How firm the constraint is, and how many would name it; not how many to who may not see who gave what."""
    profile = diagnosis.profile
    if profile.firmness is None:
        return gettext("one reviewer: nobody else's scores to hold it against")
    if profile.would_name is None:
        return SHORT[profile.firmness]
    said = (
        gettext("firm: {n} of {total} reviewers would name it, and so does every panel without one of them")
        if profile.firmness == "firm"
        else gettext("tentative: {n} of {total} reviewers would name it")
    )
    agreeing = sum(profile.primary_constraint in ids for ids in profile.would_name.values())
    return said.format(n=agreeing, total=len(profile.would_name))


def agreement_words(diagnosis: Diagnosis) -> Sequence[str]:
    """What agreement means here: plain counts first, alpha in small print."""
    agreement = diagnosis.agreement
    if not agreement.units:
        return (gettext("Agreement is {note}.").format(note=agreement.note),)
    counts = gettext("Same stage in {n} of {total} dimensions, within one stage in {within}.").format(
        n=agreement.same, total=agreement.units, within=agreement.within_one
    )
    if agreement.alpha is None:
        return (counts, gettext("Krippendorff's alpha is {note}.").format(note=agreement.note))
    said = (
        gettext("Krippendorff's alpha (ordinal) {alpha}, {note}: {low} to {high}.")
        if agreement.alpha_range
        else gettext("Krippendorff's alpha (ordinal) {alpha}, {note}.")
    )
    low, high = agreement.alpha_range or (0.0, 0.0)
    alpha = said.format(alpha=average(agreement.alpha), note=agreement.note, low=average(low), high=average(high))
    return (counts, alpha)
