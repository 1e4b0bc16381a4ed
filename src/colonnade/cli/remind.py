"""`colonnade remind`: mail to those who have not handed in, in rounds near their due day."""

import argparse

from colonnade.web.serve import remind


def run(arguments: argparse.Namespace) -> int:
    return remind(arguments.dir)
