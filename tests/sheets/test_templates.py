"""Scorecard templates: what a reviewer gets, and that it is read back by the same code."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from made_sheets import faults, made_model

from colonnade.content.load import shipped_model
from colonnade.core.claims import SCORING_RULE, Claims, Score
from colonnade.core.errors import BadOption, BadScorecard
from colonnade.core.model import Model
from colonnade.sheets.scorecards import dimension_ids, read_rows, to_claims
from colonnade.sheets.template import write_template
from colonnade.sheets.workbook import CREATED

HEADER_ROW, FIRST_ROW = 6, 7
SIZES = [(2, 4), (4, 5), (9, 17)]


def template(folder: Path, model: Model, reviewer: str | None = None) -> Path:
    path = folder / "sheet.xlsx"
    write_template(model, path, reviewer=reviewer)
    return path


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def filled(path: Path, entries: dict[str, object]) -> Path:
    """The workbook as a reviewer saves it."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book.active
    for cell, value in entries.items():
        sheet[cell] = value
    book.save(path)
    return path


def read(path: Path, model: Model) -> Claims:
    return to_claims(read_rows([path]), model)


@pytest.mark.parametrize(("stages", "dimensions"), SIZES)
def test_a_filled_in_workbook_is_read_as_that_reviewers_scores(
    tmp_path: Path, stages: int, dimensions: int
) -> None:
    model = made_model(stages, dimensions)
    path = filled(
        template(tmp_path, model),
        {"C5": "Ana Lo", "C7": stages, "D7": "high", "E7": "seen in May", f"C{FIRST_ROW + dimensions - 1}": 1.0},
    )
    assert read(path, model).scores == (
        Score("Ana Lo", "d1", stages, "high", "seen in May"),
        Score("Ana Lo", f"d{dimensions}", 1),
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("reviewer", ["Ana", "=Ana", "'-Ana"])
def test_the_reviewers_name_is_filled_in_and_read_back(tmp_path: Path, ending: str, reviewer: str) -> None:
    path = tmp_path / f"sheet.{ending}"
    write_template(made_model(), path, reviewer=reviewer)
    assert {row.cells["reviewer"] for row in read_rows([path])[0].rows} == {reviewer}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_empty_template_names_every_dimension_and_scores_none(tmp_path: Path, ending: str) -> None:
    model = made_model()
    path = tmp_path / f"sheet.{ending}"
    write_template(model, path)
    assert dimension_ids(read_rows([path])) == {"d1", "d2", "d3"}
    with pytest.raises(BadScorecard) as error:
        read(path, model)
    assert faults(error, tmp_path) == [f"sheet.{ending}: no row holds a stage, so nothing is scored"]


def test_a_name_that_was_forgotten_is_told_once(tmp_path: Path) -> None:
    path = filled(template(tmp_path, made_model()), {"C7": 1, "C8": 2, "C9": 3})
    with pytest.raises(BadScorecard) as error:
        read(path, made_model())
    assert faults(error, tmp_path) == [
        "sheet.xlsx:7: the reviewer is empty; write the name of who scored (also lines 8, 9)"
    ]


def test_the_csv_is_a_header_and_a_row_for_each_dimension(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    write_template(made_model(), path, reviewer="Ana")
    assert path.read_text(encoding="utf-8") == (
        "reviewer,dimension,stage,confidence,note\nAna,d1,,,\nAna,d2,,,\nAna,d3,,,\n"
    )


@pytest.mark.parametrize(("stages", "dimensions"), SIZES)
def test_the_rule_stands_on_top_and_every_stages_text_beside_its_row(
    tmp_path: Path, stages: int, dimensions: int
) -> None:
    model = made_model(stages, dimensions)
    sheet = sheet_of(template(tmp_path, model))
    assert sheet["B2"].value == SCORING_RULE
    for row, dimension in enumerate(model.dimensions, FIRST_ROW):
        about = f"{dimension.name}\n{dimension.about}"
        texts = [cell.value for cell in sheet[row]]
        assert texts == [dimension.id, about, None, None, None, *(cell.looks_like for cell in dimension.cells)]


def test_a_stage_without_a_text_of_its_own_shows_the_stages_summary(tmp_path: Path) -> None:
    sheet = sheet_of(template(tmp_path, shipped_model("distilled")))
    summaries = [stage.summary for stage in shipped_model("distilled").stages]
    assert [cell.value for cell in sheet[FIRST_ROW]][5:] == summaries


@pytest.mark.parametrize("id", ["csmi", "five_stage", "distilled"])
def test_only_what_a_reviewer_fills_in_can_be_changed(tmp_path: Path, id: str) -> None:
    model = shipped_model(id)
    sheet = sheet_of(template(tmp_path, model))
    last = FIRST_ROW + len(model.dimensions) - 1
    entries = {f"{column}{row}" for row in range(FIRST_ROW, last + 1) for column in "CDE"} | {"C5", "D5", "E5"}
    assert {cell.coordinate for row in sheet for cell in row if not cell.protection.locked} == entries
    assert sheet.protection.sheet
    assert not sheet.protection.password


@pytest.mark.parametrize(("stages", "dimensions"), SIZES)
def test_stage_and_confidence_are_chosen_from_lists(tmp_path: Path, stages: int, dimensions: int) -> None:
    sheet = sheet_of(template(tmp_path, made_model(stages, dimensions)))
    last = FIRST_ROW + dimensions - 1
    rules = {
        str(rule.sqref): (rule.type, rule.formula1, rule.errorStyle)
        for rule in sheet.data_validations.dataValidation
    }
    assert rules == {
        f"C7:C{last}": ("list", f'"{",".join(str(n) for n in range(1, stages + 1))}"', None),
        f"D7:D{last}": ("list", '"low,medium,high"', None),
    }


@pytest.mark.parametrize(("stages", "dimensions"), SIZES)
def test_it_prints_landscape_on_the_width_of_a_page_with_its_header(
    tmp_path: Path, stages: int, dimensions: int
) -> None:
    sheet = sheet_of(template(tmp_path, made_model(stages, dimensions)))
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert sheet.freeze_panes == "F7"
    assert sheet.column_dimensions["A"].hidden
    assert "Made && up 1.0" in str(sheet.oddFooter.left.text)


@pytest.mark.parametrize("size", SIZES)
def test_texts_are_never_formulas(tmp_path: Path, size: tuple[int, int]) -> None:
    sheet = sheet_of(template(tmp_path, made_model(*size), reviewer="=1+1"))
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    assert sheet["C5"].value == "=1+1"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_same_input_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    paths = [tmp_path / f"{name}.{ending}" for name in "ab"]
    for path in paths:
        write_template(shipped_model("csmi"), path, reviewer="Ana")
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_workbook_does_not_say_when_it_was_made(tmp_path: Path) -> None:
    """Two made within one second are alike in any case."""
    made = openpyxl.load_workbook(template(tmp_path, made_model())).properties.created
    assert made == CREATED.replace(tzinfo=None)


def test_a_text_of_any_length_stays_within_what_a_row_can_be(tmp_path: Path) -> None:
    model = made_model()
    long = replace(model.dimensions[0], about="word " * 3000)
    sheet = sheet_of(template(tmp_path, replace(model, dimensions=(long, *model.dimensions[1:]))))
    assert sheet.row_dimensions[FIRST_ROW].height < 409


def test_a_model_without_stages_and_another_ending_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="model 'esg' has no stages to score; it is read from answers only"):
        write_template(shipped_model("esg"), tmp_path / "a.csv")
    with pytest.raises(BadOption, match=r"a\.ods: a scorecard is \.csv or \.xlsx"):
        write_template(made_model(), tmp_path / "a.ods")
    assert list(tmp_path.iterdir()) == []
