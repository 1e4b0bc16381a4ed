"""Files written whole or not at all."""

import os
from pathlib import Path

from colonnade.core.errors import BadOption, Problem


def write_whole(path: Path, data: bytes) -> None:
    """Puts `data` at `path` in one step, so that a reader or a crash never meets half a file."""
    if path.exists() and not path.is_file():
        raise BadOption(Problem("is not a file that can be replaced", str(path)))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as failure:
        raise BadOption(Problem(f"cannot be written: {failure.strerror}", str(path))) from None
