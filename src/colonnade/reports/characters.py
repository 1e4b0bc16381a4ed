"""Text in the cells of a terminal: how many it takes, and nothing in it that would drive the terminal."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

RESET, BOLD, DIM, HUE = "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[36m"

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what is not written text."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Styles text where the terminal has colour; the text alone says everything."""

    colour: bool

    def __call__(self, style: str, text: str) -> str:
        return f"{style}{text}{RESET}" if self.colour and style and text.strip() else text


def printable(text: str) -> str:
    """Without control and direction characters, with which a name in a file could rewrite the screen."""
    return "".join("\ufffd" if _drives(character) else character for character in text)


def _drives(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in UNSEEN


def cells(text: str) -> int:
    """How many columns a text takes: wide characters two, combining ones none."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def clip(text: str, width: int) -> str:
    if cells(text) <= width:
        return text
    kept, room = "", width - 1
    for character in text:
        room -= _cells(character)
        if room < 0:
            break
        kept += character
    return kept + "…" if width > 0 else ""


def centred(text: str, width: int, fill: str = " ") -> str:
    text = clip(text, width)
    left = (width - cells(text) + 1) // 2
    return fill * left + text + fill * (width - cells(text) - left)


def padded(text: str, width: int) -> str:
    text = clip(text, width)
    return text + " " * (width - cells(text))


def broken(text: str, width: int) -> list[str]:
    """Lines of whole words; a word that is too long is cut."""
    return wrapped(" ".join(clip(word, width) for word in text.split(" ")), width)


def wrapped(text: str, width: int, *, first: str = "", then: str = "") -> list[str]:
    """Lines of a text with an indent before the first and before those that follow; no word is lost."""
    room = max(width - max(cells(first), cells(then)), 1)
    words = [part for word in printable(text).split() for part in _pieces(word, room)]
    lines: list[str] = []
    for word in words:
        if lines and cells(lines[-1]) + 1 + cells(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [f"{then if place else first}{line}" for place, line in enumerate(lines)]


def _pieces(word: str, room: int) -> list[str]:
    """A word, or its parts where it is longer than a line."""
    pieces = [""]
    for character in word:
        if cells(pieces[-1] + character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def row(parts: Iterable[tuple[str, str]], columns: int, ink: Ink) -> str:
    """Styled parts as one line that ends at the last column at the latest."""
    line, room = "", columns
    kept = list(parts)
    while kept and not kept[-1][1].strip():
        kept.pop()
    for style, text in kept:
        shown = clip(text, room)
        room -= cells(shown)
        line += ink(style, shown)
    return line if ink.colour else line.rstrip()
