"""Same input and dates, same bytes: of two processes too, each of whose engines adds numbers in its own order."""

from datetime import date
from pathlib import Path

import pytest
from rounds import DAYS, write_scores
from running import process

from colonnade.records.practice import write_company

FILES = ("pack.xlsx", "report.json")


@pytest.mark.slow
def test_two_processes_make_the_same_files_from_the_same_records(tmp_path: Path) -> None:
    write_company(tmp_path / "records", accounts=24, months=26, ends_on=date(2026, 1, 31))
    scores = write_scores(tmp_path)
    made = []
    for run in ("first", "second"):
        (tmp_path / run).mkdir()
        outs = [part for name in FILES for part in ("--out", tmp_path / run / name)]
        ran = process("diagnose", scores, "--data", tmp_path / "records", *DAYS, *outs)
        assert (ran.status, ran.err) == (0, "")
        made.append([(tmp_path / run / name).read_bytes() for name in FILES])
    assert made[0] == made[1]
