"""The first screen and first sheet of the page: one sentence, the decision, the picture and its table."""

from typing import Literal

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.reading import DimensionReading
from colonnade.reports import wording
from colonnade.reports.colonnade_svg import colonnade_svg
from colonnade.reports.html_parts import day, paragraph, plural, small, table
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
    profile = diagnosis.profile
    own = sum(not reviewer.outsider for reviewer in diagnosis.reviewers)
    return [
        diagnosis.model.name,
        " · ",
        day(diagnosis.as_of),
        f" · {plural(own, 'reviewer')} · {profile.scored} of {profile.total} dimensions scored",
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
    is_lowest = dimension.id in diagnosis.profile.constraints
    is_primary = dimension.id == diagnosis.profile.primary_constraint
    mark = ("where to start" if diagnosis.profile.even else "constraint") if is_primary else "lowest"
    shown: list[object] = [supported_words(dimension), claim_words(dimension)] if evidence else []
    return [
        [name, " ", element("span", mark, class_="mark")] if is_lowest else name,
        claimed_words(dimension),
        *shown,
        target_words(dimension),
        "" if dimension.gap is None else wording.signed(dimension.gap),
    ]


def claimed_words(dimension: DimensionReading) -> list[object]:
    if dimension.stage is None:
        return ["not scored"]
    if dimension.is_shown_as_range:
        low, high = min(dimension.scores.values()), max(dimension.scores.values())
        return [f"{low} to {high}", small(f" provisionally {dimension.stage}")]
    return [str(dimension.stage), small(f" {dimension.state}")]


def supported_words(dimension: DimensionReading) -> str:
    support = dimension.supported
    if support is None or support.stage is None:
        return "unknown"
    return f"at least {support.stage}" if support.limit == "unanswered" else str(support.stage)


def claim_words(dimension: DimensionReading) -> str:
    if dimension.claim_state is None:
        return "too little filed"
    return dimension.claim_state.replace("_", " ")


def target_words(dimension: DimensionReading) -> str:
    if dimension.target is None:
        return ""
    return f"hold {dimension.target}" if dimension.target == dimension.stage else str(dimension.target)
