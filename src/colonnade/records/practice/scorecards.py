"""What people say of the practice company: three reviewers' scores, answers to criteria, its tiers."""

import csv
from itertools import groupby
from pathlib import Path

from colonnade.records.practice.truth import Truth, read_data


def write_scorecards(directory: Path) -> tuple[Path, ...]:
    """One file for each reviewer, and one for the consensus."""
    scores = read_data("scorecards.csv")
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


def write_answers(path: Path) -> Path:
    """Answers to criteria that its records cannot answer, as people of the company filled them in."""
    rows = read_data("answers.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tuple(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_organisation(path: Path, truth: Truth) -> Path:
    """The organisation file: which tiers are its top and its low one."""
    path.write_text(f"top_tier: {truth.top_tier}\nlow_tier: {truth.low_tier}\n", encoding="utf-8")
    return path
