"""Source shapes: what a system calls its files and columns, each a data file in `sources/`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from colonnade.content.yaml_tree import Fields, Items, Text, Tree, read_tree
from colonnade.core.errors import BadModel
from colonnade.records.tables import TABLES

SOURCES = Path(__file__).parent / "sources"
_CURRENCIES = ("usd", "eur", "gbp")


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Names a column goes by: `tiers` in order of trust, each with the reading it implies."""

    tiers: tuple[tuple[str | None, tuple[str, ...]], ...]
    maybe: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableShape:
    table: str
    files: tuple[str, ...]
    columns: Mapping[str, ColumnNames]
    left_out: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NotTable:
    """A kind of file that is known and not read. `compared` names its account and day columns."""

    name: str
    columns: tuple[str, ...]
    why: str
    compared: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    id: str
    tables: Mapping[str, TableShape]
    not_tables: tuple[NotTable, ...]


@cache
def plain_name(name: str) -> str:
    """`Account Name`, `accountName` and `ACCOUNT-NAME` are `account_name`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")


def column_names(name: str) -> tuple[str, ...]:
    """The plain name, and the one without a currency at its end."""
    plain = plain_name(name)
    stem, _, last = plain.rpartition("_")
    return (plain, stem) if stem and last in _CURRENCIES else (plain,)


@cache
def shapes() -> tuple[Shape, ...]:
    return tuple(_shape(path) for path in sorted(SOURCES.glob("*.yaml")))


def _shape(path: Path) -> Shape:
    root = _fields(read_tree(path, BadModel))
    tables = {name: _table(name, _fields(tree)) for name, tree in _fields(root["tables"]).items()}
    unread = root.get("not_tables")
    return Shape(
        _text(root["id"]),
        {name: tables.get(name, TableShape(name, (), {}, {})) for name in TABLES},
        tuple(_not_table(_fields(item)) for item in unread.items) if isinstance(unread, Items) else (),
    )


def _table(name: str, fields: dict[str, Tree]) -> TableShape:
    columns = _fields(fields["columns"]) if "columns" in fields else {}
    left_out = _fields(fields["left_out"]) if "left_out" in fields else {}
    return TableShape(
        name,
        _texts(fields["files"]),
        {column: _column(_fields(names)) for column, names in columns.items()},
        {plain_name(column): _text(why) for column, why in left_out.items()},
    )


def _column(fields: dict[str, Tree]) -> ColumnNames:
    tiers = tuple(
        (None if word in ("sure", "else") else word, _texts(names))
        for word, names in fields.items()
        if word != "maybe"
    )
    return ColumnNames(tiers, _texts(fields["maybe"]) if "maybe" in fields else ())


def _not_table(fields: dict[str, Tree]) -> NotTable:
    compared = _fields(fields["compared"]) if "compared" in fields else {}
    return NotTable(
        _text(fields["name"]),
        _texts(fields["columns"]),
        _text(fields["why"]),
        {what: _text(column) for what, column in compared.items()},
    )


def _fields(tree: Tree) -> dict[str, Tree]:
    assert isinstance(tree, Fields)
    return tree.fields


def _text(tree: Tree) -> str:
    assert isinstance(tree, Text)
    return tree.value


def _texts(tree: Tree) -> tuple[str, ...]:
    assert isinstance(tree, Items)
    return tuple(_text(item) for item in tree.items)
