"""YAML read without magic: every scalar stays text, every node keeps its line, and bombs are refused.

There are no anchors, aliases, tags, merge keys or implicit types (`no` stays "no", `1.0` stays "1.0"); the
field that reads a scalar says what it means. Limits hold before anything is built, in one pass over the
parser's events, so that neither depth nor number nor length of what a file holds costs more than the file.
"""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from colonnade.core.errors import Problem, UserError

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 30_000
MAX_KEY_LENGTH = 200
MAX_QUOTED = 60

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple["Tree", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """`key_lines` are the lines of the keys; a value may begin on a later one."""

    fields: dict[str, "Tree"]
    line: int
    key_lines: dict[str, int] = field(default_factory=dict)


Tree = Text | Items | Fields


@dataclass(slots=True)
class _Open:
    """A sequence or mapping whose end has not been read yet; `key` is the mapping key awaiting a value."""

    line: int
    is_mapping: bool
    items: list[Tree] = field(default_factory=list)
    fields: dict[str, Tree] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    key: str | None = None

    def close(self) -> Tree:
        if self.is_mapping:
            return Fields(self.fields, self.line, self.key_lines)
        return Items(tuple(self.items), self.line)


class _Refused(Exception):
    def __init__(self, message: str, line: int | None = None) -> None:
        self.message, self.line = message, line


def read_tree(path: Path, error: type[UserError]) -> Tree:
    """The file's single document; raises `error` with file and line for whatever cannot be read."""
    try:
        return parse_tree(_text_of(path))
    except _Refused as refused:
        raise error(Problem(refused.message, path.name, refused.line)) from None
    except OSError as failure:
        raise error(Problem(f"cannot be read: {failure.strerror}", path.name)) from None


def parse_tree(text: str) -> Tree:
    """The tree of a YAML text within the limits of this module; raises `_Refused`."""
    try:
        return _build(text)
    except yaml.MarkedYAMLError as failure:
        line = failure.problem_mark.line + 1 if failure.problem_mark else None
        raise _Refused(f"is not YAML: {failure.problem or failure.context}", line) from None
    except (yaml.YAMLError, UnicodeEncodeError) as failure:
        raise _Refused(f"is not YAML: {str(failure).splitlines()[0]}", _unreadable_line(text)) from None


def _text_of(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _Refused(f"is larger than {MAX_BYTES:,} bytes, the most that is read of a YAML file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = data.count(b"\n", 0, failure.start) + 1
        raise _Refused("is not UTF-8 text; save it as UTF-8", line) from None


def _unreadable_line(text: str) -> int | None:
    """The line of the first character that YAML does not allow."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def _build(text: str) -> Tree:
    stack: list[_Open] = []
    document: Tree | None = None
    nodes = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(f"alias *{_short(event.anchor or '')} is not allowed; write the value out", line)
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            _refuse_magic(event, line)
            if nodes > MAX_NODES:
                raise _Refused(f"holds more than {MAX_NODES:,} values", line)
            if len(stack) >= MAX_DEPTH:
                raise _Refused(f"is nested more than {MAX_DEPTH} levels deep", line)
        node: Tree
        if isinstance(event, yaml.ScalarEvent):
            node = Text(event.value, line)
        elif isinstance(event, yaml.CollectionStartEvent):
            stack.append(_Open(line, isinstance(event, yaml.MappingStartEvent)))
            continue
        elif isinstance(event, yaml.CollectionEndEvent):
            node = stack.pop().close()
        elif isinstance(event, yaml.DocumentStartEvent) and document is not None:
            raise _Refused("holds more than one document; keep the first, without '---' after it", line)
        else:
            continue
        if stack:
            _put(stack[-1], node)
        else:
            document = node
    if document is None:
        raise _Refused("is empty")
    return document


def _put(parent: _Open, node: Tree) -> None:
    if not parent.is_mapping:
        parent.items.append(node)
    elif parent.key is not None:
        parent.fields[parent.key] = node
        parent.key = None
    else:
        parent.key = _key(parent, node)
        parent.key_lines[parent.key] = node.line


def _key(parent: _Open, node: Tree) -> str:
    if not isinstance(node, Text):
        raise _Refused("a list or mapping cannot be a key", node.line)
    if len(node.value) > MAX_KEY_LENGTH:
        raise _Refused(f"a key is longer than {MAX_KEY_LENGTH} characters", node.line)
    if node.value == "<<":
        raise _Refused("merge key << is not allowed; write the fields out", node.line)
    if node.value in parent.fields:
        raise _Refused(f"key '{node.value}' stands twice in one mapping", node.line)
    return node.value


def _refuse_magic(event: yaml.NodeEvent, line: int) -> None:
    if event.anchor is not None:
        raise _Refused(f"anchor &{_short(event.anchor)} is not allowed; write the value out", line)
    if tag := getattr(event, "tag", None):
        raise _Refused(f"tag {_short(tag)} is not allowed; write plain values", line)


def _short(text: str) -> str:
    return text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 3] + "..."
