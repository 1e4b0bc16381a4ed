"""What a deck is written on: a presentation of ours, or the company's template, looked through before."""

import io
import re
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from colonnade.content.packages import Damaged, Expected, Refused, parts_of
from colonnade.core.errors import Problem, UnreadableFile
from colonnade.reports.deck.canvas import Area

WIDE = (13.333, 7.5)
MARGIN = 0.6
MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 40_000_000, 300_000_000, 5_000
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
EMU = 914_400


def ours(accent: str) -> Any:
    """A wide deck with titles on the left, in one colour."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = map(Inches, WIDE)
    _recolour(deck, accent)
    title = deck.slide_master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("b", "1")
    for layout in (deck.slide_master, *deck.slide_layouts):
        for shape in layout.placeholders:
            _lay(shape)
    return deck


def _recolour(deck: Any, accent: str) -> None:
    theme = deck.slide_master.part.part_related_by(RT.THEME)
    colour = f'<a:accent1><a:srgbClr val="{accent.removeprefix("#").upper()}"/></a:accent1>'
    theme._blob = re.sub(rb"<a:accent1>.*?</a:accent1>", colour.encode(), theme.blob, flags=re.DOTALL)


def _lay(shape: Any) -> None:
    """Where a placeholder of our own deck stands."""
    width, height = WIDE
    match shape.placeholder_format.type:
        case PP_PLACEHOLDER.TITLE:
            _put(shape, MARGIN, 0.4, width - 2 * MARGIN, 1.05)
        case PP_PLACEHOLDER.CENTER_TITLE:
            _put(shape, MARGIN, 2.2, width - 2 * MARGIN, 1.6)
        case PP_PLACEHOLDER.SUBTITLE:
            _put(shape, MARGIN, 3.9, width - 2 * MARGIN, 1.6)
        case PP_PLACEHOLDER.DATE:
            _put(shape, MARGIN, height - 0.5, 3.0, 0.3)
        case PP_PLACEHOLDER.FOOTER:
            _put(shape, MARGIN, height - 0.5, width - 2 * MARGIN - 1.2, 0.3)
        case PP_PLACEHOLDER.SLIDE_NUMBER:
            _put(shape, width - MARGIN - 1.0, height - 0.5, 1.0, 0.3)


def _put(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))


def read_template(path: Path) -> bytes:
    """Raises UnreadableFile for what is no presentation, holds macros, or unpacks to more than one should."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(str(path), f"is larger than {MOST_BYTES // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as failure:
        raise _refused(str(path), f"cannot be read: {failure.strerror}") from None
    return checked_template(data, str(path))


def checked_template(data: bytes, name: str, *, most_unpacked: int = MOST_UNPACKED) -> bytes:
    """The same of a file in hand, of which `name` tells people; its size was looked at before."""
    expected = Expected("presentation", ".pptx", MOST_PARTS, most_unpacked, nests=True)
    try:
        for _ in parts_of(io.BytesIO(data), expected):
            pass
        Presentation(io.BytesIO(data))
    except (Damaged, PythonPptxError, KeyError, ValueError, SyntaxError):
        raise _refused(name, "is not a PowerPoint presentation; save the template as .pptx") from None
    except Refused as refused:
        raise _refused(name, str(refused)) from None
    return data


def _refused(name: str, why: str) -> UnreadableFile:
    return UnreadableFile(Problem(why, name))


def company(data: bytes) -> Any:
    """The company's template without the slides it came with."""
    deck = Presentation(io.BytesIO(data))
    listed = deck.slides._sldIdLst
    for entry in list(listed):
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)
    return deck


def layout(deck: Any, *, opening: bool) -> Any:
    """The layout with a title and as little else as there is: of the opening slide, or of all others."""
    wanted = PP_PLACEHOLDER.CENTER_TITLE if opening else PP_PLACEHOLDER.TITLE
    titled = [one for one in deck.slide_layouts if any(_kind(p) in TITLES for p in one.placeholders)]
    exact = [one for one in titled if any(_kind(p) == wanted for p in one.placeholders)]
    return min(exact or titled or deck.slide_layouts, key=_clutter)


def _kind(placeholder: Any) -> Any:
    return placeholder.placeholder_format.type


def _clutter(one: Any) -> int:
    quiet = (
        *TITLES,
        PP_PLACEHOLDER.SUBTITLE,
        PP_PLACEHOLDER.DATE,
        PP_PLACEHOLDER.FOOTER,
        PP_PLACEHOLDER.SLIDE_NUMBER,
    )
    return sum(_kind(p) not in quiet for p in one.placeholders)


def content_area(deck: Any, slide: Any) -> Area:
    """Below the title and above the foot, whatever size the template has."""
    width, height = deck.slide_width / EMU, deck.slide_height / EMU
    title = slide.shapes.title
    top = (title.top + title.height) / EMU + 0.12 if title is not None and title.top is not None else height * 0.18
    if top > height / 2:
        top = height * 0.2
    left = title.left / EMU if title is not None and title.left is not None else MARGIN
    left = min(max(left, 0.3), width * 0.2)
    return Area(left, top, width - 2 * left, height - top - max(0.65, height * 0.085))


def title_size(text: str) -> Any:
    """Titles are sentences: longer ones stand smaller."""
    return Pt(28 if len(text) < 70 else 24 if len(text) < 120 else 20)
