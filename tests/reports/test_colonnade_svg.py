"""The picture of the colonnade keeps the rules it was designed by, whatever the model."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal
from xml.etree import ElementTree

import pytest
from diagnosed import diagnosed, model_of
from hypothesis import HealthCheck, given, settings
from shapes import diagnoses

from colonnade.content.load import shipped_model
from colonnade.core.diagnosis import Diagnosis
from colonnade.reports.colonnade_svg import DARK, LIGHT, TEXT_ON, colonnade_svg
from colonnade.reports.wording import headline

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS: tuple[Literal["wide", "narrow"], ...] = ("wide", "narrow")
DRUMS = frozenset({"supported", "claimed", "unproven", "unknown"})
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


class Box:
    """A rectangle of the picture, and what is written in it."""

    def __init__(self, left: float, top: float, right: float, bottom: float, words: str = "") -> None:
        self.left, self.top, self.right, self.bottom, self.words = left, top, right, bottom, words

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Picture:
    def __init__(self, diagnosis: Diagnosis, width: Literal["wide", "narrow"]) -> None:
        self.root = ElementTree.fromstring(colonnade_svg(diagnosis, width=width))
        _, _, self.width, self.height = map(float, self.root.attrib["viewBox"].split())

    def texts(self, kind: str = "") -> list[Box]:
        """Each text with the room it takes in a wide font, DejaVu Sans."""
        found = self.root.iter(f"{SVG}text")
        return [_text_box(e) for e in found if not kind or kind in e.attrib["class"].split()]

    def said(self) -> str:
        return " ".join(box.words for box in self.texts()).replace("\u00a0", " ")

    def rects(self, *kinds: str) -> list[Box]:
        return [_rect_box(e) for e in self.root.iter(f"{SVG}rect") if e.attrib["class"] in kinds]

    def count(self, tag: str, kind: str) -> int:
        return sum(e.attrib.get("class") == kind for e in self.root.iter(f"{SVG}{tag}"))

    def strokes(self) -> Iterator[Box]:
        """Lines and brackets, each a thin box."""
        for e in self.root.iter(f"{SVG}line"):
            xs, ys = sorted((_number(e, "x1"), _number(e, "x2"))), sorted((_number(e, "y1"), _number(e, "y2")))
            yield Box(xs[0] - 0.5, ys[0] - 0.5, xs[1] + 0.5, ys[1] + 0.5)
        for e in self.root.iter(f"{SVG}path"):
            if e.attrib["class"] == "range":
                points = [tuple(map(float, p.split())) for p in e.attrib["d"].removeprefix("M").split("L")]
                for (x1, y1), (x2, y2) in pairwise(points):
                    yield Box(min(x1, x2), min(y1, y2), max(x1, x2) + 0.5, max(y1, y2) + 0.5)


def _number(element: ElementTree.Element, name: str) -> float:
    return float(element.attrib[name])


def _text_box(element: ElementTree.Element) -> Box:
    words, size = element.text or "", _number(element, "font-size")
    width = sum(_advance(letter) for letter in words) * size
    x, y = _number(element, "x"), _number(element, "y")
    left = x - {"end": width, "middle": width / 2}.get(element.attrib.get("text-anchor", ""), 0)
    return Box(left, y - size * 0.75, left + width, y + size * 0.2, words)


def _advance(letter: str) -> float:
    return 0.32 if letter in " \u00a0·ijl.,'" else 1.0 if ord(letter) > 0x1100 else 0.62


def _rect_box(element: ElementTree.Element) -> Box:
    x, y = _number(element, "x"), _number(element, "y")
    return Box(x, y, x + _number(element, "width"), y + _number(element, "height"))


def csmi(**rows: list[int | None]) -> Diagnosis:
    return diagnosed(shipped_model("csmi"), rows)


DATA_LOWEST: list[int | None] = [3, 3, 4, 1, 3, 3, 3]


@many
@given(diagnoses())
def test_every_picture_is_well_formed_and_writes_nothing_outside_itself(diagnosis: Diagnosis) -> None:
    for width in WIDTHS:
        picture = Picture(diagnosis, width)
        for box in picture.texts():
            assert box.left >= 0 and box.right <= picture.width, (width, box.words)
            assert box.top >= 0 and box.bottom <= picture.height, (width, box.words)
        for box in picture.rects("supported", "claimed", "unproven", "unknown", "frame", "band", "ink"):
            assert 0 <= box.left < box.right <= picture.width and 0 <= box.top < box.bottom <= picture.height


@many
@given(diagnoses())
def test_nothing_crosses_the_label_of_a_target(diagnosis: Diagnosis) -> None:
    for width in WIDTHS:
        picture = Picture(diagnosis, width)
        obstacles = [*picture.rects(*DRUMS), *picture.strokes()]
        for label in picture.texts("target-label"):
            assert not any(label.overlaps(obstacle) for obstacle in obstacles), (width, label.words)


@many
@given(diagnoses())
def test_every_dimension_has_its_drums_and_the_constraint_its_band(diagnosis: Diagnosis) -> None:
    expected = sum(
        max(d.stage or 0, (d.supported.stage or 0) if d.supported else 0, 1) for d in diagnosis.dimensions
    )
    legend = 3
    for width in WIDTHS:
        picture = Picture(diagnosis, width)
        assert expected <= len(picture.rects(*DRUMS)) <= expected + legend
        assert len(picture.rects("band", "frame")) == len(diagnosis.profile.constraints)


def test_text_is_never_under_15_units_wide_nor_under_13_on_a_telephone() -> None:
    diagnosis = csmi(ana=DATA_LOWEST, ben=[2, 3, 2, 1, 3, None, 3])
    for width, least in zip(WIDTHS, (15, 13), strict=True):
        root = Picture(diagnosis, width).root
        assert min(_number(e, "font-size") for e in root.iter(f"{SVG}text")) >= least


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_by_more_than_5_3_to_1_in_light_and_dark(palette: dict[str, str]) -> None:
    assert {pair: c for pair in TEXT_ON if (c := contrast(palette[pair[0]], palette[pair[1]])) < 5.3} == {}


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_solid_and_outline_differ_in_grey_print_too() -> None:
    assert contrast(LIGHT["solid"], LIGHT["bg"]) > 7


@pytest.mark.parametrize("width", WIDTHS)
def test_the_constraint_is_marked_by_band_tag_arrow_and_sentence(width: Literal["wide", "narrow"]) -> None:
    picture = Picture(csmi(ana=DATA_LOWEST, ben=DATA_LOWEST), width)
    words = picture.said()
    assert len(picture.rects("band", "frame")) == 1
    assert picture.count("path", "ink") == 1
    assert "constraint" in words
    assert "rest on Data" in words.replace("\u00a0", " ")


def test_joint_constraints_each_have_the_band_and_only_the_primary_has_the_arrow() -> None:
    picture = Picture(csmi(ana=[3, 2, 4, 2, 3, 3, 3], ben=[3, 2, 4, 2, 3, 3, 3]), "wide")
    assert len(picture.rects("band")) == 2
    assert picture.count("path", "ink") == 1
    assert "Joint constraint" in picture.said()


def test_load_is_named_only_where_the_model_has_an_edge() -> None:
    rows = {"ana": [1, 3, 3, 3, 3], "ben": [1, 3, 3, 3, 3]}
    without = Picture(diagnosed(model_of(5), rows), "wide").said()
    with_edge = Picture(diagnosed(model_of(5, rests_on={"d4": ["d1"]}), rows), "wide").said()
    assert "rests on" not in without and "Pillar 1 is the constraint" in without
    assert with_edge.count("rests on") == 2
    assert "Pillar 4 rests on Pillar 1" in with_edge


def test_claims_alone_are_plain_outlines_and_the_legend_says_that_nothing_is_filed() -> None:
    picture = Picture(csmi(ana=DATA_LOWEST, ben=DATA_LOWEST), "wide")
    assert picture.rects("supported", "unproven", "unknown") == []
    assert "nothing filed as evidence yet" in picture.said()
    assert "?" not in picture.said()


def test_a_dimension_without_evidence_is_dashed_with_a_question_mark_once_others_have_some() -> None:
    model = model_of(4)
    read = diagnosed(model, {"ana": [2, 3, 3, 3], "ben": [2, 3, 3, 3]}, supported={"d1": (1, "not_met")})
    picture = Picture(read, "wide")
    assert len(picture.rects("unknown")) == 9
    assert picture.said().count("?") == 3


def test_a_contradicted_claim_is_an_outline_and_an_unproven_one_is_dashed() -> None:
    rows = {"ana": [4, 4, 2], "ben": [4, 4, 2]}
    supported = {"d1": (2, "not_met"), "d2": (2, "unanswered"), "d3": (2, "not_met")}
    picture = Picture(diagnosed(model_of(3), rows, supported=supported), "wide")  # type: ignore[arg-type]
    swatch = 1
    assert len(picture.rects("supported")) == 6 + swatch
    assert len(picture.rects("claimed")) == 2 + swatch
    assert len(picture.rects("unproven")) == 2 + swatch


def test_a_dimension_nobody_scored_is_a_question_mark_and_never_an_empty_column() -> None:
    picture = Picture(diagnosed(model_of(3), {"ana": [2, 3, None], "ben": [2, 3, None]}), "wide")
    assert len(picture.rects("unknown")) == 1
    assert "not scored" in picture.said()


@pytest.mark.parametrize("width", WIDTHS)
def test_scores_that_are_not_agreed_stand_as_a_range_with_each_score(width: Literal["wide", "narrow"]) -> None:
    rows = {"ana": [1, 3, 3], "ben": [1, 3, 3], "cy": [1, 1, 3], "di": [1, 4, 3]}
    picture = Picture(diagnosed(model_of(3), rows), width)
    swatch = 1
    assert picture.count("path", "range") == 1 + swatch
    assert picture.count("circle", "ink") == 3 + swatch
    assert "scored 1–4" in picture.said()


def test_an_agreed_dispute_is_no_longer_a_range() -> None:
    rows = {"ana": [1, 4, 3], "ben": [1, 2, 3]}
    assert Picture(diagnosed(model_of(3), rows, agreed={"d2": 3}), "wide").count("path", "range") == 0


def test_pillars_keep_the_models_order() -> None:
    picture = Picture(csmi(ana=[5, 4, 3, 1, 2, 4, 5], ben=[5, 4, 3, 1, 2, 4, 5]), "wide")
    names = {dimension.short: place for place, dimension in enumerate(shipped_model("csmi").dimensions)}
    across = sorted((box for box in picture.texts("bold") if box.words in names), key=lambda box: box.left)
    assert [box.words for box in across] == list(names)


def test_seventeen_dimensions_lie_as_rows_and_seven_stand_as_columns() -> None:
    def heights(dimensions: int) -> int:
        row: list[int | None] = [1, *[2] * (dimensions - 1)]
        drums = Picture(diagnosed(model_of(dimensions, 5), {"ana": row, "ben": row}), "wide").rects("claimed")
        return len({box.top for box in drums[1:]})

    assert heights(17) == 17
    assert heights(7) == 2


def test_the_text_equivalent_says_all_that_the_picture_shows() -> None:
    rows = {"ana": [1, 3, None], "ben": [1, 4, None]}
    read = diagnosed(model_of(3, rests_on={"d2": ["d1"]}), rows, supported={"d1": (1, "not_met")})
    described = Picture(read, "wide").root.find(f"{SVG}desc")
    assert described is not None
    assert described.text == (
        "Pillar 1 in full: claimed 1, supported 1, target 2. "
        "Pillar 2 in full: claimed 3, provisional, reviewers gave 3 and 4, "
        "too little evidence to support a stage, target 4. "
        "Pillar 3 in full: not scored, too little evidence to support a stage. "
        f"{headline(read)} These stages are provisional."
    )


def test_pictures_share_a_page_because_they_have_no_ids_and_load_nothing() -> None:
    drawn = "".join(colonnade_svg(csmi(ana=DATA_LOWEST), width=width) for width in WIDTHS)
    assert " id=" not in drawn
    assert "url(" not in drawn and "href" not in drawn and "<script" not in drawn
    assert drawn.count("http") == drawn.count('xmlns="http://www.w3.org/2000/svg"')


@pytest.mark.parametrize("width", WIDTHS)
def test_evidence_that_a_reader_may_not_see_is_not_said_to_be_wanting(width: Literal["wide", "narrow"]) -> None:
    drawn = colonnade_svg(csmi(ana=DATA_LOWEST), width=width, hides_evidence=True)
    assert "evidence: not shown to you yet" in drawn and "Evidence: not shown to you yet." in drawn
    assert "nothing filed as evidence" not in drawn.lower()


def test_names_that_look_like_markup_are_only_text() -> None:
    hostile = '</text><script>alert("x")</script>'
    model = model_of(2, names=[hostile, "a\x00b\x1b[31m"], stage_names=["<i>", "&amp;"])
    drawn = colonnade_svg(diagnosed(model, {"ana": [1, 2], "ben": [1, 2]}), width="narrow")
    assert "<script" not in drawn and "\x1b" not in drawn and "\x00" not in drawn
    assert ElementTree.fromstring(drawn).find(f"{SVG}script") is None
