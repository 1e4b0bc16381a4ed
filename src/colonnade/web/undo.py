"""Undo: the page that follows an act says what was done, with a button that takes it back, script or not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Undo:
    """The form that takes an act back."""

    address: str
    fields: Mapping[str, str]


def done(request: HttpRequest, words: str, address: str, **fields: object) -> None:
    """Say it on the next page, with the button; the fields are sent to the address as if somebody typed them."""
    typed = {name: "" if value is None else str(value) for name, value in fields.items()}
    messages.success(request, words, extra_tags=json.dumps([address, typed]))


def undo_of(extra_tags: str) -> Undo | None:
    """What `done` left with a message; nothing of any other message."""
    if not extra_tags.startswith("["):
        return None
    address, fields = json.loads(extra_tags)
    return Undo(address, fields)
