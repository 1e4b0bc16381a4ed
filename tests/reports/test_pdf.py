"""The board report as PDF: whole, tagged, with the figures of the pack, and only text where people wrote."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from diagnosed import diagnosed, measured, model_of
from hypothesis import HealthCheck, given, settings
from payloads import DRIVING, PAYLOADS
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject
from shapes import diagnoses
from test_html_page import usual

from colonnade.content.logo import BadLogo
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.organisation import Branding, Logo
from colonnade.core.plan import Choice
from colonnade.reports.pack import pack
from colonnade.reports.pdf import pack_pdf
from colonnade.reports.pdf.letters import STAND_IN, breakable, drawable
from colonnade.reports.reading_words import SYNTHETIC

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>'


def opened(read: Diagnosis, **how: str) -> PdfReader:
    return PdfReader(io.BytesIO(pack_pdf(pack(read), **how)))  # type: ignore[arg-type]


def squeezed(text: str) -> str:
    """Without white space, which a page breaks where it likes."""
    return re.sub(r"[\s\u200b]+", "", text)


def text_of(pdf: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in pdf.pages))


def objects(of: object, seen: set[int]) -> Iterator[DictionaryObject]:
    """Every dictionary of a file, each once."""
    if isinstance(of, IndirectObject):
        if of.idnum in seen:
            return
        seen.add(of.idnum)
        of = of.get_object()
    if isinstance(of, DictionaryObject):
        yield of
        for value in of.values():
            yield from objects(value, seen)
    elif isinstance(of, ArrayObject):
        for value in of:
            yield from objects(value, seen)


def root_of(pdf: PdfReader) -> DictionaryObject:
    root = pdf.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    return root


def bookmarks(pdf: PdfReader) -> list[str]:
    def titles(entries: Sequence[object]) -> Iterator[str]:
        for entry in entries:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                yield str(entry.title)  # type: ignore[attr-defined]

    return list(titles(pdf.outline))


def between(text: str, first: str, last: str) -> str:
    return text.split(squeezed(first), 1)[1].split(squeezed(last), 1)[0]


# --- the same figures ---------------------------------------------------------------------------------------


def test_every_dimension_shows_its_figures_as_the_pack_has_them() -> None:
    shown = pack(usual())
    table = text_of(opened(usual())).split("Thesameinfigures")[1].split("Gap:thestage")[0]
    for dimension, following in zip(shown.dimensions, [*shown.dimensions[1:], None], strict=True):
        row = between(table, dimension.name, following.name if following else "\0")
        assert dimension.supported is not None
        figures = (dimension.claimed, dimension.supported, dimension.target, dimension.gap)
        assert [f.text for f in figures if squeezed(f.text) not in row] == [], row


def test_every_metric_shows_its_value_period_and_definition_with_its_number_in_the_sources() -> None:
    read = usual(measurements=(measured(0.1234), measured(98765.4321, "cs_sourced_expansion_arr", "currency")))
    text = text_of(opened(read)).split("Metrics,withtheirdefinitions")[-1]
    for place, metric in enumerate(pack(read).records.metrics, start=3):
        assert metric.figure is not None
        row = f"{place}{metric.name}Thosewholeft/thosewhowerethere.{metric.figure.text}"
        assert squeezed(row) in text
        assert squeezed("23 Nov 2025 to 22 Nov 2026 1,234 rows") in text.split(squeezed(row))[1][:80]


def test_references_stand_beside_metrics_and_for_every_dimension_as_the_command_takes_them() -> None:
    read = usual(measurements=(measured(98765.4321, "cs_sourced_expansion_arr_of_all", "currency"),))
    said = "".join(page.extract_text() for page in opened(read).pages)
    assert "cs_sourced_expansion_arr_of_all" in said and "metric/" in said
    assert "Pillar1infulld1" in squeezed(said) and "colonnade trace REPORT.json" in said


def test_scores_agreement_and_movements_are_those_of_the_pack() -> None:
    shown, text = pack(usual()), text_of(opened(usual()))
    assert squeezed(shown.agreement.sentences[0]) in text
    month = shown.records.movements[0]
    assert squeezed(month.month + "".join(figure.text for figure in month.figures.values())) in text
    for dimension in shown.dimensions:
        row = f"{dimension.name}{''.join(given.figure.text for given in dimension.scores)}{dimension.spread.text}"
        assert squeezed(row) in text


def test_the_summary_says_headline_decision_and_the_next_moves_on_one_page() -> None:
    shown, pdf = pack(usual()), opened(usual(), form="summary")
    assert len(pdf.pages) == 1
    text = text_of(pdf)
    assert squeezed(shown.headline) in text and squeezed(shown.decision) in text
    assert squeezed(shown.plan.moves[0].action) in text


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(diagnoses())
def test_any_diagnosis_is_a_report_whose_summary_is_one_page(read: Diagnosis) -> None:
    assert len(opened(read, form="summary").pages) == 1
    pdf = opened(read)
    names = [drawable(dimension.name).strip() for dimension in pack(read).dimensions]
    found = {squeezed(title) for title in bookmarks(pdf)}
    assert [name for name in names if squeezed(name) and squeezed(name) not in found] == []


# --- how it is made -----------------------------------------------------------------------------------------


def test_the_same_diagnosis_gives_the_same_bytes() -> None:
    assert pack_pdf(pack(usual())) == pack_pdf(pack(usual()))


def test_it_is_tagged_for_assistive_technology_and_every_picture_has_its_words() -> None:
    read = replace(usual(), branding=Branding("Nordwind", Logo("svg", SVG.encode())))
    pdf = opened(read)
    root = root_of(pdf)
    assert (str(root["/MarkInfo"]), str(root["/Lang"])) == ("{'/Marked': True, '/Suspects': False}", "en")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in _described(root)
    tags = list(objects(root["/StructTreeRoot"], set()))
    pictures = [tag.get("/Alt") for tag in tags if tag.get("/S") == "/Figure"]
    assert pictures == ["Logo of Nordwind", pack(read).picture.alt, pack(read).picture.alt]
    assert {"/H1", "/H2", "/TH", "/TD"} <= {str(tag.get("/S")) for tag in tags}


def _described(root: DictionaryObject) -> bytes:
    described = root["/Metadata"].get_object()
    assert isinstance(described, StreamObject)
    return described.get_data()


def test_the_bookmarks_are_the_sections_and_the_dimensions() -> None:
    found = bookmarks(opened(usual()))
    sections = ["Summary", "The colonnade", "Why the reading says so", "Pillar by pillar"]
    assert [title for title in found if title in sections] == sections
    assert {"Pillar 1 in full", "How far the reviewers agree", "The plan for 90 days", "Roadmaps"} <= set(found)
    assert {"Metrics, with their definitions", "Sources", "The method in a page"} <= set(found)


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_paper_is_a4_or_letter(paper: str, size: tuple[int, int]) -> None:
    box = opened(usual(), form="summary", paper=paper).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_text_and_picture_are_set_in_the_letters_that_are_shipped() -> None:
    fonts = {
        re.sub(r"^/?[A-Z]{6}\+", "", str(each["/BaseFont"]))
        for each in objects(root_of(opened(usual())), set())
        if "/BaseFont" in each
    }
    assert {font.partition("-")[0] for font in fonts} == {"SourceSansPro"}


@pytest.mark.slow
def test_provisional_and_made_up_stand_on_every_page_while_they_hold() -> None:
    pages = opened(replace(usual(), synthetic=True)).pages
    assert all({"Provisional", squeezed(SYNTHETIC)} <= _marks(page.extract_text()) for page in pages)
    agreed = diagnosed(model_of(2), {"ana": [1, 2], "ben": [1, 2]})
    assert not any(_marks(page.extract_text()) for page in opened(agreed).pages[:3])


def _marks(text: str) -> set[str]:
    lines = {squeezed(line) for line in text.splitlines()[:4]}
    return {mark for mark in ("Provisional", squeezed(SYNTHETIC)) if any(mark in line for line in lines)}


def test_every_page_has_its_number_and_the_day() -> None:
    pdf = opened(usual())
    for number, page in enumerate(pdf.pages, start=1):
        text = page.extract_text()
        assert f"{number} of {len(pdf.pages)}" in text and "22 Nov 2026" in text


# --- the organisation's dress -------------------------------------------------------------------------------


def test_the_organisation_is_named_in_the_title_and_on_every_page() -> None:
    pdf = opened(replace(usual(), branding=Branding("Nordwind & Söhne")))
    assert str(pdf.metadata and pdf.metadata.title) == "Nordwind & Söhne, Made up: provisional diagnosis"
    assert all("Nordwind & Söhne" in page.extract_text() for page in pdf.pages)


def test_a_damaged_logo_is_the_users_mistake() -> None:
    broken = Logo("png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    with pytest.raises(BadLogo, match="the logo is damaged"):
        pack_pdf(pack(replace(usual(), branding=Branding("Nordwind", broken))), form="summary")


# --- what people wrote --------------------------------------------------------------------------------------


def hostile(text: str) -> Diagnosis:
    """A diagnosis with the text in every field that a person fills in."""
    model = model_of(3, names=[text, f"{text} b", f"{text} c"], stage_names=[text, f"{text} 2", "x"], about=text)
    read = diagnosed(
        model,
        {text: [1, 2, 3], f"{text} 2": [3, 2, 3]},
        agreed={"d1": 1},
        reason=text,
        measurements=[measured()],
        choices=[Choice("d1.1.do", "d1", text, "chosen", text, f"{text}!", None, text)],
    )
    return replace(read, branding=Branding(text))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 5))
def test_what_people_wrote_is_text_and_nothing_else(first: int) -> None:
    payloads = PAYLOADS[first : first + 5]
    pdf = opened(hostile(" ; ".join(payloads)))
    text = text_of(pdf)
    assert [payload for payload in payloads if text.count(squeezed(payload)) < 12] == []
    assert "root:" not in text
    doing = {"/URI", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/GoToR", "/SubmitForm", "/RichMedia"}
    for each in objects(root_of(pdf), set()):
        assert not doing & (set(each) | {str(each.get("/S"))})


def test_long_words_break_and_stay_on_the_page() -> None:
    address = "christopher.van-der-meulen@customer-success.nordwind-logistics.example"
    pdf = opened(hostile(address), form="summary")
    assert squeezed(address) in text_of(pdf)
    assert (
        breakable("christopher.meulen@nordwind.example") == "christopher.\u200bmeulen@\u200bnordwind.\u200bexample"
    )
    assert breakable("x" * 41) == f"{'x' * 20}\u200b{'x' * 20}\u200bx" and breakable("x" * 20) == "x" * 20


def test_twenty_reviewers_stand_in_tables_side_by_side_that_hold_every_score() -> None:
    read = diagnosed(model_of(2), {f"reviewer {n}": [1 + n % 4, 1] for n in range(20)})
    text = text_of(opened(read)).split("Howfarthereviewersagree")[-1]
    for first, last in ((0, 9), (9, 18), (18, 20)):
        names = "".join(f"reviewer{n}" for n in range(first, last))
        scores = "".join(str(1 + n % 4) for n in range(first, last))
        assert f"Dimension{names}" in text and f"Pillar1{scores}" in text.split(f"Dimension{names}")[1]


def test_characters_that_drive_a_screen_are_left_out() -> None:
    text = text_of(opened(hostile(DRIVING), form="summary"))
    assert "abcd" in text and not (set(DRIVING) - set("abcd")) & set(text)


@pytest.mark.slow
def test_a_character_the_letters_lack_has_a_stand_in_and_a_word() -> None:
    assert drawable("客 é Ж ≥ −") == f"{STAND_IN} é Ж ≥ −"
    lacking = text_of(opened(hostile("客户")))
    assert STAND_IN * 2 in lacking and "standsforacharacter" in lacking
    assert "standsforacharacter" not in text_of(opened(usual()))
