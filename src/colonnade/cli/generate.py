"""`colonnade generate`: a made-up company's records of any size, with the truth that was planted in them."""

import argparse
from pathlib import Path

from colonnade.core.errors import BadOption


def run(arguments: argparse.Namespace) -> int:
    from colonnade.records.generate import ENDS_ON, Plan, write_records

    plan = Plan(
        accounts=arguments.accounts,
        months=arguments.months,
        events=arguments.events,
        seed=arguments.seed,
        ends_on=arguments.ends_on or ENDS_ON,
        form=arguments.form,
        shape=arguments.shape,
    )
    _must_be_free(arguments.out)
    try:
        truth = write_records(arguments.out, plan)
    except OSError as failure:
        raise BadOption(f"--out {arguments.out}: cannot be written: {failure.strerror}") from None
    print(f"{arguments.out}: {plan.accounts:,} accounts over {plan.months} months, {plan.events:,} events")
    print(f"{arguments.out / 'truth.json'}: what was planted, such as an ARR of {truth['arr']}")
    print(f"To read them: colonnade measure {arguments.out}")
    return 0


def _must_be_free(folder: Path) -> None:
    """Files of another run or form would be read as records of the same company."""
    if folder.exists() and not folder.is_dir():
        raise BadOption(f"--out {folder}: is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise BadOption(f"--out {folder}: is not empty; name a new folder")
