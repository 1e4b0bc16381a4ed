"""Which column of a file is which of a table, by the names a system gives them. What is not sure is asked."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache

from colonnade.records.files import SourceFile
from colonnade.records.helpers import readable
from colonnade.records.mapping import CONSTANT, Candidate, FileMapping, MappedColumn, Question
from colonnade.records.prices import is_interval, reads_interval, with_readings
from colonnade.records.shapes import (
    GENERAL,
    ColumnNames,
    TableShape,
    column_names,
    currency_in,
    general,
    plain_name,
)
from colonnade.records.tables import SUBSCRIPTIONS, Table
from colonnade.records.values import Reading, lacking_for

SAMPLES = 3
NO_NAMES = ColumnNames((), ())


def as_table(file: SourceFile, table: Table, names: TableShape) -> FileMapping:
    """The file read as this table by these names: what is mapped, left out, unknown and asked."""
    left_out = _left_out(file, names)
    taken = list(_own_columns(file, table, names)) if names.signs else []
    questions: list[Question] = []
    own, used = {mapped.column for mapped in taken}, {mapped.source for mapped in taken}
    guessed: list[MappedColumn] = []
    for column in readable(table):
        if column.name in own:
            continue
        answer = _column(file, table, column.name, names, {*left_out, *used})
        if isinstance(answer, MappedColumn):
            guessed.append(answer)
        elif answer is not None:
            questions.append(answer)
    guessed, claimed = _claimed_once(file, table, guessed)
    taken, twice = _unlike_twins(file, table, readings_that_hold([*taken, *guessed]))
    questions += (*claimed, *twice)
    if table == SUBSCRIPTIONS:
        taken += _named_currency(taken)
        taken, questions = _priced(file, names, taken, questions)
    used = {mapped.source for mapped in taken}
    open_questions = tuple(_without(question, used) for question in questions)
    asked = {candidate.name for question in open_questions for candidate in question.candidates}
    rest = [name for name in file.header if name not in used and name not in _told(file, names)]
    left_out = {name: why for name, why in left_out.items() if name not in used and name not in asked}
    return FileMapping(
        file.name,
        table.name,
        columns=tuple(taken),
        left_out=left_out,
        unknown=tuple(name for name in rest if name not in left_out and name not in asked),
        questions=tuple(question for question in open_questions if question.candidates),
        shape=names.id,
        beside=tuple(_beside(file, table, taken)),
    )


def _priced(
    file: SourceFile, names: TableShape, taken: list[MappedColumn], questions: list[Question]
) -> tuple[list[MappedColumn], list[Question]]:
    """What the price is for: an amount that may be one is asked with its interval, which is of use only then."""
    told = {mapped.column for mapped in taken}
    price = next((question for question in questions if _is_open_price(question)), None)
    if price is None and not reads_interval(taken):
        own = names.columns if names.signs else {}
        return [m for m in taken if m.column not in _INTERVAL or m.column in own], [
            question for question in questions if question.column not in _INTERVAL
        ]
    if price is None:
        return taken, questions
    others = [question for question in questions if question is not price]
    if "interval" not in told and all(question.column != "interval" for question in others):
        others += interval_asked(file, {mapped.source for mapped in taken})
    asked = {str(question.column) for question in others}
    return taken, [*others, with_readings(price, told, asked)]


def _named_currency(taken: list[MappedColumn]) -> list[MappedColumn]:
    """The currency that the heading of the amount names, where no column tells it."""
    told = {mapped.column: mapped.source for mapped in taken}
    named = currency_in(told.get("mrr", "")) if "currency" not in told else None
    return [MappedColumn("currency", f"{CONSTANT}{named}")] if named else []


def interval_asked(file: SourceFile, used: Collection[str]) -> list[Question]:
    """The question which column is the interval of a price: those that hold intervals, by whatever name."""
    found = [name for name in file.header if name not in used and is_interval(cells(file, name))]
    text = "is this the interval for which the price is billed?"
    return [Question(file.name, "subscriptions", "interval", text, candidates(file, found))] if found else []


def _is_open_price(question: Question) -> bool:
    """Whether no candidate's name says what the amount is paid for."""
    sure = {"mrr", *(name for _, tier in _general("subscriptions").columns["mrr"].tiers for name in tier)}
    return question.column == "mrr" and not any(_goes_by(each.name, sure) for each in question.candidates)


