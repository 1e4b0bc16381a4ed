"""Generated records opened for a benchmark: by the loader, else as tables made straight from the files."""

import tempfile
from pathlib import Path
from typing import Any, cast

from colonnade.core.errors import NoUsableRecords
from colonnade.records import Records, engine, open_records
from colonnade.records.generate import Plan
from colonnade.records.metrics.language import Tables
from colonnade.records.tables import TABLES


def opened(folder: Path, plan: Plan) -> tuple[Records, str]:
    """`copy` where the loader does not read files of this form."""
    try:
        return open_records(str(folder), today=plan.ends_on), "load"
    except NoUsableRecords:
        return _copied(folder, plan), "copy"


def _copied(folder: Path, plan: Plan) -> Records:
    """Parquet files of canonical columns as they are: no check, no rejects."""
    scratch = tempfile.TemporaryDirectory(prefix="colonnade-bench-")
    paths = sorted(folder.glob("*.parquet"))
    connection = engine.connect(Path(scratch.name), sum(path.stat().st_size for path in paths))
    present: dict[str, frozenset[str]] = {}
    for path in paths:
        name = path.stem
        connection.execute(f"CREATE TABLE {name} AS FROM read_parquet('{path}')")
        columns = set(TABLES[name].column_names)
        for column in columns & {"kind", "source"}:
            values = engine.rows(connection, f"SELECT DISTINCT {column} FROM {name} WHERE {column} IS NOT NULL")
            columns |= {f"{column}={value}" for (value,) in values}
        present[name] = frozenset(columns)
    return Records(
        check=cast(Any, None),
        as_of=plan.ends_on,
        ends_on=plan.ends_on,
        today=plan.ends_on,
        tables=Tables(present, plan.ends_on, {}),
        connection=connection,
        _scratch=scratch,
    )
