"""The colonnade and its reading in characters: readable without colour, and in rows where columns do not fit."""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Unavailable
from colonnade.core.plan import PlanItem
from colonnade.core.reading import DimensionReading, Lead
from colonnade.reports import wording
from colonnade.reports.telling import telling_measurements

LEAST_COLUMN = 9
"""Characters a pillar needs to stand as a column; with fewer the drums lie as rows."""
AXIS = 9
SHOWN = 4
"""Measurements shown for each pillar; the page and the JSON have them all."""
RESET, BOLD, DIM, HUE = "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[36m"


@dataclass(frozen=True, slots=True)
class Ink:
    """Styles text where the terminal has colour; the text alone says everything."""

    colour: bool

    def __call__(self, style: str, text: str) -> str:
        return f"{style}{text}{RESET}" if self.colour and text.strip() else text


def colonnade_text(diagnosis: Diagnosis, *, columns: int, colour: bool) -> str:
    """The picture: a pillar for each dimension, as high as its stage."""
    ink = Ink(colour)
    width = min((columns - AXIS) // len(diagnosis.dimensions), 16)
    lines = _standing(diagnosis, width, ink) if width >= LEAST_COLUMN else _lying(diagnosis, columns, ink)
    return "\n".join([*lines, "", *_legend(diagnosis, columns, ink)]) + "\n"


def _standing(diagnosis: Diagnosis, width: int, ink: Ink) -> Iterator[str]:
    model, dimensions = diagnosis.model, diagnosis.dimensions
    for stage in range(model.top, 0, -1):
        drums = "".join(_drum(diagnosis, d, stage, width, ink) for d in dimensions)
        yield f"{f'Stage {stage}':<{AXIS}}{drums}".rstrip()
    yield " " * AXIS + "▀" * (width * len(dimensions))
    names = [textwrap.wrap(model.by_id[d.id].short, width - 1) for d in dimensions]
    for row in range(max(map(len, names))):
        cells = (name[row] if row < len(name) else "" for name in names)
        yield (" " * AXIS + "".join(f"{cell:^{width}}" for cell in cells)).rstrip()
    marks = [_mark(diagnosis, d) for d in dimensions]
    yield ink(BOLD, (" " * AXIS + "".join(f"{mark[: width - 1]:^{width}}" for mark in marks)).rstrip())


def _drum(diagnosis: Diagnosis, dimension: DimensionReading, stage: int, width: int, ink: Ink) -> str:
    inner = width - 4
    style, body = _body(diagnosis, dimension, stage, inner)
    target = dimension.target == stage and dimension.target != dimension.stage
    edges = ("╾", "╼") if target else (" ", " ")
    return f" {edges[0]}{ink(style, body)}{edges[1]} "


def _body(diagnosis: Diagnosis, dimension: DimensionReading, stage: int, inner: int) -> tuple[str, str]:
    """What one drum shows: supported solid, claimed in outline, a range of scores dotted, the rest empty."""
    supported = dimension.supported.stage if dimension.supported else None
    label = _label(dimension, stage)
    if dimension.stage is None:
        return DIM, f"{'?' if stage == 1 else '':^{inner}}"
    if supported is not None and stage <= supported:
        return HUE, f"{label:█^{inner}}"
    if stage <= dimension.stage:
        fill = "█" if not diagnosis.has_evidence else "▒" if supported is not None else "░"
        return HUE, f"{label:{fill}^{inner}}"
    if dimension.is_shown_as_range and stage <= max(dimension.scores.values()):
        return DIM, f"{label:·^{inner}}"
    if dimension.target == stage:
        return DIM, f"{'target':─^{inner}}" if inner >= 6 else "─" * inner
    return DIM, " " * inner


def _label(dimension: DimensionReading, stage: int) -> str:
    supported = dimension.supported.stage if dimension.supported else None
    if stage == dimension.stage:
        low, high = min(dimension.scores.values(), default=stage), max(dimension.scores.values(), default=stage)
        return f" {low}–{high} " if dimension.is_shown_as_range else f" {stage} "
    return f" {supported} " if stage == supported else ""


def _mark(diagnosis: Diagnosis, dimension: DimensionReading) -> str:
    if dimension.id == diagnosis.profile.primary_constraint:
        return "▲ start" if diagnosis.profile.even else "▲ constraint"
    if dimension.id in diagnosis.profile.constraints:
        return "▲ lowest"
    return ""


def _lying(diagnosis: Diagnosis, columns: int, ink: Ink) -> Iterator[str]:
    model = diagnosis.model
    name_width = max(len(model.by_id[d.id].short) for d in diagnosis.dimensions)
    drum = max(min((columns - name_width - 14) // model.top, 8), 2)
    for dimension in diagnosis.dimensions:
        drums = "".join(ink(*_body_lying(diagnosis, dimension, n, drum)) for n in range(1, model.top + 1))
        stage = "?" if dimension.stage is None else str(dimension.stage)
        mark = "◀" if dimension.id in diagnosis.profile.constraints else " "
        name = model.by_id[dimension.id].short
        yield f"{name:<{name_width}} {stage:>2} {drums} {ink(BOLD, mark)}".rstrip()


def _body_lying(diagnosis: Diagnosis, dimension: DimensionReading, stage: int, width: int) -> tuple[str, str]:
    style, body = _body(diagnosis, dimension, stage, width - 1)
    return style, body[: width - 1] + " "


def _legend(diagnosis: Diagnosis, columns: int, ink: Ink) -> list[str]:
    parts = ["█ claimed"]
    if diagnosis.has_evidence:
        parts = ["█ supported by evidence", "▒ claimed beyond it", "░ claimed, too little evidence"]
    if any(d.is_shown_as_range for d in diagnosis.dimensions):
        parts.append("· range of scores not agreed yet")
    parts.append("╾╼ target")
    return [ink(DIM, line) for line in textwrap.wrap("   ".join(parts), columns)]


# --- the reading --------------------------------------------------------------------------------------------


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
    version = f"{diagnosis.model.name} {diagnosis.model.version}, {diagnosis.status}, as of {diagnosis.as_of}."
    return "\n".join([*lines, "", *_wrapped(f"{small} {version}", width, ink, DIM)]) + "\n"


def _facts(diagnosis: Diagnosis, width: int, ink: Ink) -> Iterator[str]:
    profile, model = diagnosis.profile, diagnosis.model
    counts = "   ".join(f"{stage}: {count}" for stage, count in profile.distribution.items())
    ranged = ""
    if profile.average_range:
        low, high = map(wording.average, profile.average_range)
        ranged = f", {low} to {high} as reviewers come and go"
    yield from _fact(
        "Dimensions at", f"{counts}   (average {wording.average(profile.average)}{ranged})", width, ink
    )
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
    for label, leads in (("Stalls", diagnosis.stalls), ("Strain", diagnosis.strains), ("Idle", diagnosis.idle)):
        for lead in leads:
            yield from _fact(label, _lead(diagnosis, lead), width, ink)
    for pattern in diagnosis.patterns:
        if pattern.state in ("suspected", "confirmed"):
            words = f"{pattern.name} ({wording.pattern_words(pattern)}: {'; '.join(pattern.because)})"
            yield from _fact("Pattern", words, width, ink)
    change = diagnosis.would_change
    yield from _fact("Would change", f"{change.constraint} {change.dominant}", width, ink)


def _dispute(diagnosis: Diagnosis, dimension: DimensionReading) -> str:
    scores = ", ".join(f"{who} {stage}" for who, stage in dimension.scores.items())
    settled = f"agreed at {dimension.stage}: {dimension.reason}" if dimension.reason else "not agreed yet"
    return f"{diagnosis.model.by_id[dimension.id].name}: {scores}; {settled}"


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
            shown = [f"{m.definition.name} {wording.figure(m.value, m.definition.unit)}" for m in telling[:SHOWN]]
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
        because = {ranked.id: "; ".join(ranked.because) for ranked in priority.levers}
        for item in plan.items:
            if item.dimension == priority.dimension:
                yield from _lever(diagnosis, item, because.get(item.lever, ""), width, ink)
        for warning in priority.warnings:
            yield from _wrapped(f"! {warning.because}", width, ink, indent="   ", hanging="     ")


def _lever(diagnosis: Diagnosis, item: PlanItem, because: str, width: int, ink: Ink) -> Iterator[str]:
    lever = diagnosis.model.levers[item.lever]
    owner = f"{item.owner}: " if item.owner else ""
    yield from _wrapped(f"→ {owner}{lever.text}", width, ink, indent="   ", hanging="     ")
    yield from _wrapped(f"Done when: {item.done_when}", width, ink, indent="     ")
    if because:
        yield from _wrapped(because, width, ink, DIM, indent="     ")


def _plan(diagnosis: Diagnosis, width: int, ink: Ink) -> Iterator[str]:
    plan, projection = diagnosis.plan, diagnosis.projection
    if not plan.items:
        return
    yield ""
    days = wording.joined(str(day) for day in sorted({day for item in plan.items for day in item.checkpoints}))
    unowned = sum(item.owner is None for item in plan.items)
    words = f"{plan.starts_on} to {plan.review_on}, checkpoints {days}"
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
    lines = textwrap.wrap(f"{label:<14}{text}", width, subsequent_indent=" " * 14, break_on_hyphens=False)
    return [ink(BOLD, lines[0][:14]) + lines[0][14:], *lines[1:]]


def _wrapped(
    text: str, width: int, ink: Ink, style: str = "", indent: str = "", hanging: str | None = None
) -> list[str]:
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
    )
    return [ink(style, line) if style else line for line in lines]
