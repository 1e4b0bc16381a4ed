"""From a diagnosis to its pack."""

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.readings import SAME_ANSWERS
from colonnade.reports import reading_words, wording
from colonnade.reports.colonnade_svg import LIGHT, Still, colonnade_svg, description
from colonnade.reports.colours import readable
from colonnade.reports.html_readings import read_in
from colonnade.reports.method_words import MEANINGS
from colonnade.reports.pack.agreement import agreement_part
from colonnade.reports.pack.dimensions import dimension_parts
from colonnade.reports.pack.parts import MethodPart, OtherModel, Pack, PatternPart, Picture, Said
from colonnade.reports.pack.plan import plan_part
from colonnade.reports.pack.reading import reading_part
from colonnade.reports.pack.records import records_part
from colonnade.reports.pack.roadmaps import roadmaps_part
from colonnade.reports.pack.sources import sources
from colonnade.reports.pillars import pillars, wanting
from colonnade.reports.wording import sentence_case

FONT = "Source Sans Pro"
"""The letters of paper reports, from the package font-source-sans-pro."""
SHOWN_PATTERNS = ("confirmed", "suspected")


def pack(read: Diagnosis) -> Pack:
    """Everything that leaves the product about a diagnosis; every format prints the same figures from it."""
    model = read.model
    return Pack(
        model_id=model.id,
        model_name=model.name,
        model_version=model.version,
        branding=read.branding,
        accent=_accent(read),
        as_of=read.as_of,
        status=read.status,
        marks=reading_words.marks(read),
        why_provisional=reading_words.why_provisional(read) if read.status == "provisional" else "",
        covered=reading_words.covered(read),
        headline=wording.headline(read),
        decision=wording.decision(read),
        warnings=tuple(sentence_case(warning.because) for warning in read.warnings),
        picture=_picture(read),
        reading=reading_part(read),
        dimensions=dimension_parts(read),
        not_known=_not_known(read),
        agreement=agreement_part(read),
        patterns=_patterns(read),
        other_patterns=reading_words.other_patterns(
            tuple(p for p in read.patterns if p.state not in SHOWN_PATTERNS)
        ),
        plan=plan_part(read),
        roadmaps=roadmaps_part(read),
        records=records_part(read),
        other_models=_other_models(read),
        models_note=SAME_ANSWERS if len(read.readings) > 1 else "",
        method=_method(read),
        sources=sources(read),
    )


def _picture(read: Diagnosis) -> Picture:
    shown = pillars(read)
    still = Still({**LIGHT, "solid": _accent(read)}, FONT)
    return Picture(
        stages=tuple(stage.name for stage in read.model.stages),
        pillars=shown,
        svg=colonnade_svg(read, width="wide", still=still),
        alt=description(read, shown, wanting(read)),
    )


def _accent(read: Diagnosis) -> str:
    return readable(read.branding.colour or LIGHT["solid"])


def _not_known(read: Diagnosis) -> tuple[Said, ...]:
    """Evidence to get next, with the dimension and stage it would decide."""
    statements = {criterion.id: criterion.statement for criterion in read.model.criteria}
    by_id = read.model.by_id
    return tuple(
        (statements[e.criterion], f"{by_id[e.dimension].short}, stage {e.stage}: {e.because}")
        for e in read.evidence_to_get
    )


def _patterns(read: Diagnosis) -> tuple[PatternPart, ...]:
    levers = read.model.levers
    return tuple(
        PatternPart(
            id=pattern.id,
            name=pattern.name,
            state=pattern.state,
            because=tuple(map(sentence_case, pattern.because)),
            how_sure=sentence_case(wording.pattern_words(pattern)),
            remedy=sentence_case(pattern.remedy),
            levers=tuple(levers[id].text for id in pattern.levers if id in levers),
        )
        for pattern in read.patterns
        if pattern.state in SHOWN_PATTERNS
    )


def _other_models(read: Diagnosis) -> tuple[OtherModel, ...]:
    return tuple(
        OtherModel(found.model_name, found.model_version, read_in(read, found))
        for id, found in read.readings.items()
        if id != read.model.id
    )


def _method(read: Diagnosis) -> MethodPart:
    model = read.model
    return MethodPart(
        meanings=MEANINGS,
        stages=tuple((f"{s.number} {s.name}", s.tagline or s.summary) for s in model.stages),
        edges=reading_words.edges(model),
        read_by=reading_words.read_by(read),
    )
