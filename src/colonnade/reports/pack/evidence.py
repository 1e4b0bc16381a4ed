"""What the evidence says of one dimension."""

from colonnade.core.criteria import Criterion
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.observations import Answer
from colonnade.core.reading import DimensionReading
from colonnade.core.support import criteria_of
from colonnade.reports import dimension_words
from colonnade.reports.answer_words import found_words
from colonnade.reports.html_evidence import next_stage
from colonnade.reports.pack import figures
from colonnade.reports.pack.parts import CriterionPart, EvidencePart


def evidence_part(read: Diagnosis, reading: DimensionReading) -> EvidencePart | None:
    """None where no dimension has anything filed."""
    support = reading.supported
    if support is None:
        return None
    criteria = criterion_parts(read, reading.id)
    following = next_stage(read, reading, support)
    facts = (
        ("Counted", dimension_words.counted(support)),
        ("Limit", dimension_words.limit(support)),
        ("How well shown", dimension_words.grade(support)),
        ("Owed", dimension_words.owed(read, support)),
    )
    counted = f"counted/{reading.id}"
    return EvidencePart(
        facts=tuple((term, said) for term, said in facts if said),
        met=figures.count(support.met, f"{counted}/met"),
        answered=figures.count(support.answered, f"{counted}/answered"),
        applicable=figures.count(support.applicable, f"{counted}/applicable"),
        next_stage=following,
        next_asks=tuple(sorted((c for c in criteria if c.stage == following), key=lambda c: c.is_met)),
        rests_on=tuple(
            sorted((c for c in criteria if c.value and c.stage <= (support.stage or 0)), key=lambda c: -c.stage)
        ),
    )


def criterion_parts(read: Diagnosis, dimension: str) -> tuple[CriterionPart, ...]:
    """Every criterion that speaks to a dimension, with what was found about it."""
    return tuple(_criterion(read, criterion) for criterion in criteria_of(read.model, dimension))


def _criterion(read: Diagnosis, criterion: Criterion) -> CriterionPart:
    found = read.evidence.findings.get(criterion.id)
    answer = found if isinstance(found, Answer) else None
    return CriterionPart(
        id=criterion.id,
        statement=criterion.statement,
        stage=criterion.maps[read.model.id].stage,
        found=found_words(read, criterion),
        is_met=answer is not None and answer.value in ("met", "not_applicable"),
        value=answer.value if answer else "",
        tier=answer.tier if answer else "",
        on=answer.on if answer else None,
        by=answer.by if answer else (),
        link=answer.link if answer else "",
    )
