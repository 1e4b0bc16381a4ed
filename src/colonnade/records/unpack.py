"""Files that are not CSV become CSV pieces, parsed by a child process that the operating system limits."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from colonnade.records.files import READ_ENDINGS, NotRead

PACKED = {
    ".jsonl": "json_lines",
    ".ndjson": "json_lines",
    ".json": "json",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".duckdb": "duckdb",
    ".ddb": "duckdb",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "database",
    **dict.fromkeys(READ_ENDINGS, "csv"),
}
"""What the end of a name says; of `.db` the first bytes decide. Any of the texts may be gzipped (`.csv.gz`)."""
GZIPPED = ("csv", "json_lines", "json")
CHILD = Path(__file__).with_name("unpack_child.py")
"""Run as a file: as a module of the package it would import all rooms first, for longer than most files take."""
WALL_SECONDS = 600
REFUSED = 3
"""How the child ends when it refuses a file; its reason is the last line on stderr."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A table out of a file: what it is called, where it stands as CSV, and what its lines are off there."""

    name: str
    path: Path
    lines_off: int


def kind_of(path: Path) -> str | None:
    """The format a file's name says, with `gz` where it is compressed; None for what is not read."""
    ends = [suffix.lower() for suffix in path.suffixes]
    if ends[-1:] == [".gz"]:
        inner = PACKED.get(ends[-2]) if len(ends) > 1 else None
        return f"{inner} gz" if inner in GZIPPED else None
    return PACKED.get(ends[-1]) if ends else None


def unpack(path: Path, kind: str, scratch: Path) -> list[Piece] | NotRead:
    """Its tables as CSV in a folder of their own."""
    scratch.mkdir(parents=True)
    command = [
        sys.executable,
        "-I",
        str(CHILD),
        kind,
        str(path.resolve()),
        str(scratch),
    ]
    try:
        done = subprocess.run(  # noqa: S603  our own module, with arguments that are a kind and two paths
            command, capture_output=True, timeout=WALL_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return NotRead(path.name, f"took longer than {WALL_SECONDS} seconds to read")
    if done.returncode == REFUSED:
        return NotRead(path.name, done.stderr.decode(errors="replace").strip().splitlines()[-1])
    if done.returncode:
        return NotRead(
            path.name, "is damaged, or unpacks to more than is read (it went beyond memory, size or time)"
        )
    told = json.loads((scratch / "pieces.json").read_text(encoding="utf-8"))
    return [Piece(f"{path.name}#{name}" if name else path.name, scratch / file, off) for name, file, off in told]
