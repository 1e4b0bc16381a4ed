"""What is said of the whole reading: average, evidence, what rests on what, projection."""

from collections.abc import Iterable, Sequence

from colonnade.core.diagnosis import Diagnosis, ReviewerReading
from colonnade.core.measurement import Measured, Measurement
from colonnade.core.model import Model
from colonnade.core.patterns import PatternReading
from colonnade.core.reading import Lead
from colonnade.core.speech import gettext, gettext_noop, ngettext, number
from colonnade.reports import wording
from colonnade.reports.wording import sentence_case

PROVISIONAL = gettext_noop("Provisional")
SYNTHETIC = gettext_noop("Synthetic data: this company is made up.")
ALPHA_MEANS = gettext_noop(
    "Alpha is 1 where reviewers agree wholly and 0 where they agree as chance would have it; the ordinal form "
    "counts two stages apart as worse than one."
)


def marks(diagnosis: Diagnosis) -> tuple[str, ...]:
    """What the head of every sheet of paper says."""
    return (
        *([gettext(PROVISIONAL)] if diagnosis.status == "provisional" else []),
        *([gettext(SYNTHETIC)] if diagnosis.synthetic else []),
    )


def why_provisional(diagnosis: Diagnosis) -> str:
    by_id = diagnosis.model.by_id
    open_ = [by_id[d.id].short for d in diagnosis.dimensions if d.state == "provisional"]
    if len(open_) == len(diagnosis.dimensions):
        return gettext("No stage is agreed yet.")
    return gettext("Not agreed yet: {dimensions}.").format(dimensions=", ".join(open_)) if open_ else ""


def covered(diagnosis: Diagnosis) -> str:
    """Who scored how much."""
    own = sum(not reviewer.outsider for reviewer in diagnosis.reviewers)
    profile = diagnosis.profile
    said = ngettext(
        "{n} reviewer · {scored} of {total} dimensions scored",
        "{n} reviewers · {scored} of {total} dimensions scored",
        own,
    )
    return said.format(n=number(own), scored=profile.scored, total=profile.total)


def read_by(diagnosis: Diagnosis) -> str:
    model = diagnosis.model
    outsider = gettext("{who} (outsider)")
    who = (outsider.format(who=r.id) if r.outsider else r.id for r in diagnosis.reviewers)
    return gettext("Read with {model} {version} ({id}) by {reviewers}, as of {day}.").format(
        model=model.name,
        version=model.version,
        id=model.id,
        reviewers=wording.joined(who),
        day=wording.day(diagnosis.as_of),
    )


def average(diagnosis: Diagnosis) -> str:
    profile = diagnosis.profile
    said = (
        gettext(
            "{average}; between {low} and {high} when one reviewer is left out or read alone. "
            "It only points a direction: how the dimensions spread tells more."
        )
        if profile.average_range
        else gettext("{average}. It only points a direction: how the dimensions spread tells more.")
    )
    low, high = map(wording.average, profile.average_range or (0.0, 0.0))
    return said.format(average=wording.average(profile.average), low=low, high=high)


def constraint(diagnosis: Diagnosis) -> str:
    """What holds the rest back, by name alone; where all stand level or evenly, where to start."""
    profile = diagnosis.profile
    primary = profile.primary_constraint
    others = [id for id in profile.constraints if id != primary]
    if len(diagnosis.model.dimensions) > 1 and (wording.all_level(diagnosis) or profile.even):
        said = gettext("No single dimension. Where to start: {name}.")
    elif others:
        said = gettext("{name}, together with {others}.")
    else:
        said = gettext("{name}.")
    return said.format(name=diagnosis.model.by_id[primary].name, others=wording.names(diagnosis, others))


def by_evidence(diagnosis: Diagnosis) -> str:
    """The reading of the supported stages, with its coverage."""
    if not diagnosis.has_evidence:
        return ""
    known = sum(d.supported is not None and d.supported.stage is not None for d in diagnosis.dimensions)
    coverage = gettext("{n} of {total} dimensions have a supported stage.").format(
        n=known, total=len(diagnosis.dimensions)
    )
    profile = diagnosis.supported_profile
    if profile is None:
        return f"{coverage} {gettext('Too few to read them together.')}"
    stage = profile.dominant.stage
    said = gettext("Dominant stage {stage} ({name}), average {average}; lowest: {lowest}.").format(
        stage=stage,
        name=diagnosis.model.stage(stage).name,
        average=wording.average(profile.average),
        lowest=wording.names(diagnosis, profile.constraints),
    )
    return f"{said} {coverage}"


def resting(diagnosis: Diagnosis) -> Iterable[tuple[str, str]]:
    """Every dimension that the model lets rest on the primary constraint, with what is said of it."""
    model, stages, primary = diagnosis.model, diagnosis.stages, diagnosis.profile.primary_constraint
    below = model.by_id[primary].name
    for edge in model.edges:
        if edge.rests_on == primary:
            stage = stages.get(edge.dimension)
            said = (
                gettext("is not scored and rests on {below}.")
                if stage is None
                else gettext("stands at {stage} and rests on {below}.")
            )
            yield model.by_id[edge.dimension].name, said.format(stage=stage, below=below)


