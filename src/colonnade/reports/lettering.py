"""How wide text is likely to be, and how it breaks into lines, where no font can be asked."""

from collections.abc import Sequence

_NARROW, _WIDE = frozenset("iljtfrI|.,:;'!()[] "), frozenset("mwMW@%")
_BOLD = 1.1


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """A width that the common sans-serif fonts, DejaVu Sans among the widest, keep within."""
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1)


def _advance(character: str) -> float:
    """In ems."""
    if character in _NARROW:
        return 0.41
    if character in _WIDE or character.isupper():
        return 0.99 if character in _WIDE else 0.72
    return 0.63 if ord(character) < 0x1100 and character.isprintable() else 1.05


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int = 9) -> list[str]:
    """Lines within a width; a word that is too long, or what does not fit in `most` lines, ends in an ellipsis."""
    lines: list[str] = []
    for word in text.replace("-", "-\u200b").replace("\u200b", " \b").split(" "):
        joined = _join(lines[-1], word) if lines else word
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.append(word.removeprefix("\b"))
    shown = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    return [shorten(line, width, size, bold=bold) for line in shown]


def _join(line: str, word: str) -> str:
    """A part after a hyphen follows without a space."""
    return line + word[1:] if word.startswith("\b") else f"{line} {word}"


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    if text_width(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def fits(texts: Sequence[str], width: float, size: float, *, bold: bool = False) -> bool:
    """Every word of the texts stands within the width without being cut."""
    words = (word for text in texts for word in text.replace("-", "- ").split())
    return all(text_width(word, size, bold=bold) <= width for word in words)
