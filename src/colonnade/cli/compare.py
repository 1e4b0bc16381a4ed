"""`colonnade compare`: what moved between two saved diagnoses."""

import argparse
import sys

from colonnade import app
from colonnade.reports.comparison import comparison_json, comparison_text
from colonnade.reports.diagnosis_json import dumps


def run(arguments: argparse.Namespace) -> int:
    comparison = app.compare(arguments.baseline, arguments.rescore)
    if arguments.format == "json":
        sys.stdout.write(dumps(comparison_json(comparison)))
    else:
        sys.stdout.write(comparison_text(comparison))
    return 0
