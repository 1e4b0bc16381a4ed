"""A load: what is new is read, a new generation is made beside the current one, and the pointer moves."""

import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade import __version__
from colonnade.core.errors import NoUsableRecords
from colonnade.records import engine, postgres
from colonnade.records.check import data_check
from colonnade.records.load import Loaded
from colonnade.records.open import choose_mappings, columns_present, count_currencies, last_day, why_nothing
from colonnade.records.quality import DataCheck
from colonnade.records.warehouse import manifest
from colonnade.records.warehouse.arrivals import Arrivals, Desk, look, unpacked
from colonnade.records.warehouse.fill import Filling
from colonnade.records.warehouse.folder import (
    Generation,
    LoadNotKept,
    copy,
    current,
    publish,
    tidy,
    writing,
)
from colonnade.records.warehouse.manifest import Holdings, Intake, Load, Part
from colonnade.records.warehouse.plan import EVENTS, Item, Plan, everything, items, more, plan, relocated
from colonnade.records.warehouse.settle import parts_with_repeated_rows, refuse_repeated_events, unsettled
from colonnade.records.warehouse.tables import index_parts, make_views

if TYPE_CHECKING:
    import duckdb

RULES = f"{__version__}/1"
"""Another version may read the same files otherwise: then all are read again."""

