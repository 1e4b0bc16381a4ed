"""Recognises an export: which file is which table. What is not sure is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from colonnade.records.asking import unsettled
from colonnade.records.columns import as_table, first_of
from colonnade.records.files import Join, SourceFile
from colonnade.records.mapping import Candidate, FileMapping, Question, lacking
from colonnade.records.shapes import (
    GENERAL,
    NotTable,
    Shape,
    TableShape,
    column_names,
    general,
    kinds,
    plain_name,
)
from colonnade.records.tables import TABLES, Table

WHOLE_NAME = 100
"""How much it counts that a file is called as a table is and nothing else; else its words are counted."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """A file read as one table by one shape; `signs` of the system in its columns, `named` words of its name."""

    mapping: FileMapping
    signs: int
    named: int

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        return self.signs > 0, self.signs, self.named, len(self.mapping.columns)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file with the words of its name and, for each system, the kind of file it shows signs of."""

    file: SourceFile
    words: list[str]
    kinds: Mapping[str, TableShape]


Recognised = tuple[SourceFile, FileMapping]


def recognise(files: tuple[SourceFile, ...], shapes: tuple[Shape, ...]) -> tuple[Recognised, ...]:
    """One mapping a file, in the order given; a file that is several tables at once stands there several times."""
    common = _common_words([_words(file.name) for file in files])
    seen = [_see(file, _words(file.name)[common:], shapes) for file in files]
    found = [both for item in seen for both in _recognise(item, seen, shapes)]
    return tuple(_told_elsewhere(found))


def as_said(file: SourceFile, found: FileMapping, table: str) -> FileMapping:
    """The file as the table that somebody said it is, its columns by their names; the rest is asked."""
    if table in (found.table, found.looks_like):
        return found
    mapping = as_table(file, TABLES[table], kinds()[f"{GENERAL}/{table}"])
    return unsettled(file, mapping) if mapping.lacking else mapping


def _see(file: SourceFile, words: list[str], shapes: tuple[Shape, ...]) -> _Seen:
    kinds: dict[str, TableShape] = {}
    for shape in shapes:
        shown = [(_signs(file, kind), _named(words, kind), kind) for kind in shape.kinds]
        best = max(shown, key=lambda each: each[:2])
        if best[0]:
            kinds[shape.id] = best[2]
    return _Seen(file, words, kinds)


def _signs(file: SourceFile, kind: TableShape) -> int:
    """How many names of the file are signs of this kind; none unless all of one set are there."""
    names = _forms(file)
    if names & kind.without:
        return 0
    return max((len(signs) for signs in kind.signs if all(names & choices for choices in signs)), default=0)


def _forms(file: SourceFile) -> frozenset[str]:
    return frozenset(form for name in file.header for form in column_names(name))


def _recognise(seen: _Seen, others: list[_Seen], shapes: tuple[Shape, ...]) -> Iterator[Recognised]:
    guesses = [guess for shape in shapes for guess in _guesses(seen, others, shape)]
    if any(guess.signs for _, guess in guesses):
        guesses = [both for both in guesses if both[1].signs or both[1].named]
    usable = [both for both in guesses if not both[1].mapping.table or not both[1].mapping.lacking]
    if not usable:
        yield _unread(seen, guesses, shapes)
        return
    best = max(guess.rank for _, guess in usable)
    first = [both for both in usable if both[1].rank == best]
    tables = sorted({str(guess.mapping.table) for _, guess in first})
    if len(tables) > 1:
        names = tuple(map(Candidate, tables))
        question = Question(seen.file.name, None, None, "the file fits several tables", names)
        why = f"fits {' and '.join(tables)} alike"
        yield seen.file, FileMapping(seen.file.name, None, why, unknown=seen.file.header, questions=(question,))
        return
    file, guess = first[0]
    further = list(_further(file, guess.mapping))
    yield file, _without_told(guess.mapping, [part for _, part in further])
    yield from further


def _without_told(mapping: FileMapping, parts: list[FileMapping]) -> FileMapping:
    """The mapping of a file, without a word of columns that another table in the same file reads or asks for."""
    used = {mapped.source for part in parts for mapped in (*part.columns, *part.beside) if part.table}
    used |= {candidate.name for part in parts for question in part.questions for candidate in question.candidates}
    told = used | {mapped.source for part in parts for mapped in part.columns}
    left_out = {name: why for name, why in mapping.left_out.items() if name not in used}
    return replace(mapping, left_out=left_out, unknown=tuple(n for n in mapping.unknown if n not in told))


def _further(file: SourceFile, mapping: FileMapping) -> Iterator[Recognised]:
    """The other tables that stand in the same file, such as the contracts of a list of accounts."""
    kind = kinds().get(mapping.shape or "")
    for name in kind.also if kind and mapping.table else ():
        other = kinds()[f"{mapping.shape.partition('/')[0]}/{name}"] if mapping.shape else None
        if other is None or not other.table:
            continue
        part = replace(file, name=f"{file.name}#{other.table}")
        found = as_table(part, TABLES[other.table], other)
        told = {mapped.column for mapped in found.columns} | {question.column for question in found.questions}
        if not found.lacking:
            beside = {
                mapped.source: "told by the amount that is read, and compared with it" for mapped in found.beside
            }
            yield part, replace(found, unknown=(), left_out=beside)
        elif told & set(TABLES[other.table].telling):
            why = f"holds {other.table} of today, but no column was recognised as {', '.join(found.lacking)}"
            yield part, replace(found, table=None, why=why, looks_like=other.table, unknown=(), left_out={})


