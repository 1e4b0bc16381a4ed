"""Text in cells: what a spreadsheet would take for a formula is written as text, and read back as it was."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from colonnade.core.cells import as_cell, from_cell, may_be_run
from colonnade.sheets.files import write_whole

Value = str | int | float | Decimal | date | None

_NEEDS_QUOTES = re.compile(r'[",\r\n]|\A\s|\s\Z')


def as_sheet_text(text: str) -> str:
    """The text for a cell typed as text, which nothing runs: quoted only where reading would change it."""
    return "'" + text if may_be_run(text) and from_cell(text.lstrip()) != text else text


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """RFC 4180 in UTF-8, whole or not at all; text is guarded, numbers and dates are plain.

    Lines end in a line feed alone: every reader takes it, and files compare cleanly in version control.
    There is no byte-order mark: programs that do not expect one read it as part of the first column's name.
    """
    write_whole(path, csv_text(columns, rows).encode("utf-8"))


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """The same as text, for what is not written to a file here."""
    return "".join(",".join(_field(value) for value in line) + "\n" for line in [columns, *rows])


def _field(value: Value) -> str:
    # Written here, not by the csv module: with "\n" as line end it leaves a bare carriage return unquoted.
    text = as_cell(value) if isinstance(value, str) else "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
