"""Interview sheets as a workbook, one sheet for each area."""

import re
from pathlib import Path
from typing import Any

from colonnade.core.claims import SCORING_RULE
from colonnade.core.model import Interview, Model
from colonnade.sheets.styles import Styles, choices, protect_and_print
from colonnade.sheets.workbook import row_height, workbook

WIDTHS = {"": 10.0, "Question": 52.0, "Notes": 52.0, "Evidence seen": 44.0}
NUMBER, QUESTION, NOTES, EVIDENCE = range(len(WIDTHS))
PEOPLE = ("Asked", "By", "On")
PEOPLE_ROW, STAGE_ROW, HEADER_ROW = 3, 6, 8
ROOM_TO_WRITE = 64.0
"""The least height of a question's row, in points: four lines by hand."""
LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


def write_workbook(model: Model, path: Path) -> None:
    with workbook(path, f"{model.name}: interview sheets") as book:
        styles = Styles(book)
        for number, interview in enumerate(model.interviews, 1):
            _write_area(book, styles, model, number, interview)


def _write_area(book: Any, styles: Styles, model: Model, number: int, interview: Interview) -> None:
    dimension = model.by_id[interview.dimension]
    sheet = book.add_worksheet(_sheet_name(number, dimension.name))
    for column, width in enumerate(WIDTHS.values()):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, f"{dimension.name}: interview of {interview.minutes} minutes", styles.title)
    sheet.write_string(1, 0, SCORING_RULE, styles.rule)
    for row, label in enumerate(PEOPLE, PEOPLE_ROW):
        sheet.write_string(row, NUMBER, label, styles.label)
        sheet.write_blank(row, QUESTION, None, styles.day if label == "On" else styles.entry)
    if model.stages:
        _write_stage(sheet, styles, model)
    _write_questions(sheet, styles, interview)
    if model.stages:
        row = HEADER_ROW + len(interview.questions) + 2
        for stage, picture in model.pictures(dimension):
            sheet.set_row(row, row_height([(picture, WIDTHS["Notes"] + WIDTHS["Evidence seen"])]))
            sheet.write_string(row, QUESTION, f"{stage.number}  {stage.name}", styles.quiet)
            sheet.merge_range(row, NOTES, row, EVIDENCE, "", styles.quiet)
            sheet.write_string(row, NOTES, picture, styles.quiet)
            row += 1
    protect_and_print(sheet, f"{model.name} {model.version}")


def _write_stage(sheet: Any, styles: Styles, model: Model) -> None:
    stages = [str(stage.number) for stage in model.stages]
    sheet.write_string(STAGE_ROW, NUMBER, "Stage", styles.label)
    sheet.write_blank(STAGE_ROW, QUESTION, None, styles.choice)
    hint = "What was shown, once all is asked; each stage is described below the questions."
    sheet.data_validation(STAGE_ROW, QUESTION, STAGE_ROW, QUESTION, choices(stages, "Stage", hint))


def _write_questions(sheet: Any, styles: Styles, interview: Interview) -> None:
    for column, name in enumerate(WIDTHS):
        sheet.write_string(HEADER_ROW, column, name, styles.header)
    for place, question in enumerate(interview.questions, 1):
        row = HEADER_ROW + place
        sheet.set_row(row, max(ROOM_TO_WRITE, row_height([(question, WIDTHS["Question"])])))
        sheet.write_number(row, NUMBER, place, styles.quiet)
        sheet.write_string(row, QUESTION, question, styles.given)
        for column in (NOTES, EVIDENCE):
            sheet.write_blank(row, column, None, styles.entry)


def _sheet_name(number: int, name: str) -> str:
    """Its number keeps two long names apart; Excel takes 31 characters, without some signs."""
    return f"{number} {_NOT_IN_SHEET_NAMES.sub(' ', name)}"[:LONGEST_SHEET_NAME].rstrip()
