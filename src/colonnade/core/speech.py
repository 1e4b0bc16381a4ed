"""In which language sentences are made: English as written here, unless a door says how else to speak."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Speech:
    """A language: what a text is in it, what of a thing and of many, and how it writes numbers and days."""

    language: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    number: Callable[[int | Decimal], str]
    day: Callable[[date], str]
    month: Callable[[date], str]
    decimal: Callable[[str], str]


AS_WRITTEN = Speech(
    language="",
    gettext=lambda text: text,
    ngettext=lambda one, many, number: one if number == 1 else many,
    number=lambda value: f"{value:,}",
    day=lambda on: f"{on.day} {MONTHS[on.month - 1]} {on.year}",
    month=lambda on: f"{MONTHS[on.month - 1]} {on.year}",
    decimal=lambda written: written,
)
_spoken: ContextVar[Speech] = ContextVar("spoken", default=AS_WRITTEN)


@contextmanager
def speaking(speech: Speech) -> Iterator[None]:
    token = _spoken.set(speech)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> Speech:
    return _spoken.get()


def gettext(text: str) -> str:
    """The text in the language spoken; its placeholders are filled by `format` afterwards."""
    return _spoken.get().gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    return _spoken.get().ngettext(one, many, number)


def gettext_noop(text: str) -> str:
    """Marks a text of a table for translators; whoever shows it asks `gettext` for it."""
    return text


def number(value: int | Decimal) -> str:
    """Thousands apart; as many decimals as the value has."""
    return _spoken.get().number(value)


def day(on: date) -> str:
    return _spoken.get().day(on)


def month(on: date) -> str:
    return _spoken.get().month(on)


def decimal(written: str) -> str:
    """A number as `format` wrote it, with the decimal sign of the language."""
    return _spoken.get().decimal(written)


def listed(words: Iterable[str]) -> str:
    """ "a, b and c"."""
    *firsts, last = list(words) or [""]
    return gettext("{firsts} and {last}").format(firsts=", ".join(firsts), last=last) if firsts else last


Key = TypeVar("Key")


class Words(Mapping[Key, str]):
    """A table of marked texts that answers in the language spoken."""

    def __init__(self, texts: Mapping[Key, str]) -> None:
        self._texts = texts

    def __getitem__(self, key: Key) -> str:
        return gettext(self._texts[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
