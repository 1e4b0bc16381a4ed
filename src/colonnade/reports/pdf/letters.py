"""The letters of the PDF: which characters they can draw, and a text reduced to those."""

import re
import shutil
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import font_source_sans_pro

from colonnade.reports.characters import UNSEEN

STYLES = ("Regular", "Semibold", "Bold")
STAND_IN = "◌"
"""What is set for a character that the letters lack: a report with a gap in a name is better than none."""


def copy_letters(folder: Path) -> None:
    """The styles in use into a folder of their own: the package has each twice, and typst takes either."""
    for style in STYLES:
        shutil.copy(_file(style), folder)


def drawable(text: str) -> str:
    """Without characters that drive a screen; those that cannot be drawn have a stand-in."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_drawable, unicodedata.normalize("NFC", text)))


def breakable(text: str) -> str:
    """Words too long for a column may break after a mark, else wherever they are long."""
    return _LONG.sub(lambda word: _PIECE.sub(rf"\1{_BREAK}", word[0]), text)


_BREAK = "\u200b"
_LONG = re.compile(r"\S{21,}")
_PIECE = re.compile(r"([^\s@._/\\-]{1,19}[@._/\\-]|\S{20})(?=\S)")


@cache
def _drawable(character: str) -> str:
    if character in "\n\t":
        return " "
    if unicodedata.category(character) in UNSEEN:
        return ""
    return character if ord(character) in _drawn() else STAND_IN


def _file(style: str) -> Path:
    return Path(font_source_sans_pro.font_directory, f"SourceSansPro-{style}.ttf")


@cache
def _drawn() -> frozenset[int]:
    """Code points that every style has."""
    return frozenset.intersection(*(frozenset(_code_points(_file(style).read_bytes())) for style in STYLES))


def _code_points(font: bytes) -> Iterator[int]:
    """Those of a TrueType file's character map of 32 bits (cmap format 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(tables))
    cmap = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (maps,) = struct.unpack_from(">H", font, cmap + 2)
    starts = (cmap + struct.unpack_from(">HHI", font, cmap + 4 + 8 * place)[2] for place in range(maps))
    wide = next(start for start in starts if struct.unpack_from(">H", font, start)[0] == 12)
    (groups,) = struct.unpack_from(">I", font, wide + 12)
    for place in range(groups):
        first, last, _ = struct.unpack_from(">III", font, wide + 16 + 12 * place)
        yield from range(first, last + 1)
