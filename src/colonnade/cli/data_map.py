"""`colonnade data map`: asks what is not sure of how exports map, and remembers the answers."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade.cli.records import opened
from colonnade.core.errors import BadOption

if TYPE_CHECKING:
    from colonnade.records.mapping import Candidate, FileMapping, Question

ROUNDS = 5
"""An answer may lead to another question (a column is taken, and its dates go either way), not without end."""


def run(arguments: argparse.Namespace) -> int:
    from colonnade.records import is_warehouse, write_mapping

    if is_warehouse(Path(arguments.source)):
        raise BadOption(f"{arguments.source} is a warehouse: map the exports, then data load them with --mapping")
    target = arguments.out or _beside(arguments.source)
    files = _look(arguments.source, arguments.mapping)
    if not sys.stdin.isatty():
        write_mapping(files, target)
        count = sum(len(file.questions) for file in files)
        print(f"The mapping is in {target}, with {_questions(count)} in it to settle by hand.")
        return 0
    for _ in range(ROUNDS):
        files, changed = _ask(files)
        write_mapping(files, target)
        if not changed:
            break
        files = _look(arguments.source, target)
    left = sum(len(file.questions) for file in files)
    print(f"Remembered in {target}{f'; {_questions(left)} left open' if left else ''}.")
    if arguments.out or not Path(arguments.source).is_dir():
        print(f"Give it to the other commands with --mapping {target}.")
    return 0


def _look(source: str, mapping: Path | None) -> "tuple[FileMapping, ...]":
    """What is sure, and what is asked; also of files that look like nothing."""
    from colonnade.records import asked_for_table

    with opened(source, mapping, must_be_usable=False) as records:
        return tuple(map(asked_for_table, records.check.mapping))


def _beside(source: str) -> Path:
    from colonnade.records import MAPPING_FILE_NAME

    folder = Path(source)
    return folder / MAPPING_FILE_NAME if folder.is_dir() else Path(MAPPING_FILE_NAME)


def _questions(count: int) -> str:
    return "one question" if count == 1 else f"{count or 'no'} questions"


def _ask(files: "tuple[FileMapping, ...]") -> "tuple[tuple[FileMapping, ...], bool]":
    """Each open question once; and whether any was answered with a candidate."""
    from colonnade.records import answers, settle

    changed = False
    for name in [file.file for file in files]:
        seen: list[Question] = []
        while question := next(
            (q for file in files if file.file == name for q in file.questions if q not in seen), None
        ):
            seen.append(question)
            candidates = answers(files, question)
            answer = _answer(question, candidates) if candidates else None
            if answer == 0:
                files = settle(files, question, None)
            elif answer is not None:
                files = settle(files, question, candidates[answer - 1])
                changed = True
    return files, changed


def _answer(question: "Question", candidates: "tuple[Candidate, ...]") -> int | None:
    """The number of a candidate, 0 for none of them, None to leave it open."""
    print(f"\n{question.file}: {question.text}")
    for number, candidate in enumerate(candidates, 1):
        print(f"  {number}  {candidate.words}")
    print("  0  none of these")
    while True:
        try:
            given = input("Number, or Enter to leave it open: ").strip()
        except EOFError:
            return None
        if not given:
            return None
        if given.isdigit() and int(given) <= len(candidates):
            return int(given)
        print(f"'{given}' is not a number from 0 to {len(candidates)}")
