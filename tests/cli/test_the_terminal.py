"""What a terminal, a pipe and a full disk make of the output: real processes."""

import os
import subprocess
from pathlib import Path

import pytest
from rounds import DAYS, write_scores
from running import COMMAND, Ran, colonnade, process, refused

from colonnade.cli.main import run
from colonnade.core.errors import OurFault

pytestmark = pytest.mark.slow


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    scores = write_scores(tmp_path)
    for arguments in (("models", "show", "esg", "--format", "json"), ("diagnose", str(scores), *DAYS)):
        started = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert started.stdout is not None and started.stderr is not None
        started.stdout.read(1)
        started.stdout.close()
        assert started.stderr.read() == b""
        started.stderr.close()
        assert started.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_full_disk_is_told_without_a_traceback() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "models"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr == "colonnade: No space left on device\n"


def test_a_closed_output_is_no_fault(tmp_path: Path) -> None:
    out = tmp_path / "d.json"
    command = ("sh", "-c", '"$@" >&-', "sh", *COMMAND)
    ran = process("diagnose", write_scores(tmp_path), *DAYS, "--out", out, command=command)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert out.exists()


def test_a_pipe_gets_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    scores = write_scores(tmp_path)
    poor = ("env", "LC_ALL=C", "PYTHONUTF8=0", "PYTHONCOERCECLOCALE=0", "PYTHONIOENCODING=ascii")
    ran = process("diagnose", scores, *DAYS, command=(*poor, *COMMAND))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == process("diagnose", scores, *DAYS).out
    assert not ran.out.isascii()
    (told,) = refused(process("diagnose", tmp_path / "Zoë.csv", command=(*poor, *COMMAND)))
    assert "does not exist" in told


def test_colour_only_where_a_terminal_has_it(tmp_path: Path) -> None:
    scores = write_scores(tmp_path)
    assert "\x1b[" not in process("diagnose", scores, *DAYS).out
    assert "\x1b[1m" in on_a_terminal("diagnose", str(scores), *DAYS)
    assert "\x1b[" not in on_a_terminal("diagnose", str(scores), *DAYS, NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal("diagnose", str(scores), *DAYS, TERM="dumb")


def test_a_narrow_terminal_is_not_overrun(tmp_path: Path) -> None:
    for columns in (40, 60, 79, 200):
        shown = on_a_terminal("diagnose", str(write_scores(tmp_path)), *DAYS, NO_COLOR="1", COLUMNS=str(columns))
        assert max(map(len, shown.splitlines())) <= columns
        assert all(name in shown for name in ("Mandate", "Commercial", "Playbooks", "Integration"))


def on_a_terminal(*arguments: str, **settings: str) -> str:
    """What a command prints where its output is a terminal."""
    master, terminal = os.openpty()
    env = {**os.environ, "TERM": "xterm", **settings}
    env = env if "NO_COLOR" in settings else {key: value for key, value in env.items() if key != "NO_COLOR"}
    started = subprocess.Popen([*COMMAND, *arguments], stdout=terminal, stderr=subprocess.PIPE, env=env)
    os.close(terminal)
    parts = []
    while True:
        try:
            part = os.read(master, 65_536)
        except OSError:  # Linux ends a terminal whose other side closed so
            break
        if not part:
            break
        parts.append(part)
    os.close(master)
    assert started.stderr is not None
    assert started.stderr.read() == b""
    started.stderr.close()
    assert started.wait() == 0
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_our_own_fault_exits_1_and_prints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OurFault("2026-01 does not close")

    monkeypatch.setattr("colonnade.cli.models.shipped_ids", fail)
    assert colonnade("models") == Ran(1, "", "colonnade: our fault, please report it: 2026-01 does not close\n")


def test_an_interrupt_is_told_in_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("colonnade.cli.models.shipped_ids", stop)
    assert run(["models"]) == 130
    assert capsys.readouterr().err == "colonnade: interrupted\n"
