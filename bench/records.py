"""What records cost: made, loaded and measured, beside the same work by hand-written SQL, in one run.

    python -m bench.records [--events N]... [--write]

Each size is made and read in processes of their own, so that each peak of memory is its own. Ratios compare runs
side by side; seconds are of this machine. --write puts the tables into docs/benchmarks.md. Polars and pandas take
part where they are installed: `.venv/bin/uv pip install polars pandas pyarrow`, which `make setup` removes again.
"""

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from bench.by_hand import TEMPLATES, by_hand
from bench.opening import opened
from bench.page import put_on_page
from colonnade.content.load import bank
from colonnade.core.evidence import wanted
from colonnade.core.measurement import Unavailable
from colonnade.records import Records, measure, measure_wanted
from colonnade.records.generate import Plan, write_records
from colonnade.records.measure import figure_of
from colonnade.records.metrics import METRICS
from colonnade.records.metrics.language import Window
from colonnade.records.sql import to_sql
from colonnade.records.tables import TABLES

T = TypeVar("T")
SIZES = (1_000_000, 10_000_000)
LARGE = 50_000_000
ACCOUNTS = {1_000_000: 10_000, 10_000_000: 30_000, LARGE: 100_000}
MONTHS, SEED = 24, 7
FEWEST_RUNS, MOST_RUNS, RUN_FOR = 5, 60, 1.0
"""Of each query: short ones run more often, for so many seconds, as the best run is the least disturbed."""
CSV_UP_TO = 1_000_000


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds by what was done, peaks of memory in GB, and each metric's query: ours, and by hand."""

    events: int
    accounts: int
    form: str
    megabytes: float
    seconds: dict[str, float]
    peaks: dict[str, float]
    ours: dict[str, float]
    by_hand: dict[str, float]

    @property
    def ratios(self) -> dict[str, float]:
        return {name: self.ours[name] / self.by_hand[name] for name in self.ours}


