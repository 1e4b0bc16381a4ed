"""Cells that one cast reads, as most are written or as their file typed them; others go by patterns."""

from dataclasses import dataclass

from colonnade.records.tables import MONEY_PLACES, SQL_TYPES, Column
from colonnade.records.values import EARLIEST, INCLUSIVE, LATEST, Reading

WHOLE_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
DATES = ("DATE", "TIMESTAMP")
NUMBERS = (*WHOLE_NUMBERS, "DOUBLE", "DECIMAL")


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell with the type that its file gave it, such as `TIMESTAMP` or `DECIMAL(18,2)`."""

    sql: str
    type: str

    @property
    def is_date(self) -> bool:
        return self.type in DATES

    @property
    def is_number(self) -> bool:
        return self.type.partition("(")[0] in NUMBERS


def quick(column: Column, cell: str, typed: Typed | None, reading: Reading) -> str | None:
    """SQL for the value where one cast reads it, else NULL; None for columns that have no quick way.

    What it reads, `values.value` reads the same.
    """
    match column.kind:
        case "day" | "moment" if typed and typed.is_date and INCLUSIVE not in reading:
            return _in_range(column, f"CAST({typed.sql} AS TIMESTAMP)")
        case "day" | "moment" if set(reading) <= {"iso"}:
            return _in_range(column, _iso(cell))
        case "money" | "monthly" | "number" | "integer" if set(reading) <= {"decimal_point"}:
            return _number(column, typed) if typed and typed.is_number else _written_number(column, cell)
        case _:
            return None


def _in_range(column: Column, moment: str) -> str:
    kind = SQL_TYPES[column.kind]
    return f"CASE WHEN {moment} BETWEEN '{EARLIEST}' AND '{LATEST}' THEN CAST({moment} AS {kind}) END"


def _iso(cell: str) -> str:
    """A day, or a moment to the second that names no zone but UTC: a bare cast passes over other zones."""
    forms = {10: "____-__-__", 19: "____-__-__%:__:__", 20: "____-__-__T__:__:__Z"}
    fits = " ".join(f"WHEN {length} THEN {cell} LIKE '{form}'" for length, form in forms.items())
    return f"(CASE WHEN CASE strlen({cell}) {fits} END THEN TRY_CAST({cell} AS TIMESTAMP) END)"


def _written_number(column: Column, cell: str) -> str:
    digits = f"CASE WHEN regexp_full_match({cell}, '-?\\d{{1,15}}(\\.\\d{{1,15}})?') THEN {cell} END"
    if column.kind == "number":
        return f"TRY_CAST({digits} AS DOUBLE)"
    return _as_kind(column, f"TRY_CAST({digits} AS DECIMAL(18, 8))")


def _number(column: Column, typed: Typed) -> str:
    if column.kind == "number":
        return f"CASE WHEN isfinite(CAST({typed.sql} AS DOUBLE)) THEN CAST({typed.sql} AS DOUBLE) END"
    return _as_kind(column, f"TRY_CAST({typed.sql} AS DECIMAL(30, 8))")


def _as_kind(column: Column, number: str) -> str:
    places = MONEY_PLACES.get(column.kind)
    rounded = number if places is None else f"round({number}, {places})"
    return f"TRY_CAST({rounded} AS {SQL_TYPES[column.kind]})"
