"""A slide as the deck writes on it: words, tables and shapes in inches, in the template's colours and letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import ColorFormat
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Inches, Length, Pt

from colonnade.reports.characters import printable
from colonnade.reports.lettering import text_width, wrap

INK, PAPER, ACCENT = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.BACKGROUND_1, MSO_THEME_COLOR.ACCENT_1
LETTERS = 0.76
"""Letters of presentations are about this much narrower than the widest, by which lettering reckons."""
LEADING = 1.22
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The built-in table style without lines and fills: rules below the rows are ours."""
_CELL_MARGIN = 0.08
_POINTS = 72


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def below(self, used: float) -> "Area":
        return Area(self.left, self.top + used, self.width, self.height - used)

    def upper(self, height: float) -> "Area":
        return replace(self, height=height)

    def columns(self, *shares: float, gap: float = 0.4) -> "tuple[Area, ...]":
        """Side by side, in these shares of the width."""
        room = self.width - gap * (len(shares) - 1)
        areas, left = [], self.left
        for share in shares:
            width = room * share / sum(shares)
            areas.append(Area(left, self.top, width, self.height))
            left += width + gap
        return tuple(areas)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `scale` is its size against the others'."""

    text: str
    bold: bool = False
    scale: float = 1.0
    accent: bool = False
    lead: str = ""
    """Bold words before the text, in the same paragraph."""

    @property
    def is_heading(self) -> bool:
        return self.bold and self.accent

    @property
    def whole(self) -> str:
        return f"{self.lead}  {self.text}" if self.lead else self.text


def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text is likely to take in a width in inches."""
    return sum(len(wrap(line, width * _POINTS / LETTERS, size, bold=bold, most=200)) for line in text.split("\n"))


def stands_whole(text: str, width: float, size: float, *, bold: bool = False) -> bool:
    """Whether no word of a text is broken in a width in inches, in letters wider than usual."""
    words = text.replace("-", "- ").split()
    return all(text_width(word, size, bold=bold) <= width * _POINTS * 2 / (1 + LETTERS) for word in words)


def _height(words: Words, width: float, size: float) -> float:
    own = size * words.scale
    return (line_count(words.whole, width, own, bold=words.bold) * own * LEADING + own * 0.45) / _POINTS


def fitting_size(words: Sequence[Words], area: Area, sizes: Sequence[float]) -> float:
    """The largest size at which all stand in the area, or the smallest there is."""
    return next(
        (size for size in sizes if sum(_height(one, area.width, size) for one in words) <= area.height), sizes[-1]
    )


def _kept(words: Sequence[Words], area: Area, size: float) -> list[Words]:
    """What stands in the area, without a heading at its end; how many are left to the report is said."""
    if sum(_height(one, area.width, size) for one in words) <= area.height:
        return list(words)
    kept = list(words)
    while len(kept) > 1:
        kept.pop()
        if kept[-1].is_heading and len(kept) > 1:
            continue
        rest = Words(f"… {len(words) - len(kept)} more in the report", scale=0.9)
        if sum(_height(one, area.width, size) for one in [*kept, rest]) <= area.height:
            return [*kept, rest]
    return kept


@dataclass(frozen=True, slots=True)
class Canvas:
    """One slide. Shapes are added in reading order, which is the order a screen reader takes."""

    slide: Any
    area: Area

    def write(
        self, area: Area, words: Iterable[Words], *, sizes: Sequence[float] = (20, 18, 16, 14, 13, 12)
    ) -> float:
        """Words in a box without a frame; returns the height that they are likely to take, in inches."""
        said = [one for one in words if one.whole]
        size = fitting_size(said, area, sizes)
        kept = _kept(said, area, size)
        box = self.slide.shapes.add_textbox(*_emu(area))
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for place, one in enumerate(kept):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(size * one.scale * 0.45)
            if one.lead:
                _run(paragraph, f"{one.lead}  ", size * one.scale, bold=True, accent=True)
            _run(paragraph, one.text, size * one.scale, bold=one.bold, accent=one.accent)
        return sum(_height(one, area.width, size) for one in kept)

    def write_beside(
        self, parts: Sequence[tuple[Area, Sequence[Words]]], *, sizes: Sequence[float] = (18, 16, 14, 13, 12)
    ) -> None:
        """Several boxes in one size of letters."""
        size = min(fitting_size([one for one in words if one.whole], area, sizes) for area, words in parts)
        for area, words in parts:
            self.write(area, words, sizes=(size,))

    def table(
        self,
        area: Area,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        shares: Sequence[float],
        *,
        sizes: Sequence[float] = (18, 16, 15, 14, 13, 12, 11, 10),
        numbers: Sequence[int] = (),
        bold: Sequence[int] = (0,),
    ) -> Any:
        """A native table; `numbers` are the columns set to the right. Rows that do not fit are counted below."""
        widths = [area.width * share / sum(shares) for share in shares]
        kept, size = _fitted_rows(header, rows, widths, area.height, sizes)
        left, top, width, _ = _emu(area)
        heights = [_row_height(row, widths, size) for row in [header, *kept]]
        shape = self.slide.shapes.add_table(len(kept) + 1, len(header), left, top, width, Inches(sum(heights)))
        table = shape.table
        table.horz_banding = False
        shape._element.graphic.graphicData.tbl[0][-1].text = PLAIN_TABLE
        for place, own in enumerate(widths):
            table.columns[place].width = Inches(own)
        for number, row in enumerate([header, *kept]):
            table.rows[number].height = Inches(heights[number])
            for place, text in enumerate(row):
                cell = table.cell(number, place)
                _cell(
                    cell, text, size, bold=number == 0 or place in bold, right=place in numbers, head=number == 0
                )
        if len(kept) < len(rows):
            rest = f"… {len(rows) - len(kept)} more in the report"
            self.write(area.below(sum(heights) + 0.08).upper(0.3), [Words(rest)], sizes=(11,))
        return shape

    def box(
        self,
        area: Area,
        text: str = "",
        *,
        size: float = 12,
        fill: bool = False,
        dashed: bool = False,
        tint: float | None = None,
        bold: bool = True,
        rounded: bool = False,
        line: float = 1.75,
    ) -> Any:
        """A rectangle in the accent: filled, or its edge only; `tint` fills it that much lighter, without edge."""
        kind = MSO_SHAPE.ROUNDED_RECTANGLE if rounded else MSO_SHAPE.RECTANGLE
        shape = self.slide.shapes.add_shape(kind, *_emu(area))
        shape.shadow.inherit = False
        if tint is not None:
            shape.fill.solid()
            shape.fill.fore_color.theme_color = ACCENT
            shape.fill.fore_color.brightness = tint
            shape.line.fill.background()
        else:
            shape.fill.solid()
            shape.fill.fore_color.theme_color = ACCENT if fill else PAPER
            shape.line.color.theme_color = ACCENT
            shape.line.width = Pt(line)
            if dashed:
                shape.line.dash_style = MSO_LINE.DASH
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Inches(0.04)
        frame.margin_top = frame.margin_bottom = Inches(0.02)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        if text:
            paragraph = frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.CENTER
            run = _run(paragraph, text, size, bold=bold)
            run.font.color.theme_color = PAPER if fill else INK
        return shape

    def rule(self, area: Area, *, width: float = 1.0, dashed: bool = False, ink: bool = False) -> Any:
        """A straight line along the area's top edge."""
        left, top, wide, _ = _emu(area)
        line = self.slide.shapes.add_connector(1, left, top, Emu(left + wide), top)
        line.line.color.theme_color = INK if ink else ACCENT
        line.line.width = Pt(width)
        if dashed:
            line.line.dash_style = MSO_LINE.DASH
        return line

    def describe(self, shape: Any, name: str, alt: str = "") -> None:
        """Name a shape; what has no alternative text is told to screen readers as decoration by an empty one."""
        shape.name = printable(name)
        shape._element._nvXxPr.cNvPr.set("descr", printable(alt))

    def note(self, paragraphs: Iterable[str]) -> None:
        self.slide.notes_slide.notes_text_frame.text = printable("\n".join(filter(None, paragraphs)))


