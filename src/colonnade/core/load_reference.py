"""Which load of which records a figure was measured on."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was when it was read; `rows` are those accepted, None where that is not known file by file."""

    name: str
    size_bytes: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class LoadReference:
    """`id` names the same content by the same text, whatever day it is read; `loaded_at` is of a kept load.

    `files` are none where the records came from a database: there is no file to compare with.
    """

    id: str
    source: str
    files: tuple[ReadFile, ...] = ()
    loaded_at: datetime | None = None
