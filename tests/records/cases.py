"""Spec cases as text: small tables, a day, and what each metric gives."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SPECS = Path(__file__).parent / "specs"


@dataclass(frozen=True, slots=True)
class Case:
    """`expected` is a number as text, or `unavailable`. `movements` are rows of the months told.

    The records end on `ends`: on the day itself, or as a line `ends DATE` below that of as_of says.
    """

    name: str
    as_of: date
    ends: date
    tables: dict[str, list[dict[str, str]]]
    expected: dict[str, str]
    movements: list[dict[str, str]]


def all_cases() -> list[Case]:
    return [case for path in sorted(SPECS.glob("*.txt")) for case in read_cases(path.read_text(encoding="utf-8"))]


def read_cases(text: str) -> list[Case]:
    """Cases begin with `# name` and lines such as `as_of DATE`; blocks are parted by blank lines."""
    return [_case(part) for part in text.split("\n# ")]


def _case(text: str) -> Case:
    head, *blocks = [block.strip().splitlines() for block in text.strip().split("\n\n")]
    tables: dict[str, list[dict[str, str]]] = {}
    expected: dict[str, str] = {}
    for title, *lines in blocks:
        if title == "expect":
            expected = dict(_cells(line) for line in lines)
        else:
            header, *rows = map(_cells, lines)
            tables[title] = [dict(zip(header, row, strict=True)) for row in rows]
    moved = tables.pop("movements", [])
    name, *days = head
    told = {word: date.fromisoformat(day) for word, day in (line.split() for line in days)}
    as_of = told["as_of"]
    return Case(name.lstrip("# "), as_of, told.get("ends", as_of), tables, expected, moved)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def write_tables(tables: dict[str, list[dict[str, str]]], folder: Path) -> str:
    """Canonical CSV files, one a table."""
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return str(folder)
