"""A progress bar on stderr, drawn only where a person watches and only once work takes a moment."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

QUIET_SECONDS = 0.5
WIDTH = 30


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """Gives a function that takes what is being done and how much of it is, from 0 to 1."""
    begun = time.monotonic()
    drawn = False

    def show(doing: str, share: float) -> None:
        nonlocal drawn
        if not sys.stderr.isatty() or time.monotonic() - begun < QUIET_SECONDS:
            return
        drawn = True
        full = round(min(max(share, 0.0), 1.0) * WIDTH)
        sys.stderr.write(f"\r\x1b[K{'█' * full}{'░' * (WIDTH - full)} {share:4.0%} {doing[:60]}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if drawn:
            sys.stderr.write("\r\x1b[K")
