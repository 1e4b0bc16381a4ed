"""Which column of an export is which of ours: written as YAML to edit, and read back with checks."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from colonnade.content.yaml_tree import Fields, Items, Text, Tree, read_tree
from colonnade.core.errors import Problem, UserError
from colonnade.records.helpers import FINDER_NAMES, helpers, readable, readable_column
from colonnade.records.shapes import CURRENCIES, GENERAL, kinds
from colonnade.records.tables import TABLES, Table
from colonnade.records.values import WORDS, Reading, lacking_for

FORMAT = "colonnade.mapping/1"
FILE_NAME = "colonnade.mapping.yaml"
UNSETTLED = "unknown"
"""The word for a file of which it is not settled what it is: looked at anew each time, and asked."""
CONSTANT = "="
"""`=nps` in place of a column: what every row is."""


_DAY = re.compile(r"20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class BadMapping(UserError):
    """A mapping file that breaks the format or does not fit the export."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer to a question, with values as they stand in the file, and how they would be read."""

    name: str
    samples: tuple[str, ...] = ()
    reading: Reading = ()
    meaning: str = ""

    @property
    def words(self) -> str:
        """The answer as a line of a list."""
        meaning = f": {self.meaning}" if self.meaning else ""
        samples = f" (such as {', '.join(self.samples)})" if self.samples else ""
        return f"{self.name}{meaning}{samples}"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is not guessed: which column, which table, or how the cells of `source` are read."""

    file: str
    table: str | None
    column: str | None
    text: str
    candidates: tuple[Candidate, ...]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class MappedColumn:
    column: str
    source: str
    reading: Reading = ()


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What one file is. `table` None: not read, and `why`; `looks_like` is the table it may be once asked.

    `left_out` are known columns that are not read, with reasons. `shape` is the kind of file (shapes.py). `beside`
    are columns that tell what one that is read tells, and are compared with it. `exported_on` is the day on which
    the states of its rows stood so, where they are not dated themselves.
    """

    file: str
    table: str | None
    why: str = ""
    columns: tuple[MappedColumn, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    compared: Mapping[str, str] = field(default_factory=dict)
    shape: str | None = None
    looks_like: str | None = None
    beside: tuple[MappedColumn, ...] = ()
    exported_on: str | None = None

    def source_of(self, column: str) -> str | None:
        return next((mapped.source for mapped in self.columns if mapped.column == column), None)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Columns without which the table cannot be used, as words."""
        return lacking(TABLES[self.table], {mapped.column for mapped in self.columns}) if self.table else ()


def lacking(table: Table, columns: set[str]) -> tuple[str, ...]:
    if columns & FINDER_NAMES:
        columns = columns | {"account_id"}
    groups = tuple(" or ".join(group) for group in table.any_of if not columns & set(group))
    return tuple(column for column in table.required if column not in columns) + groups


def write_mapping(files: tuple[FileMapping, ...], path: Path) -> None:
    """The mapping as YAML to edit and to read back."""
    try:
        path.write_text(mapping_text(files), encoding="utf-8")
    except OSError as failure:
        raise BadMapping(Problem(f"cannot be written: {failure.strerror}", str(path))) from None


def mapping_text(files: tuple[FileMapping, ...]) -> str:
    lines = [
        "# Which column of this export is which of Colonnade's. Edit it and give it back with --mapping.",
        "# canonical_column: column of the file   or   {column: ..., as: how its cells are read}",
        f"format: {FORMAT}",
        "files:" if files else "files: {}",
    ]
    for file in files:
        lines += _file_lines(file)
    return "\n".join(lines) + "\n"


def _file_lines(file: FileMapping) -> Iterator[str]:
    yield f"  {_quoted(file.file)}:"
    yield f"    table: {file.table or file.looks_like or (UNSETTLED if file.questions else 'none')}"
    if file.shape and not file.shape.startswith(GENERAL):
        yield f"    shape: {_quoted(file.shape)}"
    if file.exported_on:
        yield f"    exported_on: {file.exported_on}"
    if file.why:
        yield f"    # {_one_line(file.why)}"
    proposed = "# " if file.table is None and file.looks_like else ""
    if proposed:
        yield "    # not used before what is asked below is settled; then take the # from columns and below"
    if file.columns:
        yield f"    {proposed}columns:"
    for mapped in file.columns:
        yield f"    {proposed}  {mapped.column}: {_source(mapped.source, mapped.reading)}"
    for question in file.questions:
        if question.source and question.column:
            readings = tuple(candidate.name for candidate in question.candidates[:1])
            yield f"    #   {question.column}: {_source(question.source, readings)}"
    for question in file.questions:
        yield f"    # asked: {_one_line(question.column or 'table')}: {_one_line(question.text)}"
        if question.column is None:
            yield f"    #   one of {', '.join(candidate.name for candidate in question.candidates)}, or none"
            continue
        for candidate in question.candidates:
            yield f"    #   {_answer(question, candidate)}"
    for column, why in file.left_out.items():
        yield f"    # left out: {_one_line(column)}: {_one_line(why)}"
    if file.unknown:
        yield f"    # unknown: {_one_line(', '.join(file.unknown))}"


def _answer(question: Question, candidate: Candidate) -> str:
    """A candidate; that for a column as it would be written among the columns."""
    if question.source is not None:
        return _one_line(candidate.words)
    told = "; ".join(filter(None, (candidate.meaning, ", ".join(candidate.samples))))
    written = f"{question.column}: {_source(candidate.name, candidate.reading)}"
    return f"{written}  # {_one_line(told)}" if told else written


def _source(source: str, reading: Reading) -> str:
    return f"{{column: {_quoted(source)}, as: [{', '.join(reading)}]}}" if reading else _quoted(source)


def _quoted(text: str) -> str:
    return json.dumps(text)


def _one_line(text: str) -> str:
    return " ".join(json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"').split())


def read_mapping(path: Path, headers: Mapping[str, tuple[str, ...]]) -> tuple[FileMapping, ...]:
    """The mapping in a YAML file, checked against the files of the export; all problems at once."""
    problems: list[Problem] = []
    files = tuple(_Reader(path.name, headers, problems).files(read_tree(path, BadMapping)))
    if problems:
        raise BadMapping(problems)
    return files


@dataclass(frozen=True, slots=True)
class _Reader:
    name: str
    headers: Mapping[str, tuple[str, ...]]
    problems: list[Problem]

    def files(self, tree: Tree) -> Iterator[FileMapping]:
        root = self._fields(tree, "a mapping with the keys format and files", ("format", "files"))
        version = root.get("format")
        if not isinstance(version, Text) or version.value != FORMAT:
            self._problem(f"the key format must say {FORMAT}", tree)
        for file, entry in self._fields(root.get("files"), "files: a mapping from file to table", None).items():
            if file not in self.headers:
                known = ", ".join(sorted(self.headers)) or "none"
                self._problem(f"there is no file '{file}' among those read: {known}", entry)
            else:
                yield from self._file(file, entry)

    def _file(self, file: str, entry: Tree) -> Iterator[FileMapping]:
        keys = ("table", "shape", "exported_on", "columns")
        fields = self._fields(entry, f"for '{file}' the keys {', '.join(keys)}", keys)
        named, shape = fields.get("table"), fields.get("shape")
        kind = shape.value if isinstance(shape, Text) else None
        if shape is not None and kind not in kinds():
            self._problem(f"'{file}' has an unknown shape; there are {', '.join(kinds())}", shape)
        if not isinstance(named, Text) or named.value not in (*TABLES, "none", UNSETTLED):
            self._problem(f"'{file}' needs a table: none, {UNSETTLED}, {', '.join(TABLES)}", named or entry)
            return
        if named.value == UNSETTLED:
            return
        day = fields.get("exported_on")
        if day is not None and not (isinstance(day, Text) and _DAY.fullmatch(day.value)):
            self._problem(f"'{file}' needs a day as 2026-01-31 for exported_on", day)
            return
        if named.value == "none":
            yield FileMapping(file, None, "the mapping says so", shape=kind)
            return
        table = TABLES[named.value]
        if "columns" not in fields:
            yield FileMapping(file, None, shape=kind, looks_like=table.name)
            return
        columns = tuple(self._columns(file, table, fields.get("columns")))
        told = {mapped.column for mapped in columns}
        if missing := lacking(table, told):
            self._problem(f"'{file}' as {table.name} needs {', '.join(missing)}", entry)
        for mapped in columns:
            if needed := lacking_for(mapped.reading, told):
                words = ", ".join(mapped.reading)
                self._problem(f"{mapped.column} of '{file}' read as {words} needs the column {needed}", entry)
        used = {mapped.source for mapped in columns}
        unknown = tuple(name for name in self.headers[file] if name not in used)
        exported_on = day.value if isinstance(day, Text) else None
        yield FileMapping(file, table.name, columns=columns, unknown=unknown, shape=kind, exported_on=exported_on)

    def _columns(self, file: str, table: Table, tree: Tree | None) -> Iterator[MappedColumn]:
        for column, entry in self._fields(tree, f"columns of '{file}'", None).items():
            if all(column != known.name for known in readable(table)):
                others = ", ".join(helper.name for helper in helpers(table))
                whole = f"{', '.join(table.column_names)}{f'; and to read them, {others}' if others else ''}"
                self._problem(f"{table.name} has no column '{column}'; it has {whole}", entry)
                continue
            source, words = self._source(column, entry)
            choices = readable_column(table, column).choices
            if source is not None and source.startswith(CONSTANT) and source not in self.headers[file]:
                known = choices or (tuple(map(str.upper, CURRENCIES)) if column == "currency" else ())
                if source.removeprefix(CONSTANT) not in known:
                    allowed_here = f"one of {', '.join(known)}" if known else "a column of the file"
                    self._problem(f"{column} cannot be '{source}' in every row; allowed is {allowed_here}", entry)
            elif source is not None and source not in self.headers[file]:
                self._problem(f"'{file}' has no column '{source}'; it has {', '.join(self.headers[file])}", entry)
            allowed = WORDS[readable_column(table, column).kind]
            for word in words:
                if word not in allowed:
                    choice = f"one of {', '.join(allowed)}" if allowed else "nothing; it is read as it stands"
                    self._problem(f"{column} cannot be read as '{word}'; allowed is {choice}", entry)
            if source is not None:
                yield MappedColumn(column, source, words)

    def _source(self, column: str, entry: Tree) -> tuple[str | None, Reading]:
        if isinstance(entry, Text):
            return entry.value, ()
        fields = self._fields(entry, f"for {column} a column of the file", ("column", "as"))
        source, words = fields.get("column"), fields.get("as")
        if not isinstance(source, Text):
            self._problem(f"{column} needs the key column", entry)
            return None, ()
        if isinstance(words, Text):
            return source.value, (words.value,)
        items = words.items if isinstance(words, Items) else ()
        return source.value, tuple(item.value for item in items if isinstance(item, Text))

    def _fields(self, tree: Tree | None, what: str, keys: tuple[str, ...] | None) -> dict[str, Tree]:
        if not isinstance(tree, Fields):
            self._problem(f"expected {what}", tree)
            return {}
        for key, entry in tree.fields.items():
            if keys is not None and key not in keys:
                self._problem(f"unknown key '{key}'; expected {what}", entry)
        return tree.fields

    def _problem(self, message: str, where: Tree | None) -> None:
        self.problems.append(Problem(message, self.name, where.line if where else None))
