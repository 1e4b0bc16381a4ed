"""Expressions as SQL."""

from colonnade.records.metrics.language import Rows


def to_sql(expression: Rows, *, pretty: bool = False) -> str:
    from ibis.backends.sql.compilers.duckdb import compiler  # type: ignore[import-untyped]

    return str(compiler.to_sqlglot(expression).sql("duckdb", pretty=pretty))
