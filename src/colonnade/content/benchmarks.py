"""The file of published figures: read whole, with every problem told by its line."""

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

from colonnade.core.benchmarks import Benchmark, Mark, Sameness
from colonnade.core.company import Ownership
from colonnade.core.errors import BadBenchmarks, Problem
from colonnade.core.measurement import Unit
from colonnade.core.model import Band

FILE = Path(__file__).parent / "benchmarks.csv"
COLUMNS = (
    "id", "metric", "low", "middle", "high", "middle_is", "band_is", "unit", "population", "ownership",
    "arr_musd_from", "arr_musd_to", "n", "year", "publisher", "title", "where", "mark", "definition",
    "definition_note", "note",
)  # fmt: skip
ALWAYS = ("id", "metric", "unit", "publisher", "title", "mark", "definition")
STRONG = ("population", "n", "year", "where")
"""What a figure that is not weak must say of itself."""
CHOICES = {"unit": Unit, "mark": Mark, "definition": Sameness, "ownership": Ownership}
NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
WHOLE = ("n", "year")

Row = Mapping[str, str]


@cache
def shipped_benchmarks() -> tuple[Benchmark, ...]:
    return read_benchmarks(FILE)


def read_benchmarks(path: Path) -> tuple[Benchmark, ...]:
    """The published figures of a file; raises BadBenchmarks with every problem of it."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BadBenchmarks(Problem(f"the columns must be {', '.join(COLUMNS)}", path.name, 1))
        lined = [(reader.line_num, row) for row in reader]
    problems = [Problem(fault, path.name, line) for line, row in lined for fault in _faults(row)]
    problems += [Problem(f"id '{id}' stands twice", path.name, line) for line, id in _twice(lined)]
    if problems:
        raise BadBenchmarks(problems)
    return tuple(_benchmark(row) for _, row in lined)


def _faults(row: Mapping[str | None, str | None]) -> Iterator[str]:
    if None in row or None in row.values():
        yield f"has other than {len(COLUMNS)} cells"
        return
    cells = {str(name): cell or "" for name, cell in row.items()}
    yield from (f"says nothing in '{name}'" for name in ALWAYS if not cells[name])
    if cells["mark"] != "weak":
        yield from (f"says nothing in '{name}': such a figure is weak" for name in STRONG if not cells[name])
    for name, choice in CHOICES.items():
        if cells[name] and cells[name] not in get_args(choice):
            yield f"{name} '{cells[name]}' is none of {', '.join(get_args(choice))}"
    yield from _number_faults(cells)


def _number_faults(cells: Row) -> Iterator[str]:
    numbers = ("low", "middle", "high", "arr_musd_from", "arr_musd_to", *WHOLE)
    wrong = [name for name in numbers if cells[name] and not NUMBER.fullmatch(cells[name])]
    wrong += [name for name in WHOLE if "." in cells[name] and name not in wrong]
    yield from (f"{name} '{cells[name]}' is not a number of its kind" for name in wrong)
    figures = [float(cells[name]) for name in ("low", "middle", "high") if cells[name] and name not in wrong]
    if not figures and not wrong:
        yield "gives no figure: neither low, middle nor high"
    if figures != sorted(figures):
        yield "low, middle and high are not in that order"
    if bool(cells["low"]) != bool(cells["high"]):
        yield "a band has both ends, low and high"
    if bool(cells["middle"]) != bool(cells["middle_is"]) or bool(cells["low"]) != bool(cells["band_is"]):
        yield "'middle_is' and 'band_is' say what a figure is, and stand where there is one"


def _twice(lined: list[tuple[int, dict[str, str]]]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for line, row in lined:
        if row["id"] in seen:
            yield line, row["id"]
        seen.add(row["id"])


def _benchmark(row: Row) -> Benchmark:
    cells: dict[str, Any] = {name: row[name] for name in COLUMNS if not name.startswith("arr_musd")}
    numbers = {name: float(row[name]) if row[name] else None for name in ("low", "middle", "high")}
    whole = {name: int(row[name]) if row[name] else None for name in WHOLE}
    return Benchmark(
        **{**cells, **numbers, **whole, "ownership": row["ownership"] or None, "arr_musd": _band(row)}
    )


def _band(row: Row) -> Band | None:
    low, high = row["arr_musd_from"], row["arr_musd_to"]
    return Band(float(low or 0), float(high) if high else None) if low or high else None
