"""`colonnade serve`: the web application."""

import argparse

from colonnade.web.serve import serve


def run(arguments: argparse.Namespace) -> int:
    return serve(arguments.dir, port=arguments.port, opens=not arguments.no_open)
