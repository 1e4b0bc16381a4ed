"""The child that parses what a user brought: it limits itself first, then writes pieces and their names.

A piece is CSV; or, where columns have types, flat Parquet of `c0`, `c1` ... with what it holds in JSON beside.

Run as `python -I unpack_child.py KIND FILE FOLDER`.
"""

# ruff: noqa: S608  names are quoted; the statements run where nothing but the file can be reached

import csv
import gzip
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    import duckdb

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 300
LEAST_BYTES, MOST_BYTES, MOST_TIMES = 200_000_000, 40_000_000_000, 60
"""A file may become so many times its size, and always the least; nothing real is packed tighter."""
MAX_COLUMNS, MAX_TABLES, MAX_DEPTH, MAX_LINE = 2_000, 500, 5, 1_000_000
MAX_JSON = 100_000_000
MAX_INSIDE, LEAST_INSIDE = 20, 4
"""Lists inside objects that become tables, and their least columns: more than two ids and a value."""
MAX_SHOWN, SAMPLE_ROWS = 1_000, 200
KEPT_TYPES = (
    "DATE", "TIMESTAMP", "DOUBLE", "TINYINT", "SMALLINT", "INTEGER", "BIGINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
)  # fmt: skip
REFUSED = 3

Pieces = list[tuple[str, str, int]]
"""What each table is called, its file, and what to add to a line there to have the line where it came from."""
Row = dict[str, Any] | str | None


def limit(path: Path) -> int:
    """The limits of the operating system, before anything is read; gives the bytes that may be written."""
    import resource

    bytes_out = min(MOST_BYTES, max(LEAST_BYTES, MOST_TIMES * path.stat().st_size))
    for what, amount in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, bytes_out),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        least = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(what, (least, least))
    return bytes_out


