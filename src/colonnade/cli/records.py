"""Opening the records for a command, with a progress bar for long loads."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade.cli.progress import progress_bar

if TYPE_CHECKING:
    from colonnade.records import Records


@contextmanager
def opened(source: str, mapping: Path | None) -> "Iterator[Records]":
    """The records of a source, closed afterwards."""
    from colonnade.records import open_records

    with progress_bar() as progress:
        records = open_records(source, mapping=mapping, today=date.today(), progress=progress)  # noqa: DTZ011
    with records:
        yield records