_INTERVAL = ("interval", "interval_count")


def _unlike_twins(
    file: SourceFile, table: Table, taken: list[MappedColumn]
) -> tuple[list[MappedColumn], list[Question]]:
    """Columns of one heading that hold different things are asked, of equal ones the first is read."""
    kept: list[MappedColumn] = []
    questions: list[Question] = []
    for mapped in taken:
        twins = [name for name in file.header if re.fullmatch(re.escape(mapped.source) + r" \(\d+\)", name)]
        unlike = [name for name in twins if cells(file, name) != cells(file, mapped.source)]
        if unlike:
            text = f"which column is the {mapped.column} of {table.name}? {len(unlike) + 1} are called so"
            choices = candidates(file, [mapped.source, *unlike], mapped.reading)
            questions.append(Question(file.name, table.name, mapped.column, text, choices))
        else:
            kept.append(mapped)
    return kept, questions


def _beside(file: SourceFile, table: Table, taken: list[MappedColumn]) -> Iterator[MappedColumn]:
    """Of recurring revenue both by the month and by the year: the one that is not read."""
    read = next((mapped for mapped in taken if table == SUBSCRIPTIONS and mapped.column == "mrr"), None)
    if read and set(read.reading) <= {"yearly"}:
        for reading, known in (((), ("mrr",)), *_general(table.name).columns["mrr"].tiers):
            found = [name for name in file.header if name != read.source and _goes_by(name, known)]
            if reading != read.reading:
                yield from (MappedColumn("mrr", name, reading) for name in found[:1])


def _own_columns(file: SourceFile, table: Table, names: TableShape) -> Iterator[MappedColumn]:
    """What the system itself calls the columns, in order of preference."""
    for name, constant in names.constants.items():
        yield MappedColumn(name, f"{CONSTANT}{constant}")
    for column in readable(table):
        for reading, known in names.columns.get(column.name, NO_NAMES).tiers:
            if first := first_of(file.names, known):
                yield MappedColumn(column.name, first, reading)
                break


def readings_that_hold(columns: list[MappedColumn]) -> list[MappedColumn]:
    """Nothing is scaled by a quantity or currency that is not told; without an interval no price is monthly."""
    told = {mapped.column for mapped in columns}
    held: list[MappedColumn] = []
    for mapped in columns:
        words = list(mapped.reading)
        if "per_interval" in words and lacking_for(("per_interval",), told):
            continue
        if "times_quantity" in words and "quantity" not in told:
            words.remove("times_quantity")
        if "minor_units" in words and "currency" not in told:
            words[words.index("minor_units")] = "cents"
        held.append(replace(mapped, reading=tuple(words)))
    return held


def _left_out(file: SourceFile, names: TableShape) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in file.header:
        plain = plain_name(name)
        why = next((names.left_out[form] for form in column_names(name) if form in names.left_out), None)
        if why is None and name.lower().startswith(general().bookkeeping):
            why = "bookkeeping of the tool that landed it"
        if why is None and names.id.partition("/")[0] != GENERAL:
            why = _general(names.table).left_out.get(plain)
        if why is not None:
            found[name] = why
    return found


def _told(file: SourceFile, names: TableShape) -> set[str]:
    """Columns that are read though no column of ours is: they refuse rows, date them or join them."""
    known = {name for refusal in (*names.refused, *general().refused) for name in refusal.columns}
    known |= set(general().versions)
    joining = {ours for join in file.joins for ours, _ in join.pairs}
    return joining | {name for name in file.header if _goes_by(name, known)}


