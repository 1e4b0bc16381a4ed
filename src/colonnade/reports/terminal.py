"""The reading of a diagnosis in a screenful of characters."""

from collections.abc import Iterable, Iterator, Sequence

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Unavailable
from colonnade.core.patterns import PatternReading
from colonnade.core.plan import PlanItem
from colonnade.core.reading import DimensionReading, Lead
from colonnade.reports import wording
from colonnade.reports.characters import BOLD, DIM, Ink, wrapped
from colonnade.reports.colonnade_text import colonnade_text
from colonnade.reports.reading_words import SYNTHETIC
from colonnade.reports.telling import telling_measurements

SHOWN = 3
"""Measurements shown for each pillar; the page and the JSON have them all."""
REASONS = 2
"""Reasons shown for each lever, the weightiest first; the page and the JSON have them all."""

__all__ = ["colonnade_text", "reading_text"]


def reading_text(diagnosis: Diagnosis, *, columns: int, colour: bool) -> str:
    """The reading: one sentence, one decision, then what they rest on."""
    ink, width = Ink(colour), min(columns, 110)
    lines = [
        *_wrapped(wording.headline(diagnosis), width, ink, BOLD),
        *_wrapped(wording.decision(diagnosis), width, ink),
        "",
        *_facts(diagnosis, width, ink),
        *_records(diagnosis, width, ink),
        *_priorities(diagnosis, width, ink),
        *_plan(diagnosis, width, ink),
        *_warnings(diagnosis, width, ink),
    ]
    small = " ".join(wording.agreement_words(diagnosis))
    read = f"{diagnosis.model.name} {diagnosis.model.version}, {diagnosis.status}"
    version = f"{read}, as of {wording.day(diagnosis.as_of)}."
    if diagnosis.synthetic:
        version += f" {SYNTHETIC}"
    return "\n".join([*lines, "", *_wrapped(f"{small} {version}", width, ink, DIM)]) + "\n"


def _facts(diagnosis: Diagnosis, width: int, ink: Ink) -> Iterator[str]:
    profile, model = diagnosis.profile, diagnosis.model
    counts = ", ".join(f"{count} at {stage}" for stage, count in profile.distribution.items())
    ranged = ""
    if profile.average_range:
        low, high = map(wording.average, profile.average_range)
        ranged = f", {low} to {high} as reviewers come and go"
    yield from _fact("Dimensions", f"{counts} (average {wording.average(profile.average)}{ranged})", width, ink)
    yield from _fact("Dominant", wording.dominant_words(diagnosis), width, ink)
    yield from _fact("Constraint", wording.sureness_words(diagnosis), width, ink)
    for dimension in diagnosis.dimensions:
        if dimension.dispute:
            yield from _fact("Dispute", _dispute(diagnosis, dimension), width, ink)
    contradicted = [d for d in diagnosis.dimensions if d.claim_state == "contradicted" and d.supported]
    for d in sorted(contradicted, key=lambda d: -(d.claim_gap or 0)):
        assert d.supported
        words = f"{model.by_id[d.id].name} is claimed at {d.stage}, the evidence supports {d.supported.stage}"
        yield from _fact("Contradicted", words, width, ink)
    for words in _stalls(diagnosis):
        yield from _fact("Stalls", words, width, ink)
    for label, leads in (("Strain", diagnosis.strains), ("Idle", diagnosis.idle)):
        for lead in leads:
            yield from _fact(label, _lead(diagnosis, lead), width, ink)
    for state in ("confirmed", "suspected"):
        found = [pattern for pattern in diagnosis.patterns if pattern.state == state]
        if found:
            yield from _fact("Patterns", _patterns(found), width, ink)
    change = diagnosis.would_change
    yield from _fact("Would change", f"{change.constraint} {change.dominant}", width, ink)


def _patterns(found: Sequence[PatternReading]) -> str:
    """Patterns of one state by name; one alone says how sure it is too. The page has the reasons of each."""
    if len(found) == 1:
        return f"{found[0].name}: {wording.pattern_words(found[0])}"
    return f"{wording.joined(pattern.name for pattern in found)}: {wording.PATTERN_WORDS[found[0].state]}"


def _dispute(diagnosis: Diagnosis, dimension: DimensionReading) -> str:
    scores = ", ".join(f"{who} {stage}" for who, stage in dimension.scores.items())
    settled = f"agreed at {dimension.stage}: {dimension.reason}" if dimension.reason else "not agreed yet"
    return f"{diagnosis.model.by_id[dimension.id].name}: {scores}; {settled}"


def _stalls(diagnosis: Diagnosis) -> Iterator[str]:
    """Each dimension that stalls, with all that it stands too far ahead of."""
    stages, by_id = diagnosis.stages, diagnosis.model.by_id
    for ahead in dict.fromkeys(lead.dimension for lead in diagnosis.stalls):
        below = [lead.other for lead in diagnosis.stalls if lead.dimension == ahead]
        named = wording.joined(f"{by_id[id].name} at {stages[id]}" for id in below)
        yield f"{by_id[ahead].name} at {stages[ahead]} rests on {named}"


