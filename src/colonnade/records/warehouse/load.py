"""A load: what is new is read, a new generation is made beside the current one, and the pointer moves."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from colonnade import __version__
from colonnade.records import engine, postgres
from colonnade.records.made_up import are_made_up
from colonnade.records.open import choose_mappings
from colonnade.records.quality import DataCheck
from colonnade.records.warehouse import manifest
from colonnade.records.warehouse.arrivals import Arrivals, Desk, look, unpacked
from colonnade.records.warehouse.folder import (
    OF_ANOTHER_VERSION,
    BadWarehouse,
    Generation,
    LoadNotKept,
    current,
    publish,
    tidy,
    writing,
)
from colonnade.records.warehouse.making import Making
from colonnade.records.warehouse.manifest import Intake, Load
from colonnade.records.warehouse.plan import Item, everything, files_of, items, plan
from colonnade.records.warehouse.settle import parts_with_repeated_rows

RULES = f"{__version__}/3"
"""Another version may read the same files otherwise: then all are read again."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. `is_news` False: all files were as they were, and the last load stands.

    `read` are the new and changed files, `again` those that had to be read with them, `gone` those no longer in
    the source whose rows stay, `pruned` those whose rows left, `damaged` those that cannot be read any more, with
    the reason: their rows stay too.
    """

    load: Load
    check: DataCheck
    is_news: bool
    read: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    pruned: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


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

    # Where no more may be written the engine says so at once, at a commit, or at what comes after either.
    unwritten = (
        duckdb.IOException,
        duckdb.OutOfMemoryException,
        duckdb.TransactionException,
        duckdb.FatalException,
    )
    with writing(folder) as scratch:
        desk = Desk(folder, scratch, int(now.timestamp() * 1e9))
        try:
            return _Loading(desk, source, mapping, prune, today, now, progress).run()
        except (OSError, *unwritten) as failure:
            why = failure.strerror if isinstance(failure, OSError) else str(failure).splitlines()[0]
            stand = "the records of the load before stand" if current(folder) else "there are no records yet"
            raise LoadNotKept(f"{folder} could not be written: {why}; {stand}") from None


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands. `repeated`: parts with rows that stood again further down."""

    intake: Intake
    stands: tuple[Load, DataCheck] | None = None
    repeated: frozenset[int] = frozenset()


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
        before = self._before(generation) if generation else _Before(Intake(RULES, (), (), 0))
        arrivals = look(self.source, self.mapping, before.intake, self.desk, prune=self.prune)
        is_same_reader = before.intake.rules == RULES
        if before.stands and is_same_reader and not arrivals.is_news(before.intake):
            return LoadReport(*before.stands, is_news=False, gone=arrivals.gone, damaged=_words(arrivals))
        if is_same_reader:
            found = self._items(arrivals)
            todo = plan(found, before.intake.parts, before.repeated)
        else:
            arrivals = replace(arrivals, files=tuple(unpacked(kept.file, self.desk) for kept in arrivals.files))
            found = self._items(arrivals)
            todo = everything(found)
        making = Making(
            self.desk,
            generation,
            before.intake,
            arrivals,
            found,
            RULES,
            self._shown,
            self._are_made_up(before, arrivals),
            self.today,
            self.now,
            self.progress,
        )
        made = making.make(todo)
        publish(self.desk.folder, made.work, making.number)
        self._tidy(making)
        names = {kept.file.name for kept in arrivals.files}
        return LoadReport(
            made.load,
            made.check,
            True,
            read=tuple(sorted(arrivals.read)),
            again=tuple(sorted((files_of(made.read) & names) - arrivals.read)),
            gone=arrivals.gone,
            pruned=arrivals.pruned,
            damaged=_words(arrivals),
        )

    @property
    def _shown(self) -> str:
        return postgres.shown(self.source) if postgres.is_address(self.source) else self.source

    def _are_made_up(self, before: _Before, arrivals: Arrivals) -> bool:
        """The source says so; else what it did not bring may stay from one that did."""
        stay = before.stands is not None and before.stands[0].are_made_up and bool(arrivals.gone)
        return stay or are_made_up(self.source)

    def _before(self, generation: Generation) -> _Before:
        import duckdb

        connection = engine.open_kept(generation.path, self.desk.scratch)
        try:
            engine.lock(connection)
            stands = manifest.read(connection, Load), manifest.read(connection, DataCheck)
            return _Before(manifest.read(connection, Intake), stands, parts_with_repeated_rows(connection))
        except (KeyError, TypeError, duckdb.CatalogException):
            raise BadWarehouse(OF_ANOTHER_VERSION.format(self.desk.folder)) from None
        finally:
            connection.close()

    def _items(self, arrivals: Arrivals) -> tuple[Item, ...]:
        pieces = tuple(piece for kept in arrivals.distinct for piece in kept.pieces)
        mapping = self.desk.stored(arrivals.mapping) if arrivals.mapping else None
        return items(choose_mappings(pieces, mapping), arrivals.files)

    def _tidy(self, making: Making) -> None:
        """Two generations are kept, and the files that either was loaded from."""
        numbers = [making.number, *([making.generation.number] if making.generation else [])]
        held = [kept.file for kept in (*making.arrivals.files, *making.before.files)]
        held += [mapping for mapping in (making.arrivals.mapping, making.before.mapping) if mapping]
        tidy(self.desk.folder, numbers, {file.sha256 for file in held})


def _words(arrivals: Arrivals) -> tuple[str, ...]:
    return tuple(f"{item.name} {item.why}" for item in arrivals.damaged)
