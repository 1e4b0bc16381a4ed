"""5,000 organisations with 50,000 rounds on PostgreSQL: pages ask no more often, and read no large table whole.

Run by the long form of test_on_postgresql.py, since it fills a database of its own for minutes.
"""

import json
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from colonnade.web.assessments.models import Assessment
from colonnade.web.company import changing
from colonnade.web.company.models import Kind, Profile
from colonnade.web.records.models import Load
from web.casting import Cast, signed_in
from web.full_rounds import deep_round, fill
from web.planning import again
from web.routes import FILE, address, names

COPIES = 5_000
ROUNDS = 10
LARGE_ROWS = 10_000
WHO = ("owner", "facilitator", "rita", "viewer")


def tables() -> Iterator[type[models.Model]]:
    """Those that grow with organisations: ours, sessions, and what is kept of signing in."""
    for model in apps.get_models():
        if model.__module__.startswith(("colonnade.", "allauth.", "django.contrib.sessions.")):
            yield model


def copied(field: "models.Field[Any, Any]") -> str:
    """SQL for a column of copy `n`: its own ids and addresses, else the same value; but no long contents.

    No page reads them, and without them a table is read whole more cheaply: that tempts the planner more.
    """
    column = f'"{field.column}"'
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(kind, models.UUIDField) and (field.primary_key or field.is_relation):
        return f"CASE WHEN {column} IS NULL THEN NULL ELSE md5({column}::text || n)::uuid END"
    if isinstance(kind, models.AutoField) or (kind.primary_key and isinstance(kind, models.IntegerField)):
        return f"{column} + n * 100000"
    if isinstance(field, models.JSONField):
        return f"CASE WHEN {column} IS NULL THEN NULL ELSE 'null'::jsonb END"
    if isinstance(field, models.BinaryField):
        return "''::bytea"
    is_own = field.unique or field.name == "stream" or isinstance(field, models.EmailField)
    if isinstance(field, models.CharField) and is_own:
        return f"left(n || '-' || {column}, {field.max_length})"
    return column


def multiply() -> None:
    """Every row of ours COPIES times more, whatever tables there are; constraints are looked at afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in tables():
            fields = list(table._meta.concrete_fields)
            columns = ", ".join(f'"{field.column}"' for field in fields)
            values = ", ".join(copied(field) for field in fields)
            cursor.execute(
                f'INSERT INTO "{table._meta.db_table}" ({columns})'
                f' SELECT {values} FROM "{table._meta.db_table}", generate_series(1, {COPIES}) AS n'
            )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def scanned(plan: dict[str, Any]) -> Iterator[str]:
    """Tables that are read whole. One row of any, as in "is anybody here", is the first that comes."""
    if plan["Node Type"] == "Limit" and "Filter" not in plan["Plans"][0] and plan["Plan Rows"] == 1:
        return
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for inner in plan.get("Plans", ()):
        yield from scanned(inner)


def large_tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE_ROWS]
        )
        return dict(cursor.fetchall())


def queries_of(cast: Cast, assessment: Assessment) -> dict[tuple[str, str], list[str]]:
    found = {}
    for who in WHO:
        client = signed_in(getattr(cast, who))
        client.get("/you/")
        for name in names():
            path = address(name, cast, assessment)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            found[who, name] = [query["sql"] for query in asked.captured_queries]
    return found


@pytest.fixture
def many_rounds(cast: Cast, recorded: Load) -> Assessment:
    """Ten rounds of the same three people, each with all it can hold; the last scores again after one's plan."""
    plans = [fill(cast, deep_round(cast, f"Round {number}")) for number in range(ROUNDS - 1)]
    made = again(cast, plans[-1], cast.rita, cast.sam, cast.owner)
    fill(cast, made, file=FILE)
    Profile.objects.create(organisation=cast.harbour, colour="#336699")
    changing.keep(cast.owner, Kind.LOGO, "logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    return made


def test_pages_at_scale(cast: Cast, many_rounds: Assessment) -> None:
    queries_of(cast, many_rounds)  # what is made at a first visit is made
    before = queries_of(cast, many_rounds)
    began = perf_counter()
    multiply()
    print(f"copied in {perf_counter() - began:.0f} s")
    assert Assessment.objects.count() == ROUNDS * (COPIES + 1)
    large = large_tables()
    print("rows:", dict(sorted(large.items())))
    began = perf_counter()
    after = queries_of(cast, many_rounds)
    print(f"{len(after)} pages read in {perf_counter() - began:.0f} s, {sum(map(len, after.values()))} queries")
    assert {page: len(asked) for page, asked in after.items()} == {
        page: len(asked) for page, asked in before.items()
    }
    faults = set()
    with connection.cursor() as cursor:
        for page, asked in after.items():
            for sql in asked:
                if sql.startswith("SELECT"):
                    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql.replace('%', '%%')}")
                    plan = cursor.fetchone()[0]
                    plan = json.loads(plan) if isinstance(plan, str) else plan
                    faults |= {(page[1], table, sql) for table in scanned(plan[0]["Plan"]) if table in large}
    assert not faults, "\n".join(f"{page} reads {table} whole: {sql[:300]}" for page, table, sql in sorted(faults))
