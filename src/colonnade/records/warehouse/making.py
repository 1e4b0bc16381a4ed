"""Makes a generation: rows that stay are copied, others read, what both say is settled, checked and written."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade.core.errors import NoUsableRecords
from colonnade.records import engine
from colonnade.records.check import data_check
from colonnade.records.duplicates import refuse_unclear
from colonnade.records.ends import last_days
from colonnade.records.load import Loaded
from colonnade.records.open import columns_present, count_currencies, why_nothing
from colonnade.records.quality import DataCheck
from colonnade.records.warehouse import manifest
from colonnade.records.warehouse.arrivals import Arrivals, Desk, unpacked
from colonnade.records.warehouse.fill import Filling
from colonnade.records.warehouse.folder import Generation, copy
from colonnade.records.warehouse.manifest import Holdings, Intake, Load, Part
from colonnade.records.warehouse.plan import EVENTS, Item, Plan, files_of, more, relocated
from colonnade.records.warehouse.settle import refuse_repeated_events, unsettled
from colonnade.records.warehouse.tables import index_parts, make_views

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Made:
    """`read` are the parts whose rows were read; the others stayed as they were."""

    work: Path
    load: Load
    check: DataCheck
    read: frozenset[str]


@dataclass(frozen=True, slots=True)
class Making:
    """The generation it begins with, what was in that, and all that the new one is to hold."""

    desk: Desk
    generation: Generation | None
    before: Intake
    arrivals: Arrivals
    items: tuple[Item, ...]
    rules: str
    source: str
    are_made_up: bool
    today: date
    now: datetime
    progress: Callable[[str, float], None] | None

    @property
    def number(self) -> int:
        return self.generation.number + 1 if self.generation else 1

    def make(self, todo: Plan) -> Made:
        return self._within_reach(todo)._make(todo)

    def _within_reach(self, todo: Plan) -> "Making":
        """Our copy of a file is unpacked again where it was unpacked by a load before, or the folder has moved."""
        wanted = files_of(todo.looks_into(self.items))
        paths: dict[Path, Path] = {}
        files = []
        for kept in self.arrivals.files:
            is_wanted = kept.file.name in wanted or any(piece.name in wanted for piece in kept.pieces)
            if is_wanted and not all(piece.path.exists() for piece in kept.pieces):
                again = unpacked(kept.file, self.desk)
                paths |= {old.path: new.path for old, new in zip(kept.pieces, again.pieces, strict=True)}
                files.append(again)
            else:
                files.append(kept)
        arrivals = replace(self.arrivals, files=tuple(files))
        return replace(self, arrivals=arrivals, items=relocated(self.items, paths))

    def _make(self, todo: Plan) -> Made:
        work = self.desk.scratch / "next.duckdb"
        place = Path(tempfile.mkdtemp(dir=self.desk.scratch))
        kept_names = {item.name for item in self.items if item.table and not todo.reads(item)}
        staying = [part for part in self.before.parts if part.name in kept_names]
        if staying and self.generation:
            copy(self.generation.path, work)
        gone = [part.number for part in self.before.parts if part.name not in kept_names]
        read = Filling(work, place, todo, gone, self.before.next_number, self.progress).fill(self.items)
        connection = engine.open_database(str(work), place)
        try:
            again = unsettled(connection, todo, read.values())
            if not again:
                load, check = self._finish(connection, read)
                return Made(work, load, check, frozenset(read))
        finally:
            connection.close()
        work.unlink()
        return self.make(more(todo, again, self.before.parts))

    def _finish(
        self, connection: "duckdb.DuckDBPyConnection", read: Mapping[str, Loaded]
    ) -> tuple[Load, DataCheck]:
        connection.begin()  # one write to the disk for all that follows
        parts = _settled(connection, _parts(self.items, read, self.before), read)
        check, holdings = self._check(connection, parts)
        files, mapping = tuple(kept.file for kept in self.arrivals.files), self.arrivals.mapping
        id_ = manifest.load_id(self.number, files, mapping)
        load = Load(id_, self.now, self.source, files, self.are_made_up)
        spare = max((part.number + 1 for part in parts), default=0)
        intake = Intake(self.rules, self.arrivals.files, parts, max(spare, self.before.next_number), mapping)
        manifest.write(connection, load, check, holdings, intake)
        connection.commit()
        connection.execute("CHECKPOINT")
        return load, check

    def _check(self, connection: "duckdb.DuckDBPyConnection", parts: Sequence[Part]) -> tuple[DataCheck, Holdings]:
        make_views(connection)
        both = zip(self.items, parts, strict=True)
        loaded = [_as_loaded(place, item, part) for place, (item, part) in enumerate(both)]
        present = columns_present(connection, loaded)
        as_of, _ = last_days(connection, present, self.today)
        given = Path(self.arrivals.mapping.name) if self.arrivals.mapping else None
        unread = self.arrivals.all_unread
        check = data_check(connection, self.source, given, as_of, loaded, unread, present, today=self.today)
        if not any(table.rows for table in check.tables):
            raise NoUsableRecords(why_nothing(check))
        refuse_unclear(check)
        for place, item in enumerate(self.items):
            if item.mapping.compared:
                connection.execute(f"DROP TABLE raw_{place}")
        return check, Holdings(present, count_currencies(connection, present))


def _settled(
    connection: "duckdb.DuckDBPyConnection", parts: tuple[Part, ...], read: Mapping[str, Loaded]
) -> tuple[Part, ...]:
    """With what is refused of events that came beside others and equal one of them."""
    index_parts(connection, parts)
    events = [part for part in parts if part.table == EVENTS]
    came = [part.number for part in events if part.name in read]
    if len(came) == len(events):
        return parts
    refused = refuse_repeated_events(connection, came)
    return tuple(
        replace(part, accepted=part.accepted - count, rejected=part.rejected + count)
        for part in parts
        for count in (refused.get(part.number, 0),)
    )


def _parts(items: Sequence[Item], read: Mapping[str, Loaded], before: Intake) -> tuple[Part, ...]:
    """Each file's part: as it was read now, else as it was; files of no table are numbered too."""
    known = {part.name: part for part in before.parts}
    spare = max((item.number for item in read.values()), default=before.next_number - 1)
    parts: list[Part] = []
    for item in items:
        if item.name in read:
            parts.append(_part(item, read[item.name]))
        elif item.table:
            parts.append(known[item.name])
        else:
            spare += 1
            parts.append(Part(spare, item.name, None, item.signature, item.mapping, 0, 0, 0, False, (), ()))
    return tuple(parts)


def _part(item: Item, loaded: Loaded) -> Part:
    return Part(
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