def _run(paragraph: Any, text: str, size: float, *, bold: bool = False, accent: bool = False) -> Any:
    run = paragraph.add_run()
    run.text = printable(text)
    run.font.size = Pt(round(size * 2) / 2)
    run.font.bold = bold
    if accent:
        colour: ColorFormat = run.font.color
        colour.theme_color = ACCENT
    return run


def _cell(cell: Any, text: str, size: float, *, bold: bool, right: bool, head: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(_CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    if right:
        paragraph.alignment = PP_ALIGN.RIGHT
    _run(paragraph, text, size, bold=bold, accent=head)
    _underline(cell, heavy=head)


def _underline(cell: Any, *, heavy: bool) -> None:
    """A rule below a cell; python-pptx has no word for it."""
    width = Pt(1.5 if heavy else 0.5)
    colour = "accent1" if heavy else "tx1"
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<a:lnB {nsdecls("a")} w="{width}">{fill}</a:lnB>'))


def _row_height(row: Sequence[str], widths: Sequence[float], size: float) -> float:
    lines = max(
        line_count(text, width - 2 * _CELL_MARGIN, size, bold=place == 0)
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return (lines * size * LEADING) / _POINTS + 0.1


def _row_is_whole(row: Sequence[str], widths: Sequence[float], size: float) -> bool:
    cells = zip(row, widths, strict=True)
    return all(stands_whole(text, width - 2 * _CELL_MARGIN, size, bold=True) for text, width in cells)


def _fitted_rows(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    room: float,
    sizes: Sequence[float],
) -> tuple[list[Sequence[str]], float]:
    for size in sizes:
        stands = sum(_row_height(row, widths, size) for row in [header, *rows]) <= room
        if stands and all(_row_is_whole(row, widths, size) for row in [header, *rows]):
            return list(rows), size
    kept, size = list(rows), sizes[-1]
    while len(kept) > 1 and sum(_row_height(row, widths, size) for row in [header, *kept]) > room - 0.35:
        kept.pop()
    return kept, size


def _emu(area: Area) -> tuple[Length, Length, Length, Length]:
    return Inches(area.left), Inches(area.top), Inches(area.width), Inches(area.height)