NOTHING = Intake(RULES, (), (), 0)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. `is_news` False: all files were as they were, and the last load stands.

    `read` are the new and changed files, `again` those that had to be read with them, `gone` those no longer in
    the source whose rows stay, `pruned` those whose rows left.
    """

    load: Load
    check: DataCheck
    is_news: bool
    read: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    pruned: tuple[str, ...] = ()


def load_into(
    folder: Path,
    source: str,
    *,
    mapping: Path | None = None,
    prune: bool = False,
    today: date,
    now: datetime,
    progress: Callable[[str, float], None] | None = None,
) -> LoadReport:
    """Raises BusyWarehouse, BadWarehouse, LoadNotKept and what `open_records` raises; then nothing has changed."""
    import duckdb

    with writing(folder) as scratch:
        desk = Desk(folder, scratch, int(now.timestamp() * 1e9))
        loading = _Loading(desk, source, mapping, prune, today, now, progress)
        try:
            return loading.run()
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as failure:
            why = failure.strerror if isinstance(failure, OSError) else str(failure).splitlines()[0]
            stand = "the records of the load before stand" if current(folder) else "there are no records yet"
            raise LoadNotKept(f"{folder} could not be written: {why}; {stand}") from None


@dataclass(frozen=True, slots=True)
class _Loading:
    desk: Desk
    source: str
    mapping: Path | None
    prune: bool
    today: date
    now: datetime
    progress: Callable[[str, float], None] | None

    def run(self) -> LoadReport:
        generation = current(self.desk.folder)
        before = self._before(generation) if generation else _Before(NOTHING)
        arrivals = look(self.source, self.mapping, before.intake, self.desk, prune=self.prune)
        is_same_reader = before.intake.rules == RULES
        if before.stands and is_same_reader and not arrivals.is_news(before.intake):
            return LoadReport(*before.stands, is_news=False, gone=arrivals.gone)
        found = self._items(arrivals)
        todo = plan(found, before.intake.parts, before.repeated)
        if is_same_reader:
            arrivals, paths = self._within_reach(arrivals, todo.looks_into(found))
            found = relocated(found, paths)
        else:
            arrivals = replace(arrivals, files=tuple(unpacked(kept.file, self.desk) for kept in arrivals.files))
            found = self._items(arrivals)
            todo = everything(found)
        return self._make(_Making(generation, before.intake, arrivals, found), todo)

    @property
    def _shown(self) -> str:
        return postgres.shown(self.source) if postgres.is_address(self.source) else self.source

    def _before(self, generation: Generation) -> "_Before":
        connection = engine.open_kept(generation.path, self.desk.scratch)
        try:
            stands = manifest.read(connection, Load), manifest.read(connection, DataCheck)
            return _Before(manifest.read(connection, Intake), stands, parts_with_repeated_rows(connection))
        finally:
            connection.close()

    def _items(self, arrivals: Arrivals) -> tuple[Item, ...]:
        pieces = tuple(piece for kept in arrivals.distinct for piece in kept.pieces)
        mapping = self.desk.stored(arrivals.mapping) if arrivals.mapping else None
        return items(choose_mappings(pieces, mapping), arrivals.files)

    def _within_reach(self, arrivals: Arrivals, opened: Collection[str]) -> tuple[Arrivals, Mapping[Path, Path]]:
        """Our copy of a file is unpacked again where it was unpacked by a load before, or the folder has moved."""
        wanted = _origins(opened)
        paths: dict[Path, Path] = {}
        files = []
        for kept in arrivals.files:
            if any(piece.name in wanted and not piece.path.exists() for piece in kept.pieces):
                again = unpacked(kept.file, self.desk)
                paths |= {old.path: new.path for old, new in zip(kept.pieces, again.pieces, strict=True)}
                kept = again  # noqa: PLW2901
            files.append(kept)
        return replace(arrivals, files=tuple(files)), paths

    def _make(self, making: "_Making", todo: Plan) -> LoadReport:
        work = self.desk.scratch / "next.duckdb"
        place = Path(tempfile.mkdtemp(dir=self.desk.scratch))
        before, arrivals = making.before, making.arrivals
        staying = [part for part in before.parts if making.stays(part, todo)]
        if staying and making.generation:
            copy(making.generation.path, work)
        gone = [part.number for part in before.parts if part not in staying]
        read = Filling(work, place, todo, gone, before.next_number, self.progress).fill(making.items)
        connection = engine.open_database(str(work), place)
        try:
            again = unsettled(connection, todo, read.values())
            if not again:
                connection.begin()  # one write to the disk for all that follows
                parts = _settled(connection, _parts(making.items, read, before), read)
                report = self._write(connection, making, parts, read)
        finally:
            connection.close()
        if again:
            work.unlink()
            return self._make(making, more(todo, again, before.parts))
        publish(self.desk.folder, work, making.number)
        digests = [file.sha256 for file in (*report.load.files, *(each.file for each in before.files))]
        digests += [mapping.sha256 for mapping in (arrivals.mapping, before.mapping) if mapping]
        tidy(
            self.desk.folder, [making.number, *([making.generation.number] if making.generation else [])], digests
        )
        return report

    def _write(
        self,
        connection: "duckdb.DuckDBPyConnection",
        making: "_Making",
        parts: tuple[Part, ...],
        read: Mapping[str, Loaded],
    ) -> LoadReport:
        arrivals = making.arrivals
        check, holdings = self._check(connection, making, parts)
        files = tuple(kept.file for kept in arrivals.files)
        load = Load(manifest.load_id(making.number, files, arrivals.mapping), self.now, self._shown, files)
        spare = max((part.number for part in parts), default=-1) + 1
        intake = Intake(RULES, arrivals.files, parts, max(spare, making.before.next_number), arrivals.mapping)
        manifest.write(connection, load, check, holdings, intake)
        connection.commit()
        connection.execute("CHECKPOINT")
        again = _origins(read) - arrivals.read
        return LoadReport(
            load, check, True, tuple(sorted(arrivals.read)), tuple(sorted(again)), arrivals.gone, arrivals.pruned
        )

    def _check(
        self, connection: "duckdb.DuckDBPyConnection", making: "_Making", parts: Sequence[Part]
    ) -> tuple[DataCheck, Holdings]:
        make_views(connection)
        both = zip(making.items, parts, strict=True)
        loaded = [_as_loaded(place, item, part) for place, (item, part) in enumerate(both)]
        present = columns_present(connection, loaded)
        as_of = last_day(connection, present, self.today)
        arrivals = making.arrivals
        given = Path(arrivals.mapping.name) if arrivals.mapping else None
        check = data_check(connection, self._shown, given, as_of, loaded, arrivals.all_unread, present)
        if not any(table.rows for table in check.tables):
            raise NoUsableRecords(why_nothing(check))
        for place, item in enumerate(making.items):
            if item.mapping.compared:
                connection.execute(f"DROP TABLE raw_{place}")
        return check, Holdings(present, count_currencies(connection, present))


@dataclass(frozen=True, slots=True)
class _Before:
    intake: Intake
    stands: tuple[Load, DataCheck] | None = None
    repeated: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Making:
    """The generation it begins with, what was in that, and all that the new one is to hold."""

    generation: Generation | None
    before: Intake
    arrivals: Arrivals
    items: tuple[Item, ...]

    @property
    def number(self) -> int:
        return self.generation.number + 1 if self.generation else 1

    def stays(self, part: Part, todo: Plan) -> bool:
        """Whether its rows are taken over as they are."""
        return any(part.name == item.name and item.table and not todo.reads(item) for item in self.items)


def _origins(names: Iterable[str]) -> frozenset[str]:
    """The names of files, of parts that are called by their file and table."""
    names = frozenset(names)
    return names | {name.rpartition("#")[0] for name in names if "#" in name}


def _settled(
    connection: "duckdb.DuckDBPyConnection", parts: tuple[Part, ...], read: Mapping[str, Loaded]
) -> tuple[Part, ...]:
    index_parts(connection, parts)
    came = [part.number for part in parts if part.table == EVENTS and part.name in read]
    if all(part.name in read for part in parts if part.table == EVENTS):
        return parts
    refused = refuse_repeated_events(connection, came)
    return tuple(
        replace(
            part,
            accepted=part.accepted - refused.get(part.number, 0),
            rejected=part.rejected + refused.get(part.number, 0),
        )
        for part in parts
    )


def _parts(found: Sequence[Item], read: Mapping[str, Loaded], before: Intake) -> tuple[Part, ...]:
    """Each file's part: as it was read now, else as it was."""
    known = {part.name: part for part in before.parts}
    spare = max((item.number for item in read.values()), default=before.next_number - 1)
    parts: list[Part] = []
    for item in found:
        loaded = read.get(item.name)
        if loaded:
            parts.append(
                Part(
                    loaded.number,
                    item.name,
                    item.table,
                    item.signature,
                    loaded.mapping,
                    loaded.read,
                    loaded.accepted,
                    loaded.rejected,
                    loaded.looked_up,
                    loaded.compared_reading,
                    tuple(loaded.notes),
                )
            )
        elif item.mapping.table:
            parts.append(known[item.name])
        else:
            spare += 1
            parts.append(Part(spare, item.name, None, item.signature, item.mapping, 0, 0, 0, False, (), ()))
    return tuple(parts)


def _as_loaded(place: int, item: Item, part: Part) -> Loaded:
    return Loaded(
        place,
        item.file,
        part.mapping,
        part.read,
        part.accepted,
        part.rejected,
        part.compared_reading,
        part.looked_up,
        list(part.notes),
    )
