"""`make bench-large`: what records cost at 50 million events; half an hour or more, 20 GB of disk."""

import sys

from bench import fold
from bench.records import LARGE, main

if __name__ == "__main__":
    status = main((LARGE,))
    fold.report((fold.LARGE,))
    sys.exit(status)
