"""Reconciling: disputes first, reasons kept, and two facilitators who never overwrite each other."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from colonnade.web.assessments import reconciling
from colonnade.web.assessments.models import Agreed, Assessment
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.people.models import Role
from web.casting import Cast, join, signed_in

DISPUTED = "cross_functional_integration"
ROUNDS = int(os.environ.get("COLONNADE_RECONCILE_ROUNDS", "30"))
"""`make test-long` asks for 500."""


def test_disputes_come_first_and_settled_rows_last(cast: Cast, revealed: Assessment) -> None:
    rows = reconciling.table(Viewer.of(cast.facilitator), revealed).rows
    assert [row.dimension.id for row in rows[:2]] == [DISPUTED, "commercial_motion"]
    assert [row.is_settled for row in rows] == [False, False, *[True] * 5]


def test_every_score_stands_side_by_side(cast: Cast, revealed: Assessment) -> None:
    row = reconciling.row(Viewer.of(cast.rita), revealed, DISPUTED)
    assert {g.reviewer: g.first.stage for g in row.given if g.first} == {"Olive": 2, "Rita": 2, "Sam": 4}


def test_a_recorded_stage_keeps_reason_dissent_and_name(cast: Cast, revealed: Assessment) -> None:
    answer = _post(cast, revealed, version=0, stage="3", dissent="Sam still sees 4")
    assert answer.status_code == 302
    row = Agreed.objects.get(assessment=revealed, dimension=DISPUTED)
    assert (row.stage, row.reason, row.dissent, row.by) == (
        3,
        "logged in most books",
        "Sam still sees 4",
        cast.facilitator.person,
    )


def test_not_agreed_is_an_answer_and_stays_provisional(cast: Cast, revealed: Assessment) -> None:
    _post(cast, revealed, version=0, stage="none")
    row = reconciling.row(Viewer.of(cast.facilitator), revealed, DISPUTED)
    assert row.is_settled
    assert row.reading.state == "provisional"


@pytest.mark.parametrize("wrong", [{"stage": ""}, {"stage": "6"}, {"reason": ""}, {"version": "x"}])
def test_a_stage_without_reason_or_out_of_range_is_refused_in_place(
    cast: Cast, revealed: Assessment, wrong: dict[str, str]
) -> None:
    answer = _post(cast, revealed, **{"version": 0, "stage": "3", **wrong})
    assert answer.status_code == 422
    assert b'role="alert"' in answer.content
    assert not Agreed.objects.filter(version__gt=0).exists()


def test_the_second_facilitator_is_told_what_changed_and_keeps_what_they_typed(
    cast: Cast, revealed: Assessment
) -> None:
    other = join(cast.harbour, "Gus", Role.FACILITATOR)
    assert _post(cast, revealed, version=0, stage="3").status_code == 302
    answer = signed_in(other).post(
        _address(cast, revealed), {"version": 0, "stage": "4", "reason": "we all do it"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "While you were writing, Fay recorded" in page
    assert "logged in most books" in page
    assert "we all do it" in page
    assert 'name="version" value="1"' in page
    assert Agreed.objects.get(assessment=revealed, dimension=DISPUTED).stage == 3


def _address(cast: Cast, assessment: Assessment) -> str:
    return f"/o/{cast.harbour.pk}/assessments/{assessment.pk}/reconcile/{DISPUTED}/"


def _post(cast: Cast, assessment: Assessment, **typed: object):  # type: ignore[no-untyped-def]  # a test response
    data = {"reason": "logged in most books", "dissent": "", **typed}
    return signed_in(cast.facilitator).post(_address(cast, assessment), data)


# --- two processes on one database --------------------------------------------------------------------------

TESTS = Path(__file__).parents[1]
RACER = (sys.executable, "-m", "web.racer")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_of_two_processes_that_record_at_once_exactly_one_wins(
    tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgresql_url") if engine == "postgresql" else ""
    environment = {**os.environ, "COLONNADE_DIR": str(tmp_path), "DATABASE_URL": url}
    subprocess.run([*RACER, "prepare"], env=environment, cwd=TESTS, check=True, timeout=120)
    racers = [_racer(environment, name, str(ROUNDS)) for name in ("one", "two")]
    results = [racer.communicate(timeout=300)[0].split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0]
    pairs = list(zip(*results, strict=True))
    assert len(pairs) == ROUNDS
    assert all(sorted(pair) == ["overtaken", "won"] for pair in pairs)
    if engine == "sqlite":
        with sqlite3.connect(tmp_path / "colonnade.sqlite3") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert database.execute("SELECT max(version) FROM assessments_agreed").fetchone() == (ROUNDS,)


def _racer(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([*RACER, *arguments], env=environment, cwd=TESTS, stdout=subprocess.PIPE, text=True)
