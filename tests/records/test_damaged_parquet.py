"""Parquet with one bit turned: the child reads or refuses each file, and the parent reads only what it wrote."""

import json
import random
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from colonnade.records.unpack import CHILD, REFUSED

FLIPS, ROWS = 500, 300
SHOWN = 40

IN_FORKS = """
import importlib.util, json, os, sys
import duckdb  # once, before the forks: it takes longer than a file
child, files = sys.argv[1:]
spec = importlib.util.spec_from_file_location("unpack_child", child)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
ends = {}
for name in sorted(os.listdir(files)):
    folder = os.path.join(files, name)
    if not (fork := os.fork()):
        os.dup2(os.open(os.path.join(folder, "why"), os.O_WRONLY | os.O_CREAT), 2)
        try:
            module.main("parquet", os.path.join(folder, "in.parquet"), folder)
        except SystemExit as end:
            os._exit(end.code)
        except BaseException:
            os._exit(1)
        os._exit(0)
    ends[name] = os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1])
print(json.dumps(ends))
"""
"""The child's own code and limits, a process for each file."""


def turned(folder: Path) -> None:
    whole = folder.parent / "whole.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'A' || (i % 7) AS account_id, DATE '2024-01-01' + CAST(i % 300 AS INTEGER) AS start_on,"
            f" i * 1.5 AS mrr, CASE WHEN i % 3 > 0 THEN 'x' || i END AS note FROM range({ROWS}) t(i))"
            f" TO '{whole}' (COMPRESSION zstd)"
        )
    data, dice = whole.read_bytes(), random.Random(7)
    for number in range(FLIPS):
        changed = bytearray(data)
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        (folder / str(number)).mkdir(parents=True)
        (folder / str(number) / "in.parquet").write_bytes(changed)


@pytest.mark.slow
def test_a_file_with_a_bit_turned_is_refused_with_its_reason_or_read_whole(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    turned(folder)
    command = [sys.executable, "-I", "-c", IN_FORKS, str(CHILD), str(folder)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    ends: dict[str, int] = json.loads(ran.stdout)
    refused = [name for name, end in ends.items() if end == REFUSED]
    read = [name for name, end in ends.items() if end == 0]
    assert len(ends) == FLIPS and len(refused) > SHOWN and len(read) > SHOWN
    assert all((folder / name / "why").read_text(errors="replace").strip() for name in refused)
    with duckdb.connect() as connection:
        for name in read:
            told = json.loads((folder / name / "0.json").read_text())
            piece = folder / name / "0.parquet"
            rows = connection.execute(f"SELECT count(*), max(COLUMNS(*)) FROM read_parquet('{piece}')").fetchall()
            assert rows[0][0] == told["rows"]
