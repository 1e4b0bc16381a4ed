"""Each dimension on the page: what is claimed and shown, what one stage better is, and the way there."""

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Measured, Unavailable
from colonnade.core.model import Dimension
from colonnade.core.plan import Priority
from colonnade.core.reading import DimensionReading
from colonnade.reports import wording
from colonnade.reports.html_first import claimed_words, supported_words, target_words
from colonnade.reports.html_parts import (
    block,
    criteria,
    items,
    paragraph,
    period,
    plural,
    section,
    sentence_case,
    small,
    table,
    terms,
)
from colonnade.reports.html_why import answer_words
from colonnade.reports.markup import Markup, element, join
from colonnade.reports.telling import telling_measurements


def dimensions(diagnosis: Diagnosis) -> Markup:
    return section(
        "dimensions",
        "Dimension by dimension",
        [_article(diagnosis, dimension) for dimension in diagnosis.dimensions],
    )


def _article(diagnosis: Diagnosis, reading: DimensionReading) -> Markup:
    model, profile = diagnosis.model, diagnosis.profile
    dimension = model.by_id[reading.id]
    priority = next((p for p in diagnosis.priorities if p.dimension == reading.id), None)
    mark = None
    if reading.id in profile.constraints:
        mark = element("span", _mark(diagnosis, reading), class_="mark")
    return element(
        "article",
        element("h3", dimension.name, " ", mark, id=f"dimension-{model.order[reading.id] + 1}"),
        paragraph(sentence_case(dimension.about), class_="about") if dimension.about else None,
        _stands(diagnosis, reading),
        _cells(diagnosis, reading, dimension),
        _evidence(diagnosis, reading),
        _levers(diagnosis, priority) if priority else None,
        _measurements(diagnosis, reading),
        class_="card" if mark is None else "card lowest",
    )


def _mark(diagnosis: Diagnosis, reading: DimensionReading) -> str:
    if reading.id != diagnosis.profile.primary_constraint:
        return "lowest"
    return "where to start" if diagnosis.profile.even else "constraint"


def _stands(diagnosis: Diagnosis, reading: DimensionReading) -> Markup:
    scores = ", ".join(f"{who} {stage}" for who, stage in reading.scores.items())
    outside = ", ".join(f"{who} {stage}" for who, stage in reading.outsiders.items())
    rests = [edge.rests_on for edge in diagnosis.model.by_id[reading.id].rests_on]
    return join(
        [
            terms(
                "standing",
                [
                    ("Claimed", claimed_words(reading)),
                    ("Supported by evidence", _supported(reading)),
                    ("Target", target_words(reading)),
                    ("Gap to the average", "" if reading.gap is None else wording.signed(reading.gap)),
                ],
            ),
            terms(
                "facts",
                [
                    ("Scores", scores),
                    ("Outsiders", outside),
                    ("Agreed because", sentence_case(reading.reason)),
                    ("Rests on", wording.names(diagnosis, rests) if rests else ""),
                ],
            ),
        ]
    )


def _supported(reading: DimensionReading) -> list[object] | None:
    support = reading.supported
    if support is None:
        return None
    said = wording.CLAIM_WORDS[reading.claim_state] if reading.claim_state else "too little is answered"
    counted = f"{support.met} met of {support.answered} answered, of {support.applicable} criteria"
    return [supported_words(reading), small(f" {said}; {counted}")]


def _cells(diagnosis: Diagnosis, reading: DimensionReading, dimension: Dimension) -> Markup | None:
    """What the present stage looks like beside one stage better."""
    if reading.stage is None:
        return None
    shown = []
    now = "As claimed" if reading.claim_state in ("contradicted", "unproven") else "Now"
    for stage, label in ((reading.stage, now), (reading.stage + 1, "One stage better")):
        if cell := dimension.cell(stage):
            name = diagnosis.model.stage(stage).name
            title = element("h4", f"{label}: stage {stage}, {name}")
            shown.append(element("div", title, paragraph(cell.looks_like), class_="cell"))
    return element("div", shown, class_="cells") if shown else None


def _evidence(diagnosis: Diagnosis, reading: DimensionReading) -> Markup:
    """The answers up to the stage after the claimed one, folded away on a screen and open on paper."""
    model, answers = diagnosis.model, diagnosis.evidence.answers
    rows = []
    for criterion in model.criteria:
        at, answer = criterion.maps[model.id], answers.get(criterion.id)
        if at.dimension == reading.id and at.stage <= (reading.stage or 0) + 1 and answer:
            rows.append([criterion.statement, str(at.stage), answer_words(answer)])
    if not rows:
        return Markup()
    rows.sort(key=lambda row: row[1])
    return element(
        "details",
        element("summary", f"The evidence: {criteria(len(rows))} answered"),
        table("Criteria and what was found", ["Criterion", "Stage", "Found"], rows),
    )


def _levers(diagnosis: Diagnosis, priority: Priority) -> Markup:
    levers = diagnosis.model.levers
    statements = {criterion.id: criterion.statement for criterion in diagnosis.model.criteria}
    unmet = criteria(len(priority.unmet))
    return block(
        f"Priority: from stage {priority.from_stage} to {priority.to_stage}",
        paragraph(f"{sentence_case(priority.because)} The pace for this step is {priority.pace_days} days."),
        items(
            [
                [element("strong", levers[ranked.id].text), " ", small(sentence_case("; ".join(ranked.because)))]
                for ranked in priority.levers
            ],
            "spaced",
        ),
        element(
            "details",
            element("summary", f"What stage {priority.to_stage} asks for and is not known to be met: {unmet}"),
            items([statements.get(id, id) for id in priority.unmet]),
        )
        if priority.unmet
        else None,
        [paragraph(sentence_case(warning.because), class_="warning") for warning in priority.warnings],
    )


def _measurements(diagnosis: Diagnosis, reading: DimensionReading) -> Markup:
    """Values and periods; definitions stand once, in the section of metrics."""
    speaks_to = diagnosis.model.speaks_to
    own = [m for m in diagnosis.measurements if reading.id in speaks_to.get(m.definition.id, ())]
    measured = telling_measurements(diagnosis, reading)
    missing = [m for m in own if isinstance(m, Unavailable)]
    return block(
        "What the records show",
        element("ul", [_measured(m) for m in measured], class_="figures") if measured else None,
        paragraph(f"Not available: {wording.joined(m.definition.name for m in missing)}.", class_="small")
        if missing
        else None,
    )


def _measured(measurement: Measured) -> Markup:
    definition = measurement.definition
    return element(
        "li",
        element("span", wording.figure(measurement.value, definition.unit), class_="figure"),
        element("a", definition.name, href=f"#metric-{definition.id}"),
        small(period(measurement.period), f", {plural(measurement.rows, 'row')}"),
    )
