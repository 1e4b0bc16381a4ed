"""The same form sent twenty times at once does one thing, with one line in the log and one mail to each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
LED_TO_THE_SAME = {
    "create": {"statuses": {"302": 20}, "audited": 1, "mailed": 2, "made": 1},
    "organisation": {"statuses": {"302": 20}, "audited": 1, "mailed": 0, "made": 1},
    "rescore": {"statuses": {"302": 20}, "audited": 1, "mailed": 2, "made": 1},
}
"""What is made by a form: all twenty are led to it."""
ONE_WINS = {"statuses": {"302": 1, "409": 19}, "audited": 1, "mailed": 0}
"""A step that is taken once: the others are told that it was."""


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_same_form_sent_twenty_times_at_once_does_one_thing(
    tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgresql_url") if engine == "postgresql" else ""
    ran = subprocess.run(
        [sys.executable, "-m", "web.crowd"],
        env={**os.environ, "COLONNADE_DIR": str(tmp_path), "DATABASE_URL": url},
        cwd=TESTS,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr[-4000:]
    told = json.loads(ran.stdout)
    assert {act: told.pop(act) for act in LED_TO_THE_SAME} == LED_TO_THE_SAME
    assert told.pop("score")["made"] == 1
    report = told.pop("report")
    assert report.pop("statuses").keys() <= {"302", "503"}
    assert report == {"audited": 0, "mailed": 0, "made": 1}
    assert told["plan"].pop("made") == 1
    assert told == dict.fromkeys(("hand_in", "reveal", "agree", "plan", "checkpoint", "close"), ONE_WINS)
