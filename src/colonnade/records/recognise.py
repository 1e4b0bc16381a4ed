"""Recognises an export: which file is which table, which column which of ours. What is not sure is asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from colonnade.records.files import SourceFile
from colonnade.records.mapping import Candidate, FileMapping, MappedColumn, Question, lacking
from colonnade.records.shapes import ColumnNames, NotTable, Shape, TableShape, column_names, plain_name
from colonnade.records.tables import TABLES, Table

SAMPLES = 3


@dataclass(frozen=True, slots=True)
class _Guess:
    """A file read as one table by one shape; `named` counts the words of its name that say so."""

    mapping: FileMapping
    named: int

    @property
    def rank(self) -> tuple[int, int]:
        return self.named, len(self.mapping.columns)


def recognise(files: tuple[SourceFile, ...], shapes: tuple[Shape, ...]) -> tuple[FileMapping, ...]:
    """One mapping a file, in the order given."""
    common = _common_words([_words(file.name) for file in files])
    return tuple(_recognise(file, _words(file.name)[common:], shapes) for file in files)


def _recognise(file: SourceFile, words: list[str], shapes: tuple[Shape, ...]) -> FileMapping:
    guesses = [guess for shape in shapes for guess in _guesses(file, words, shape)]
    usable = [guess for guess in guesses if not guess.mapping.lacking]
    if not usable:
        for kind in (kind for shape in shapes for kind in shape.not_tables if _is(file, kind)):
            return FileMapping(file.name, None, f"{kind.name}: {kind.why}", compared=_compared(file, kind))
        return _unusable(file, guesses)
    best = max(guess.rank for guess in usable)
    tables = {guess.mapping.table for guess in usable if guess.rank == best}
    if len(tables) > 1:
        names = tuple(Candidate(str(table)) for table in sorted(map(str, tables)))
        question = Question(file.name, None, None, "the file fits several tables", names)
        why = f"fits {' and '.join(name.name for name in names)} alike"
        return FileMapping(file.name, None, why, unknown=file.header, questions=(question,))
    return next(guess.mapping for guess in usable if guess.rank == best)


def _unusable(file: SourceFile, guesses: list[_Guess]) -> FileMapping:
    """No table, with the questions of the table its name speaks of."""
    named = [guess for guess in guesses if guess.named]
    if not named:
        return FileMapping(file.name, None, "no table of ours has columns like these", unknown=file.header)
    mapping = max(named, key=lambda guess: guess.rank).mapping
    why = f"looks like {mapping.table}, but no column was recognised as {', '.join(mapping.lacking)}"
    return replace(mapping, table=None, why=why, looks_like=mapping.table)


def _guesses(file: SourceFile, words: list[str], shape: Shape) -> Iterator[_Guess]:
    for table in TABLES.values():
        names = shape.tables[table.name]
        named = _named(words, table, names)
        mapping = _as_table(file, table, names, shape.id)
        found = {mapped.column for mapped in mapping.columns}
        if named or (found & set(table.telling) and not lacking(table, found)):
            yield _Guess(mapping, named)


def _as_table(file: SourceFile, table: Table, names: TableShape, shape: str) -> FileMapping:
    taken: list[MappedColumn] = []
    questions: list[Question] = []
    for column in table.columns:
        answer = _column(file, table, column.name, names.columns.get(column.name))
        if isinstance(answer, MappedColumn):
            taken.append(answer)
        elif answer is not None:
            questions.append(answer)
    taken, twice = _claimed_once(file, table, taken)
    questions += twice
    used = {mapped.source for mapped in taken}
    rest = [name for name in file.header if name not in used]
    left_out = {name: names.left_out[plain_name(name)] for name in rest if plain_name(name) in names.left_out}
    open_questions = tuple(_without(question, used | set(left_out)) for question in questions)
    asked = {candidate.name for question in open_questions for candidate in question.candidates}
    return FileMapping(
        file.name,
        table.name,
        columns=tuple(taken),
        left_out=left_out,
        unknown=tuple(name for name in rest if name not in left_out and name not in asked),
        questions=tuple(question for question in open_questions if question.candidates),
        shape=shape,
    )


def _claimed_once(
    file: SourceFile, table: Table, taken: list[MappedColumn]
) -> tuple[list[MappedColumn], list[Question]]:
    """A column of the file that two of ours claim goes to the one of its own name, else to neither."""
    kept: list[MappedColumn] = []
    questions: list[Question] = []
    for mapped in taken:
        rivals = [other.column for other in taken if other.source == mapped.source]
        if len(rivals) == 1 or plain_name(mapped.source) == mapped.column:
            kept.append(mapped)
        elif plain_name(mapped.source) not in rivals:
            text = f"is this the {' or the '.join(rivals)} of {table.name}?"
            questions.append(
                Question(file.name, table.name, mapped.column, text, _candidates(file, [mapped.source]))
            )
    return kept, questions


def _column(
    file: SourceFile, table: Table, column: str, names: ColumnNames | None
) -> MappedColumn | Question | None:
    """The column's source by the most trusted names present; several of equal trust are a question."""
    tiers = ((None, (column,)), *(names.tiers if names else ()))
    for reading, known in tiers:
        found = [name for name in file.header if any(form in known for form in column_names(name))]
        if len(found) == 1:
            return MappedColumn(column, found[0], (reading,) if reading else ())
        if found:
            text = f"which column is the {column} of {table.name}?"
            return Question(file.name, table.name, column, text, _candidates(file, found))
    maybe = [name for name in file.header if names and plain_name(name) in names.maybe]
    if not maybe:
        return None
    text = f"is this the {column} of {table.name}?"
    return Question(file.name, table.name, column, text, _candidates(file, maybe))


