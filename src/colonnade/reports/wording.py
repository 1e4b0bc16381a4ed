"""How figures and findings are said: one wording for the terminal, the page and every report."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Measured, Unit
from colonnade.core.patterns import PatternReading
from colonnade.core.reading import DimensionReading

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNITS: dict[Unit, str] = {
    "points": " points",
    "days": " days",
    "hours": " hours",
    "per_100_accounts_per_month": " per 100 accounts a month",
}
CLAIM_WORDS = {
    "contradicted": "contradicted: the evidence for the next stage was looked at and is not there",
    "unproven": "unproven: the evidence for the claimed stage is not filed",
    "understated": "understated: the evidence supports more than was claimed",
    "borne_out": "borne out by the evidence",
}
LIMIT_WORDS = {
    "not_met": "the next stage was answered and does not hold",
    "unanswered": "at least: the next stage is not answered enough",
    "top": "the last stage",
}
GRADE_WORDS = {
    "strong": "half or more measured, or documented and confirmed",
    "partial": "half or more documented or measured",
    "said": "mostly said, not yet shown",
}
PATTERN_WORDS = {
    "confirmed": "confirmed by evidence",
    "suspected": "suspected from the scores",
    "not_seen": "not seen",
    "unknown": "not known",
}


def pattern_words(pattern: PatternReading) -> str:
    """The state of a pattern; a suspicion says how many ordinary companies it would fall on too."""
    words = PATTERN_WORDS[pattern.state]
    if pattern.state == "suspected" and pattern.ordinary_share is not None:
        words += f", as in {half_up(pattern.ordinary_share * 100, 0)} % of ordinary profiles made up by chance"
    return words


def half_up(value: float | Decimal, places: int) -> Decimal:
    """A number on paper: halves go up, away from zero."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def figure(value: float, unit: Unit) -> str:
    """A measured value with its unit."""
    if unit == "share":
        return f"{half_up(value * 100, 1)} %"
    if unit == "currency":
        return amount(Decimal(str(value)))
    places = 0 if float(value).is_integer() else 2 if unit == "ratio" else 1
    return f"{half_up(value, places):,}{UNITS.get(unit, '')}"


def beside(measured: Measured) -> list[str]:
    """The figures beside the value, such as its median, each with its unit."""

    def said(name: str, value: float) -> str:
        unit = "share" if name.startswith("share") else measured.definition.unit
        return f"{name.replace('_', ' ')} {figure(value, unit)}"

    return [said(name, value) for name, value in measured.further.items()]


def amount(value: Decimal) -> str:
    """Money without its cents: they are in the files."""
    return f"{half_up(value, 0):,}"


def average(value: float) -> str:
    return str(half_up(value, 2))


def signed(value: float) -> str:
    """A difference of stages to two decimals, with its sign; a true minus, and none before zero."""
    rounded = half_up(value, 2)
    return f"{abs(rounded)}" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded)}"


