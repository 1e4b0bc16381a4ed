"""The shapes content files may have: one declaration reads a file, notes every fault and is its JSON Schema.

Reading never stops at a fault: it notes it with its line and goes on with a harmless value, so that all
problems of a file are reported at once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Protocol

from colonnade.content.yaml_tree import Fields, Items, Text, Tree

Note = Callable[[int, str], None]
"""Takes a line and what is wrong there."""

Schema = dict[str, Any]

MAX_TEXT = 4000
ID_PATTERN = r"^[a-z0-9][a-z0-9_.-]{0,79}$"


class Unread(int):
    """Stands in for a number that could not be read: rules over it have nothing to say."""


class Entry(dict[str, Any]):
    """A record as read, with the line it begins on and those of its keys."""

    def __init__(self, line: int, values: Mapping[str, Any], key_lines: Mapping[str, int] | None = None) -> None:
        super().__init__(values)
        self.line = line
        self.key_lines = key_lines or {}

    def line_of(self, key: str) -> int:
        """The line of a key, or where the record begins when the key is absent."""
        return self.key_lines.get(key, self.line)


class Shape(Protocol):
    """`neutral` stands in for a value that could not be read."""

    @property
    def neutral(self) -> Any: ...

    def read(self, tree: Tree, note: Note) -> Any: ...

    def schema(self) -> Schema: ...


@dataclass(frozen=True)
class Words:
    """A text; `pattern` is what it must look like, `called` how a message names it."""

    pattern: str | None = None
    called: str = "a text"
    longest: int = MAX_TEXT
    neutral: str = ""

    def read(self, tree: Tree, note: Note) -> str:
        if not isinstance(tree, Text):
            note(tree.line, f"expected {self.called}, found {_kind(tree)}")
            return self.neutral
        value = " ".join(tree.value.split())
        if not value:
            note(tree.line, f"expected {self.called}, found nothing")
        elif len(value) > self.longest:
            note(tree.line, f"a text of {len(value):,} characters is longer than {self.longest:,}")
        elif self.pattern and not re.match(self.pattern, value, re.ASCII):
            note(tree.line, f"'{_short(value)}' is not {self.called}")
        else:
            return value
        return self.neutral

    def schema(self) -> Schema:
        return {"type": "string", "pattern": self.pattern or r"\S", "maxLength": self.longest}


ID = Words(ID_PATTERN, "an id (lower-case letters, digits, '_', '-', '.')")


@dataclass(frozen=True)
class Number:
    low: float
    high: float
    whole: bool = False

    @property
    def neutral(self) -> float:
        return Unread(self.low)

    def read(self, tree: Tree, note: Note) -> float:
        pattern = r"-?[0-9]{1,9}" if self.whole else r"-?[0-9]{1,9}(\.[0-9]{1,9})?"
        if isinstance(tree, Text) and re.fullmatch(pattern, tree.value):
            value = int(tree.value) if self.whole else float(tree.value)
            if self.low <= value <= self.high:
                return value
        found = f"'{_short(tree.value)}'" if isinstance(tree, Text) else _kind(tree)
        kind = "a whole number" if self.whole else "a number"
        note(tree.line, f"expected {kind} from {self.low:g} to {self.high:g}, found {found}")
        return self.neutral

    def schema(self) -> Schema:
        kind = "integer" if self.whole else "number"
        return {"type": kind, "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class End:
    """The end of a range: a number, or 'none' where the range is open."""

    most: float
    neutral: None = None

    def read(self, tree: Tree, note: Note) -> float | None:
        if isinstance(tree, Text) and tree.value == "none":
            return None
        return Number(0, self.most).read(tree, lambda line, message: note(line, f"{message}; or 'none'"))

    def schema(self) -> Schema:
        return {"anyOf": [Number(0, self.most).schema(), {"const": "none"}]}


@dataclass(frozen=True)
class OneOf:
    values: tuple[str, ...]

    @property
    def neutral(self) -> str:
        return self.values[0]

    def read(self, tree: Tree, note: Note) -> str:
        if isinstance(tree, Text) and tree.value in self.values:
            return tree.value
        found = f"'{_short(tree.value)}'" if isinstance(tree, Text) else _kind(tree)
        note(tree.line, f"expected one of {', '.join(self.values)}; found {found}")
        return self.neutral

    def schema(self) -> Schema:
        return {"enum": list(self.values)}


@dataclass(frozen=True)
class Flag:
    neutral: bool = False

    def read(self, tree: Tree, note: Note) -> bool:
        if isinstance(tree, Text) and tree.value in ("true", "false"):
            return tree.value == "true"
        note(tree.line, f"expected true or false, found {_kind(tree)}")
        return self.neutral

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class ListOf:
    item: Shape
    least: int = 0
    most: int = 1000

    @property
    def neutral(self) -> tuple[Any, ...]:
        return ()

    def read(self, tree: Tree, note: Note) -> tuple[Any, ...]:
        if not isinstance(tree, Items):
            note(tree.line, f"expected a list, found {_kind(tree)}")
            return ()
        if not self.least <= len(tree.items) <= self.most:
            note(tree.line, f"expected {self.least} to {self.most} entries, found {len(tree.items)}")
        return tuple(self.item.read(item, note) for item in tree.items)

    def schema(self) -> Schema:
        return {"type": "array", "items": self.item.schema(), "minItems": self.least, "maxItems": self.most}


@dataclass(frozen=True)
class Named:
    """A mapping whose keys are free, such as the models a criterion maps to."""

    value: Shape

    @property
    def neutral(self) -> dict[str, Any]:
        return {}

    def read(self, tree: Tree, note: Note) -> Entry:
        if not isinstance(tree, Fields):
            note(tree.line, f"expected a mapping, found {_kind(tree)}")
            return Entry(tree.line, {})
        values = {key: self.value.read(value, note) for key, value in tree.fields.items()}
        return Entry(tree.line, values, tree.key_lines)

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.value.schema()}


@dataclass(frozen=True)
class Record:
    """A mapping with known fields; those in `optional` may be absent and then have that value."""

    required: Mapping[str, Shape]
    optional: Mapping[str, tuple[Shape, Any]] = field(default_factory=dict)

    @property
    def neutral(self) -> Entry:
        absent = {key: default for key, (_, default) in self.optional.items()}
        return Entry(0, {key: shape.neutral for key, shape in self.required.items()} | absent)

    def read(self, tree: Tree, note: Note) -> Entry:
        if not isinstance(tree, Fields):
            note(tree.line, f"expected a mapping with {', '.join(self.required)}; found {_kind(tree)}")
            return Entry(tree.line, self.neutral)
        shapes = dict(self.required) | {key: shape for key, (shape, _) in self.optional.items()}
        for key in tree.fields.keys() - shapes.keys():
            near = get_close_matches(key, shapes, 1)
            hint = f"; did you mean '{near[0]}'?" if near else f"; known: {', '.join(shapes)}"
            note(tree.key_lines[key], f"unknown field '{_short(key)}'{hint}")
        values = self.neutral
        for key, shape in shapes.items():
            if key in tree.fields:
                values[key] = shape.read(tree.fields[key], note)
            elif key in self.required:
                note(tree.line, f"field '{key}' is missing")
        return Entry(tree.line, values, tree.key_lines)

    def schema(self) -> Schema:
        optional = {key: shape.schema() for key, (shape, _) in self.optional.items()}
        return {
            "type": "object",
            "properties": {key: shape.schema() for key, shape in self.required.items()} | optional,
            "required": list(self.required),
            "additionalProperties": False,
        }


@dataclass(frozen=True)
class Either:
    """One of several records, told apart by the first field of each."""

    records: tuple[Record, ...]

    @property
    def neutral(self) -> Entry:
        return self.records[0].neutral

    def read(self, tree: Tree, note: Note) -> Entry:
        told_by = [next(iter(record.required)) for record in self.records]
        if isinstance(tree, Fields):
            for key, record in zip(told_by, self.records, strict=True):
                if key in tree.fields:
                    return record.read(tree, note)
        note(tree.line, f"expected a mapping with one of {', '.join(told_by)}; found {_kind(tree)}")
        return Entry(tree.line, self.neutral)

    def schema(self) -> Schema:
        return {"oneOf": [record.schema() for record in self.records]}


def _kind(tree: Tree) -> str:
    match tree:
        case Text(value):
            return f"'{_short(value)}'"
        case Items(items):
            return f"a list of {len(items)}"
        case Fields(fields):
            return f"a mapping with {_short(', '.join(fields))}" if fields else "an empty mapping"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