@cache
def _general(table: str | None) -> TableShape:
    return next(kind for kind in general().kinds if kind.table == table)


def _claimed_once(
    file: SourceFile, table: Table, taken: list[MappedColumn]
) -> tuple[list[MappedColumn], list[Question]]:
    """A column of the file that two of ours claim goes to the one of its own name, else to neither."""
    kept: list[MappedColumn] = []
    questions: list[Question] = []
    intervals = {mapped.source for mapped in taken if mapped.column == "interval"}
    for mapped in taken:
        if mapped.column == "interval_count" and mapped.source in intervals:
            continue  # a column alone says `quarterly` or `3 months`, not how many of another
        rivals = [other.column for other in taken if other.source == mapped.source]
        rivals = [each for each in rivals if each != "interval_count" or mapped.source not in intervals]
        if len(rivals) == 1 or plain_name(mapped.source) == mapped.column:
            kept.append(mapped)
        elif plain_name(mapped.source) not in rivals:
            text = f"is this the {' or the '.join(rivals)} of {table.name}?"
            questions.append(
                Question(
                    file.name, table.name, mapped.column, text, candidates(file, [mapped.source], mapped.reading)
                )
            )
    return kept, questions


def _column(
    file: SourceFile, table: Table, column: str, names: TableShape, not_free: set[str]
) -> MappedColumn | Question | None:
    """The column's source by the most trusted names present; several of equal trust are a question.

    What a system does not say itself is looked for under the general names.
    """
    known_as = (_general(names.table) if names.signs else names).columns.get(column, NO_NAMES)
    listed = _listed(known_as, file.header) if not names.signs else set()
    free = [name for name in file.header if name not in not_free or name in listed]
    for reading, known in (((), (column,)), *known_as.tiers):
        found = [name for name in free if _goes_by(name, known)]
        if len(found) == 1:
            return MappedColumn(column, found[0], reading)
        if found:
            text = f"which column is the {column} of {table.name}?"
            return Question(file.name, table.name, column, text, candidates(file, found, reading))
    asked = names.columns.get(column, NO_NAMES).maybe or known_as.maybe
    maybe = [name for name in free if _goes_by(name, asked)]
    if not maybe:
        return None
    text = f"is this the {column} of {table.name}?"
    return Question(file.name, table.name, column, text, candidates(file, maybe))


def _listed(names: ColumnNames, header: tuple[str, ...]) -> set[str]:
    known = {form for _, tier in names.tiers for form in tier} | set(names.maybe)
    return {name for name in header if _goes_by(name, known)}


def first_of(names: tuple[str, ...], wanted: tuple[str, ...]) -> str | None:
    """The name that goes by the most wanted one."""
    return next((name for want in wanted for name in names if want in column_names(name)), None)


def candidates(file: SourceFile, names: Iterable[str], reading: Reading = ()) -> tuple[Candidate, ...]:
    meaning = ", ".join(reading).replace("_", " ")
    return tuple(Candidate(name, samples(file, name), reading, meaning) for name in names)


def samples(file: SourceFile, column: str) -> tuple[str, ...]:
    """A few different values of a column, shortened."""
    values = dict.fromkeys(cell for cell in cells(file, column) if cell)
    return tuple(value if len(value) <= 40 else f"{value[:39]}…" for value in list(values)[:SAMPLES])


def cells(file: SourceFile, column: str) -> tuple[str, ...]:
    """The column in the rows at the start of the file; nothing of one that is looked up in another."""
    if column not in file.header:
        return ()
    place = file.header.index(column)
    return tuple(row[place].strip() for row in file.sample)


def _without(question: Question, used: set[str]) -> Question:
    return replace(question, candidates=tuple(each for each in question.candidates if each.name not in used))


def _goes_by(name: str, known: Iterable[str]) -> bool:
    return not _forms_of(name).isdisjoint(known)


@cache
def _forms_of(name: str) -> frozenset[str]:
    return frozenset(column_names(name))
