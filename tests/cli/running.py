"""Runs commands as a user does: through the real entry point, here or in a process of its own, with limits."""

import io
import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from colonnade.cli.main import run

COMMAND = (sys.executable, "-c", "import sys; from colonnade.cli.main import run; sys.exit(run())")
GIGABYTE = 1 << 30


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed; raises ValueError for what is no strict JSON."""
        return json.loads(self.out, parse_constant=_refuse)

    @property
    def told(self) -> list[str]:
        """Its messages, one a line, without the name of the command in front."""
        return [line.removeprefix("colonnade: ") for line in self.err.splitlines()]


def colonnade(*arguments: str | Path) -> Ran:
    """A command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = run([str(argument) for argument in arguments])
        except SystemExit as ended:  # argparse ends so
            status = int(ended.code or 0)
    return Ran(status, out.getvalue(), err.getvalue())


def process(
    *arguments: str | Path,
    memory: int | None = None,
    cpu_seconds: int = 60,
    command: Sequence[str] = COMMAND,
    cwd: Path | None = None,
) -> Ran:
    """A command in a process of its own, with limits that the operating system holds."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    done = subprocess.run(
        [*command, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        preexec_fn=limit,
        cwd=cwd,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def refused(ran: Ran) -> list[str]:
    """What a command said that refused its input as a user's mistake: in words, and nothing on stdout."""
    assert ran.status == 2, ran
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert ran.err.startswith(("colonnade: ", "usage: "))
    return ran.told


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
