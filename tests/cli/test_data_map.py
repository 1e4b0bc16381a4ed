"""`colonnade data map` asks in a terminal, remembers, and asks no more."""

import io
import sys
from pathlib import Path

import pytest

from colonnade.cli.main import run

SHEET = """Account,ARR,CSM,Renewal Date,Customer Since
Ann,12000,Kim,2027-01-31,03/04/2022
Bee,6000,Lee,2026-12-31,05/06/2023
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    export = tmp_path / "export"
    export.mkdir()
    (export / "customers.csv").write_text(SHEET)
    return export


def test_answers_are_remembered_beside_the_exports(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """How dates are written (day first), when contracts began, if they end at renewal (no), and their dates."""
    monkeypatch.setattr(sys, "stdin", Terminal())
    answers = iter(["7", "1", "1", "0", "1"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    assert run(["data", "map", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "'7' is not a number from 0 to" in told
    assert "Remembered in" in told and (folder / "colonnade.mapping.yaml").exists()
    assert run(["measure", str(folder), "--metric", "arr"]) == 0
    assert "18,000" in capsys.readouterr().out
    monkeypatch.setattr("builtins.input", lambda prompt: pytest.fail("asked again"))
    assert run(["data", "map", str(folder)]) == 0


def test_without_a_terminal_the_questions_are_written_down(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(["data", "map", str(folder), "--out", "asked.yaml"]) == 0
    assert "questions in it to settle by hand" in capsys.readouterr().out
    text = Path("asked.yaml").read_text()
    assert "# asked: start_on" in text and "Customer Since" in text


def test_what_is_left_open_is_asked_the_next_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda prompt: "")
    for _ in range(2):
        assert run(["data", "map", str(folder)]) == 0
        assert "left open" in capsys.readouterr().out
