"""What a source brings since the last load: which files are new, changed, the same, or gone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from colonnade.core.errors import NoUsableRecords, Problem
from colonnade.records import postgres
from colonnade.records.files import NotRead, SourceFile, find_files, inspect
from colonnade.records.mapping import FILE_NAME
from colonnade.records.open import IS_A_COPY, inspected
from colonnade.records.unpack import PACKED, kind_of
from colonnade.records.warehouse.folder import FILES, BadWarehouse, copy, is_warehouse
from colonnade.records.warehouse.manifest import Intake, Kept, LoadedFile, digest

SAME_TICK_NS = 2_000_000_000
"""A file changed so shortly before it was seen may have changed once more with the same time."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """`files` are all that the records are to hold, by name; `read` those of them that are new or changed.

    `gone` are no longer in the source and stay; `pruned` were, and go. `damaged` could be read once and cannot be
    now: what was read of them stays.
    """

    files: tuple[Kept, ...]
    read: frozenset[str]
    gone: tuple[str, ...]
    pruned: tuple[str, ...]
    damaged: tuple[NotRead, ...]
    unread: tuple[NotRead, ...]
    mapping: LoadedFile | None

    @property
    def copies(self) -> dict[str, str]:
        """Files that are an earlier one once more, with that one."""
        first = {kept.file.sha256: kept.file.name for kept in reversed(self.files) if kept.pieces}
        firsts = {kept.file.name: first.get(kept.file.sha256, kept.file.name) for kept in self.files}
        return {name: other for name, other in firsts.items() if name != other}

    @property
    def distinct(self) -> tuple[Kept, ...]:
        copies = self.copies
        return tuple(kept for kept in self.files if kept.file.name not in copies)

    @property
    def all_unread(self) -> tuple[NotRead, ...]:
        told = (item for kept in self.distinct for item in kept.unread)
        copies = (NotRead(name, IS_A_COPY.format(other)) for name, other in self.copies.items())
        return (*told, *copies, *self.unread)

    def is_news(self, before: Intake) -> bool:
        return bool(self.read or self.pruned) or _digest(self.mapping) != _digest(before.mapping)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a load works: the warehouse, a place for what is unpacked, and the moment."""

    folder: Path
    scratch: Path
    now_ns: int

    def stored(self, file: LoadedFile) -> Path:
        """Our copy of a file: what was loaded can be read again when the export is gone."""
        return self.folder / FILES / file.sha256 / quote(file.name, safe=" #()[]&+,;=@'")

    def keep(self, path: Path, name: str) -> LoadedFile:
        """Copies first and reads the copy, so that a file that is being written over is one thing or the other."""
        told = path.stat()
        place = self.scratch / "taken"
        copy(path, place)
        file = LoadedFile(name, digest(place), told.st_size, told.st_mtime_ns)
        stored = self.stored(file)
        stored.parent.mkdir(parents=True, exist_ok=True)
        place.replace(stored)
        return file


def look(source: str, mapping: Path | None, before: Intake, desk: Desk, *, prune: bool) -> Arrivals:
    """Raises NoUsableRecords for a source that is not there or holds nothing to read."""
    found, inside = _found(source, desk.scratch)
    known = {kept.file.name: kept for kept in before.files}
    seen: dict[str, Kept] = {}
    unread: list[NotRead] = []
    for name, path in found:
        if kind_of(path) is None:
            unread.append(NotRead(name, f"is not one of {', '.join((*PACKED, '.csv.gz'))}"))
            continue
        try:
            seen[name] = _seen(path, name, known.get(name), desk)
        except PermissionError as failure:
            unread.append(NotRead(name, f"cannot be read: {failure.strerror}"))
    damaged = {
        name: kept for name, kept in seen.items() if not kept.pieces and name in known and known[name].pieces
    }
    seen |= {name: known[name] for name in damaged}
    away = [kept for name, kept in known.items() if name not in seen and kept.pieces]
    files = tuple(sorted((*seen.values(), *([] if prune else away)), key=lambda kept: kept.file.name))
    if not any(kept.pieces for kept in files):
        raise NoUsableRecords(_nothing(files, unread, source))
    names = tuple(kept.file.name for kept in away)
    given = mapping or inside
    return Arrivals(
        files=files,
        read=frozenset(
            name
            for name, kept in seen.items()
            if kept.file.sha256 != _digest(known[name].file if name in known else None)
        ),
        gone=() if prune else names,
        pruned=names if prune else (),
        damaged=tuple(item for kept in damaged.values() for item in kept.unread),
        unread=tuple(unread),
        mapping=desk.keep(given, FILE_NAME) if given else before.mapping,
    )


def _found(source: str, scratch: Path) -> tuple[Sequence[tuple[str, Path]], Path | None]:
    if postgres.is_address(source):
        return postgres.copy_tables(source, scratch / "tables"), None
    if is_warehouse(Path(source)):
        raise BadWarehouse(f"{source} is a warehouse itself; name the exports that are to be loaded")
    paths = find_files(source)
    inside = next((path for path in paths if path.name == FILE_NAME), None)
    return [(path.name, path) for path in paths if path != inside], inside


def _digest(file: LoadedFile | None) -> str | None:
    return file.sha256 if file else None


def _seen(path: Path, name: str, known: Kept | None, desk: Desk) -> Kept:
    """The file as it was known where it is the same; else read anew."""
    told = path.stat()
    if known and known.file.size_bytes == told.st_size:
        touched = replace(known.file, modified_ns=told.st_mtime_ns)
        if touched == known.file and known.seen_ns - told.st_mtime_ns > SAME_TICK_NS:
            return known
        if digest(path) == known.file.sha256:
            return replace(known, file=touched, seen_ns=desk.now_ns)
    return unpacked(desk.keep(path, name), desk)


def unpacked(file: LoadedFile, desk: Desk) -> Kept:
    """The tables in our copy of a file, where they can be read now."""
    stored = desk.stored(file)
    told = [inspect(stored, file.name)] if "#" in file.name else list(inspected(stored, desk.scratch))
    pieces = tuple(item for item in told if isinstance(item, SourceFile))
    return Kept(file, desk.now_ns, pieces, tuple(item for item in told if isinstance(item, NotRead)))


def _nothing(files: Sequence[Kept], unread: Sequence[NotRead], source: str) -> list[Problem]:
    every = [*(item for kept in files for item in kept.unread), *unread]
    return [Problem(item.why, item.name) for item in every] or [Problem("no export", source)]