def leads(diagnosis: Diagnosis) -> Iterable[tuple[str, str]]:
    """Stalls, strains and what lies idle, each with why."""
    kinds = (
        (gettext("Stalls"), diagnosis.stalls),
        (gettext("Is under strain"), diagnosis.strains),
        (gettext("Lies idle"), diagnosis.idle),
    )
    return ((label, _lead(diagnosis, lead)) for label, found in kinds for lead in found)


def _lead(diagnosis: Diagnosis, lead: Lead) -> str:
    stages, by_id = diagnosis.stages, diagnosis.model.by_id
    said = gettext("{ahead} stands at {high} and {behind} at {low}.").format(
        ahead=by_id[lead.dimension].name,
        high=stages[lead.dimension],
        behind=by_id[lead.other].name,
        low=stages[lead.other],
    )
    return f"{said} {sentence_case(lead.because)}"


def leniency(reviewer: ReviewerReading) -> str:
    """What a leniency means; only for a reviewer who has one."""
    assert reviewer.leniency is not None
    if wording.half_up(reviewer.leniency, 2) == 0:
        said = gettext("{who}: {figure}, on average as high as the others on the dimensions they share.")
    else:
        said = gettext("{who}: {figure} stages against the others, on average over the dimensions they share.")
    return said.format(who=reviewer.id, figure=wording.signed(reviewer.leniency))


def other_patterns(others: tuple[PatternReading, ...]) -> str:
    """The patterns that are neither confirmed nor suspected, in one line."""
    if not others:
        return ""
    said = wording.joined(f"{p.name} ({wording.PATTERN_WORDS[p.state]})" for p in others)
    return gettext("Looked for without a finding: {patterns}.").format(patterns=said)


def projection(diagnosis: Diagnosis) -> str:
    found, model = diagnosis.projection, diagnosis.model
    said = gettext("Average {average}, dominant stage {stage} ({name}), lowest then: {lowest}.").format(
        average=wording.average(found.average),
        stage=found.dominant,
        name=model.stage(found.dominant).name,
        lowest=wording.names(diagnosis, found.constraints),
    )
    return f"{said} {found.note}"


def metrics_counted(measurements: Sequence[Measurement]) -> str:
    """Unavailable is said in a figure too, so that nobody takes silence for a zero."""
    found = [isinstance(m, Measured) for m in measurements]
    there, missing = found.count(True), found.count(False)
    said = (
        ngettext(
            "{n} metric measured from the records; {missing} cannot be, and below stands what each needs.",
            "{n} metrics measured from the records; {missing} cannot be, and below stands what each needs.",
            there,
        )
        if missing
        else ngettext("{n} metric measured from the records.", "{n} metrics measured from the records.", there)
    )
    counted = said.format(n=there, missing=missing)
    money = {m.currency for m in measurements if isinstance(m, Measured) and m.currency}
    amounts = gettext("Amounts are in {currency}.").format(currency="".join(money)) if money else ""
    return f"{counted} {amounts}".rstrip()


def published_counted(diagnosis: Diagnosis) -> str:
    """Beside how many of the measured metrics a published figure stands."""
    if not diagnosis.published:
        return ""
    measured = (m.definition.id for m in diagnosis.measurements if isinstance(m, Measured))
    beside = sum(bool(diagnosis.published[id].shown) for id in measured if id in diagnosis.published)
    if not beside:
        return gettext("No published figure is comparable with any of them.")
    said = gettext("A published figure stands beside {n}; for the others there is no comparable figure.")
    return said.format(n=beside)


def switches(measurement: Measurement) -> str:
    """How a metric was reckoned, and what a reader must know of this value."""
    notes = measurement.notes if isinstance(measurement, Measured) else ()
    said = [*measurement.definition.switches, *notes]
    return sentence_case("; ".join(said)) if said else ""


def edges(model: Model) -> tuple[str, ...]:
    """What rests on what, and by whose rule."""
    by_id = model.by_id
    said = {
        "seed": gettext("{dimension} rests on {other}, by the model's own source"),
        "product": gettext("{dimension} rests on {other}, by Colonnade's judgement"),
    }
    return tuple(
        said[e.source].format(dimension=by_id[e.dimension].name, other=by_id[e.rests_on].name) for e in model.edges
    )


def claims_source(diagnosis: Diagnosis) -> str:
    """Whose scorecards the claimed stages come from."""
    own = [reviewer.id for reviewer in diagnosis.reviewers if not reviewer.outsider]
    outside = [reviewer.id for reviewer in diagnosis.reviewers if reviewer.outsider]
    said = gettext("Scored blind by {reviewers}") if own else gettext("Scored by nobody of the company")
    said = said.format(reviewers=wording.joined(own))
    if outside:
        apart = gettext("{scored}; outsiders, shown apart: {outsiders}")
        said = apart.format(scored=said, outsiders=wording.joined(outside))
    return sentence_case(said)
