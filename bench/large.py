"""`make bench-large`: what records cost at 50 million events; some minutes, 6 GB of disk, under 4 GB of memory."""

import sys

from bench.records import LARGE, main

if __name__ == "__main__":
    sys.exit(main((LARGE,)))
