"""The scorecard as a workbook: stages side by side, entries checked, everything else locked."""

from pathlib import Path
from typing import Any, get_args

from colonnade.core.claims import SCORING_RULE, Confidence
from colonnade.core.model import Dimension, Model
from colonnade.sheets.text import as_sheet_text
from colonnade.sheets.workbook import (
    ACCENT,
    ACCENT_TINT,
    ENTRY,
    GREY,
    INK,
    LINE,
    MISSING,
    PAPER,
    row_height,
    workbook,
)

HOW_TO = (
    "Type your name once, then choose one stage in each row; beside it stands what each stage looks like.",
    "Leave a row empty when you cannot judge it. Score alone: show nobody your scores before all of them are in.",
)
TITLE_ROW, RULE_ROW, HOW_ROW, REVIEWER_ROW, HEADER_ROW = 0, 1, 2, 4, 5
ID, NAME, STAGE, CONFIDENCE, NOTE, FIRST_PICTURE = range(6)
NAME_WIDTH, STAGE_WIDTH, CONFIDENCE_WIDTH, NOTE_WIDTH = 30.0, 8.0, 12.0, 26.0
PICTURES_WIDTH = 140.0
"""Characters that the stages' columns share, each of them no narrower and no wider than the next two."""
NARROWEST, WIDEST = 18.0, 34.0
LONGEST_PROMPT = 255
"""Characters of a hint that Excel shows beside a cell."""


def write_workbook(model: Model, path: Path, reviewer: str) -> None:
    with workbook(path, f"{model.name}: scorecard") as book:
        _Scorecard(book, model).write(reviewer)


