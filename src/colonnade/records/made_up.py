"""Whether records are made up: the folders that `demo` and `generate` write say so themselves."""

from pathlib import Path

FILE_NAME = "README.txt"
MARK = "The records in this folder are made up. No account, person or figure in them is real."
"""The first line of the file that stands beside made-up exports."""


def are_made_up(source: str) -> bool:
    """The folder of exports, or that of the one file named, carries the mark; a database never does."""
    path = Path(source)
    return is_mark((path.parent if path.is_file() else path) / FILE_NAME)


def is_mark(readme: Path) -> bool:
    try:
        with readme.open("rb") as file:
            return file.read(len(MARK)) == MARK.encode()
    except (OSError, ValueError):
        return False
