"""What a command imports, told by sys.modules of a process of its own: imports are most of a short run."""

import sys
from pathlib import Path

import pytest
from rounds import DAYS, write_answers, write_records, write_scores
from running import process

WATCHED = ("duckdb", "ibis", "jsonschema", "numpy", "openpyxl", "pandas", "pyarrow", "rich", "xlsxwriter", "yaml")
COMMAND = f"""
import sys
from colonnade.cli.main import run
try:
    status = run()
except SystemExit as ended:
    status = ended.code
print(*sorted(set({WATCHED}) & set(sys.modules)), file=sys.stderr)
sys.exit(status)
"""

pytestmark = pytest.mark.slow


def imported(*arguments: str | Path) -> set[str]:
    ran = process(*arguments, command=(sys.executable, "-c", COMMAND))
    assert ran.status == 0, ran.err
    return set(ran.err.splitlines()[-1].split())


def test_help_imports_nothing_that_takes_time() -> None:
    assert imported("--help") == set()
    assert imported("diagnose", "--help") == set()


def test_a_diagnosis_of_claims_alone_loads_no_engine_and_no_workbooks(tmp_path: Path) -> None:
    scores = write_scores(tmp_path)
    asked = ("--out", tmp_path / "d.json", "--out", tmp_path / "p.csv")
    assert imported("diagnose", scores, *DAYS, *asked) <= {"yaml"}
    assert imported("diagnose", scores, "--answers", write_answers(tmp_path), *DAYS) <= {"yaml"}


def test_comparing_imports_nothing_that_takes_time(tmp_path: Path) -> None:
    saved = tmp_path / "d.json"
    imported("diagnose", write_scores(tmp_path), *DAYS, "--out", saved)
    assert imported("compare", saved, saved) <= {"yaml"}


def test_measuring_never_imports_pandas_numpy_or_pyarrow(tmp_path: Path) -> None:
    records = write_records(tmp_path)
    found = imported("measure", records, "--by", "plan")
    assert {"duckdb", "ibis"} <= found
    assert not found & {"pandas", "numpy", "pyarrow", "jsonschema"}
    diagnosed = imported("diagnose", write_scores(tmp_path), "--data", records, *DAYS)
    assert not diagnosed & {"pandas", "numpy", "pyarrow", "jsonschema"}
