"""Workbooks to write: text stays text, and the same input gives the same bytes."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from colonnade.sheets.files import write_whole

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""The date every workbook says it was made on: the true one would change its bytes with every run."""

INK, GREY, PAPER, LINE = "#1F2A37", "#5B6675", "#FFFFFF", "#CBD2DA"
ACCENT, ACCENT_TINT = "#0F766E", "#CDEBE5"
ENTRY, MISSING = "#FFF9E5", "#FFE3A3"

LINE_HEIGHT, ROW_PADDING, TALLEST = 12.75, 10.0, 405.0
"""In points; Excel takes no row above 409."""
LETTERS_A_DIGIT, INDENT = 1.2, 1.5
"""Letters of running text that take the room of a digit, by which widths count; digits lost at the edges."""


@contextmanager
def workbook(path: Path, title: str) -> Iterator[Workbook]:
    """A workbook that stands at `path` once the block is left without an error."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": CREATED})
    yield book
    book.close()
    write_whole(path, buffer.getvalue())


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Points that texts need in columns of the given widths (in digits): Excel fits no row by itself."""
    lines = max(_wrapped(text, (width - INDENT) * LETTERS_A_DIGIT) for text, width in cells)
    return min(TALLEST, ROW_PADDING + LINE_HEIGHT * lines)


def _wrapped(text: str, width: float) -> int:
    """The lines a text takes, broken between words."""
    lines = 0
    for paragraph in text.split("\n"):
        lines, filled = lines + 1, 0
        for word in paragraph.split():
            if filled and filled + 1 + len(word) > width:
                lines, filled = lines + 1, 0
            filled += len(word) + bool(filled)
    return lines
