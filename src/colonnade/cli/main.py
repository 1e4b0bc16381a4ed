"""The entry point: parse, run one command, and turn errors into words and an exit status."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from colonnade.cli.parser import parser
from colonnade.core.errors import OurFault, UserError

DONE, OUR_FAULT, USER_MISTAKE, INTERRUPTED = 0, 1, 2, 130


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command; messages go to stderr, and nothing to stdout when it fails."""
    _say_anything()
    arguments = parser().parse_args(argv)
    command = import_module(f"colonnade.cli.{arguments.module}")
    try:
        status: int = command.run(arguments)
        sys.stdout.flush()
    except UserError as mistake:
        for problem in mistake.problems:
            print(f"colonnade: {problem}", file=sys.stderr)
        return USER_MISTAKE
    except OurFault as fault:
        print(f"colonnade: our fault, please report it: {fault}", file=sys.stderr)
        return OUR_FAULT
    except KeyboardInterrupt:
        print("colonnade: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (a pager, `head`) has gone; say nothing, also not at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as failure:
        # What readers and writers of files did not foresee: a full disk, a name too long, a folder closed to us.
        where = f"{failure.filename}: " if failure.filename else ""
        print(f"colonnade: {where}{failure.strerror}", file=sys.stderr)
        return USER_MISTAKE
    return status


def _say_anything() -> None:
    """Pipes and files get UTF-8; a terminal of another encoding gets `?` for what it cannot show."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")  # closed by who called us
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")
