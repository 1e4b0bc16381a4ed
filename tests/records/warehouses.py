"""A small company's exports that change from load to load, and what a warehouse has to hold of them."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from colonnade.records import (
    DataCheck,
    LoadReport,
    Records,
    load_into,
    measure,
    movements,
    open_records,
    open_warehouse,
)
from colonnade.records.generate import Plan, write_records

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
TABLES = ("accounts", "contacts", "costs", "subscriptions", "tickets", "touchpoints", "users")
Rows = list[list[str]]


def make_company(folder: Path) -> None:
    write_records(folder, Plan(50, 15, 1200, seed=7))


def exports_of(company: Path, folder: Path, *, days: int = 4) -> Path:
    """Some of a company's tables, and its events in so many files; events that are in none are left for later."""
    folder.mkdir()
    for table in TABLES:
        (folder / f"{table}.csv").write_bytes((company / f"{table}.csv").read_bytes())
    for day in range(days):
        write_events(company, folder, day)
    return folder


def write_events(company: Path, folder: Path, day: int, *, shared: int = 0) -> Path:
    """Fifty events as their own file; `shared` of them stand in the file of the day before as well."""
    header, *events = rows_of(company / "usage_events.csv")
    path = folder / f"usage_events_{day:02}.csv"
    write_rows(path, [header, *events[day * 50 - shared : day * 50 + 50]])
    return path


def rows_of(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def write_rows(path: Path, rows: Rows) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def change(path: Path, edit: Callable[[Rows], object]) -> None:
    rows = rows_of(path)
    edit(rows)
    write_rows(path, rows)


def set_cell(column: str, value: str, *, row: int = 1) -> Callable[[Rows], object]:
    def edit(rows: Rows) -> None:
        rows[row][rows[0].index(column)] = value

    return edit


def load(warehouse: Path, source: Path, **options: Any) -> LoadReport:
    return load_into(warehouse, str(source), today=TODAY, now=NOW, **options)


def assert_same_as_a_whole_load(warehouse: Path, source: Path, *, figures: bool = False) -> None:
    """Every row, what became of every line, and every figure if asked for."""
    with open_warehouse(warehouse, today=TODAY) as kept, open_records(str(source), today=TODAY) as whole:
        assert _became(kept.check) == _became(whole.check)
        assert kept.as_of == whole.as_of
        for table in whole.tables.present:
            assert all_rows(kept, table) == all_rows(whole, table), table
        if figures:
            assert measure(kept) == measure(whole)
            assert movements(kept) == movements(whole)


def all_rows(records: Records, table: str) -> list[tuple[Any, ...]]:
    return records.rows(f"SELECT * FROM {table} ORDER BY ALL")


def _became(check: DataCheck) -> tuple[object, ...]:
    for file in check.files:
        assert file.accepted + file.rejected == file.read, file
    files = [(f.name, f.table, f.read, f.accepted, f.rejected) for f in check.files]
    rejects = sorted((each.file, each.reason, each.count) for each in check.rejects)
    return files, rejects, check.tables, check.notes
