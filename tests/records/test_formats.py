"""Records in every format that is read, and what is refused: in bounded time and memory, with its reason."""

import gzip
import json
import resource
import sqlite3
import struct
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import psycopg
import pytest
from exports import TODAY
from openpyxl import Workbook
from server import postgresql

from colonnade.core.errors import NoUsableRecords
from colonnade.records import open_records
from colonnade.records.files import NotRead, inspect
from colonnade.records.postgres import copy_from, parameters, shown
from colonnade.records.unpack import kind_of, unpack

ACCOUNTS = "account_id,name\nA,Ann\nB,Bee\n"
SUBSCRIPTIONS = "account_id,start_on,mrr\nA,2024-01-01,5\nB,2024-02-01,7.5\n"


def told(source: Path) -> tuple[list[tuple[str, ...]], list[tuple[object, ...]]]:
    with open_records(str(source), today=TODAY) as records:
        assert all(file.accepted + file.rejected == file.read for file in records.check.files)
        return (
            records.rows("SELECT account_id, name FROM accounts ORDER BY 1"),
            records.rows("SELECT account_id, start_on, CAST(mrr AS DOUBLE) FROM subscriptions ORDER BY 1"),
        )


BOTH = (
    [("A", "Ann"), ("B", "Bee")],
    [("A", date(2024, 1, 1), 5.0), ("B", date(2024, 2, 1), 7.5)],
)


def make(folder: Path, kind: str) -> Path:
    folder.mkdir()
    pair = {"accounts": ACCOUNTS, "subscriptions": SUBSCRIPTIONS}
    match kind:
        case "tsv":
            for name, body in pair.items():
                (folder / f"{name}.tsv").write_text(body.replace(",", "\t"))
        case "csv.gz":
            for name, body in pair.items():
                (folder / f"{name}.csv.gz").write_bytes(gzip.compress(body.encode()))
        case "jsonl" | "jsonl.gz" | "json":
            for name, body in pair.items():
                header, *lines = [line.split(",") for line in body.splitlines()]
                items = [dict(zip(header, line, strict=True)) for line in lines]
                text = json.dumps(items) if kind == "json" else "\n".join(map(json.dumps, items))
                data = gzip.compress(text.encode()) if kind.endswith("gz") else text.encode()
                (folder / f"{name}.{kind}").write_bytes(data)
        case "parquet" | "duckdb":
            place = str(folder / "warehouse.duckdb") if kind == "duckdb" else ":memory:"
            with duckdb.connect(place) as connection:
                connection.execute(
                    "CREATE TABLE accounts AS SELECT * FROM (VALUES ('A','Ann'),('B','Bee')) t(account_id, name)"
                )
                connection.execute(
                    "CREATE TABLE subscriptions AS SELECT * FROM (VALUES ('A',DATE '2024-01-01',5.0),('B',DATE '2024-02-01',7.5)) t(account_id, start_on, mrr)"
                )
                if kind == "parquet":
                    for name in pair:
                        connection.execute(f"COPY {name} TO '{folder}/{name}.parquet'")
        case "sqlite":
            with sqlite3.connect(folder / "app.db") as other:
                other.execute("CREATE TABLE accounts (account_id TEXT, name TEXT)")
                other.execute("CREATE TABLE subscriptions (account_id TEXT, start_on TEXT, mrr REAL)")
                other.executemany("INSERT INTO accounts VALUES (?, ?)", [("A", "Ann"), ("B", "Bee")])
                other.executemany(
                    "INSERT INTO subscriptions VALUES (?, ?, ?)",
                    [("A", "2024-01-01", 5), ("B", "2024-02-01", 7.5)],
                )
            other.close()
        case "xlsx":
            book = Workbook()
            sheet = book.active
            assert sheet is not None
            sheet.title = "accounts"
            for line in (["Our accounts"], [], ["account_id", "name"], ["A", "Ann"], ["B", "Bee"]):
                sheet.append(line)
            second = book.create_sheet("subscriptions")
            for row in (
                ["account_id", "start_on", "mrr"],
                ["A", date(2024, 1, 1), 5],
                ["B", date(2024, 2, 1), 7.5],
            ):
                second.append(row)
            book.save(folder / "book.xlsx")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["tsv", "csv.gz", "jsonl", "jsonl.gz", "json", "parquet", "duckdb", "sqlite", "xlsx"]
)
def test_the_same_records_in_another_format_are_the_same(tmp_path: Path, kind: str) -> None:
    assert told(make(tmp_path / "export", kind)) == BOTH


@pytest.mark.slow
def test_one_file_is_a_source_too(tmp_path: Path) -> None:
    assert told(make(tmp_path / "export", "duckdb") / "warehouse.duckdb") == BOTH


@pytest.mark.slow
def test_a_line_that_is_no_object_is_refused_and_what_is_nested_is_found(tmp_path: Path) -> None:
    lines = [{"account_id": "A", "name": "Ann", "address": {"country": "NO"}}, {"account_id": "B", "name": "Bee"}]
    body = "\n".join([*map(json.dumps, lines), "{broken", '"text"'])
    (tmp_path / "accounts.jsonl").write_text(body)
    with open_records(str(tmp_path), today=TODAY) as records:
        (file,) = records.check.files
        assert (file.read, file.accepted, file.rejected) == (4, 2, 2)
        assert "address.country" in file.unknown


@pytest.mark.slow
def test_a_database_file_is_left_as_it_was(tmp_path: Path) -> None:
    folder = make(tmp_path / "export", "sqlite")
    before = (folder / "app.db").read_bytes()
    told(folder)
    assert (folder / "app.db").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["app.db"]


