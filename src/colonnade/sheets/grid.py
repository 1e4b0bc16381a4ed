"""What a file's lines are before anyone knows their columns, and how much of a file is looked at."""

from dataclasses import dataclass

from colonnade.core.errors import Problem

MAX_BYTES = 5_000_000
MAX_TEXT = 100_000
"""The longest line of a CSV file, in bytes, and the longest text in an XLSX file, in characters."""
MAX_LINES = 200_000
"""The most lines of a CSV file, blank ones and those inside of cells among them."""
MAX_ROWS = 20_000
MAX_COLUMNS = 100
FORMULA = "\0formula"
"""Stands for a formula in a cell: no text of a file that is read holds a NUL."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank; `number` is where it begins, counted from 1."""

    number: int
    cells: tuple[str, ...]


class Refused(Exception):
    """A file that cannot be read, with its problems; the reader of the file adds its name."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(*problems)


def refuse(message: str, line: int | None = None) -> Refused:
    return Refused(Problem(message, None, line))


def too_many_rows(line: int) -> Refused:
    return refuse(f"holds more than {MAX_ROWS:,} rows", line)
