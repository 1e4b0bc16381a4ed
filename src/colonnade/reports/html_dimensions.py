"""Each dimension on the page: what is claimed and shown, what one stage better is, and the way there."""

from collections.abc import Sequence

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Measured, Unavailable
from colonnade.core.model import Dimension
from colonnade.core.plan import Priority
from colonnade.core.reading import DimensionReading
from colonnade.reports import dimension_words, wording
from colonnade.reports.html_evidence import evidence
from colonnade.reports.html_first import anchor, claimed_words
from colonnade.reports.html_parts import block, items, paragraph, period, section, small, terms
from colonnade.reports.markup import Markup, element, join
from colonnade.reports.score_plot import score_plot
from colonnade.reports.telling import telling_measurements
from colonnade.reports.wording import criteria, plural, sentence_case

MOST_FIGURES = 6
"""Figures shown of a dimension before the rest is folded away."""


def dimensions(diagnosis: Diagnosis) -> Markup:
    return section(
        "dimensions",
        "Dimension by dimension",
        [_article(diagnosis, dimension) for dimension in diagnosis.dimensions],
    )


def _article(diagnosis: Diagnosis, reading: DimensionReading) -> Markup:
    """Where it stands is always seen; what it rests on is folded where nothing about it is to be decided."""
    model, profile = diagnosis.model, diagnosis.profile
    dimension = model.by_id[reading.id]
    priority = next((p for p in diagnosis.priorities if p.dimension == reading.id), None)
    is_lowest = reading.id in profile.constraints
    mark = element("span", dimension_words.mark(diagnosis, reading.id), class_="mark") if is_lowest else None
    inside = join(
        [
            _cells(diagnosis, reading, dimension),
            _levers(diagnosis, reading, priority) if priority else None,
            evidence(diagnosis, reading),
            _measurements(diagnosis, reading),
        ]
    )
    needs_a_look = is_lowest or priority is not None or reading.claim_state == "contradicted" or reading.dispute
    return element(
        "article",
        element("h3", dimension.name, " ", mark, id=anchor(diagnosis, reading.id)),
        paragraph(sentence_case(dimension.about), class_="about") if dimension.about else None,
        _stands(diagnosis, reading),
        element("details", element("summary", _inside(diagnosis)), inside, open=needs_a_look) if inside else None,
        class_="card lowest" if is_lowest else "card",
    )


def _inside(diagnosis: Diagnosis) -> str:
    parts = ["What it looks like", "one stage better"]
    parts += ["evidence"] if diagnosis.has_evidence else []
    parts += ["records"] if diagnosis.measurements else []
    return wording.joined(parts)


def _stands(diagnosis: Diagnosis, reading: DimensionReading) -> Markup:
    rests = [edge.rests_on for edge in diagnosis.model.by_id[reading.id].rests_on]
    return join(
        [
            terms(
                "standing",
                [
                    ("Claimed", claimed_words(reading)),
                    ("Supported by evidence", _supported(reading)),
                    ("Target", dimension_words.target(reading)),
                    ("Gap to the average", "" if reading.gap is None else wording.signed(reading.gap)),
                ],
            ),
            terms(
                "facts",
                [
                    ("Scores", _scores(diagnosis, reading)),
                    ("Agreed because", sentence_case(reading.reason)),
                    ("Rests on", wording.names(diagnosis, rests) if rests else ""),
                ],
            ),
        ]
    )


def _scores(diagnosis: Diagnosis, reading: DimensionReading) -> list[object] | None:
    """Who gave what, drawn and in words; outsiders apart."""
    if not reading.scores and not reading.outsiders:
        return None
    words = element("span", dimension_words.scores(reading))
    return [element("div", score_plot(reading, diagnosis.model.top), words, class_="plotted")]


def _supported(reading: DimensionReading) -> list[object] | None:
    support = reading.supported
    if support is None:
        return None
    return [dimension_words.supported(reading), small(f" {dimension_words.claim_in_full(reading)}")]


def _cells(diagnosis: Diagnosis, reading: DimensionReading, dimension: Dimension) -> Markup | None:
    """What the present stage looks like beside one stage better."""
    if reading.stage is None:
        return None
    shown = []
    now = dimension_words.now_label(reading)
    for stage, label in ((reading.stage, now), (reading.stage + 1, "One stage better")):
        if cell := dimension.cell(stage):
            name = diagnosis.model.stage(stage).name
            title = element("h4", f"{label}: stage {stage}, {name}")
            shown.append(element("div", title, paragraph(cell.looks_like), class_="cell"))
    return element("div", shown, class_="cells") if shown else None


def _levers(diagnosis: Diagnosis, reading: DimensionReading, priority: Priority) -> Markup:
    """What the target asks is listed here where no evidence of the same stage stands below."""
    stands_below = reading.supported is not None and reading.supported.next_stage == priority.to_stage
    levers = diagnosis.model.levers
    statements = {criterion.id: criterion.statement for criterion in diagnosis.model.criteria}
    unmet = criteria(len(priority.unmet))
    return block(
        f"Priority: from stage {priority.from_stage} to {priority.to_stage}",
        paragraph(dimension_words.pace(priority)),
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
        if priority.unmet and not stands_below
        else None,
        [paragraph(sentence_case(warning.because), class_="warning") for warning in priority.warnings],
    )


def _measurements(diagnosis: Diagnosis, reading: DimensionReading) -> Markup:
    """Values and periods, those that tell most first; definitions stand once, in the section of metrics."""
    speaks_to = diagnosis.model.speaks_to
    own = [m for m in diagnosis.measurements if reading.id in speaks_to.get(m.definition.id, ())]
    measured = telling_measurements(diagnosis, reading)
    missing = [m for m in own if isinstance(m, Unavailable)]
    more = measured[MOST_FIGURES:]
    return block(
        "What the records show",
        _figures(measured[:MOST_FIGURES]),
        element("details", element("summary", f"{plural(len(more), 'figure')} more"), _figures(more))
        if more
        else None,
        paragraph(f"Not available: {wording.joined(m.definition.name for m in missing)}.", class_="small")
        if missing
        else None,
    )


def _figures(measured: Sequence[Measured]) -> Markup | None:
    return element("ul", [_measured(m) for m in measured], class_="figures") if measured else None


def _measured(measurement: Measured) -> Markup:
    definition = measurement.definition
    return element(
        "li",
        element("span", wording.figure_of(measurement), class_="figure"),
        element("a", definition.name, href=f"#metric-{definition.id}"),
        small(period(measurement.period), f", {plural(measurement.rows, 'row')}"),
    )
