"""What is asked of a file whose names do not tell it: which table it is, and the columns it cannot do without."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from colonnade.records.columns import candidates, cells, interval_asked
from colonnade.records.files import SourceFile
from colonnade.records.helpers import FINDER_NAMES
from colonnade.records.mapping import Candidate, FileMapping, Question
from colonnade.records.prices import with_readings
from colonnade.records.tables import SUBSCRIPTIONS, TABLES, Kind, Table
from colonnade.records.values import looks_dated

_NUMBER = re.compile(r"[-+(]?[^\w\s]?\s?\d[\d.,' ]*\)?\s?(%|[^\w\s]|[A-Z]{3})?")
_OFTEN = (
    "accounts", "subscriptions", "opportunities", "tickets", "usage_events", "contacts", "users", "touchpoints",
    "health_scores", "survey_responses", "csms", "costs",
)  # fmt: skip
"""The tables that people bring, in the order in which most do."""


def unsettled(file: SourceFile, mapping: FileMapping) -> FileMapping:
    """A file that lacks columns it cannot be used without: each is asked, of all columns that may be it."""
    table = TABLES[str(mapping.table)]
    questions = (*mapping.questions, *_lacked(file, mapping, table))
    asked = {candidate.name for question in questions for candidate in question.candidates}
    why = f"looks like {table.name}, but no column was recognised as {', '.join(mapping.lacking)}"
    if file.header_line > 1 or any(name.startswith("column ") for name in file.header):
        why += f"; its headings are taken from line {file.header_line}: if they stand lower, take out the rest"
    return replace(
        mapping,
        table=None,
        why=why,
        looks_like=table.name,
        questions=questions,
        unknown=tuple(name for name in mapping.unknown if name not in asked),
    )


def _lacked(file: SourceFile, mapping: FileMapping, table: Table) -> Iterator[Question]:
    told = {mapped.column for mapped in mapping.columns}
    told |= {"account_id"} if told & FINDER_NAMES else set()
    asked = {str(question.column) for question in mapping.questions}
    wanted = [*table.required, *(group[0] for group in table.any_of if not told & set(group))]
    if table == SUBSCRIPTIONS:
        wanted.append("end_on")  # without it nobody can be said to have left
    read = {mapped.source for mapped in mapping.columns}
    free = [name for name in file.header if name not in read and name not in mapping.left_out]
    for name in (name for name in wanted if name not in told and name not in asked):
        holds = _HOLDS[table.column(name).kind]
        if name == table.key and table.name == "accounts":
            may_be = [heading for heading in file.header if _tell_apart(cells(file, heading))]
        else:
            may_be = [heading for heading in free if holds(cells(file, heading))]
        question = Question(
            file.name,
            table.name,
            name,
            f"which column is the {name} of {table.name}?",
            candidates(file, may_be),
        )
        if may_be:
            yield from _priced(file, question, told, read) if name == "mrr" else (question,)


def _priced(file: SourceFile, price: Question, told: set[str], read: set[str]) -> Iterator[Question]:
    interval = interval_asked(file, read)
    yield from interval
    yield with_readings(price, told, {"interval"} if interval else ())


def asked_for_table(mapping: FileMapping) -> FileMapping:
    """A file of which nothing is known, with the question which table it is."""
    if mapping.table or mapping.looks_like or mapping.shape or mapping.questions or not mapping.unknown:
        return mapping
    text = f"which table is this file? Its columns are {', '.join(mapping.unknown)}"
    tables = tuple(Candidate(name) for name in _OFTEN)
    return replace(mapping, questions=(Question(mapping.file, None, None, text, tables),))


def _are_dates(given: tuple[str, ...]) -> bool:
    return any(given) and looks_dated(given)


def _are_numbers(given: tuple[str, ...]) -> bool:
    return any(given) and all(_NUMBER.fullmatch(cell) for cell in given if cell)


def _are_texts(given: tuple[str, ...]) -> bool:
    return any(given) and not _are_dates(given)


def _tell_apart(given: tuple[str, ...]) -> bool:
    """Whether each row has one of its own, as a name or a number of an account."""
    return all(given) and len(set(given)) == len(given) and not _are_dates(given)


_HOLDS: dict[Kind, Callable[[tuple[str, ...]], bool]] = {
    "day": _are_dates,
    "moment": _are_dates,
    "money": _are_numbers,
    "monthly": _are_numbers,
    "number": _are_numbers,
    "integer": _are_numbers,
    "boolean": any,
    "choice": _are_texts,
    "text": _are_texts,
}
"""What the cells of a column must be to be asked about as one of each kind."""
