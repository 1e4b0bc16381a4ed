"""Rows into CSV files of the canonical tables."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from colonnade.records.tables import TABLES


def write_table(directory: Path, name: str, rows: Iterable[Mapping[str, object]]) -> None:
    """All columns of the table, blank where a row has none; days and times as ISO 8601, times in UTC."""
    with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, TABLES[name].column_names, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({column: _text(value) for column, value in row.items()})


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case _:
            return str(value)