def refuse(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise SystemExit(REFUSED)


def main(kind: str, file: str, folder: str) -> None:
    path, out = Path(file), Path(folder)
    bytes_out = limit(path)
    if kind.endswith(" gz"):
        path, kind = _gunzip(path, out, bytes_out), kind.removesuffix(" gz")
    match kind:
        case "csv":
            pieces = [("", path.name, 0)]
        case "json_lines":
            pieces = _write_json(lambda: _json_lines(path), out, _singular(Path(file)))
        case "json":
            pieces = _json(path, out, _singular(Path(file)))
        case "parquet":
            pieces = _parquet(path, out, bytes_out)
        case "xlsx":
            from colonnade.records.unpack_xlsx import xlsx

            pieces = xlsx(path, out)
        case _:
            pieces = _database(path, out, bytes_out)
    (out / "pieces.json").write_text(json.dumps(pieces), encoding="utf-8")


def _gunzip(path: Path, out: Path, bytes_out: int) -> Path:
    target = out / "unpacked.csv"
    written = 0
    try:
        with gzip.open(path) as packed, target.open("wb") as plain:
            while chunk := packed.read(1 << 20):
                written += len(chunk)
                if written > bytes_out:
                    refuse(f"unpacks to more than {bytes_out // 1_000_000:,} MB, {MOST_TIMES} times its size")
                plain.write(chunk)
    except (OSError, EOFError) as fault:
        refuse(f"is not whole gzip ({fault})")
    return target


def write_rows(path: Path, header: list[str], rows: Iterable[Iterable[object]]) -> None:
    if len(header) > MAX_COLUMNS:
        refuse(f"has {len(header):,} columns; at most {MAX_COLUMNS:,} are read")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([text_of(cell) for cell in row] for row in rows)


def text_of(cell: object) -> str:
    """A value as CSV would have it: blank for none, true and false, dates as year-month-day."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case bytes():
            return cell.hex()
        case dict() | list():
            return json.dumps(cell, ensure_ascii=False, default=str)
        case _:
            return str(cell)


def _json_lines(path: Path) -> Iterator[Row]:
    """Each line as flat fields, or the text of one that is not an object; None of a blank one."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        while line := file.readline(MAX_LINE + 1):
            if len(line) > MAX_LINE:
                while (rest := file.readline(MAX_LINE)) and not rest.endswith("\n"):
                    pass
                yield line[:200]
            else:
                yield _object(line) if line.strip() else None


def _object(line: str) -> dict[str, Any] | str:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return line[:200]
    return dict(_flat(found)) if isinstance(found, dict) else line[:200]


def _flat(tree: dict[str, Any], before: str = "", depth: int = 1) -> Iterator[tuple[str, Any]]:
    for key, item in tree.items():
        name = f"{before}{key}"
        if isinstance(item, dict) and item and depth < MAX_DEPTH:
            yield from _flat(item, f"{name}.", depth + 1)
        else:
            yield name, item


def _json(path: Path, out: Path, thing: str) -> Pieces:
    """A list of objects; several lists under names; or JSON lines by another name."""
    if path.stat().st_size > MAX_JSON:
        return _write_json(lambda: _json_lines(path), out, thing)
    try:
        whole = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        return _write_json(lambda: _json_lines(path), out, thing)
    if isinstance(whole, dict):
        lists = {name: item for name, item in whole.items() if isinstance(item, list) and item}
        named = list(lists.items()) if len(lists) > 1 else [("", next(iter(lists.values()), [whole]))]
    else:
        named = [("", whole if isinstance(whole, list) else [])]
    pieces: Pieces = []
    for name, items in named[:MAX_TABLES]:
        flat: list[Row] = [dict(_flat(item)) if isinstance(item, dict) else str(item)[:200] for item in items]
        pieces += _write_json(lambda flat=flat: flat, out, thing, name, len(pieces))  # type: ignore[misc]
    return pieces


def _write_json(
    read: Callable[[], Iterable[Row]], out: Path, thing: str, name: str = "", first: int = 0
) -> Pieces:
    """Read twice: for all names there are, then for the rows. A row that is no object has a field too many.

    Lists of objects inside are tables of their own (`items` of a subscription), whose rows name the `thing` they
    stand in by its id.
    """
    names: dict[str, dict[str, None]] = {"": {}}
    for item in read():
        for inside, row in _tables_of(item, thing):
            if isinstance(row, dict) and (inside in names or len(names) <= MAX_INSIDE):
                names.setdefault(inside, {}).update(dict.fromkeys(row))
                if len(names[inside]) > MAX_COLUMNS:
                    refuse(f"has more than {MAX_COLUMNS:,} columns; at most so many are read")
    if not names[""]:
        refuse("holds no objects with names and values")
    headers = {inside: list(found) for inside, found in names.items() if not inside or len(found) >= LEAST_INSIDE}
    with ExitStack() as stack:
        written: dict[str, Any] = {}
        for place, (inside, header) in enumerate(headers.items(), first):
            opened = (out / f"{place}.csv").open("w", encoding="utf-8", newline="")
            written[inside] = csv.writer(stack.enter_context(opened), lineterminator="\n")
            written[inside].writerow(header)
        for item in read():
            for inside, row in _tables_of(item, thing):
                if inside in headers:
                    written[inside].writerow(_as_row(row, headers[inside]))
    parts = (".".join(filter(None, (name, inside))) for inside in headers)
    return [(part, f"{place}.csv", -1) for place, part in enumerate(parts, first)]


def _tables_of(item: Row, thing: str) -> Iterator[tuple[str, Row]]:
    """An object as a row of its table, and what lists inside it hold as rows of theirs."""
    yield "", item
    if isinstance(item, dict) and item.get("id"):
        name = f"{item['object']}_id" if isinstance(item.get("object"), str) else f"{thing}_id"
        for key, inside in item.items():
            if isinstance(inside, list) and inside and all(isinstance(each, dict) for each in inside):
                for each in inside:
                    yield key.removesuffix(".data"), {name: item["id"], **dict(_flat(each))}


def _as_row(row: Row, header: list[str]) -> list[str]:
    """A line for each object, so that they are counted as they stand; a blank line for a blank line."""
    match row:
        case None:
            return []
        case str():
            return [row.strip(), *[""] * (len(header) - 1), "is no object"]
        case _:
            return [" ".join(text_of(row.get(key)).splitlines()) for key in header]


def _singular(path: Path) -> str:
    stem = path.name.partition(".")[0]
    return f"{stem.removesuffix('ies')}y" if stem.endswith("ies") else stem.removesuffix("s")


def _parquet(path: Path, out: Path, bytes_out: int) -> Pieces:
    import duckdb

    connection = duckdb.connect(config={"threads": "2", "memory_limit": "700MB", "temp_directory": ""})
    connection.execute("SET TimeZone = 'UTC'")
    try:
        leaves, deepest = connection.execute(
            "SELECT count(*) FILTER (num_children IS NULL OR num_children = 0), count(*) FROM parquet_schema(?)",
            [str(path)],
        ).fetchall()[0]
        if max(leaves, deepest) > MAX_COLUMNS:
            refuse(f"has {max(leaves, deepest):,} columns; at most {MAX_COLUMNS:,} are read")
        ((rows, size),) = connection.execute(
            "SELECT (SELECT sum(num_rows) FROM parquet_file_metadata(?)), sum(total_uncompressed_size)"
            " FROM parquet_metadata(?)",
            [str(path), str(path)],
        ).fetchall()
        if (size or 0) > bytes_out or (rows or 0) * leaves > bytes_out:
            refuse(f"unpacks to more than {bytes_out // 1_000_000:,} MB")
        source = f"read_parquet('{_quoted(str(path))}')"
        return [("", _table(connection, source, out, "0", bytes_out), 0)]
    except duckdb.Error as fault:
        refuse(f"is not a whole Parquet file ({str(fault).splitlines()[0][:120]})")


def _table(connection: "duckdb.DuckDBPyConnection", source: str, out: Path, name: str, bytes_out: int) -> str:
    """A table as a Parquet piece; as CSV, which is read line by line, where texts hold what no text should."""
    columns = [(str(each[0]), str(each[1])) for each in connection.execute(f"DESCRIBE FROM {source}").fetchall()]
    header, cells = [given for given, _ in columns], [_cell(given, kind) for given, kind in columns]
    if len(header) > MAX_COLUMNS:
        refuse(f"has {len(header):,} columns; at most {MAX_COLUMNS:,} are read")
    texts = [sql for sql, kind in cells if kind == "VARCHAR"]
    size = " + ".join([f"{8 * len(cells)} * count(*)", *(f"coalesce(sum(strlen({sql})), 0)" for sql in texts)])
    odd = " OR ".join(f"contains({sql}, chr(0)) OR strlen({sql}) > {MAX_LINE}" for sql in texts) or "false"
    rows, unpacked, is_odd = connection.execute(
        f"SELECT count(*), {size}, bool_or({odd}) FROM {source}"
    ).fetchall()[0]
    if unpacked > bytes_out:
        refuse(f"unpacks to more than {bytes_out // 1_000_000:,} MB")
    if is_odd:
        as_text = ", ".join(f"CAST({_name(given)} AS VARCHAR)" for given in header)
        write_rows(out / f"{name}.csv", header, _fetched(connection.execute(f"SELECT {as_text} FROM {source}")))
        return f"{name}.csv"
    typed = ", ".join(f"{sql} AS c{place}" for place, (sql, _) in enumerate(cells))
    piece = out / f"{name}.parquet"
    connection.execute(f"COPY (SELECT {typed} FROM {source}) TO '{_quoted(str(piece))}' (FORMAT parquet)")
    shown = ", ".join(f"coalesce(left(CAST({sql} AS VARCHAR), {MAX_SHOWN}), '')" for sql, _ in cells)
    sample = connection.execute(f"SELECT {shown} FROM {source} LIMIT {SAMPLE_ROWS}").fetchall()
    told = {"header": header, "types": [kind for _, kind in cells], "rows": rows, "sample": sample}
    piece.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
    return piece.name


def _cell(column: str, kind: str) -> tuple[str, str]:
    """SQL for a column and the type it keeps: dates and numbers their own, all else as text."""
    name = _name(column)
    if kind in KEPT_TYPES or kind.startswith("DECIMAL("):
        return name, kind
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"({name} AT TIME ZONE 'UTC')", "TIMESTAMP"
    if kind.startswith("TIMESTAMP_"):
        return f"CAST({name} AS TIMESTAMP)", "TIMESTAMP"
    return f"CAST({name} AS VARCHAR)", "VARCHAR"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _fetched(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while batch := cursor.fetchmany(2_000):
        yield from batch


def _database(path: Path, out: Path, bytes_out: int) -> Pieces:
    """Every table of a DuckDB or SQLite file, opened to read only."""
    with path.open("rb") as file:
        head = file.read(16)
    if head == b"SQLite format 3\x00":
        return _sqlite(path, out)
    if head[8:12] == b"DUCK":
        return _duckdb(path, out, bytes_out)
    return refuse("is neither a DuckDB nor a SQLite file")


def _sqlite(path: Path, out: Path) -> Pieces:
    import sqlite3
    from urllib.parse import quote

    pieces: Pieces = []
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        for (table,) in tables[:MAX_TABLES]:
            cursor = connection.execute(f"SELECT * FROM {_name(table)}")
            write_rows(out / f"{len(pieces)}.csv", [column[0] for column in cursor.description], _fetched(cursor))
            pieces.append((table, f"{len(pieces)}.csv", 0))
    except sqlite3.Error as fault:
        refuse(f"is not a whole SQLite file ({fault})")
    return pieces or refuse("holds no tables")


def _duckdb(path: Path, out: Path, bytes_out: int) -> Pieces:
    import duckdb

    pieces: Pieces = []
    try:
        connection = duckdb.connect(
            str(path),
            read_only=True,
            config={"threads": "2", "memory_limit": "700MB"},
        )
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET allowed_directories = [?]", [f"{out}/"])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        tables = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        for schema, table in tables[:MAX_TABLES]:
            whole = f"{_name(schema)}.{_name(table)}"
            pieces.append((table, _table(connection, whole, out, str(len(pieces)), bytes_out), 0))
    except duckdb.Error as fault:
        refuse(f"is not a whole DuckDB file ({str(fault).splitlines()[0][:120]})")
    return pieces or refuse("holds no tables")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except MemoryError:
        refuse("needs more memory than a file of records may")
    except RecursionError:
        refuse("is nested too deeply")
    except OSError as failure:
        shutil.rmtree(sys.argv[3], ignore_errors=True)
        refuse(f"cannot be read, or unpacks to more than is read ({failure.strerror})")
