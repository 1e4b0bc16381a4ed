"""What is said of the whole reading: average, evidence, what rests on what, projection."""

from collections.abc import Iterable

from colonnade.core.diagnosis import Diagnosis, ReviewerReading
from colonnade.core.measurement import Measured, Measurement
from colonnade.core.model import Model
from colonnade.core.patterns import PatternReading
from colonnade.core.reading import Lead
from colonnade.reports import wording
from colonnade.reports.wording import plural, sentence_case

PROVISIONAL = "Provisional"
SYNTHETIC = "Synthetic data: this company is made up."
ALPHA_MEANS = (
    "Alpha is 1 where reviewers agree wholly and 0 where they agree as chance would have it; the ordinal form "
    "counts two stages apart as worse than one."
)


def marks(diagnosis: Diagnosis) -> tuple[str, ...]:
    """What the head of every sheet of paper says."""
    return (
        *([PROVISIONAL] if diagnosis.status == "provisional" else []),
        *([SYNTHETIC] if diagnosis.synthetic else []),
    )


def why_provisional(diagnosis: Diagnosis) -> str:
    by_id = diagnosis.model.by_id
    open_ = [by_id[d.id].short for d in diagnosis.dimensions if d.state == "provisional"]
    if len(open_) == len(diagnosis.dimensions):
        return "No stage is agreed yet."
    return f"Not agreed yet: {', '.join(open_)}." if open_ else ""


def covered(diagnosis: Diagnosis) -> str:
    """Who scored how much."""
    own = sum(not reviewer.outsider for reviewer in diagnosis.reviewers)
    profile = diagnosis.profile
    return f"{plural(own, 'reviewer')} · {profile.scored} of {profile.total} dimensions scored"


def read_by(diagnosis: Diagnosis) -> str:
    model = diagnosis.model
    who = (f"{r.id} (outsider)" if r.outsider else r.id for r in diagnosis.reviewers)
    return (
        f"Read with {model.name} {model.version} ({model.id}) by {wording.joined(who)}, "
        f"as of {wording.day(diagnosis.as_of)}."
    )


def average(diagnosis: Diagnosis) -> str:
    profile = diagnosis.profile
    words = wording.average(profile.average)
    if profile.average_range:
        low, high = map(wording.average, profile.average_range)
        words += f"; {low} to {high} with each reviewer left out in turn and each alone"
    return sentence_case(f"{words}. It only points a direction: how the dimensions spread tells more")


def by_evidence(diagnosis: Diagnosis) -> str:
    """The reading of the supported stages, with its coverage."""
    if not diagnosis.has_evidence:
        return ""
    known = sum(d.supported is not None and d.supported.stage is not None for d in diagnosis.dimensions)
    coverage = f"{known} of {len(diagnosis.dimensions)} dimensions have a supported stage"
    profile = diagnosis.supported_profile
    if profile is None:
        return f"{sentence_case(coverage)} Too few to read them together."
    stage = profile.dominant.stage
    lowest = wording.names(diagnosis, profile.constraints)
    return (
        f"Dominant stage {stage} ({diagnosis.model.stage(stage).name}), average "
        f"{wording.average(profile.average)}; lowest: {lowest}. {sentence_case(coverage)}"
    )


def resting(diagnosis: Diagnosis) -> Iterable[tuple[str, str]]:
    """Every dimension that the model lets rest on the primary constraint, with what is said of it."""
    model, stages, primary = diagnosis.model, diagnosis.stages, diagnosis.profile.primary_constraint
    below = model.by_id[primary].name
    for edge in model.edges:
        if edge.rests_on == primary:
            stage = stages.get(edge.dimension)
            at = "is not scored" if stage is None else f"stands at {stage}"
            yield model.by_id[edge.dimension].name, f"{at} and rests on {below}."


def leads(diagnosis: Diagnosis) -> Iterable[tuple[str, str]]:
    """Stalls, strains and what lies idle, each with why."""
    kinds = (
        ("Stalls", diagnosis.stalls),
        ("Is under strain", diagnosis.strains),
        ("Lies idle", diagnosis.idle),
    )
    return ((label, _lead(diagnosis, lead)) for label, found in kinds for lead in found)


def _lead(diagnosis: Diagnosis, lead: Lead) -> str:
    stages, by_id = diagnosis.stages, diagnosis.model.by_id
    ahead, behind = by_id[lead.dimension].name, by_id[lead.other].name
    first = f"{ahead} stands at {stages[lead.dimension]} and {behind} at {stages[lead.other]}"
    return f"{first}. {sentence_case(lead.because)}"


def leniency(reviewer: ReviewerReading) -> str:
    """What a leniency means; only for a reviewer who has one."""
    assert reviewer.leniency is not None
    figure = wording.signed(reviewer.leniency)
    if wording.half_up(reviewer.leniency, 2) == 0:
        return f"{reviewer.id}: {figure}, on average as high as the others on the dimensions they share."
    way = "higher" if reviewer.leniency > 0 else "lower"
    return (
        f"{reviewer.id}: {figure}, on average so many stages {way} than the others on the dimensions they share."
    )


def other_patterns(others: tuple[PatternReading, ...]) -> str:
    """The patterns that are neither confirmed nor suspected, in one line."""
    if not others:
        return ""
    said = wording.joined(f"{p.name} ({wording.PATTERN_WORDS[p.state]})" for p in others)
    return f"Looked for without a finding: {said}."


def projection(diagnosis: Diagnosis) -> str:
    found, model = diagnosis.projection, diagnosis.model
    name = model.stage(found.dominant).name
    lowest = wording.names(diagnosis, found.constraints)
    return (
        f"Average {wording.average(found.average)}, dominant stage {found.dominant} ({name}), "
        f"lowest then: {lowest}. {found.note}"
    )


def metrics_counted(measurements: Iterable[Measurement]) -> str:
    """Unavailable is said in a figure too, so that nobody takes silence for a zero."""
    found = [isinstance(m, Measured) for m in measurements]
    missing = found.count(False)
    wanting = f"; {missing} cannot be, and below stands what each needs" if missing else ""
    return f"{plural(found.count(True), 'metric')} measured from the records{wanting}."


def published_counted(diagnosis: Diagnosis) -> str:
    """Beside how many of the measured metrics a published figure stands."""
    if not diagnosis.published:
        return ""
    measured = (m.definition.id for m in diagnosis.measurements if isinstance(m, Measured))
    beside = sum(bool(diagnosis.published[id].shown) for id in measured if id in diagnosis.published)
    return f"A published figure stands beside {beside}; for the others there is no comparable figure."


def switches(measurement: Measurement) -> str:
    """How a metric was reckoned, and what a reader must know of this value."""
    notes = measurement.notes if isinstance(measurement, Measured) else ()
    said = [*measurement.definition.switches, *notes]
    return sentence_case("; ".join(said)) if said else ""


def edges(model: Model) -> tuple[str, ...]:
    """What rests on what, and by whose rule."""
    by_id = model.by_id
    return tuple(f"{by_id[e.dimension].name} rests on {by_id[e.rests_on].name} ({e.source})" for e in model.edges)


def claims_source(diagnosis: Diagnosis) -> str:
    """Whose scorecards the claimed stages come from."""
    own = [reviewer.id for reviewer in diagnosis.reviewers if not reviewer.outsider]
    outside = [reviewer.id for reviewer in diagnosis.reviewers if reviewer.outsider]
    said = f"Scored blind by {wording.joined(own)}" if own else "Scored by nobody of the company"
    return sentence_case(f"{said}; outsiders, shown apart: {wording.joined(outside)}" if outside else said)
