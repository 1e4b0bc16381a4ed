"""The source itself: no door that lets what a user wrote become code, SQL or markup, and no secret in any file."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "colonnade"

DOORS = {
    "eval": "runs text as code",
    "exec": "runs text as code",
    "compile": "runs text as code",
    "mark_safe": "lets text through as markup",
    "RawSQL": "lets text through as SQL",
    "raw_sql": "lets text through as SQL",
    "extra": "lets text through as SQL",
    "raw": "lets text through as SQL",
    "system": "hands text to a shell",
    "popen": "hands text to a shell",
    "loads": "reads what may build objects, unless it is json's",
}
REASONS = {
    ("reports/pdf/__init__.py", "compile"): "typst sets our own template; what people wrote is its data",
    ("reports/pdf/drawn.py", "compile"): "typst draws a logo alone: its bytes are an image file, the page is ours",
    ("web/assessments/results.py", "mark_safe"): "our own picture, whose every word reports.markup has escaped",
    ("web/pictures.py", "mark_safe"): "takes what reports.markup built, and nothing else",
}
"""Where a door is used all the same, and why that is safe. Regular expressions and JSON are told apart below."""
HARMLESS = {("re", "compile"), ("json", "loads")}

SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|\bxox[abprs]-[A-Za-z0-9-]{20,}|\bsk_live_[A-Za-z0-9]{16,}"
)


def calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What is called, as the name before the dot and the name itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name):
                    yield "", name
                case ast.Attribute(value=ast.Name(id=owner), attr=name):
                    yield owner, name
                case ast.Attribute(attr=name):
                    yield "?", name


def doors(source: str) -> set[str]:
    return {name for owner, name in calls(ast.parse(source)) if name in DOORS and (owner, name) not in HARMLESS}


@pytest.mark.parametrize(
    "planted", ["eval(x)", "Thing.objects.raw(text)", "connection.raw_sql(x)", "mark_safe(x)", "os.system(x)"]
)
def test_a_planted_door_is_found(planted: str) -> None:
    assert doors(planted)


def test_no_door_stands_open_without_a_reason() -> None:
    found = {
        (str(path.relative_to(SOURCE)), name)
        for path in SOURCE.rglob("*.py")
        for name in doors(path.read_text(encoding="utf-8"))
    }
    assert found == set(REASONS)


def test_no_process_is_started_through_a_shell() -> None:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.keyword) and node.arg == "shell"), path


def test_no_template_lets_markup_through() -> None:
    """A mail is plain text: only there is nothing to escape."""
    for path in (SOURCE / "web").rglob("templates/**/*"):
        if path.suffix == ".html":
            assert not re.search(r"\|\s*safe\b|autoescape\s+off", path.read_text(encoding="utf-8")), path


def test_no_file_of_the_project_holds_a_secret() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        text = (ROOT / name).read_bytes().decode("utf-8", "replace") if (ROOT / name).exists() else ""
        assert not SECRETS.search(text), name


def test_a_planted_secret_is_found() -> None:
    assert SECRETS.search("key = 'AKIA" + "A" * 16 + "'")


@pytest.mark.slow
def test_bandit_finds_nothing_of_high_severity() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bandit", "-r", str(SOURCE), "-lll", "-q"], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout
