"""Interview sheets: every question of every area, with room for notes, evidence and a stage."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from made_sheets import made_model

from colonnade.content.load import shipped_model
from colonnade.core.claims import SCORING_RULE
from colonnade.core.errors import BadOption
from colonnade.core.model import Interview
from colonnade.sheets.interview import write_interview

FIVE_STAGE = shipped_model("five_stage")


def texts(sheet: Any) -> set[str]:
    return {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}


def test_the_text_holds_every_area_with_minutes_and_every_question_in_order(tmp_path: Path) -> None:
    path = tmp_path / "interview.md"
    write_interview(FIVE_STAGE, path)
    text = path.read_text(encoding="utf-8")
    assert SCORING_RULE in text
    wanted = [
        line
        for interview in FIVE_STAGE.interviews
        for line in (
            f"## {FIVE_STAGE.by_id[interview.dimension].name} ({interview.minutes} minutes)",
            *(f"{number}. {question}" for number, question in enumerate(interview.questions, 1)),
        )
    ]
    lines = text.splitlines()
    assert [line for line in lines if line.startswith("## ") or line[:1].isdigit()] == wanted
    questions = sum(len(interview.questions) for interview in FIVE_STAGE.interviews)
    assert lines.count("    Notes:") == lines.count("    Evidence seen:") == questions


def test_the_workbook_has_a_sheet_for_each_area_with_its_questions(tmp_path: Path) -> None:
    path = tmp_path / "interview.xlsx"
    write_interview(FIVE_STAGE, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["1 Process", "2 People", "3 Data", "4 Technology"]
    for interview, sheet in zip(FIVE_STAGE.interviews, book.worksheets, strict=True):
        found = texts(sheet)
        assert {*interview.questions, "Notes", "Evidence seen", SCORING_RULE} <= found
        assert any(interview.minutes in text for text in found)
        assert {c.looks_like for c in FIVE_STAGE.by_id[interview.dimension].cells} <= found


def test_the_stage_is_chosen_from_a_list_and_only_entries_can_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "interview.xlsx"
    write_interview(FIVE_STAGE, path)
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"1,2,3,4,5"', "B7")
    assert sheet.protection.sheet
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    rows = range(10, 10 + len(FIVE_STAGE.interviews[0].questions))
    assert unlocked == {"B4", "B5", "B6", "B7"} | {f"{column}{row}" for column in "CD" for row in rows}


@pytest.mark.parametrize("ending", [".md", ".xlsx"])
def test_the_same_model_gives_the_same_bytes(ending: str, tmp_path: Path) -> None:
    one, two = tmp_path / f"one{ending}", tmp_path / f"two{ending}"
    write_interview(FIVE_STAGE, one)
    write_interview(FIVE_STAGE, two)
    assert one.read_bytes() == two.read_bytes()


def test_a_users_model_may_have_any_names_and_none_becomes_a_mark_or_a_formula(tmp_path: Path) -> None:
    model = made_model(stages=2, dimensions=2)
    long = "=[A]*very/long? 'name' of an area: it goes on"
    model = replace(
        model,
        dimensions=tuple(replace(dimension, name=long) for dimension in model.dimensions),
        interviews=tuple(Interview(d.id, "20", ("=1+1 <b>*bold*</b>",)) for d in model.dimensions),
    )
    write_interview(model, tmp_path / "interview.md")
    text = (tmp_path / "interview.md").read_text(encoding="utf-8")
    assert r"1. =1+1 \<b\>\*bold\*\</b\>" in text
    write_interview(model, tmp_path / "interview.xlsx")
    book = openpyxl.load_workbook(tmp_path / "interview.xlsx")
    assert len(set(book.sheetnames)) == 2
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}


def test_a_model_without_questions_or_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="model 'csmi' has no interview sheets"):
        write_interview(shipped_model("csmi"), tmp_path / "interview.md")
    with pytest.raises(BadOption, match=r"interview sheets are \.md or \.xlsx"):
        write_interview(FIVE_STAGE, tmp_path / "interview.csv")
    assert list(tmp_path.iterdir()) == []
