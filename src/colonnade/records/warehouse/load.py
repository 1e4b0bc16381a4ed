"""A load: what is new is read, a new generation is made beside the current one, and the pointer moves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from colonnade.records.warehouse.arrivals import Arrivals, Desk, look
from colonnade.records.warehouse.fill import Filling
from colonnade.records.warehouse.folder import (
    Generation,
    LoadNotKept,
    current,
    publish,
    tidy,
    writing,
)
from colonnade.records.warehouse.manifest import Holdings, Intake, Load, Part
from colonnade.records.warehouse.plan import Item, Plan, everything, items
from colonnade.records.warehouse.tables import index_parts, make_views

if TYPE_CHECKING:
    import duckdb

NOTHING = Intake(__version__, (), (), 0)


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
        before, stands = self._before(generation) if generation else (NOTHING, None)
        arrivals = look(self.source, self.mapping, before, self.desk, prune=self.prune)
        if stands and before.rules == __version__ and not arrivals.is_news(before):
            return LoadReport(*stands, is_news=False, gone=arrivals.gone)
        found = self._items(arrivals)
        plan = everything(found)
        number = generation.number + 1 if generation else 1
        return self._make(number, generation, before, arrivals, found, plan)

    @property
    def _shown(self) -> str:
        return postgres.shown(self.source) if postgres.is_address(self.source) else self.source

    def _before(self, generation: Generation) -> tuple[Intake, tuple[Load, DataCheck]]:
        connection = engine.open_database(str(generation.path), self.desk.scratch, read_only=True)
        try:
            told = manifest.read(connection, Load), manifest.read(connection, DataCheck)
            return manifest.read(connection, Intake), told
        finally:
            connection.close()

    def _items(self, arrivals: Arrivals) -> tuple[Item, ...]:
        pieces = tuple(piece for kept in arrivals.files for piece in kept.pieces)
        mapping = self.desk.stored(arrivals.mapping) if arrivals.mapping else None
        return items(choose_mappings(pieces, mapping), arrivals.files)

    def _make(
        self,
        number: int,
        generation: Generation | None,
        before: Intake,
        arrivals: Arrivals,
        found: Sequence[Item],
        plan: Plan,
    ) -> LoadReport:
        work = self.desk.scratch / "next.duckdb"
        place = self.desk.scratch / "loading"
        place.mkdir()
        read = Filling(work, place, plan, (), before.next_number, self.progress).fill(found)
        parts = _parts(found, read, before)
        files = tuple(kept.file for kept in arrivals.files)
        load = Load(manifest.load_id(number, files, arrivals.mapping), self.now, self._shown, files)
        connection = engine.open_database(str(work), place)
        try:
            check, holdings = self._check(connection, found, parts, arrivals)
            first = max((part.number for part in parts), default=-1) + 1
            intake = Intake(__version__, arrivals.files, parts, max(first, before.next_number), arrivals.mapping)
            manifest.write(connection, load, check, holdings, intake)
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        publish(self.desk.folder, work, number)
        kept = [file.sha256 for file in (*files, *(each.file for each in before.files))]
        kept += [mapping.sha256 for mapping in (arrivals.mapping, before.mapping) if mapping]
        tidy(self.desk.folder, [number, *([generation.number] if generation else [])], kept)
        again = {origin for name in read if (origin := name.partition("#")[0]) not in arrivals.read}
        return LoadReport(
            load, check, True, tuple(sorted(arrivals.read)), tuple(sorted(again)), arrivals.gone, arrivals.pruned
        )

    def _check(
        self,
        connection: "duckdb.DuckDBPyConnection",
        found: Sequence[Item],
        parts: Sequence[Part],
        arrivals: Arrivals,
    ) -> tuple[DataCheck, Holdings]:
        index_parts(connection, parts)
        make_views(connection)
        loaded = [
            _as_loaded(place, item, part) for place, (item, part) in enumerate(zip(found, parts, strict=True))
        ]
        present = columns_present(connection, loaded)
        as_of = last_day(connection, present, self.today)
        unread = (*(item for kept in arrivals.files for item in kept.unread), *arrivals.unread)
        given = Path(arrivals.mapping.name) if arrivals.mapping else None
        check = data_check(connection, self._shown, given, as_of, loaded, unread, present)
        if not any(table.rows for table in check.tables):
            raise NoUsableRecords(why_nothing(check))
        return check, Holdings(present, count_currencies(connection, present))


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
            parts.append(Part(spare, item.name, item.signature, item.mapping, 0, 0, 0, False, (), ()))
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
