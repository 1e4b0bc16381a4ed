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
def opened(
    source: str, mapping: Path | None, *, must_be_usable: bool = True, must_be_clear: bool = True
) -> "Iterator[Records]":
    """The records of a source, closed afterwards."""
    from colonnade.records import open_records

    with progress_bar() as progress:
        today = date.today()  # noqa: DTZ011  the day where the user sits
        records = open_records(
            source,
            mapping=mapping,
            today=today,
            progress=progress,
            must_be_usable=must_be_usable,
            must_be_clear=must_be_clear,
        )
    with records:
        yield records
