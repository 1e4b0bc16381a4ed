"""The quick tests of the web application once more, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.mark.slow
def test_the_application_is_the_same_on_postgresql(postgresql_url: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", str(TESTS), "-q", "-m", "not slow and not browser and not long"],
        env={**os.environ, "DATABASE_URL": postgresql_url},
        cwd=TESTS.parents[1],
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert ran.returncode == 0, ran.stdout[-4000:]


@pytest.mark.long
def test_pages_hold_at_scale(postgresql_url: str) -> None:
    """5,000 organisations and 50,000 rounds: see at_scale.py."""
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", str(TESTS / "at_scale.py"), "-qs", "-m", ""],
        env={**os.environ, "DATABASE_URL": postgresql_url},
        cwd=TESTS.parents[1],
        capture_output=True,
        text=True,
        timeout=3600,
    )
    print(ran.stdout[-4000:])
    assert ran.returncode == 0, ran.stdout[-4000:]
