"""Fixtures of the web tests: the cast, an open round, a revealed one."""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from colonnade.web.assessments import rounds
from colonnade.web.assessments.models import Assessment
from colonnade.web.people.models import Organisation, Role
from colonnade.web.records.models import Load
from web.casting import STAGES, Cast, join, new_round, score_all, seat_of
from web.postgresql import server
from web.practice import Practice, keep_for, measure_practice


@pytest.fixture(autouse=True)
def _quick(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # absent pages are asked for on purpose


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Stands still, so that two worlds made one after the other print the same times."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def cast(db: None) -> Cast:
    harbour = Organisation.objects.create(name="Harbour Software")
    elsewhere = Organisation.objects.create(name="Elsewhere Systems")
    return Cast(
        harbour=harbour,
        owner=join(harbour, "Olive", Role.OWNER),
        facilitator=join(harbour, "Fay", Role.FACILITATOR),
        rita=join(harbour, "Rita", Role.REVIEWER),
        sam=join(harbour, "Sam", Role.REVIEWER),
        viewer=join(harbour, "Vic", Role.VIEWER),
        stranger=join(elsewhere, "Stan", Role.OWNER),
        stranger_reviewer=join(elsewhere, "Stella", Role.REVIEWER),
    )


@pytest.fixture
def round_(cast: Cast) -> Assessment:
    """An open round of the CS Maturity Index that Rita, Sam and the owner score."""
    return new_round(cast.facilitator, cast.rita, cast.sam, cast.owner)


@pytest.fixture
def revealed(cast: Cast, round_: Assessment) -> Assessment:
    """The round with everybody's scores handed in and revealed; Sam is two above Rita in one dimension."""
    for member, stages in (
        (cast.rita, STAGES),
        (cast.sam, (3, 2, 4, 1, 3, 3, 4)),
        (cast.owner, (3, 2, 3, 1, 3, 3, 2)),
    ):
        score_all(seat_of(round_, member), stages)
    rounds.reveal(cast.facilitator, round_)
    round_.refresh_from_db()
    return round_


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The practice company's records, measured once for all tests."""
    return measure_practice(tmp_path_factory.mktemp("practice"))


@pytest.fixture
def recorded(cast: Cast, practice: Practice) -> Load:
    """The cast's organisation has the practice company's records."""
    return keep_for(cast.harbour, practice)


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """A server of its own, by the programs on this machine; skipped, with a word, where there are none."""
    with server() as url:
        yield url