def _told_elsewhere(found: list[Recognised]) -> Iterator[Recognised]:
    """Where an object's parts can be read (the items of a subscription), the object itself is not counted too."""
    by_parts = {
        f"{kind.id.partition('/')[0]}/{kind.instead_of}": mapping.file
        for _, mapping in found
        if mapping.table and (kind := kinds().get(mapping.shape or "")) and kind.instead_of
    }
    for file, mapping in found:
        teller = by_parts.get(mapping.shape or "")
        if teller:
            why = f"told line by line in {teller}, which is read together with it"
            yield file, FileMapping(file.name, None, why, shape=mapping.shape)
        else:
            yield file, mapping


def _unread(seen: _Seen, guesses: list[tuple[SourceFile, _Guess]], shapes: tuple[Shape, ...]) -> Recognised:
    file = seen.file
    for kind in (kind for shape in shapes for kind in shape.not_tables if _is(file, kind)):
        return file, FileMapping(file.name, None, f"{kind.name}: {kind.why}", compared=_compared(file, kind))
    named = [both for both in guesses if both[1].named or both[1].signs]
    if not named:
        return file, FileMapping(file.name, None, "no table of ours has columns like these", unknown=file.header)
    whole, guess = max(named, key=lambda both: both[1].rank)
    return whole, unsettled(whole, guess.mapping)


def _guesses(seen: _Seen, others: list[_Seen], shape: Shape) -> Iterator[tuple[SourceFile, _Guess]]:
    if shape.id != GENERAL:
        kind = seen.kinds.get(shape.id)
        if kind:
            file = _joined(seen.file, kind, others)
            signs, named = _signs(file, kind), _named(seen.words, kind)
            yield file, _Guess(_as_kind(file, kind), signs, named)
        return
    for kind in shape.kinds:
        table = TABLES[str(kind.table)]
        named = _named(seen.words, kind)
        mapping = as_table(seen.file, table, kind)
        found = {mapped.column for mapped in mapping.columns}
        own = {mapped.column for mapped in mapping.columns if plain_name(mapped.source) != "id"}
        bare = _is_bare(mapping, table)
        telling = len(own & set(table.telling)) - bare
        if kind.table == "accounts" and "_".join(seen.words) in kind.files:
            telling += bare  # what is called customers and nothing else is a list of them
        if kind.table == "accounts" and not _lists_accounts(seen.file, mapping, telling, named):
            continue
        if named or (telling > 0 and not lacking(table, found)):
            yield seen.file, _Guess(mapping, 0, named)


def _is_bare(mapping: FileMapping, table: Table) -> bool:
    """Whether the key is called only `id`, as in any list: then one telling column is not enough."""
    return table.key in table.required and plain_name(mapping.source_of(str(table.key)) or "") == "id"


def _lists_accounts(file: SourceFile, mapping: FileMapping, telling: int, named: int) -> bool:
    """Whether the rows are accounts, not things of an account such as invoices, which name it and its id too.

    The first id in the header is that of the row; an account stands once, but for its former states; a name
    alone is everywhere.
    """
    source = mapping.source_of("account_id")
    if source is None:
        return named > 0
    ids = [name for name in file.header if name not in mapping.left_out and _is_id(name)]
    place = file.header.index(source)
    given = [row[place] for row in file.sample if row[place].strip()]
    repeated = len(given) > 1 and len(set(given)) * 2 <= len(given) and not _forms(file) & set(general().versions)
    enough = telling > 1 or (named and telling > 0)
    own = not ids or ids[0] == source or not _is_id(source)
    return named == WHOLE_NAME or (bool(enough) and not repeated and own)


def _is_id(name: str) -> bool:
    return plain_name(name).split("_")[-1] == "id"


def _joined(file: SourceFile, kind: TableShape, others: list[_Seen]) -> SourceFile:
    """The file with what its kind looks up in other files of the same system."""
    system = kind.id.partition("/")[0]
    for lookup in kind.lookups:
        other = next(
            (seen.file for seen in others if (k := seen.kinds.get(system)) and k.object == lookup.object), None
        )
        if other is None or other.name == file.name:
            continue
        pairs = [(first_of(file.names, ours), first_of(other.header, theirs)) for ours, theirs in lookup.pairs]
        there = tuple((ours, theirs) for ours, theirs in pairs if ours and theirs)
        if there and pairs[0] == there[0]:
            join = Join(lookup.object, other, there, len(there) == len(pairs) and not lookup.single)
            file = replace(file, joins=(*file.joins, join))
    return file


def _as_kind(file: SourceFile, kind: TableShape) -> FileMapping:
    if kind.table:
        return as_table(file, TABLES[kind.table], kind)
    return FileMapping(file.name, None, f"{kind.object}: {kind.why}", shape=kind.id)


def _named(words: list[str], kind: TableShape) -> int:
    """How many words of the file's name are a name of the table; its own name counts above all others."""
    own = (kind.table or kind.object).split("_")
    if words == own:
        return WHOLE_NAME
    known = [own, *(plain_name(name).split("_") for name in kind.files)]
    return max((len(name) for name in known if _contains(words, name)), default=0)


def _contains(words: list[str], name: list[str]) -> bool:
    return any(words[start : start + len(name)] == name for start in range(len(words) - len(name) + 1))


def _words(file_name: str) -> list[str]:
    """Of `accounts.csv.gz` accounts; of `book.xlsx#Deals` deals."""
    if "#" in file_name:
        return plain_name(file_name.rpartition("#")[2]).split("_")
    stem = file_name.removesuffix(".gz")
    return plain_name(stem.rpartition(".")[0] or stem).split("_")


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
