"""A workbook as the board gets it: tables with frozen heads and filters, set up for print; text is text in it."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Literal

import xlsxwriter  # type: ignore[import-untyped]

from colonnade.reports import wording
from colonnade.reports.characters import printable
from colonnade.reports.lettering import wrap
from colonnade.reports.pack.figures import Figure
from colonnade.reports.pack.parts import Pack
from colonnade.reports.workbook.forms import number_format

Paper = Literal["a4", "letter"]
PAPERS = {"a4": 9, "letter": 1}
INK, LINE, QUIET = "#1F2A37", "#CBD2DA", "#5B6675"
HEAD_ROW = 2
"""Rows above a table's head: what the sheet is, and what holds of all of it."""
_SIZE = 10
_DIGIT_POINTS = 5.3
_TALLEST = 400.0
_LONGEST = 32_767
"""Characters that Excel keeps of a cell."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula with the value it has now, None while it has none, and the form it is shown in."""

    text: str
    now: float | None
    form: Literal["0", "0.00", "#,##0.00"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount to the cent."""

    value: float


Cell = str | int | Figure | Formula | Money | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head, its width in digits, and the colour of its ground."""

    head: str
    width: float
    ground: str = ""


class Book:
    def __init__(self, pack: Pack, paper: Paper) -> None:
        self.pack, self.paper = pack, paper
        self._buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self._buffer, options)
        self.book.set_properties(
            {
                "title": printable(pack.title),
                "author": printable(pack.branding.name)[:255] or "Colonnade",
                "created": datetime.combine(pack.as_of, time(), UTC),
            }
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def bytes(self) -> bytes:
        self.book.close()
        return self._buffer.getvalue()

    def format(self, **looks: Any) -> Any:
        base = {"font_name": "Calibri", "font_size": _SIZE, "valign": "top", "text_wrap": True}
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**base, **looks})
        return self._formats[key]

    @contextmanager
    def sheet(
        self, name: str, columns: Sequence[Column], *, says: str, columns_repeated: int = 0
    ) -> Iterator["Sheet"]:
        """A sheet whose table begins below its title; filters reach over all rows written in the block.

        A sheet is as wide as a page; where its first columns are repeated, as two.
        """
        made = Sheet(self, self.book.add_worksheet(name), columns)
        made.head(says, columns_repeated)
        yield made
        made.finish()