def main(sizes: Sequence[int] = SIZES) -> int:
    parser = argparse.ArgumentParser(description="What records cost, beside the same work by hand.")
    parser.add_argument("--events", type=int, action="append", help=f"default: {' and '.join(map(str, sizes))}")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    for step in ("--make", "--read"):
        parser.add_argument(step, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.make:
        print(json.dumps(_make(arguments.make, _plan(arguments.events[0]))))
    elif arguments.read:
        print(json.dumps(asdict(_read(arguments.read, _plan(arguments.events[0])))))
    else:
        report(arguments.events or sizes, write=arguments.write)
    return 0


def report(sizes: Sequence[int] = SIZES, *, write: bool = False) -> None:
    pages = []
    for events in sizes:
        with tempfile.TemporaryDirectory(prefix="colonnade-bench-") as folder:
            costs = _costs(Path(folder), events)
        pages.append("\n".join(table(costs)))
        print(pages[-1] + "\n", flush=True)
        if write:
            put_on_page(str(events), pages[-1])


def _plan(events: int) -> Plan:
    accounts = ACCOUNTS.get(events, max(100, events // 500))
    return Plan(accounts, MONTHS, events, SEED, form="csv" if events <= CSV_UP_TO else "parquet")


def _costs(folder: Path, events: int) -> Costs:
    made = _child("--make", folder, events)
    read = Costs(**_child("--read", folder, events))
    return replace(read, seconds=made["seconds"] | read.seconds, peaks=made["peaks"] | read.peaks)


def _child(step: str, folder: Path, events: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.records", step, str(folder), "--events", str(events)]
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _make(folder: Path, plan: Plan) -> dict[str, dict[str, float]]:
    seconds, _ = _timed(lambda: write_records(folder, plan))
    return {"seconds": {"generate": seconds}, "peaks": {"generate": _peak_gb()}}


def _read(folder: Path, plan: Plan) -> Costs:
    seconds: dict[str, float] = {}
    _scan(folder, plan)  # so that the scan and the load both find the files in memory
    processor = _processor_seconds()
    seconds["scan"], _ = _timed(lambda: _scan(folder, plan))
    seconds["scan, processor"] = _processor_seconds() - processor
    seconds |= _elsewhere(folder, plan)
    before, processor = _peak_gb(), _processor_seconds()
    opening, (records, how) = _timed(lambda: opened(folder, plan))
    seconds[how] = opening
    seconds[f"{how}, processor"] = _processor_seconds() - processor
    peaks: dict[str, float] = {how: max(before, _peak_gb())}
    rules = [criterion.evidence for criterion in bank() if criterion.evidence]
    with records:
        seconds["metrics"], measured = _timed(lambda: measure(records))
        found, _ = _timed(lambda: measure_wanted(records, wanted(rules), measured=measured))
        seconds["observations"] = found
        ours, hand = _side_by_side(records)
    peaks["all"] = _peak_gb()
    size = sum(path.stat().st_size for path in folder.glob(f"*.{plan.ending}")) / 1e6
    return Costs(plan.events, plan.accounts, plan.ending, size, seconds, peaks, ours, hand)


def _scan(folder: Path, plan: Plan) -> None:
    """Every column of every file read once; events grouped by account, day and event."""
    import duckdb

    with duckdb.connect() as connection:
        for path in sorted(folder.glob(f"*.{plan.ending}")):
            sql = f"SELECT count(COLUMNS(*)) FROM {_source(path)}"
            if path.stem == "usage_events":
                sql = (
                    "SELECT account_id, CAST(occurred_at AS DATE), event, count(*), sum(quantity), max(event_id),"
                    f" max(user_id) FROM {_source(path)} GROUP BY ALL"
                )
            connection.execute(f"SELECT count(*) FROM ({sql})").fetchall()


def _source(path: Path) -> str:
    if path.suffix == ".parquet":
        return f"read_parquet('{path}')"
    kinds = {"moment": "TIMESTAMP", "number": "DOUBLE"}
    types = ", ".join(f"'{c.name}': '{kinds.get(c.kind, 'VARCHAR')}'" for c in TABLES[path.stem].columns)
    return f"read_csv('{path}', header = true, auto_detect = false, columns = {{{types}}})"


def _elsewhere(folder: Path, plan: Plan) -> dict[str, float]:
    """The scan and group of events by Polars and pandas, where they are installed."""
    path = folder / f"usage_events.{plan.ending}"
    seconds = {}
    for name, work in (("polars", _by_polars), ("pandas", _by_pandas)):
        try:
            library = import_module(name)
        except ImportError:
            continue
        seconds[f"scan of events by {name}"], _ = _timed(partial(work, library, path))
    return seconds


def _by_polars(polars: Any, path: Path) -> None:
    events = (
        polars.scan_parquet(path) if path.suffix == ".parquet" else polars.scan_csv(path, try_parse_dates=True)
    )
    keys = ["account_id", polars.col("occurred_at").dt.date(), "event"]
    events.group_by(keys).agg(polars.len(), polars.col("quantity").sum()).collect()


def _by_pandas(pandas: Any, path: Path) -> None:
    columns = ["account_id", "occurred_at", "event", "quantity"]
    if path.suffix == ".parquet":
        events = pandas.read_parquet(path, columns=columns)
    else:
        events = pandas.read_csv(path, usecols=columns, parse_dates=["occurred_at"])
    events.groupby(["account_id", events.occurred_at.dt.date, "event"]).quantity.agg(["size", "sum"])


def _side_by_side(records: Records) -> tuple[dict[str, float], dict[str, float]]:
    """The best of some runs of each metric's query, ours and by hand in turn; they must say the same."""
    ours, hand = {}, {}
    for name in TEMPLATES:
        figure = figure_of(records, METRICS[name], Window(records.as_of))
        if isinstance(figure, Unavailable):
            continue
        first, second = to_sql(figure.summary(figure.behind, ())), by_hand(name, records.as_of)
        value, expected = records.rows(first)[0][0], records.rows(second)[0][0]
        if not math.isclose(float(value), float(expected), rel_tol=1e-9):
            raise AssertionError(f"{name}: {value} is not {expected}, as by hand")
        pairs: list[tuple[float, float]] = []
        while len(pairs) < FEWEST_RUNS or (len(pairs) < MOST_RUNS and sum(map(sum, pairs)) < RUN_FOR):
            pairs.append((_timed(partial(records.rows, first))[0], _timed(partial(records.rows, second))[0]))
        ours[name], hand[name] = (min(column) for column in zip(*pairs, strict=True))
    return ours, hand


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def _processor_seconds() -> float:
    """Of all threads and of children that have ended: what others do on the machine hardly moves it."""
    return sum(os.times()[:4])


def _peak_gb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def table(costs: Costs) -> Iterator[str]:
    """A size's figures as Markdown that reads well in a terminal too."""
    seconds, scan = costs.seconds, costs.seconds["scan"]
    everything = seconds["metrics"] + seconds["observations"]
    middle = statistics.geometric_mean(costs.ratios.values())
    worst = max(costs.ratios, key=lambda name: costs.ratios[name])
    yield f"### {costs.events:,} events, {costs.accounts:,} accounts, {costs.megabytes:,.0f} MB of {costs.form}"
    yield ""
    yield "| what | measured | against the scan | wanted |"
    yield "|---|---:|---:|---|"
    yield f"| generate | {seconds['generate']:.1f} s | | 180 s for 50 million |"
    yield f"| one plain scan and group of the files | {scan:.2f} s | 1.0 | |"
    for name in seconds:
        if name.startswith("scan of events"):
            yield f"| {name} | {seconds[name]:.2f} s | {seconds[name] / scan:.1f} | |"
    if "load" not in seconds:
        yield "| load by `open_records` | this form is not read yet | | 10 |"
    if "load, processor" in seconds:
        spent, of_scan = seconds["load, processor"], seconds["scan, processor"]
        label = f"load in seconds of processor, of which the scan takes {of_scan:.1f}"
        yield f"| {label} | {spent:.1f} s | {spent / of_scan:.1f} | 10 |"
    for name, label, most in (
        ("load", "load by `open_records`", "10"),
        ("copy", "tables made without a check, to measure on", ""),
        ("metrics", f"all {len(METRICS)} metrics", ""),
        ("observations", "what the rules ask besides", ""),
    ):
        if name in seconds:
            yield f"| {label} | {seconds[name]:.1f} s | {seconds[name] / scan:.1f} | {most} |"
    yield f"| metrics and observations | {everything:.1f} s | {everything / scan:.1f} | 5 at 50 million |"
    yield f"| {len(costs.ratios)} queries against the same by hand, geometric mean | {middle:.2f} times | | 1.25 |"
    yield f"| the slowest of them, {worst} | {costs.ratios[worst]:.2f} times | | 1.5 |"
    for name, peak in costs.peaks.items():
        yield f"| peak of memory, {name} | {peak:.2f} GB | | 4 GB |"
    yield ""
    yield "| query | ours, ms | by hand, ms | times |"
    yield "|---|---:|---:|---:|"
    for name in sorted(costs.ratios, key=lambda name: -costs.ratios[name]):
        ours, hand = costs.ours[name] * 1000, costs.by_hand[name] * 1000
        yield f"| {name} | {ours:.1f} | {hand:.1f} | {costs.ratios[name]:.2f} |"


if __name__ == "__main__":
    sys.exit(main())
