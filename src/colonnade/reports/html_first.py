"""The first screen and first sheet of the page: one sentence, the decision, the picture and its table."""

from typing import Literal

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.reading import DimensionReading
from colonnade.reports import dimension_words, reading_words, wording
from colonnade.reports.colonnade_svg import colonnade_svg
from colonnade.reports.html_parts import day, paragraph, small, table
from colonnade.reports.markup import Markup, element


def first_screen(diagnosis: Diagnosis) -> Markup:
    return element(
        "section",
        paragraph(_eyebrow(diagnosis), class_="eyebrow"),
        element("h1", wording.headline(diagnosis), id="headline"),
        paragraph(wording.decision(diagnosis), class_="decision"),
        element(
            "figure",
            element("div", _picture(diagnosis, "wide"), class_="wide-picture"),
            element("div", _picture(diagnosis, "narrow"), class_="narrow-picture"),
            class_="picture",
        ),
        _pillar_table(diagnosis),
        class_="first",
        aria_labelledby="headline",
    )


def _picture(diagnosis: Diagnosis, width: Literal["wide", "narrow"]) -> Markup:
    """Each pillar leads to its dimension further down."""
    return Markup(colonnade_svg(diagnosis, width=width, href=lambda id: f"#{anchor(diagnosis, id)}"))


def anchor(diagnosis: Diagnosis, dimension: str) -> str:
    """Where a dimension stands on the page; a model's own ids may be anything."""
    return f"dimension-{diagnosis.model.order[dimension] + 1}"


def _eyebrow(diagnosis: Diagnosis) -> list[object]:
    return [
        diagnosis.model.name,
        " · ",
        day(diagnosis.as_of),
        f" · {reading_words.covered(diagnosis)}",
    ]


def _pillar_table(diagnosis: Diagnosis) -> Markup:
    """The picture in figures."""
    evidence = diagnosis.has_evidence
    head = [
        "Dimension",
        "Claimed",
        *(["Supported", "Evidence says"] if evidence else []),
        "Target",
        "Gap to average",
    ]
    return table(
        "The same in figures",
        head,
        [_row(diagnosis, dimension, evidence) for dimension in diagnosis.dimensions],
        numbers=[len(head) - 1],
    )


def _row(diagnosis: Diagnosis, dimension: DimensionReading, evidence: bool) -> list[object]:
    name = element("a", diagnosis.model.by_id[dimension.id].name, href=f"#{anchor(diagnosis, dimension.id)}")
    mark = dimension_words.mark(diagnosis, dimension.id)
    shown: list[object] = (
        [dimension_words.supported(dimension), dimension_words.claim(dimension)] if evidence else []
    )
    return [
        [name, " ", element("span", mark, class_="mark")] if mark else name,
        claimed_words(dimension),
        *shown,
        dimension_words.target(dimension),
        "" if dimension.gap is None else wording.signed(dimension.gap),
    ]


def claimed_words(dimension: DimensionReading) -> list[object]:
    state = dimension_words.claimed_state(dimension)
    return [dimension_words.claimed(dimension), small(f" {state}") if state else None]
