"""The deck: slides to edit, with the pack's own figures, nothing outside the slide, and no formula from text."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from diagnosed import diagnosed, model_of
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Inches
from shapes import diagnoses
from test_html_page import usual

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.errors import UnreadableFile
from colonnade.reports.deck import deck, read_template
from colonnade.reports.deck.canvas import stands_whole
from colonnade.reports.pack import pack

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")


def opened(read: Diagnosis, template: bytes | None = None) -> Any:
    return Presentation(io.BytesIO(deck(pack(read), template)))


def texts(slide: Any) -> list[str]:
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def charts(made: Any) -> Iterator[Any]:
    for slide in made.slides:
        yield from (shape.chart for shape in slide.shapes if shape.has_chart)


def test_there_are_eight_to_twelve_slides_each_with_a_sentence_for_a_title() -> None:
    for read in (usual(), diagnosed(model_of(), {"ana": [1, 2, 3, 2, 1]})):
        slides = list(opened(read).slides)
        assert 8 <= len(slides) <= 12
        titles = [slide.shapes.title.text_frame.text for slide in slides]
        assert all(titles)
        assert len(set(titles)) == len(titles)


def test_every_slide_with_figures_names_their_sources_in_its_notes() -> None:
    read = usual()
    slides = list(opened(read).slides)
    notes = ["\n".join(slide.notes_slide.notes_text_frame.text for slide in [one]) for one in slides]
    assert all(notes)
    assert sum("Sources:\n[" in note for note in notes) >= 5
    cited = {line[1:].split("]")[0] for note in notes for line in note.split("\n") if line.startswith("[")}
    assert cited <= {source.ref for source in pack(read).sources}


def test_tables_hold_the_packs_own_words_for_every_figure() -> None:
    read = usual()
    known = pack(read)
    said = [text for slide in opened(read).slides for text in texts(slide)]
    for dimension in known.dimensions:
        assert dimension.name in said
        assert dimension.claimed.text in said
        assert all(given.figure.text in said for given in dimension.scores)
    for metric in known.records.metrics[:8]:
        assert metric.figure is not None
        assert metric.figure.text in said


def test_charts_are_native_and_hold_the_packs_numbers() -> None:
    read = usual()
    found = list(charts(opened(read)))
    assert found
    ladder = list(reversed(pack(read).reading.distribution))
    assert list(found[0].plots[0].series[0].values) == [stands.claimed.value for stands in ladder]
    for chart in found:
        behind = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
        column = [row[1].value for row in behind.iter_rows(min_row=2)]
        assert column == list(chart.plots[0].series[0].values)


def test_text_never_becomes_a_formula_behind_a_chart() -> None:
    read = diagnosed(
        model_of(5, 6, names=EVIL[:5], stage_names=EVIL), {"=ana": [1, 2, 3, 4, 5], "ben": [2, 2, 3, 4, 1]}
    )
    for chart in charts(opened(read)):
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert cells
        assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert deck(pack(usual())) == deck(pack(usual()))


def test_no_part_of_the_file_holds_the_time_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(deck(pack(usual())))) as package:
        assert {entry.date_time[:3] for entry in package.infolist()} == {(1980, 1, 1)}


@pytest.mark.slow
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(diagnoses())
def test_nothing_lies_outside_the_slide_whatever_the_model(read: Diagnosis) -> None:
    made = opened(read)
    for slide in made.slides:
        for shape in slide.shapes:
            if shape.left is not None:
                assert shape.left >= 0
                assert shape.top >= 0
                assert shape.left + shape.width <= made.slide_width + 1
                assert shape.top <= made.slide_height


def test_the_picture_is_of_shapes_that_say_what_they_are() -> None:
    read = usual()
    slide = list(opened(read).slides)[1]
    described = [shape._element._nvXxPr.cNvPr.get("descr") for shape in slide.shapes]
    for pillar in pack(read).picture.pillars:
        assert pillar.summary in described


def test_provisional_stands_on_every_slide_while_it_is() -> None:
    read = diagnosed(model_of(), {"ana": [1, 2, 3, 2, 1]})
    assert pack(read).is_provisional
    for slide in opened(read).slides:
        assert any(text.startswith("Provisional") or "\nProvisional" in text for text in texts(slide))


# --- the company's own template -----------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A company's template: its own size, and a sample slide left in it."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(12), Inches(6.75)
    made.slides.add_slide(made.slide_layouts[0]).shapes.title.text = "Sample of last year"
    path = tmp_path / "company.pptx"
    made.save(str(path))
    return path


def test_a_companys_template_keeps_its_size_and_loses_its_sample_slides(template: Path) -> None:
    made = opened(usual(), read_template(template))
    assert made.slide_width == Inches(12)
    assert not [text for slide in made.slides for text in texts(slide) if "Sample" in text]
    assert 8 <= len(made.slides) <= 12


def test_no_word_of_a_table_is_broken_on_a_template_of_the_old_shape(tmp_path: Path) -> None:
    path = tmp_path / "four-by-three.pptx"
    Presentation().save(str(path))
    broken = []
    for slide in opened(usual(), read_template(path)).slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            for row in table.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    runs = [run for paragraph in cell.text_frame.paragraphs for run in paragraph.runs]
                    room = (column.width - cell.margin_left - cell.margin_right) / Inches(1)
                    broken += [r.text for r in runs if not stands_whole(r.text, room, r.font.size.pt)]
    assert not broken


def test_a_ladder_of_one_dimension_is_not_spread_out_in_a_table() -> None:
    titles = [
        s.shapes.title.text_frame.text for s in opened(diagnosed(model_of(dimensions=1), {"ana": [1]})).slides
    ]
    assert len(titles) >= 8
    assert not [title for title in titles if title.startswith(("What the reviewers claim", "How sure"))]


@pytest.mark.parametrize("bad", [b"", b"no presentation", b"PK\x03\x04 broken"])
def test_what_is_no_presentation_is_refused_by_name(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "company.pptx"
    path.write_bytes(bad)
    with pytest.raises(UnreadableFile, match=r"company\.pptx.*not a PowerPoint presentation"):
        read_template(path)


def test_a_template_with_macros_or_of_another_kind_is_refused(template: Path, tmp_path: Path) -> None:
    macros, other = tmp_path / "macros.pptx", tmp_path / "other.pptx"
    for path, name in ((macros, "ppt/vbaProject.bin"), (other, "word/document.xml")):
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(name, "x")
    with pytest.raises(UnreadableFile, match="macros"):
        read_template(macros)
    with pytest.raises(UnreadableFile, match="not a PowerPoint presentation"):
        read_template(other)


def test_a_template_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pptx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("ppt/media/image.bin", b"\0" * 310_000_000)
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        read_template(path)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"none\.pptx.*cannot be read"):
        read_template(tmp_path / "none.pptx")
