"""`make bench`: what it costs to run, measured side by side in one run; exits 1 when a wanted figure is missed."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench import diagnoses, fold, records, web
from colonnade.records.practice import write_company, write_scorecards

RUNS = 7
COLONNADE = str(Path(sys.executable).with_name("colonnade"))
EXPORT = Path(__file__).parents[2] / "shared" / "data" / "ravenstack"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure and the most it may be."""

    name: str
    value: float
    unit: str
    wanted: float

    @property
    def is_met(self) -> bool:
        return self.value < self.wanted


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        figures = [_help_ratio(), *_commands(Path(folder)), _in_memory()]
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, medians of {RUNS} runs\n")
    for figure in figures:
        mark = "" if figure.is_met else "   MISSED"
        print(f"{figure.name:58} {figure.value:7.2f} {figure.unit:8} wanted under {figure.wanted:g}{mark}")
    print()
    records.report()
    fold.report()
    missed = web.report()
    return missed or int(not all(figure.is_met for figure in figures))


def _help_ratio() -> Figure:
    """Both commands in turn, so that a machine that slows down slows both."""
    ratios = [
        _wall_seconds([COLONNADE, "--help"]) / _wall_seconds([sys.executable, "-c", "pass"]) for _ in range(RUNS)
    ]
    return Figure("colonnade --help, against python -c pass", statistics.median(ratios), "times", 6)


def _commands(folder: Path) -> list[Figure]:
    scores = [str(path) for path in write_scorecards(folder / "scores")]
    exports, name = EXPORT, "the ravenstack export"
    if not EXPORT.is_dir():
        exports, name = folder / "records", "the practice company"
        write_company(exports, ends_on=date(2026, 1, 31))
    return [
        Figure("diagnose, three scorecards", _cpu_seconds(["diagnose", *scores]), "s of CPU", 0.5),
        Figure(f"measure, {name}", _cpu_seconds(["measure", str(exports)]), "s of CPU", 4),
    ]


def _in_memory() -> Figure:
    return Figure("1,000 diagnoses in memory", diagnoses.run()["cpu_seconds"], "s of CPU", 2)


def _wall_seconds(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def _cpu_seconds(arguments: Sequence[str]) -> float:
    """The median user and system time of whole processes."""
    spent = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([COLONNADE, *arguments], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(spent)


if __name__ == "__main__":
    sys.exit(main())
