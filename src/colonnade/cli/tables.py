"""Tables in the terminal, with Rich imported only where one is drawn."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence


def draw(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = ()) -> None:
    """Print a table; columns named in `right` are aligned to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(width=shutil.get_terminal_size((120, 40)).columns, no_color=not has_colour())
    with console.capture() as drawn:
        console.print(table)
    lines = drawn.get().splitlines()
    print("\n".join([title, *(line.rstrip() for line in lines)]))


def has_colour() -> bool:
    """Colour where the terminal has it and nobody asked for none (no-color.org)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
