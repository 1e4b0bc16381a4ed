"""`python -m colonnade`: the command line."""

import sys

from colonnade.cli.main import run

sys.exit(run())