def _lead(diagnosis: Diagnosis, lead: Lead) -> str:
    stages, model = diagnosis.stages, diagnosis.model
    ahead, behind = model.by_id[lead.dimension].name, model.by_id[lead.other].name
    return f"{ahead} at {stages[lead.dimension]} on {behind} at {stages[lead.other]}: {lead.because}"


def _records(diagnosis: Diagnosis, width: int, ink: Ink) -> Iterator[str]:
    """What the records show for each pillar: the metrics key at its stage first, and no more than fit a line."""
    if not diagnosis.measurements:
        return
    yield from ("", ink(BOLD, "What the records show"))
    for dimension in diagnosis.dimensions:
        telling = telling_measurements(diagnosis, dimension)
        if telling:
            shown = [f"{m.definition.name} {wording.figure_of(m)}" for m in telling[:SHOWN]]
            more = f" and {len(telling) - SHOWN} more" if len(telling) > SHOWN else ""
            name = diagnosis.model.by_id[dimension.id].short
            yield from _fact(name, f"{', '.join(shown)}{more}", width, ink)
    missing = sum(isinstance(m, Unavailable) for m in diagnosis.measurements)
    if missing:
        words = f"{missing} of {len(diagnosis.measurements)} metrics; `colonnade measure` says what each needs"
        yield from _fact("Unavailable", words, width, ink)


def _priorities(diagnosis: Diagnosis, width: int, ink: Ink) -> Iterator[str]:
    plan, model = diagnosis.plan, diagnosis.model
    for place, priority in enumerate(diagnosis.priorities, start=1):
        name = model.by_id[priority.dimension].name
        title = f"{place}. {name}, from stage {priority.from_stage} to {priority.to_stage} ({priority.because})"
        yield from ("", *_wrapped(title, width, ink, BOLD))
        because = {ranked.id: "; ".join(ranked.because[:REASONS]) for ranked in priority.levers}
        for item in plan.items:
            if item.dimension == priority.dimension:
                yield from _lever(diagnosis, item, because.get(item.lever, ""), width, ink)
        for warning in priority.warnings:
            yield from _wrapped(f"! {warning.because}", width, ink, indent="   ", hanging="     ")


def _lever(diagnosis: Diagnosis, item: PlanItem, because: str, width: int, ink: Ink) -> Iterator[str]:
    lever = diagnosis.model.levers[item.lever]
    owner = f"{item.owner}: " if item.owner else ""
    yield from _wrapped(f"→ {owner}{lever.text}", width, ink, indent="   ", hanging="     ")
    sponsor = f"sponsor: {item.sponsor}" if item.sponsor else ""
    if said := "; ".join(filter(None, (because, sponsor))):
        yield from _wrapped(said, width, ink, DIM, indent="     ")


def _plan(diagnosis: Diagnosis, width: int, ink: Ink) -> Iterator[str]:
    plan, projection = diagnosis.plan, diagnosis.projection
    if not plan.items:
        return
    yield ""
    days = wording.joined(
        wording.day(day) for day in sorted({day for item in plan.items for day in item.checkpoints})
    )
    unowned = sum(item.owner is None for item in plan.items)
    words = f"{wording.day(plan.starts_on)} to {wording.day(plan.review_on)}, checkpoints {days}"
    if unowned:
        words += (
            f"; {unowned} of {len(plan.items)} levers have no owner yet (--out plan.csv, fill in, --plan plan.csv)"
        )
    yield from _fact("Plan", words, width, ink)
    for label, items in (("Done", plan.done), ("Not now", plan.not_now)):
        for item in items:
            reason = f" ({item.reason})" if item.reason else ""
            yield from _fact(label, f"{diagnosis.model.levers[item.lever].text}{reason}", width, ink)
    average = wording.average(projection.average)
    words = f"average {average}, dominant stage {projection.dominant}. {projection.note}"
    yield from _fact("Projection", words, width, ink)


def _warnings(diagnosis: Diagnosis, width: int, ink: Ink) -> Iterator[str]:
    if diagnosis.warnings:
        yield ""
    for warning in diagnosis.warnings:
        yield from _wrapped(f"! {warning.because}", width, ink, hanging="  ")


def _fact(label: str, text: str, width: int, ink: Ink) -> Iterable[str]:
    lines = wrapped(text, width, first=f"{label:<14}", then=" " * 14)
    return [ink(BOLD, lines[0][:14]) + lines[0][14:], *lines[1:]] if lines else []


def _wrapped(
    text: str, width: int, ink: Ink, style: str = "", indent: str = "", hanging: str | None = None
) -> list[str]:
    lines = wrapped(text, width, first=indent, then=indent if hanging is None else hanging)
    return [ink(style, line) for line in lines]