class _Scorecard:
    def __init__(self, book: Any, model: Model) -> None:
        self.model = model
        self.book = book
        self.sheet = book.add_worksheet("Scorecard")
        self.picture_width = min(WIDEST, max(NARROWEST, PICTURES_WIDTH / model.top))
        self.last_column = FIRST_PICTURE + model.top - 1
        self.first_row = HEADER_ROW + 1
        self.last_row = HEADER_ROW + len(model.dimensions)

    def write(self, reviewer: str) -> None:
        self._columns()
        self._top(reviewer)
        self._header()
        for row, dimension in enumerate(self.model.dimensions, self.first_row):
            self._dimension(row, dimension)
        self._checks()
        self._marks()
        self._view()
        self._print()

    def _format(self, **properties: Any) -> Any:
        base = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
        return self.book.add_format({**base, **properties})

    def _entry(self, **properties: Any) -> Any:
        entry = {"locked": False, "bg_color": ENTRY, "border": 1, "border_color": LINE}
        return self._format(**{**entry, **properties})

    def _columns(self) -> None:
        sheet = self.sheet
        sheet.set_column(ID, ID, 12, None, {"hidden": True})
        for column, width in ((NAME, NAME_WIDTH), (STAGE, STAGE_WIDTH), (CONFIDENCE, CONFIDENCE_WIDTH)):
            sheet.set_column(column, column, width)
        sheet.set_column(NOTE, NOTE, NOTE_WIDTH)
        sheet.set_column(FIRST_PICTURE, self.last_column, self.picture_width)

    def _top(self, reviewer: str) -> None:
        sheet = self.sheet
        sheet.set_row(TITLE_ROW, 28)
        sheet.write_string(
            TITLE_ROW,
            NAME,
            f"{self.model.name}: scorecard",
            self._format(font_size=18, bold=True, valign="vcenter"),
        )
        sheet.set_row(RULE_ROW, 20)
        rule = self._format(font_size=11, bold=True, font_color=ACCENT, valign="vcenter")
        sheet.write_string(RULE_ROW, NAME, SCORING_RULE, rule)
        for row, text in enumerate(HOW_TO, HOW_ROW):
            sheet.write_string(row, NAME, text, self._format(font_color=GREY))
        sheet.set_row(REVIEWER_ROW, 22)
        sheet.write_string(
            REVIEWER_ROW, NAME, "Reviewer", self._format(bold=True, align="right", valign="vcenter", indent=1)
        )
        entry = self._entry(font_size=11, bold=True, valign="vcenter", indent=1, num_format="@")
        sheet.merge_range(REVIEWER_ROW, STAGE, REVIEWER_ROW, NOTE, "", entry)
        if reviewer:
            sheet.write_string(REVIEWER_ROW, STAGE, as_sheet_text(reviewer), entry)

    def _header(self) -> None:
        plain: dict[str, Any] = {
            "bold": True, "font_color": PAPER, "bg_color": INK, "text_wrap": True, "valign": "vcenter",
            "border": 1, "border_color": INK,
        }  # fmt: skip
        left, middle = self._format(**plain, indent=1), self._format(**plain, align="center")
        stages = [f"{stage.number}  {stage.name}" for stage in self.model.stages]
        self.sheet.set_row(HEADER_ROW, 6 + self._height(stages))
        titles = ("Dimension", "What to judge", "Stage", "Confidence", "Note")
        for column, title in enumerate(titles):
            self.sheet.write_string(HEADER_ROW, column, title, middle if column in (STAGE, CONFIDENCE) else left)
        for column, title in enumerate(stages, FIRST_PICTURE):
            self.sheet.write_string(HEADER_ROW, column, title, left)

    def _dimension(self, row: int, dimension: Dimension) -> None:
        sheet = self.sheet
        frame: dict[str, Any] = {
            "text_wrap": True,
            "align": "left",
            "indent": 1,
            "border": 1,
            "border_color": LINE,
        }
        sheet.write_string(row, ID, dimension.id, self._format(font_color=GREY))
        bold, plain = self._format(bold=True, font_size=11), self._format(font_color=GREY)
        if dimension.about:
            about = (bold, dimension.name, plain, "\n" + dimension.about)
            sheet.write_rich_string(row, NAME, *about, self._format(**frame))
        else:
            sheet.write_string(row, NAME, dimension.name, self._format(**frame, bold=True))
        middle: dict[str, Any] = {"align": "center", "valign": "vcenter"}
        sheet.write_blank(row, STAGE, None, self._entry(**middle, font_size=14))
        sheet.write_blank(row, CONFIDENCE, None, self._entry(**middle))
        sheet.write_blank(row, NOTE, None, self._entry(text_wrap=True, align="left", indent=1, num_format="@"))
        pictures = [picture for _, picture in self.model.pictures(dimension)]
        for column, text in enumerate(pictures, FIRST_PICTURE):
            sheet.write_string(row, column, text, self._format(**frame))
        named = row_height([(f"{dimension.name}\n{dimension.about}", NAME_WIDTH)])
        sheet.set_row(row, max(named, self._height(pictures)))

    def _height(self, texts: list[str]) -> float:
        return row_height((text, self.picture_width) for text in texts)

    def _checks(self) -> None:
        stages = [str(stage.number) for stage in self.model.stages]
        names = "\n".join(f"{stage.number}  {stage.name}" for stage in self.model.stages)
        whole = f"A whole stage from 1 to {self.model.top}, or nothing when you cannot judge it."
        self._choice(STAGE, stages, "Stage", names if len(names) <= LONGEST_PROMPT else whole, whole)
        sure = "How sure you are of the stage: low, medium or high. It may stay empty."
        self._choice(CONFIDENCE, list(get_args(Confidence)), "Confidence", sure, sure)

    def _choice(self, column: int, allowed: list[str], title: str, prompt: str, refusal: str) -> None:
        rule = {
            "validate": "list", "source": allowed, "ignore_blank": True,
            "input_title": title, "input_message": prompt,
            "error_title": title, "error_message": refusal, "error_type": "stop",
        }  # fmt: skip
        self.sheet.data_validation(self.first_row, column, self.last_row, column, rule)

    def _marks(self) -> None:
        """The picture of the stage chosen lights up; the name asks to be filled in."""
        chosen = self.book.add_format({"bg_color": ACCENT_TINT, "font_color": INK})
        for stage in self.model.stages:
            column = FIRST_PICTURE + stage.number - 1
            rule = {"type": "formula", "criteria": f"=$C{self.first_row + 1}={stage.number}", "format": chosen}
            self.sheet.conditional_format(self.first_row, column, self.last_row, column, rule)
        missing = self.book.add_format({"bg_color": MISSING})
        self.sheet.conditional_format(
            REVIEWER_ROW, STAGE, REVIEWER_ROW, STAGE, {"type": "blanks", "format": missing}
        )

    def _view(self) -> None:
        self.sheet.hide_gridlines(2)
        self.sheet.freeze_panes(self.first_row, FIRST_PICTURE)
        self.sheet.set_selection(REVIEWER_ROW, STAGE, REVIEWER_ROW, STAGE)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})

    def _print(self) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.print_area(TITLE_ROW, NAME, self.last_row, self.last_column)
        name = f"{self.model.name} {self.model.version}".replace("&", "&&")
        sheet.set_footer(f"&L{name}&RPage &P of &N")
