"""Where an organisation's records lie, and the key of the state they are in."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

from colonnade import __version__
from colonnade.records import catalogue


def folder_of(organisation: UUID) -> Path:
    """A folder that only the server's own commands write: no path ever comes from a browser."""
    return Path(settings.FOLDER) / "records" / str(organisation)


def key_of(folder: Path) -> str | None:
    """Changes with any file of the folder and with our definitions; None where nothing lies there."""
    try:
        files = sorted((path.name, path.stat()) for path in folder.iterdir() if not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not files:
        return None
    state = [(name, found.st_size, found.st_mtime_ns) for name, found in files]
    return sha256(repr((_definitions(), state)).encode()).hexdigest()


@cache
def _definitions() -> str:
    return sha256(repr((__version__, catalogue())).encode()).hexdigest()
