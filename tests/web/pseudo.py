"""A language that nobody speaks: every translated letter is Cyrillic, and what is data here is Greek.

So a Latin letter that a reader sees is a word that no translator could reach.
"""

import gettext
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

LANGUAGE = "de"
"""Its catalogue is replaced; numbers and days are written as there."""

LATIN = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC, GREEK = "абцдефгхийклмнопярстувщхыз", "αβγδεζηθικλμνξοπρστυφχψωάέ"
_CYRILLIC = str.maketrans(LATIN + LATIN.upper(), CYRILLIC + CYRILLIC.upper())
_GREEK = str.maketrans(LATIN + LATIN.upper(), GREEK + GREEK.upper())
_KEPT = re.compile(r"(%\(\w+\)[-+ 0\d.]*[a-z]|%[sd%]|\{[^{}]*\}|<[^<>]+>|&#?\w+;|https?://\S+)")
"""Of a message: placeholders, tags, entities and addresses."""
_LATIN = re.compile(r"[A-Za-z]")
_ID = re.compile(r"[a-z0-9_]+([./|-][a-z0-9_]+)*|\d[\w.]*")


def spoken(message: str) -> str:
    parts = _KEPT.split(message)
    return "".join(part if place % 2 else part.translate(_CYRILLIC) for place, part in enumerate(parts))


def greek(text: str) -> str:
    return text.translate(_GREEK)


def as_data(text: str) -> str:
    """The text as if another file, or another person, had given it; ids stay."""
    return text if _ID.fullmatch(text) else greek(text)


def all_as_data(value: Any) -> Any:
    """Every text in lists and mappings."""
    if isinstance(value, str):
        return as_data(value)
    if isinstance(value, Mapping):
        return {key: all_as_data(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(all_as_data, value))
    return value


class Catalogue(gettext.NullTranslations):
    """What Django asks for the words of a language."""

    def to_language(self) -> str:
        return LANGUAGE

    def gettext(self, message: str) -> str:
        return spoken(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return spoken(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return spoken(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


class Seen(HTMLParser):
    """The texts of a page that somebody reads or hears."""

    HEARD = ("aria-label", "aria-description", "alt", "title", "placeholder", "data-head", "data-confirm")
    UNREAD = ("script", "style", "code", "pre", "kbd", "samp")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag in self.UNREAD
        given = dict(attrs)
        self.texts += [value for name in self.HEARD if (value := given.get(name))]
        if tag == "input" and given.get("type") in ("submit", "button") and (value := given.get("value")):
            self.texts.append(value)

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in self.UNREAD

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.texts.append(data)


def untranslated(page: str, allowed: re.Pattern[str]) -> Iterator[str]:
    """Texts of the page in which Latin letters are left over."""
    seen = Seen()
    seen.feed(page)
    for text in seen.texts:
        if _LATIN.search(text) and _LATIN.search(allowed.sub("", text)):
            yield " ".join(text.split())
