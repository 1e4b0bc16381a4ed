"""Each dimension: what is claimed and shown, who gave what, what one stage better is, and the way there."""

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.reading import DimensionReading
from colonnade.reports import dimension_words, wording
from colonnade.reports.pack import figures
from colonnade.reports.pack.evidence import criterion_parts, evidence_part
from colonnade.reports.pack.parts import Cell, DimensionPart, Given
from colonnade.reports.pack.plan import priority_part
from colonnade.reports.telling import telling_measurements
from colonnade.reports.wording import sentence_case


def dimension_parts(read: Diagnosis) -> tuple[DimensionPart, ...]:
    return tuple(_part(read, reading) for reading in read.dimensions)


def _part(read: Diagnosis, reading: DimensionReading) -> DimensionPart:
    dimension = read.model.by_id[reading.id]
    priority = next((p for p in read.priorities if p.dimension == reading.id), None)
    rests_on = [edge.rests_on for edge in dimension.rests_on]
    return DimensionPart(
        id=reading.id,
        name=dimension.name,
        short=dimension.short,
        about=sentence_case(dimension.about),
        mark=dimension_words.mark(read, reading.id),
        claimed=figures.claimed(reading),
        claimed_state=dimension_words.claimed_state(reading),
        supported=figures.supported(reading) if read.has_evidence else None,
        claim=dimension_words.claim(reading) if read.has_evidence else "",
        claim_in_full=dimension_words.claim_in_full(reading) if read.has_evidence else "",
        target=figures.target(reading),
        gap=figures.gap(reading),
        spread=figures.stage(reading.spread if reading.scores else None, f"spread/{reading.id}"),
        state=reading.state,
        scores=_scores(read, reading),
        scores_words=dimension_words.scores(reading),
        reason=sentence_case(reading.reason),
        dispute=dimension_words.settled(reading) if reading.dispute else "",
        rests_on=wording.names(read, rests_on) if rests_on else "",
        cells=_cells(read, reading),
        evidence=evidence_part(read, reading),
        criteria=criterion_parts(read, reading.id),
        priority=priority_part(read, priority) if priority else None,
        metrics=tuple(m.definition.id for m in telling_measurements(read, reading)),
    )


def _scores(read: Diagnosis, reading: DimensionReading) -> tuple[Given, ...]:
    """One of every reviewer, who may have skipped the dimension."""
    return tuple(
        Given(
            reviewer=reviewer.id,
            figure=figures.stage(
                (reading.outsiders if reviewer.outsider else reading.scores).get(reviewer.id),
                f"score/{reading.id}/{reviewer.id}",
            ),
            is_outsider=reviewer.outsider,
        )
        for reviewer in read.reviewers
    )


def _cells(read: Diagnosis, reading: DimensionReading) -> tuple[Cell, ...]:
    """What the present stage looks like beside one stage better."""
    if reading.stage is None:
        return ()
    labels = {reading.stage: dimension_words.now_label(reading), reading.stage + 1: "One stage better"}
    dimension = read.model.by_id[reading.id]
    return tuple(
        Cell(label, stage, read.model.stage(stage).name, cell.looks_like)
        for stage, label in labels.items()
        if (cell := dimension.cell(stage))
    )
