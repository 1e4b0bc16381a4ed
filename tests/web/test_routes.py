"""Every route with every method for everybody: what it answers is written down in routes.csv, and nothing else.

After a change write it anew by the long form with COLONNADE_WRITE_ROUTES=1, and read the difference line by line.
"""

import csv
import os
import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.web.assessments.models import Assessment
from colonnade.web.headers import HEADERS
from web.casting import Cast, signed_in
from web.routes import address, names

TABLE = Path(__file__).parent / "routes.csv"
WHO = ("nobody", "owner", "facilitator", "rita", "viewer", "stranger", "stranger_reviewer")
METHODS = {"get": WHO, "head": ("nobody", "owner"), "post": WHO, "put": ("owner",), "delete": ("owner",)}
"""Whom a method is tried for: what the owner is refused by method, everybody is. The long form tries all."""
COLUMNS = ("route", "state", "method", *WHO)
MOST_QUERIES = 15


Row = dict[str, str]


def answers(cast: Cast, assessment: Assessment, methods: Mapping[str, tuple[str, ...]]) -> list[Row]:
    """A row for each route and method; each request is rolled back, so that none meets another's effects."""
    found, cookies = [], {who: signed_in(getattr(cast, who, None)).cookies for who in WHO}
    for name in names():
        path = address(name, cast, assessment)
        for method, readers in methods.items():
            row = {"route": name, "state": assessment.state, "method": method}
            for who in readers:
                sid = transaction.savepoint()
                cache.clear()
                client = Client()
                client.cookies = deepcopy(cookies[who])
                row[who] = str(getattr(client, method)(path).status_code)
                transaction.savepoint_rollback(sid)
            found.append(row)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("state", ["open", "revealed"])
def test_every_route_answers_everybody_as_written_down(
    cast: Cast, state: str, request: pytest.FixtureRequest
) -> None:
    found = answers(cast, request.getfixturevalue("round_" if state == "open" else "revealed"), METHODS)
    expected = [
        {column: row[column] for column in ("route", "state", "method", *METHODS[row["method"]])}
        for row in _written(state)
    ]
    assert found == expected


@pytest.mark.long
@pytest.mark.parametrize("state", ["open", "revealed"])
def test_every_method_of_every_route_answers_everybody_as_written_down(
    cast: Cast, state: str, request: pytest.FixtureRequest
) -> None:
    assessment = request.getfixturevalue("round_" if state == "open" else "revealed")
    found = answers(cast, assessment, dict.fromkeys(METHODS, WHO))
    if os.environ.get("COLONNADE_WRITE_ROUTES"):
        _write(state, found)
    assert found == _written(state)


def _written(state: str) -> list[Row]:
    with TABLE.open(newline="") as file:
        return [row for row in csv.DictReader(file) if row["state"] == state]


def test_what_is_written_down_lets_no_stranger_in_and_fails_nowhere() -> None:
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    of_organisation = [row for row in rows if row["route"] in _routes_of_an_organisation()]
    assert of_organisation
    for row in of_organisation:
        assert {row["stranger"], row["stranger_reviewer"]} <= {"404", "405"}, row
        assert row["nobody"] in ("302", "405"), row
    assert not [row for row in rows for who in WHO if row[who].startswith("5")]


def _routes_of_an_organisation() -> set[str]:
    from django.urls import get_resolver

    found = set()
    for name in names():
        entries = get_resolver().reverse_dict.getlist(name)
        if "organisation" in entries[0][0][0][1]:
            found.add(name)
    return found


@pytest.mark.slow
def test_every_answer_carries_the_headers_and_is_never_kept(cast: Cast, revealed: Assessment) -> None:
    owner, nobody = signed_in(cast.owner), Client()
    for name in names():
        for client in (owner, nobody):
            answer = client.get(address(name, cast, revealed))
            policy = re.sub(r" 'sha256-[A-Za-z0-9+/=]{44}'", "", answer.headers["Content-Security-Policy"])
            found = {key: answer.headers.get(key) for key in HEADERS} | {"Content-Security-Policy": policy}
            assert found == HEADERS, name
            assert answer.headers["Referrer-Policy"] == "same-origin", name
            assert "no-store" in answer.headers["Cache-Control"], name


@pytest.mark.parametrize("who", ["owner", "facilitator", "rita", "viewer"])
@pytest.mark.parametrize("state", ["open", "revealed"])
def test_no_page_asks_the_database_more_than_fifteen_times(
    cast: Cast,
    who: str,
    state: str,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    assessment = request.getfixturevalue("round_" if state == "open" else "revealed")
    client = signed_in(getattr(cast, who))
    client.get("/you/")
    for name in names():
        path = address(name, cast, assessment)
        with django_assert_max_num_queries(MOST_QUERIES, info=name):
            client.get(path)


def _write(state: str, found: list[Row]) -> None:
    kept = []
    if TABLE.exists():
        with TABLE.open(newline="") as file:
            kept = [row for row in csv.DictReader(file) if row["state"] != state]
    with TABLE.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted([*kept, *found], key=lambda row: row["state"]))
