"""The core and the reports speak the reader's language too, while a page is made for them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import formats, translation

from colonnade.core.speech import AS_WRITTEN, Speech, speaking


def speech_of(language: str) -> Speech:
    """What Django speaks while this language is active."""
    return Speech(language, translation.gettext, translation.ngettext, _number, _day, _month, _decimal)


def _number(value: int | Decimal) -> str:
    return formats.number_format(value, force_grouping=True)


def _day(on: date) -> str:
    return formats.date_format(on, "DATE_FORMAT")


def _month(on: date) -> str:
    return formats.date_format(on, "M Y")


def _decimal(written: str) -> str:
    return written.replace(".", str(formats.get_format("DECIMAL_SEPARATOR")))


@contextmanager
def as_files_are_written() -> Iterator[None]:
    """Files are in English whoever takes them: one is kept for all who see the same."""
    with translation.override(settings.LANGUAGE_CODE), speaking(AS_WRITTEN):
        yield


class ReadersLanguage:
    """After LocaleMiddleware, which finds the language that the reader's browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with speaking(speech_of(translation.get_language() or "")):
            return self.get_response(request)
