"""Plays a company's story inside DuckDB and writes its tables; a table is one SELECT in `tables/`."""

# ruff: noqa: S608  only names and numbers of our own are put together here

import json
import tempfile
from errno import EIO
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.generate.effects import EFFECTS
from colonnade.records.generate.plan import Plan, Shape
from colonnade.records.generate.truth import tell
from colonnade.records.made_up import FILE_NAME, MARK
from colonnade.records.practice import names
from colonnade.records.tables import SQL_TYPES, TABLES

if TYPE_CHECKING:
    import duckdb

MEMORY = "1600MB"
"""For DuckDB's own buffers; what does not fit goes to a temporary folder beside the records."""

THREADS = 2
"""Fixed, because one thread cuts a Parquet file into other row groups than two, and so into other bytes."""

OPTIONS = {
    "csv": "FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ'",
    "parquet": "FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880",
}
PEOPLE = 400
TRADES = (
    "Analytics",
    "Clinics",
    "Foods",
    "Freight",
    "Insurance",
    "Labs",
    "Learning",
    "Outfitters",
    "Systems",
    "Works",
)

README = """\
{mark}

colonnade generate --accounts {plan.accounts} --months {plan.months} --events {plan.events} --seed {plan.seed} \
--ends-on {plan.ends_on} --format {plan.ending}{shape}

The same arguments give the same files, byte for byte. truth.json says what was planted: money, retention, who was
lost, and what makes accounts leave.
"""


def write_records(directory: Path, plan: Plan) -> dict[str, object]:
    """All tables but exchange rates, or what the shape has of them, and truth.json; the truth.

    Raises OSError where the disk is full or closed to us.
    """
    import duckdb

    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".generate-", dir=directory) as scratch:
        connection = engine.connect(Path(scratch), 0)
        try:
            _play(connection, plan)
            if plan.shape:
                _write_shape(connection, directory, plan.shape, plan)
            else:
                _write_tables(connection, directory, plan)
            truth = tell(connection, plan)
        except duckdb.IOException as failure:
            raise OSError(EIO, str(failure).splitlines()[0], str(directory)) from None
        finally:
            connection.close()
    text = json.dumps(truth, indent=2, ensure_ascii=False) + "\n"
    (directory / "truth.json").write_text(text, encoding="utf-8", newline="\n")
    (directory / FILE_NAME).write_text(
        README.format(mark=MARK, plan=plan, shape=f" --shape {plan.shape}" if plan.shape else ""),
        encoding="utf-8",
        newline="\n",
    )
    return truth


def _play(connection: "duckdb.DuckDBPyConnection", plan: Plan) -> None:
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"SET threads = {THREADS}")
    _say(connection, plan)
    _name(connection, plan)
    connection.execute(
        "CREATE TABLE months (month INTEGER, first_on DATE, last_on DATE, ever_before DOUBLE, ever DOUBLE,"
        " days INTEGER AS (last_on - first_on + 1))"
    )
    connection.executemany("INSERT INTO months VALUES (?, ?, ?, ?, ?)", list(plan.months_with_arrivals()))
    for part in sorted((_folder() / "story").iterdir(), key=lambda part: part.name):
        connection.execute(part.read_text(encoding="utf-8"))


def _say(connection: "duckdb.DuckDBPyConnection", plan: Plan) -> None:
    """The plan and the planted effects as macros, so that the SQL stands in its files unchanged."""
    said = {
        "seed": str(plan.seed),
        "accounts": str(plan.accounts),
        "months": str(plan.months),
        "events": str(plan.events),
        "first_on": f"DATE '{plan.span.first(0)}'",
        "ends_on": f"DATE '{plan.ends_on}'",
        **{f"{name}_effect": repr(effect) for name, effect in EFFECTS.items()},
    }
    for name, value in said.items():
        connection.execute(f"CREATE MACRO {name}() AS {value}")


def _name(connection: "duckdb.DuckDBPyConnection", plan: Plan) -> None:
    """The words that names are made of, as one row of lists."""
    dice = Random(plan.seed)  # noqa: S311  these dice make a story, not a secret
    words = {
        "names": names.company_names(dice),
        "people": [names.person(dice) for _ in range(PEOPLE)],
        "trades": list(TRADES),
        "titles": list(names.TITLES),
        "industries": list(names.INDUSTRIES),
        "countries": list(names.REGIONS),
        "regions": list(names.REGIONS.values()),
    }
    columns = ", ".join(f"? AS {name}" for name in words)
    connection.execute(f"CREATE TABLE words AS SELECT {columns}", list(words.values()))


def _write_tables(connection: "duckdb.DuckDBPyConnection", directory: Path, plan: Plan) -> None:
    for name in TABLES:
        if sql := _canonical(connection, name):
            _copy(connection, sql, directory / f"{name}.{plan.ending}", plan)


def _canonical(connection: "duckdb.DuckDBPyConnection", name: str) -> str | None:
    """Every canonical column in its order and type, blank where the story has none; None for a table without."""
    part = _folder() / "tables" / f"{name}.sql"
    if not part.is_file():
        return None
    sql = part.read_text(encoding="utf-8")
    told = {column[0] for column in connection.execute(f"DESCRIBE {sql}").fetchall()}
    columns = ", ".join(
        f"{column.name if column.name in told else 'NULL'}::{SQL_TYPES[column.kind]} AS {column.name}"
        for column in TABLES[name].columns
    )
    return f"SELECT {columns} FROM ({sql})"


def _write_shape(connection: "duckdb.DuckDBPyConnection", directory: Path, shape: Shape, plan: Plan) -> None:
    """What vendors' systems hold of the company, as they export it: made from canonical tables in `written`."""
    connection.execute("CREATE SCHEMA written")
    for name in TABLES:
        if sql := _canonical(connection, name):
            connection.execute(f"CREATE TABLE written.{name} AS {sql}")
    shapes = _folder() / "shapes"
    connection.execute((shapes / "prelude.sql").read_text(encoding="utf-8"))
    for part in sorted((shapes / shape).iterdir(), key=lambda part: part.name):
        path = directory / f"{part.name.removesuffix('.sql')}.{plan.ending}"
        _copy(connection, part.read_text(encoding="utf-8"), path, plan)


def _copy(connection: "duckdb.DuckDBPyConnection", sql: str, path: Path, plan: Plan) -> None:
    connection.execute(f"COPY ({sql}) TO '{_quoted(path)}' ({OPTIONS[plan.ending]})")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _folder() -> Traversable:
    return files("colonnade.records.generate")