def refused(path: Path, scratch: Path) -> str:
    """Why a file is not read: after little work, in a child whose memory is not ours and stays small."""
    kind = kind_of(path)
    assert kind is not None
    before, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    found = unpack(path, kind, scratch / "out")
    after, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    assert isinstance(found, NotRead), found
    assert child.ru_utime + child.ru_stime - children.ru_utime - children.ru_stime < 5
    # a child's peak counts our own memory at its start, and those of children before it
    assert child.ru_maxrss <= max(512_000, children.ru_maxrss, after.ru_maxrss)
    assert after.ru_maxrss - before.ru_maxrss < 256_000
    return found.why


def xlsx_of(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            package.writestr(name, body)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"xl/worksheets/sheet1.xml": b"<row/>" * 20_000_000}, "unpacks to more than"),
        ({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "document type"),
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({"../evil.xml": b"x"}, "outside"),
        ({"inner.zip": b"PK\x03\x04abc"}, "another file inside"),
        ({f"xl/worksheets/sheet{n}.xml": b"<x/>" for n in range(500)}, "sheets"),
        ({f"part{n}": b"" for n in range(10_000)}, "parts"),
        ({"xl/workbook.xml": b"<x/>"}, "damaged"),
    ],
)
def test_a_workbook_made_to_hurt_is_refused(tmp_path: Path, parts: dict[str, bytes], why: str) -> None:
    assert why in refused(xlsx_of(tmp_path / "book.xlsx", **parts), tmp_path)


@pytest.mark.slow
def test_a_parquet_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.parquet"
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute(
            f"COPY (SELECT repeat('x', 5000) AS a FROM range(300000)) TO '{path}' (COMPRESSION zstd)"
        )
    assert "more" in refused(path, tmp_path)


@pytest.mark.slow
def test_a_parquet_file_with_too_many_columns_or_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.parquet"
    with duckdb.connect() as connection:
        columns = ", ".join(f"1 AS c{n}" for n in range(3_000))
        connection.execute(f"COPY (SELECT {columns}) TO '{path}'")
    assert "columns" in refused(path, tmp_path / "a")
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(path.read_bytes()[:-100])
    assert "whole Parquet" in refused(cut, tmp_path / "b")
    lying = tmp_path / "lying.parquet"
    data = path.read_bytes()
    lying.write_bytes(data[:-8] + struct.pack("<I", 2_000_000_000) + b"PAR1")
    assert refused(lying, tmp_path / "c")


@pytest.mark.slow
def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(400):
            file.write(b"account_id,name\n" * 62_500)
    assert "unpacks to more than 200 MB" in refused(path, tmp_path)


@pytest.mark.slow
def test_ten_million_columns_are_refused(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_bytes(b",".join([b"c"] * 10_000_000) + b"\n1\n")
    start = time.process_time()
    found = inspect(tmp_path / "accounts.csv")
    assert isinstance(found, NotRead) and time.process_time() - start < 5
    (tmp_path / "accounts.jsonl").write_text(json.dumps({f"c{n}": 1 for n in range(5_000)}))
    assert "columns" in refused(tmp_path / "accounts.jsonl", tmp_path)


@pytest.mark.parametrize("name", ["a.xls", "a.pdf", "a", "a.parquet.gz", "a.tar.gz"])
def test_other_formats_are_named_as_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(NoUsableRecords, match="is not one of"):
        open_records(str(tmp_path), today=TODAY)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("mysql://host/db", "allowed is postgresql"),
        ("file:///etc/passwd", "allowed is postgresql"),
        ("postgresql:///db", "no single host"),
        ("postgresql://a,b/db", "no single host"),
        ("postgresql://%2Ftmp/db", "no single host"),
        ("postgresql://host/", "no database"),
        ("postgresql://host/host=evil dbname=x", "no database"),
        ("postgresql://host/db?options=-c%20x", "setting 'options'"),
        ("postgresql://host/db?passfile=/etc/passwd", "setting 'passfile'"),
        ("postgresql://host/db?service=x", "setting 'service'"),
        ("postgresql://host/db?hostaddr=1.2.3.4", "setting 'hostaddr'"),
        ("postgresql://host/db?sslmode=allow", "allowed is one of"),
        ("postgresql://host/db%0Aoptions=x", "signs|no database"),
        ("postgresql://host:x/db", "cannot be read"),
    ],
)
def test_an_address_says_nothing_but_what_is_allowed(address: str, why: str) -> None:
    with pytest.raises(NoUsableRecords, match=why):
        parameters(address)


def test_a_password_is_never_shown() -> None:
    address = "postgresql://kim:s3cret@127.0.0.1:1/db"
    assert shown(address) == "postgresql://127.0.0.1:1/db"
    with pytest.raises(NoUsableRecords) as caught:
        open_records(address, today=TODAY)
    assert "s3cret" not in str(caught.value) and "127.0.0.1" in str(caught.value)


def test_without_its_package_postgresql_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(NoUsableRecords, match="one more package"):
        open_records("postgresql://host/db", today=TODAY)


@pytest.mark.slow
def test_tables_of_postgresql_are_copied_by_a_role_that_may_only_read(tmp_path: Path) -> None:
    with postgresql() as address:
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE accounts (account_id text, name text)")
            connection.execute("INSERT INTO accounts VALUES ('A', 'Ann'), ('B', E'Bee, \"two\"')")
            connection.execute("CREATE TABLE secrets (x int)")
            connection.execute("CREATE ROLE reader LOGIN; GRANT SELECT ON accounts TO reader")
        host = dict(part.split("=", 1) for part in address.split())["host"]
        role = {"host": host, "user": "reader", "dbname": "postgres"}
        found = copy_from(role, None, tmp_path / "out", "it")
        assert [name for name, _ in found] == ["public#accounts"]
        assert found[0][1].read_text() == 'account_id,name\nA,Ann\nB,"Bee, ""two"""\n'
