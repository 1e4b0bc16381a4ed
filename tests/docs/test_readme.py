"""The README's examples are run, in its order and in one folder, and print what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ELISION = "..."


def examples() -> list[tuple[str, list[str]]]:
    """Every `$ colonnade` command of the README with the lines shown under it."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    found: list[tuple[str, list[str]]] = []
    for line in "".join(blocks).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and line and not line.startswith("make "):
            found[-1][1].append(line)
    return found


@pytest.mark.slow
def test_every_example_of_the_readme_runs_and_prints_what_is_shown(tmp_path: Path) -> None:
    environment = {**os.environ, "COLUMNS": "100", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    assert len(examples()) > 10
    for command, shown in examples():
        ran = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, f"$ {command}\n{ran.stderr}"
        lines = iter(line.rstrip() for line in ran.stdout.splitlines())
        for expected in shown:
            if expected != ELISION:
                assert expected in lines, f"$ {command} does not print, in this order: {expected}\n{ran.stdout}"
