"""The page of what things cost: each benchmark writes between marks of its own and leaves the rest as it is."""

import os
import platform
from datetime import date
from importlib import import_module
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def put_on_page(mark: str, text: str) -> None:
    """The text with the machine and the day it was measured on."""
    start, end = f"<!-- {mark} -->", f"<!-- end {mark} -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(start)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{start}\n{text}\n\n{_measured_on()}\n{end}{after}", encoding="utf-8")


def _measured_on() -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    library = f"DuckDB {import_module('duckdb').__version__}"
    return f"{date.today():%Y-%m-%d}, {machine}, {library}, load {load}."  # noqa: DTZ011
