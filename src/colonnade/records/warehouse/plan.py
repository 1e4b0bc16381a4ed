"""What a load has to do: which tables are made anew, which events come beside those that are there."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from colonnade.records.files import SourceFile
from colonnade.records.mapping import FileMapping
from colonnade.records.warehouse.manifest import Kept
from colonnade.records.warehouse.plain import to_plain

EVENTS = "usage_events"
KNOWN_BY = ("accounts", "subscriptions", "contacts", "users")
"""Tables in which the accounts of other rows are looked up."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file as it was recognised, among all that the records hold."""

    file: SourceFile
    mapping: FileMapping
    signature: str

    @property
    def name(self) -> str:
        return self.file.name


@dataclass(frozen=True, slots=True)
class Plan:
    """`anew` are tables whose files are all read; `added` files of events whose rows come beside the others."""

    anew: frozenset[str]
    added: frozenset[str] = frozenset()

    def reads(self, item: Item) -> bool:
        mapping = item.mapping
        return mapping.table in self.anew or item.name in self.added or bool(mapping.compared)


def items(chosen: Sequence[tuple[SourceFile, FileMapping]], files: Sequence[Kept]) -> tuple[Item, ...]:
    content = {piece.path: kept.file.sha256 for kept in files for piece in kept.pieces}
    return tuple(Item(file, mapping, _signature(file, mapping, content)) for file, mapping in chosen)


def _signature(file: SourceFile, mapping: FileMapping, content: Mapping[Path, str]) -> str:
    """All that the rows of a file come from, but for those in which their accounts are looked up."""
    joins = [(join.object, join.file.name, join.pairs, content[join.file.path]) for join in file.joins]
    told = json.dumps([content[file.path], to_plain(mapping), joins], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def everything(items: Sequence[Item]) -> Plan:
    return Plan(frozenset(item.mapping.table for item in items if item.mapping.table))
