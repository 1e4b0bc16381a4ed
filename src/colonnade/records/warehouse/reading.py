"""Opens the current generation of a warehouse read-only, by its own name: no load, and no load is in its way."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.ends import last_days, told_tables
from colonnade.records.open import Records
from colonnade.records.quality import DataCheck, TableCheck
from colonnade.records.warehouse.folder import OF_ANOTHER_VERSION, BadWarehouse, Generation, current
from colonnade.records.warehouse.manifest import Holdings, Load, read

if TYPE_CHECKING:
    import duckdb

TRIES = 3
"""A generation may be removed between the look at the pointer and its opening, when two loads end meanwhile."""


def open_warehouse(folder: Path, *, today: date) -> Records:
    """The records of the last load, with its check; `load` says which it was. Raises BadWarehouse."""
    import duckdb

    scratch = tempfile.TemporaryDirectory(prefix="colonnade-")
    try:
        for _ in range(TRIES):
            generation = _current(folder)
            try:
                return _open(generation, scratch, today)
            except duckdb.IOException as failure:
                fault = failure
            except (KeyError, TypeError, duckdb.CatalogException):
                raise BadWarehouse(OF_ANOTHER_VERSION.format(folder)) from None
        raise BadWarehouse(f"{generation.path} cannot be opened: {str(fault).splitlines()[0]}")
    except BaseException:
        scratch.cleanup()
        raise


def _current(folder: Path) -> Generation:
    generation = current(folder)
    if generation is None:
        raise BadWarehouse(
            f"there is no warehouse in {folder}; colonnade data load SOURCE --into {folder} makes one"
        )
    return generation


def _open(generation: Generation, scratch: "tempfile.TemporaryDirectory[str]", today: date) -> Records:
    connection = engine.open_kept(generation.path, Path(scratch.name))
    try:
        engine.lock(connection)
        load, check, holdings = _told(connection)
        as_of, ends_on = last_days(connection, holdings.present, today)
        tables = told_tables(connection, holdings.present, as_of, holdings.currencies)
        check = replace(check, as_of=as_of, tables=_aged(check.tables, (today - load.at.date()).days))
        return Records(
            check, as_of, ends_on, today, tables, connection, scratch, are_made_up=load.are_made_up, load=load
        )
    except BaseException:
        connection.close()
        raise


def _aged(tables: tuple[TableCheck, ...], days: int) -> tuple[TableCheck, ...]:
    """As they are so many days after the load."""
    return tuple(
        table if table.days_old is None else replace(table, days_old=table.days_old + max(days, 0))
        for table in tables
    )


def _told(connection: "duckdb.DuckDBPyConnection") -> tuple[Load, DataCheck, Holdings]:
    return read(connection, Load), read(connection, DataCheck), read(connection, Holdings)
