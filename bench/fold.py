"""What a day's events cost when they are folded into a warehouse, beside the load of everything before.

python -m bench.fold [--events N]... [--write]
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from bench.page import put_on_page
from colonnade.records import load_into, measure, open_records, open_warehouse
from colonnade.records.generate import Plan, write_records
from colonnade.records.warehouse.folder import copy

T = TypeVar("T")
SIZES = (1_000_000,)
LARGE = 50_000_000
WANTED = 0.03
AN_HOUR_AGO = time.time_ns() - 3_600 * 10**9
"""When the files were written: of younger ones a load looks at every byte once more."""
SEED, MONTHS = 7, 24


def main(sizes: Sequence[int] = SIZES) -> int:
    parser = argparse.ArgumentParser(description="A day's events folded into a warehouse.")
    parser.add_argument("--events", type=int, action="append")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    parser.add_argument("--in", type=Path, dest="folder", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.folder:
        print(_measured(arguments.folder, arguments.events[0]))
    else:
        report(arguments.events or sizes, write=arguments.write)
    return 0


def report(sizes: Sequence[int] = SIZES, *, write: bool = False) -> None:
    """Each size in a process of its own, so that its peak of memory is its own."""
    for events in sizes:
        with tempfile.TemporaryDirectory(prefix="colonnade-bench-") as folder:
            command = [sys.executable, "-m", "bench.fold", "--in", folder, "--events", str(events)]
            page = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        print(page + "\n", flush=True)
        if write:
            put_on_page(f"fold {events}", page)


def _measured(folder: Path, events: int) -> str:
    plan = Plan(max(100, events // 500), MONTHS, events, SEED, form="csv" if events <= 1_000_000 else "parquet")
    source, warehouse, later = folder / "exports", folder / "warehouse", folder / "later"
    write_records(source, plan)
    later.mkdir()
    day = _set_last_day_aside(source, later, plan)
    for path in (*source.iterdir(), *later.iterdir()):
        os.utime(path, ns=(AN_HOUR_AGO,) * 2)
    whole, _ = _timed(lambda: _load(warehouse, source))
    nothing, _ = _timed(lambda: _load(warehouse, source))
    size = (warehouse / "1.duckdb").stat().st_size / 1e6
    copying, _ = _timed(lambda: copy(warehouse / "1.duckdb", folder / "copied"))
    (folder / "copied").unlink()
    for path in later.iterdir():
        path.rename(source / path.name)
    fold, again = _timed(lambda: _load(warehouse, source))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    opening, figures = _timed(lambda: _figures(warehouse))
    if events <= 1_000_000:
        with open_records(str(source), today=plan.ends_on) as records:
            same = "the same as" if measure(records) == figures else "NOT the same as"
        told = f"All metrics are {same} those of a whole load."
    else:
        told = "Not compared with a whole load at this size; at a million events they are, here and in the tests."
    wanted = f"{WANTED:.0%} of 50 million" + ("" if events < LARGE or fold <= WANTED * whole else " (missed)")
    return "\n".join(
        [
            f"### {day:,} events of a day into {events - day:,}",
            "",
            "| what | measured | of the whole load | wanted |",
            "|---|---:|---:|---|",
            f"| load of everything before | {whole:.1f} s | 100 % | |",
            f"| the day folded in: {', '.join(again)} | {fold:.2f} s | {fold / whole:.1%} | {wanted} |",
            f"| of it copying the generation, {size:,.0f} MB | {copying:.2f} s | {copying / whole:.1%} | |",
            f"| a load with nothing new | {nothing:.2f} s | {nothing / whole:.1%} | |",
            f"| opened and all metrics measured | {opening:.1f} s | | |",
            f"| peak of memory, all loads | {peak:.2f} GB | | 4 GB |",
            "",
            told,
        ]
    )


def _set_last_day_aside(source: Path, later: Path, plan: Plan) -> int:
    """The last day's events in a file of their own, as a nightly export brings them; their count."""
    import duckdb

    whole = source / f"usage_events.{plan.ending}"
    reader = "read_parquet" if plan.ending == "parquet" else "read_csv"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW events AS FROM {reader}('{whole}')")
        last = "(SELECT max(CAST(occurred_at AS DATE)) FROM events)"
        for path, day in ((source / "usage_events_until", f"< {last}"), (later / "usage_events_day", f"= {last}")):
            connection.execute(
                f"COPY (FROM events WHERE CAST(occurred_at AS DATE) {day}) TO '{path}.{plan.ending}'"
            )
        counted = connection.execute(f"SELECT count(*) FROM events WHERE CAST(occurred_at AS DATE) = {last}")
        found = counted.fetchone()
    whole.unlink()
    return int(found[0]) if found else 0


def _load(warehouse: Path, source: Path) -> tuple[str, ...]:
    report = load_into(warehouse, str(source), today=date(2026, 11, 22), now=datetime.now(UTC))
    return (*report.read, *report.again)


def _figures(warehouse: Path) -> object:
    with open_warehouse(warehouse, today=date(2026, 11, 22)) as records:
        return measure(records)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


if __name__ == "__main__":
    sys.exit(main())
