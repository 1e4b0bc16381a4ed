"""`colonnade demo`: a made-up company from scorecards and records to a diagnosis and a plan."""

import argparse
from datetime import date
from pathlib import Path

from colonnade import app
from colonnade.cli.diagnose import show, write
from colonnade.core.errors import BadOption

OUTPUTS = ("diagnosis.json", "diagnosis.html", "plan.csv")


def run(arguments: argparse.Namespace) -> int:
    from colonnade.records.practice import write_company, write_scorecards

    folder: Path = arguments.dir
    today = date.today()  # noqa: DTZ011 - the made-up company lives up to the user's own day
    try:
        for name in ("scores", "records", "out"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise BadOption(f"--dir {folder}: cannot be made: {failure.strerror}") from None
    scores = write_scorecards(folder / "scores")
    write_company(folder / "records", ends_on=today)
    diagnosis = app.diagnose(app.Request(scores=scores, today=today, data=str(folder / "records")))
    for name in OUTPUTS:
        write(diagnosis, folder / "out" / name)
    show(diagnosis, "table")
    _say_where(folder, scores)
    return 0


def _say_where(folder: Path, scores: tuple[Path, ...]) -> None:
    print("The company is made up. Its files, to look at and to change:")
    print(f"  {folder / 'scores'}/   {len(scores)} scorecards")
    print(f"  {folder / 'records'}/  the company's records")
    for name in OUTPUTS:
        print(f"  {folder / 'out' / name}")
    print("Run it again by hand:")
    print(f"  colonnade diagnose {folder / 'scores'}/*.csv --data {folder / 'records'}")
