"""What a load has to do: which tables are made anew, which events come beside those that are there."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from colonnade.records.files import SourceFile
from colonnade.records.mapping import FileMapping
from colonnade.records.warehouse.manifest import Kept, Part
from colonnade.records.warehouse.plain import dumps

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

    @property
    def table(self) -> str | None:
        return self.mapping.table


@dataclass(frozen=True, slots=True)
class Plan:
    """`anew` are tables whose files are all read; `added` files of events whose rows come beside the others."""

    anew: frozenset[str]
    added: frozenset[str] = frozenset()

    @property
    def changes_what_is_known(self) -> bool:
        return bool(self.anew & set(KNOWN_BY))

    @property
    def hides_contacts(self) -> bool:
        """A whole load fills these before contacts are known: they must not find accounts by them here either."""
        return bool(self.anew & {"account_history", "subscriptions"}) and "contacts" not in self.anew

    def reads(self, item: Item) -> bool:
        return item.table in self.anew or item.name in self.added or bool(item.mapping.compared)

    def looks_into(self, items: Sequence[Item]) -> frozenset[str]:
        """The files that are opened: those that are read, and those in which these look something up."""
        read = [item for item in items if self.reads(item)]
        return frozenset(
            {item.name for item in read} | {join.file.name for item in read for join in item.file.joins}
        )


def items(chosen: Sequence[tuple[SourceFile, FileMapping]], files: Sequence[Kept]) -> tuple[Item, ...]:
    content = {piece.path: kept.file.sha256 for kept in files for piece in kept.pieces}
    return tuple(Item(file, mapping, _signature(file, mapping, content)) for file, mapping in chosen)


def _signature(file: SourceFile, mapping: FileMapping, content: Mapping[Path, str]) -> str:
    """All that the rows of a file come from, but for those in which their accounts are looked up."""
    joins = [(join.object, join.file.name, join.pairs, content[join.file.path]) for join in file.joins]
    told = dumps([content[file.path], mapping, joins])
    return hashlib.sha256(told.encode()).hexdigest()


def relocated(items: Sequence[Item], paths: Mapping[Path, Path]) -> tuple[Item, ...]:
    """The same files, where they can be read now."""

    def moved(file: SourceFile) -> SourceFile:
        joins = tuple(replace(join, file=moved(join.file)) for join in file.joins)
        return replace(file, path=paths.get(file.path, file.path), joins=joins)

    return tuple(replace(item, file=moved(item.file)) for item in items) if paths else tuple(items)


def everything(items: Sequence[Item]) -> Plan:
    return Plan(frozenset(item.table for item in items if item.table))


def plan(items: Sequence[Item], before: Sequence[Part], repeated: Collection[int]) -> Plan:
    """The least that gives the same rows as a whole load would. `repeated`: parts with rows that stood again.

    A table is made anew when one of its files is: rows with one id are settled among all of them. Events have no
    such state, so a file's rows come and go alone; only rows that stand twice bind files together.
    """
    known = {part.name: part for part in before}
    changed: set[str | None] = {
        table
        for table in _tables(items) | {part.table for part in before}
        if table not in (None, EVENTS) and _signatures(items, table) != _signatures(before, table)
    }
    anew = _with_those_that_look_up(changed, before)
    if EVENTS in anew:
        return Plan(frozenset(filter(None, anew)))
    now = _signatures(items, EVENTS)
    lost = _signatures(before, EVENTS) - now
    added = {name for name, _ in now - _signatures(before, EVENTS)}
    if lost:
        added |= {name for name, _ in now if name in known and known[name].number in repeated}
    return Plan(frozenset(filter(None, anew)), frozenset(added))


def more(plan: Plan, tables: Collection[str], before: Sequence[Part]) -> Plan:
    """The plan with these tables made anew as well."""
    anew = frozenset(filter(None, _with_those_that_look_up({*plan.anew, *tables}, before)))
    return Plan(anew, frozenset() if EVENTS in anew else plan.added)


def _tables(items: Sequence[Item]) -> set[str | None]:
    return {item.table for item in items}


def _signatures(parts: Sequence[Item | Part], table: str | None) -> set[tuple[str, str]]:
    return {(part.name, part.signature) for part in parts if part.table == table}


def _with_those_that_look_up(anew: set[str | None], before: Sequence[Part]) -> set[str | None]:
    """Rows whose account was looked up may find another where what is known has changed."""
    looking = {part.table for part in before if part.looked_up}
    return anew | looking if anew & set(KNOWN_BY) else anew


def files_of(parts: Iterable[str]) -> frozenset[str]:
    """Names of parts, and of what they are in: a part of a file that holds several is `file#part`."""
    split = [name.split("#") for name in parts]
    return frozenset("#".join(words[:count]) for words in split for count in range(1, len(words) + 1))
