"""`colonnade demo`: a made-up company from scorecards and records to a diagnosis and a plan."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from colonnade import app
from colonnade.cli.diagnose import show, write_all
from colonnade.cli.progress import progress_bar
from colonnade.core.errors import BadOption

OUTPUTS = ("diagnosis.json", "diagnosis.html", "report.pdf", "plan.csv")


def run(arguments: argparse.Namespace) -> int:
    from colonnade.records.practice import write_answers, write_company, write_organisation, write_scorecards

    folder: Path = arguments.dir
    today = date.today()  # noqa: DTZ011 - the made-up company lives up to the user's own day
    try:
        for name in ("scores", "records", "out"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise BadOption(f"--dir {folder}: cannot be made: {failure.strerror}") from None
    scores = write_scorecards(folder / "scores")
    truth = write_company(folder / "records", ends_on=today)
    with progress_bar() as progress:
        diagnosis = app.diagnose(
            app.Request(
                scores=scores,
                today=today,
                data=str(folder / "records"),
                answers=[write_answers(folder / "answers.csv")],
                org=write_organisation(folder / "organisation.yaml", truth),
                with_months=True,
                progress=progress,
            )
        )
    write_all(diagnosis, [folder / "out" / name for name in OUTPUTS])
    show(diagnosis, "table")
    _say_where(folder, scores)
    if arguments.no_serve or not (arguments.serve or sys.stdout.isatty()):
        print("The same in the browser, as one of the company's people:")
        print(f"  colonnade demo --dir {folder} --serve")
        return 0
    from colonnade.web.serve import serve_example

    print()
    return serve_example(folder, today, port=arguments.port, opens=not arguments.no_open)


def _say_where(folder: Path, scores: Sequence[Path]) -> None:
    print("The company is made up. Its files, to look at and to change:")
    print(f"  {folder / 'scores'}/            {len(scores)} scorecards, with a dispute and what was agreed")
    print(f"  {folder / 'records'}/           the company's records")
    print(f"  {folder / 'answers.csv'}        what people answered")
    print(f"  {folder / 'organisation.yaml'}  its tiers")
    for name in OUTPUTS:
        print(f"  {folder / 'out' / name}")
    print("The same by hand:")
    print(
        f"  colonnade diagnose {folder / 'scores'}/*.csv --data {folder / 'records'} "
        f"--answers {folder / 'answers.csv'} --org {folder / 'organisation.yaml'}"
    )
