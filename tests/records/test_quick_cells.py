"""What one cast reads at once is what the patterns read, and it reads nothing that they do not."""

from decimal import Decimal

import duckdb
import pytest

from colonnade.records.quick import Typed, quick
from colonnade.records.tables import Column, Kind
from colonnade.records.values import cleaned, value

NUMBERS = [
    "0", "-0", "5", "-5", "+5", "007", "1.5", "-1.25", ".5", "-.5", "5.", ".", "-", "+", "1,5", "1.234",
    "12.345.678", "1e5", "1E5", "1_000", "0x1F", "inf", "nan", "1 000", " 5 ", "5%", "$5", "(5)", "1.123456789",
    "0.005", "2.675", "9999999999.99999999", "10000000000", "123456789012345678901", "1" * 30, "٣", "１", "5\t",
    "true", "",
]  # fmt: skip
DATES = [
    "2024-01-05", "2024-1-5", "2024/01/05", "2024-01-05T10:00:00Z", "2024-01-05T10:00:00z", "2024-01-05 10:00:00",
    "2024-01-05 10:00", "2024-01-05T10", "2024-01-05 10:00:00.5", "2024-01-05 10:00:00+02", "2024-01-05 10:00+01",
    "2024-01-05 10:00:00-0330", "2024-1-05 10:00:00+02", "2024-01-5T10:00:00+2", "2024-01-05 24:00:00",
    "2024-01-05 10:00:60", "2024-02-30", "1970-01-01", "1989-12-31", "1990-01-01", "2100-01-01", "2100-01-02",
    "9999-12-31", "0001-01-01", "0000-00-00", "infinity", "epoch", "2024-01-05 (BC)", " 2024-01-05",
    "2024-01-05 UTC", "2024_01_05", "2024-01-05TT:TT:TTZ", "20240105", "05.01.2024", "-2024-01-5", "+2024-01-5",
    "",
]  # fmt: skip


def both(kind: Kind, cells: list[str]) -> list[tuple[str, object, object]]:
    column = Column("cell", kind)
    reading = ("iso",) if kind in ("day", "moment") else ()
    fast, slow = quick(column, "cell", None, reading), value(column, f"({cleaned('cell')})", reading)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE TABLE cells (cell VARCHAR)")
        connection.executemany("INSERT INTO cells VALUES (?)", [[cell] for cell in cells])
        return connection.execute(f"SELECT cell, {fast}, {slow} FROM cells").fetchall()


@pytest.mark.parametrize("kind", ["money", "number", "integer"])
def test_a_number_read_at_once_is_the_number_the_patterns_read(kind: Kind) -> None:
    found = both(kind, NUMBERS)
    assert [row for row in found if row[1] is not None and row[1] != row[2]] == []
    assert sum(row[1] is not None for row in found) > 10


@pytest.mark.parametrize("kind", ["day", "moment"])
def test_a_date_read_at_once_is_the_date_the_patterns_read(kind: Kind) -> None:
    found = both(kind, DATES)
    assert [row for row in found if row[1] is not None and row[1] != row[2]] == []
    assert sum(row[1] is not None for row in found) > 4


@pytest.mark.parametrize(
    ("kind", "typed", "cell", "expected"),
    [
        ("money", "DOUBLE", "1.005", Decimal("1.01")),
        ("money", "DOUBLE", "'inf'", None),
        ("money", "DECIMAL(38,2)", "99999999999999999999999999.99", None),
        ("number", "DOUBLE", "1e300", 1e300),
        ("number", "DOUBLE", "'nan'", None),
        ("integer", "UBIGINT", "18446744073709551615", None),
        ("integer", "BIGINT", "9007199254740993", 9007199254740993),
        ("day", "TIMESTAMP", "'1970-01-01'", None),
    ],
)
def test_a_typed_cell_is_taken_as_it_is_where_it_fits(kind: Kind, typed: str, cell: str, expected: object) -> None:
    sql = quick(Column("cell", kind), "text", Typed(f"CAST({cell} AS {typed})", typed), ())
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT {sql}").fetchall() == [(expected,)]
