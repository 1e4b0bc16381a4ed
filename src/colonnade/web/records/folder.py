"""Where an organisation's records lie, and the key of the state they are in."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

from colonnade import __version__
from colonnade.records import catalogue
from colonnade.records.warehouse.folder import POINTER

KEPT_AS = 3
"""Raised when what is kept of a load takes another form: then it is measured anew."""


def folder_of(organisation: UUID) -> Path:
    """A warehouse that only the server's own commands write: no path ever comes from a browser."""
    return Path(settings.FOLDER) / "records" / str(organisation)


def key_of(folder: Path) -> str | None:
    """Changes with each load and with our definitions; None before the first load is whole."""
    try:
        state = (folder / POINTER).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return sha256(_definitions() + state).hexdigest()


@cache
def _definitions() -> bytes:
    return sha256(repr((KEPT_AS, __version__, catalogue())).encode()).digest()
