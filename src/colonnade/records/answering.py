"""An answer to a question becomes part of the mapping."""

from dataclasses import replace

from colonnade.records.columns import readings_that_hold
from colonnade.records.mapping import FileMapping, MappedColumn, Question, lacking
from colonnade.records.tables import TABLES


def settle(files: tuple[FileMapping, ...], question: Question, answer: str | None) -> tuple[FileMapping, ...]:
    """The mapping with one question less. `answer` is the name of a candidate, None that it is none of them."""
    return tuple(_settled(file, question, answer) if question in file.questions else file for file in files)


def _settled(file: FileMapping, question: Question, answer: str | None) -> FileMapping:
    others = tuple(other for other in file.questions if other != question)
    if answer is None or question.column is None:
        return replace(file, questions=others)
    mapped = MappedColumn(question.column, answer)
    if question.source is not None:
        mapped = MappedColumn(question.column, question.source, (answer,))
    else:
        others = tuple(_without(other, answer) for other in others)
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
