"""The answer sheet as a workbook: what is asked, what is known already, and the test of the largest accounts."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from colonnade.core.model import Model, TopAccountsTest
from colonnade.core.observations import Answer
from colonnade.core.top_accounts import TOP_ACCOUNTS_TEST
from colonnade.sheets.answers import CHALLENGE, TIERS, VALUES
from colonnade.sheets.asked import ANSWERING_RULE, Asked
from colonnade.sheets.styles import Styles, choices, protect_and_print
from colonnade.sheets.text import as_sheet_text
from colonnade.sheets.workbook import row_height, workbook

WIDTHS = {
    "Criterion": 22.0, "Statement": 56.0, "Shown by": 26.0, "Value": 14.0, "Tier": 13.0, "Link": 26.0,
    "Note": 28.0, "By": 16.0, "On": 12.0,
}  # fmt: skip
CRITERION, STATEMENT, SHOWN_BY, VALUE, TIER, LINK, NOTE, BY, ON = range(len(WIDTHS))
KNOWN_WIDTHS = {"Id": 22.0, "Statement": 66.0, "Answer": 14.0, "Tier": 13.0, "By": 22.0, "On": 12.0, "Note": 44.0}
"""Neither Criterion nor Value is among them, so that this sheet is never read back in place of the first."""
HOW_TO = (
    "Choose a value in each row. Unknown and empty rows count for nothing and are held against nobody.",
    "Documented needs a link that shows it (https://… or a relative path); without one it counts as said.",
    "By is who answers, on the day it was found (year-month-day; when empty, the day of the diagnosis).",
)
VALUE_HINT = (
    "Met is all of it; partly is half or more of the named parts. Not applicable: the work does not exist here."
)
TIER_HINT = "said: somebody says so. documented: the link shows it."
TO_DISPUTE = (
    "To dispute a known answer: its id, then challenge if it was measured or your own value, and why in the note"
)
ROWS_TO_DISPUTE = 5
HEADER_ROW = 6


def write_workbook(
    model: Model,
    rows: Sequence[Asked],
    path: Path,
    *,
    known: Mapping[str, Answer],
    test: TopAccountsTest | None,
    by: str,
) -> None:
    with workbook(path, f"{model.name}: answer sheet") as book:
        styles = Styles(book)
        _Answers(book, styles, model).write(rows, by, may_dispute=bool(known))
        if known:
            _write_known(book, styles, model, known)
        if test and any(row.id == TOP_ACCOUNTS_TEST for row in rows):
            _write_test(book, styles, model, test)


class _Answers:
    """The sheet that is read back."""

    def __init__(self, book: Any, styles: Styles, model: Model) -> None:
        self.styles = styles
        self.model = model
        self.sheet = book.add_worksheet("Answers")
        self.row = HEADER_ROW + 1

    def write(self, rows: Sequence[Asked], by: str, *, may_dispute: bool) -> None:
        _top(self.sheet, self.styles, f"{self.model.name}: answer sheet", (ANSWERING_RULE, *HOW_TO), WIDTHS)
        _header(self.sheet, self.styles, HEADER_ROW, WIDTHS)
        for section, together in groupby(rows, key=lambda row: row.section):
            self._section(section)
            for asked in together:
                self._asked(asked, by)
        if may_dispute:
            self._section(TO_DISPUTE)
            for _ in range(ROWS_TO_DISPUTE):
                self._open()
        self.sheet.freeze_panes(HEADER_ROW + 1, STATEMENT + 1)
        self.sheet.repeat_rows(HEADER_ROW)
        protect_and_print(self.sheet, f"{self.model.name} {self.model.version}")

    def _section(self, name: str) -> None:
        """A heading in a column that is not read."""
        self.sheet.set_row(self.row, 22)
        for column in range(len(WIDTHS)):
            self.sheet.write_blank(self.row, column, None, self.styles.section)
        self.sheet.write_string(self.row, STATEMENT, name, self.styles.section)
        self.row += 1

    def _asked(self, asked: Asked, by: str) -> None:
        texts = {"Statement": asked.statement, "Shown by": asked.shown_by}
        self.sheet.set_row(self.row, row_height((text, WIDTHS[name]) for name, text in texts.items()))
        self.sheet.write_string(self.row, CRITERION, as_sheet_text(asked.id), self.styles.quiet)
        self.sheet.write_string(self.row, STATEMENT, asked.statement, self.styles.given)
        self.sheet.write_string(self.row, SHOWN_BY, asked.shown_by, self.styles.quiet)
        self._entries(["met", "not_met"] if asked.id == TOP_ACCOUNTS_TEST else list(VALUES), by)

    def _open(self) -> None:
        self.sheet.write_blank(self.row, CRITERION, None, self.styles.entry)
        for column in (STATEMENT, SHOWN_BY):
            self.sheet.write_blank(self.row, column, None, self.styles.quiet)
        self._entries([*VALUES, CHALLENGE], "")

    def _entries(self, values: list[str], by: str) -> None:
        sheet, styles = self.sheet, self.styles
        for column in (VALUE, TIER):
            sheet.write_blank(self.row, column, None, styles.choice)
        for column in (LINK, NOTE, BY):
            sheet.write_blank(self.row, column, None, styles.entry)
        if by:
            sheet.write_string(self.row, BY, as_sheet_text(by), styles.entry)
        sheet.write_blank(self.row, ON, None, styles.day)
        sheet.data_validation(self.row, VALUE, self.row, VALUE, choices(values, "Value", VALUE_HINT))
        sheet.data_validation(self.row, TIER, self.row, TIER, choices(list(TIERS), "Tier", TIER_HINT))
        self.row += 1


def _write_known(book: Any, styles: Styles, model: Model, known: Mapping[str, Answer]) -> None:
    """What needs no answer for now, in the order given; it is not read back."""
    sheet = book.add_worksheet("Known")
    _top(sheet, styles, "Known already", ("Measured or answered; not asked again while it lives.",), KNOWN_WIDTHS)
    _header(sheet, styles, HEADER_ROW, KNOWN_WIDTHS)
    statements = {criterion.id: criterion.statement for criterion in model.criteria}
    for row, (id, answer) in enumerate(known.items(), HEADER_ROW + 1):
        note = " ".join(filter(None, (answer.note, answer.link)))
        people, day = ", ".join(answer.by), answer.on.isoformat()
        cells = (id, statements.get(id, ""), answer.value, answer.tier, people, day, note)
        sheet.set_row(row, row_height(zip(cells, KNOWN_WIDTHS.values(), strict=True)))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, as_sheet_text(text), styles.known)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.repeat_rows(HEADER_ROW)
    protect_and_print(sheet, f"{model.name} {model.version}")


def _write_test(book: Any, styles: Styles, model: Model, test: TopAccountsTest) -> None:
    """Where the test is done: yes for each answer given within the hour, and how many there were."""
    sheet = book.add_worksheet("Largest accounts")
    widths = {"Account": 34.0, **{question.text: 30.0 for question in test.questions}, "Note": 34.0}
    rule = f"Passed when {test.pass_share:.0%} of the answers are given within one working hour."
    how_to = "Choose yes for each answer given in time; then choose met or not met in its row of the first sheet."
    _top(sheet, styles, "The largest accounts", (rule, how_to), widths)
    _header(sheet, styles, HEADER_ROW, widths)
    first, last, count = HEADER_ROW + 1, HEADER_ROW + test.accounts, len(test.questions)
    for row in range(first, last + 1):
        for column in range(count + 2):
            sheet.write_blank(row, column, None, styles.choice if 0 < column <= count else styles.entry)
    sheet.data_validation(
        first, 1, last, count, choices(["yes", "no"], "Answered", "Was it told within the hour?")
    )
    sheet.write_string(last + 1, 0, f"Answered, of {test.accounts * count}", styles.label)
    sheet.write_formula(last + 1, 1, f'=COUNTIF({_range(first, 1, last, count)},"yes")', styles.given, 0)
    protect_and_print(sheet, f"{model.name} {model.version}")


def _range(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """A range in the words of a formula; there are fewer than 26 columns."""
    return f"{chr(65 + first_column)}{first_row + 1}:{chr(65 + last_column)}{last_row + 1}"


def _top(sheet: Any, styles: Styles, title: str, lines: Sequence[str], widths: Mapping[str, float]) -> None:
    """The title and, above the header, up to five lines, the first of them the one to remember."""
    for column, width in enumerate(widths.values()):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, title, styles.title)
    for row, line in enumerate(lines, 1):
        sheet.write_string(row, 0, line, styles.rule if row == 1 else styles.hint)


def _header(sheet: Any, styles: Styles, row: int, widths: Mapping[str, float]) -> None:
    sheet.set_row(row, row_height(widths.items()))
    for column, name in enumerate(widths):
        sheet.write_string(row, column, name, styles.header)
