"""Three reviewers of the practice company, and what they agreed where they differed most."""

import csv
from collections.abc import Collection
from itertools import groupby
from pathlib import Path

from colonnade.core.errors import UnknownModel
from colonnade.records.practice.truth import read_data


def write_scorecards(directory: Path, dimensions: Collection[str]) -> tuple[Path, ...]:
    """One file for each reviewer, and one for the consensus.

    The scores are made for one model; raises UnknownModel when its `dimensions` are not the ones scored.
    """
    scores = read_data("scorecards.csv")
    scored = {score["dimension"] for score in scores}
    if scored != set(dimensions):
        raise UnknownModel(f"the practice scorecards are of another model: they score {', '.join(sorted(scored))}")
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for reviewer, rows in groupby(scores, key=lambda score: score["reviewer"]):
        path = directory / f"{reviewer}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, tuple(scores[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        written.append(path)
    return tuple(written)