def _candidates(file: SourceFile, names: Iterable[str]) -> tuple[Candidate, ...]:
    return tuple(Candidate(name, samples(file, name)) for name in names)


def samples(file: SourceFile, column: str) -> tuple[str, ...]:
    """A few different values of a column, shortened."""
    place = file.header.index(column)
    values = dict.fromkeys(row[place].strip() for row in file.sample if row[place].strip())
    return tuple(value if len(value) <= 40 else f"{value[:39]}…" for value in list(values)[:SAMPLES])


def _without(question: Question, used: set[str]) -> Question:
    free = tuple(candidate for candidate in question.candidates if candidate.name not in used)
    return Question(question.file, question.table, question.column, question.text, free)


def _named(words: list[str], table: Table, names: TableShape) -> int:
    """How many words of the file's name are a name of the table; its own name counts above all others."""
    own = table.name.split("_")
    if words == own:
        return 100
    known = [own, *(plain_name(name).split("_") for name in names.files)]
    return max((len(name) for name in known if _contains(words, name)), default=0)


def _contains(words: list[str], name: list[str]) -> bool:
    return any(words[start : start + len(name)] == name for start in range(len(words) - len(name) + 1))


def _words(file_name: str) -> list[str]:
    return plain_name(file_name.rpartition(".")[0] or file_name).split("_")


def _common_words(names: list[list[str]]) -> int:
    """How many leading words all files share: the name of the export rather than of a table."""
    if len(names) < 2:
        return 0
    shortest = min(map(len, names)) - 1
    return next((place for place in range(shortest) if len({name[place] for name in names}) > 1), max(shortest, 0))


def _is(file: SourceFile, kind: NotTable) -> bool:
    return set(kind.columns) <= {plain_name(name) for name in file.header}


def _compared(file: SourceFile, kind: NotTable) -> dict[str, str]:
    by_name = {plain_name(name): name for name in file.header}
    found = {what: by_name[column] for what, column in kind.compared.items() if column in by_name}
    return found if len(found) == len(kind.compared) else {}