class Sheet:
    """Rows are counted from 0 as they are written."""

    def __init__(self, book: Book, sheet: Any, columns: Sequence[Column]) -> None:
        self.book, self.sheet, self.columns = book, sheet, columns
        self.row = HEAD_ROW + 1
        self.last_data = HEAD_ROW

    def head(self, says: str, columns_repeated: int) -> None:
        pack, sheet = self.book.pack, self.sheet
        name = pack.branding.name
        title = f"{name}: {says}" if name else says
        of = [pack.model_name, f"as of {wording.day(pack.as_of)}", *pack.marks]
        plain = {"text_wrap": False}
        sheet.write_string(
            0, 0, printable(title), self.book.format(bold=True, font_size=14, font_color=INK, **plain)
        )
        sheet.write_string(1, 0, printable(" · ".join(of)), self.book.format(font_color=QUIET, **plain))
        look = self.book.format(bold=True, font_color="#FFFFFF", bg_color=pack.accent)
        for place, column in enumerate(self.columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(HEAD_ROW, place, printable(column.head), look)
        sheet.set_row(HEAD_ROW, 30)
        sheet.freeze_panes(HEAD_ROW + 1, max(columns_repeated, 1))
        sheet.hide_gridlines(2)
        _set_up_print(sheet, self.book, HEAD_ROW, columns_repeated)

    def add(self, *cells: Cell, bold: bool = False) -> int:
        """Write a row of the table; returns its number, from 1, as formulas name it."""
        self._write(cells, bold=bold)
        self.last_data = self.row - 1
        return self.row

    def close_with(self, *cells: Cell) -> None:
        """A row below the table that filters leave alone, such as averages."""
        self._write(cells, bold=True)

    def say(self, text: str) -> None:
        """A sentence below the table, over as many columns as it takes."""
        self.sheet.write_string(self.row, 0, printable(text), self.book.format(text_wrap=False, font_color=QUIET))
        self.row += 1

    def finish(self) -> None:
        if self.last_data > HEAD_ROW:
            self.sheet.autofilter(HEAD_ROW, 0, self.last_data, len(self.columns) - 1)

    def _write(self, cells: Sequence[Cell], *, bold: bool) -> None:
        look = {"bottom": 1, "bottom_color": LINE, **({"bold": True} if bold else {})}
        self.sheet.set_row(self.row, self._height(cells))
        for place, cell in enumerate(cells):
            ground = self.columns[place].ground
            self._cell(place, cell, {**look, "bg_color": ground} if ground else look)
        self.row += 1

    def _cell(self, place: int, cell: Cell, look: Mapping[str, Any]) -> None:
        at, sheet, form = (self.row, place), self.sheet, self.book.format
        match cell:
            case None:
                sheet.write_blank(*at, None, form(**look))
            case Figure(value=None) as figure:
                sheet.write_string(*at, printable(figure.text), form(**look, **_aligned(figure)))
            case Figure() as figure:
                shown = form(**look, **_aligned(figure), num_format=number_format(figure))
                sheet.write_number(*at, float(figure.value or 0), shown)
            case Formula(text, now, shown_as):
                aligned = {"align": "right", "indent": 1} if "," in shown_as else {"align": "center"}
                shown = form(**look, **aligned, num_format=shown_as)
                sheet.write_formula(*at, text, shown, "" if now is None else now)
            case Money(value):
                sheet.write_number(*at, value, form(**look, num_format="#,##0.00"))
            case int():
                sheet.write_number(*at, cell, form(**look, align="right", indent=1, num_format="#,##0"))
            case date():
                moment = datetime.combine(cell, time())
                sheet.write_datetime(*at, moment, form(**look, num_format="d mmm yyyy", align="left"))
            case str():
                sheet.write_string(*at, printable(cell)[:_LONGEST], form(**look))

    def _height(self, cells: Sequence[Cell]) -> float:
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        return row_height(texts, [column.width for column in self.columns])


def row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Points that texts need in columns of widths in digits: Excel fits no row by itself."""
    lines = [
        sum(len(wrap(line, width * _DIGIT_POINTS * 1.1, _SIZE * 0.8, most=60)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    ]
    return min(_TALLEST, 5 + 13.0 * max([1, *lines]))


def _aligned(figure: Figure) -> dict[str, Any]:
    """Places on the ladder stand in the middle, amounts to the right and off the next column's text."""
    return {"align": "center"} if figure.unit in ("stage", "stages") else {"align": "right", "indent": 1}


def _set_up_print(sheet: Any, book: Book, head_row: int, columns_repeated: int) -> None:
    """Landscape, as wide as one page or two, the head on each; marks and page numbers at the edges."""
    sheet.set_landscape()
    sheet.set_paper(PAPERS[book.paper])
    sheet.fit_to_pages(2 if columns_repeated else 1, 0)
    sheet.repeat_rows(head_row)
    if columns_repeated:
        sheet.repeat_columns(0, columns_repeated - 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.6)
    marks = " · ".join(book.pack.marks)
    sheet.set_header(f"&L&9{_edge(book.pack.branding.name or book.pack.model_name)}&R&9{_edge(marks)}")
    sheet.set_footer("&L&9&A&R&9&P / &N")


def _edge(text: str) -> str:
    """Text at the edge of a page, in which an ampersand would be a command; Excel takes 255 characters."""
    return printable(text)[:90].replace("&", "&&")
