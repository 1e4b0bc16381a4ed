"""An answer to a question becomes part of the mapping."""

from dataclasses import replace

from colonnade.records.columns import readings_that_hold
from colonnade.records.mapping import Candidate, FileMapping, MappedColumn, Question, lacking
from colonnade.records.prices import that_hold
from colonnade.records.tables import TABLES


def settle(
    files: tuple[FileMapping, ...], question: Question, answer: Candidate | None
) -> tuple[FileMapping, ...]:
    """The mapping with one question less. `answer` is one of its candidates, None that it is none of them."""
    return tuple(_settled(file, question, answer) if question in file.questions else file for file in files)


def answers(files: tuple[FileMapping, ...], question: Question) -> tuple[Candidate, ...]:
    """What can be answered now: a price for an interval of billing only where a column tells the interval."""
    told = {mapped.column for file in files if question in file.questions for mapped in file.columns}
    return that_hold(question.candidates, told)


def _settled(file: FileMapping, question: Question, answer: Candidate | None) -> FileMapping:
    others = tuple(other for other in file.questions if other != question)
    if answer is None:
        return replace(file, questions=others)
    if question.column is None:
        return replace(file, questions=others, looks_like=answer.name)
    mapped = MappedColumn(question.column, answer.name, answer.reading)
    if question.source is not None:
        mapped = MappedColumn(question.column, question.source, (answer.name,))
    else:
        others = tuple(_without(other, answer.name) for other in others)
        others = tuple(other for other in others if other.candidates)
    columns = tuple(readings_that_hold([*file.columns, mapped]))
    table = file.table or file.looks_like
    if table and lacking(TABLES[table], {each.column for each in columns}):
        table = None
    why = "" if table else file.why
    return replace(file, table=table, columns=columns, questions=others, why=why)


def _without(question: Question, taken: str) -> Question:
    if question.source is not None:
        return question
    free = tuple(candidate for candidate in question.candidates if candidate.name != taken)
    return replace(question, candidates=free)