def day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def joined(words: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    *firsts, end = list(words) or [""]
    return f"{', '.join(firsts)} {last} {end}" if firsts else end


def plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def criteria(number: int) -> str:
    return f"{number} criteri{'on' if number == 1 else 'a'}"


def sentence_case(words: str) -> str:
    """A sentence from words that may begin small and end without a stop."""
    started = words[:1].upper() + words[1:]
    return started if not started or started.endswith((".", "?", "!", "…")) else f"{started}."


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
    name = model.by_id[primary].name
    first = f"{name} is where to start" if profile.even else f"{name} is the constraint"
    if all_level(diagnosis):
        first = f"All dimensions stand level. {first}"
    if others and not profile.even:
        first += f", together with {names(diagnosis, others)}"
    resting = [edge.dimension for edge in model.edges if edge.rests_on == primary]
    sentence = f"{first}: {_stands(reading)}."
    if resting:
        sentence += f" {names(diagnosis, resting)} rest{'s' if len(resting) == 1 else ''} on it."
    return sentence


def _stands(dimension: DimensionReading) -> str:
    target = f", target {dimension.target}" if dimension.target != dimension.stage else ""
    support = dimension.supported
    if support is None:
        return f"claimed at stage {dimension.stage}{target}"
    if support.stage is None:
        return f"claimed at stage {dimension.stage}, too little evidence filed to say more{target}"
    at_least = "at least " if support.limit == "unanswered" else ""
    if support.stage == dimension.stage:
        return f"claimed at stage {dimension.stage}, and the evidence supports it{target}"
    return f"evidence reaches {at_least}stage {support.stage}, claimed {dimension.stage}{target}"


def decision(diagnosis: Diagnosis) -> str:
    """The one decision that the reading asks for."""
    if not diagnosis.priorities:
        return "Every scored dimension is at its target: hold, and score again when something changes."
    steps = [f"{diagnosis.model.by_id[p.dimension].name} to stage {p.to_stage}" for p in diagnosis.priorities]
    plan = diagnosis.plan
    return f"Decide: move {joined(steps)}, from {day(plan.starts_on)}, and score again on {day(plan.review_on)}."


def dominant_words(diagnosis: Diagnosis) -> str:
    """The dominant stage with what qualifies it; none is named below the coverage for a headline."""
    profile, model = diagnosis.profile, diagnosis.model
    if not profile.has_headline:
        return f"only {profile.scored} of {profile.total} dimensions are scored: too few to name a dominant stage"
    dominant = profile.dominant
    words = (
        f"{dominant.stage} ({model.stage(dominant.stage).name}), {dominant.count} of {profile.scored} dimensions"
    )
    if len(dominant.tied) > 1:
        words += f", tied with {joined(str(stage) for stage in dominant.tied if stage != dominant.stage)}"
    if dominant.scattered:
        words += "; scattered, so no stage describes the whole"
    elif dominant.majority:
        words += ", a majority"
    for cap in diagnosis.caps:
        words += f"; capped: {cap.because}"
    return words


def sureness_words(diagnosis: Diagnosis) -> str:
    """How firm the constraint is, and who would name what."""
    profile = diagnosis.profile
    if profile.would_name is None:
        return sureness_counted(diagnosis)
    others = [
        f"{who} would name {names(diagnosis, ids, short=True)}"
        for who, ids in profile.would_name.items()
        if profile.firmness == "tentative" and profile.primary_constraint not in ids
    ]
    return "; ".join([sureness_counted(diagnosis), *others])


def sureness_counted(diagnosis: Diagnosis) -> str:
    """How firm the constraint is, and how many would name it; not how many to who may not see who gave what."""
    profile = diagnosis.profile
    if profile.firmness is None:
        return "one reviewer: nobody else's scores to hold it against"
    if profile.would_name is None:
        return profile.firmness
    agreeing = sum(profile.primary_constraint in ids for ids in profile.would_name.values())
    counted = f"{agreeing} of {len(profile.would_name)} reviewers would name it"
    if profile.firmness == "firm":
        return f"firm: {counted}, and so does every panel without one of them"
    return f"tentative: {counted}"


def agreement_words(diagnosis: Diagnosis) -> Sequence[str]:
    """What agreement means here: plain counts first, alpha in small print."""
    agreement = diagnosis.agreement
    if not agreement.units:
        return (f"Agreement is {agreement.note}.",)
    counts = (
        f"Same stage in {agreement.same} of {agreement.units} dimensions, "
        f"within one stage in {agreement.within_one}."
    )
    if agreement.alpha is None:
        return (counts, f"Krippendorff's alpha is {agreement.note}.")
    alpha = f"Krippendorff's alpha (ordinal) {half_up(agreement.alpha, 2)}, {agreement.note}"
    if agreement.alpha_range:
        low, high = agreement.alpha_range
        alpha += f": {half_up(low, 2)} to {half_up(high, 2)}"
    return (counts, alpha + ".")
