"""Expressions as SQL, compiled once for all days: those that differ in nothing but their days share a text."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any

from colonnade.records.metrics.language import Rows

Compiler = Any
"""One of Ibis' compilers (Ibis is not typed)."""

MARK = "\0"
"""Stands around a day that is left open; no SQL holds this character."""

TEXTS_KEPT = 500
"""Each takes about 65 KB with the expression it was compiled from; a day's literal far less."""


def to_sql(expression: Rows, *, pretty: bool = False) -> str:
    from ibis.backends.sql.compilers.duckdb import compiler  # type: ignore[import-untyped]

    return compiled(compiler, expression, pretty=True) if pretty else written(compiler, expression)


def compiled(compiler: Compiler, expression: Rows, *, pretty: bool = False) -> str:
    """The SQL of an expression, compiled anew."""
    return str(compiler.to_sqlglot(expression).sql(compiler.dialect, pretty=pretty))


def written(compiler: Compiler, expression: Rows) -> str:
    """The same text, put together from what an expression of other days was compiled to, if there was one."""
    shape, days = shape_of(compiler, expression)
    return with_days(shape, [_literal(compiler, day) for day in days])


def with_days(shape: "Shape", days: Sequence[str]) -> str:
    """The SQL of a shape with something for each of its days, by their places: a literal, a column."""
    return "".join(piece if isinstance(piece, str) else days[piece.number] for piece in _text(shape))


@dataclass(frozen=True, slots=True)
class _Place:
    """Of a node among the parts of an expression, or of a day among its days."""

    number: int


@dataclass(frozen=True, slots=True)
class Shape:
    """All that an expression is made of, each different day by its place: what the SQL is, but for the days."""

    compiler: Compiler
    parts: tuple[Hashable, ...]
    expression: Rows = field(compare=False)
    """One of those that have this shape."""


def shape_of(compiler: Compiler, expression: Rows) -> tuple[Shape, list[date]]:
    import ibis.expr.operations as ops  # type: ignore[import-untyped]

    parts: list[Hashable] = []
    days: dict[date, _Place] = {}

    def note(node: Any, _: Any, **arguments: Any) -> _Place:
        if isinstance(node, ops.Literal) and isinstance(node.value, date):
            arguments["value"] = days.setdefault(node.value, _Place(len(days)))
        named = (tuple(each.items()) if isinstance(each, dict) else each for each in arguments.values())
        parts.append((type(node), *named))
        return _Place(len(parts))

    expression.op().map(note)
    return Shape(compiler, tuple(parts), expression), list(days)


@lru_cache(TEXTS_KEPT)
def _text(shape: Shape) -> tuple[str | _Place, ...]:
    """SQL in pieces, between them the places of its days."""
    _, days = shape_of(shape.compiler, shape.expression)
    places = {day.isoformat(): _Place(number) for number, day in enumerate(days)}
    pieces = compiled(_leaving_days_open(shape.compiler), shape.expression).split(MARK)
    return tuple(places[piece] if number % 2 else piece for number, piece in enumerate(pieces))


@cache
def _leaving_days_open(compiler: Compiler) -> Compiler:
    import sqlglot.expressions as sge

    def leave_open(_: Compiler, op: Any, *, value: Any, dtype: Any) -> Any:
        if isinstance(value, date):
            return sge.Var(this=f"{MARK}{value.isoformat()}{MARK}")
        return compiler.visit_NonNullLiteral(op, value=value, dtype=dtype)

    return type("LeavingDaysOpen", (type(compiler),), {"visit_NonNullLiteral": leave_open})()


@lru_cache(TEXTS_KEPT)
def _literal(compiler: Compiler, day: date) -> str:
    import ibis

    literal = ibis.literal(day).op()
    return str(compiler.visit_Literal(literal, value=literal.value, dtype=literal.dtype).sql(compiler.dialect))
