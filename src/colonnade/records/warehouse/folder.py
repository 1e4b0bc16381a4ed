"""The folder on disk: a pointer, generations `<n>.duckdb`, kept copies of the files, one writer at a time."""

import fcntl
import json
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from colonnade.core.errors import UserError

POINTER, FORMAT = "colonnade.warehouse.json", "colonnade.warehouse/1"
LOCK, FILES, DESK = "lock", "files", "work"
OF_ANOTHER_VERSION = "{} was written by another version; load its exports into a new folder"


class BadWarehouse(UserError):
    """A folder that is no warehouse, cannot become one, or whose records cannot be read."""


class BusyWarehouse(UserError):
    """Another load is writing."""


class LoadNotKept(UserError):
    """A load that could not be written to the end; the records stand as they were."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One load's records; never written again once it stands under its number."""

    number: int
    path: Path


def is_warehouse(path: Path) -> bool:
    return (path / POINTER).is_file()


def current(folder: Path) -> Generation | None:
    """The generation that the pointer names; None before the first load is whole."""
    try:
        told = json.loads((folder / POINTER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as failure:
        raise BadWarehouse(f"{folder / POINTER} cannot be read: {failure}") from None
    number = told.get("generation") if isinstance(told, dict) and told.get("format") == FORMAT else None
    if not isinstance(number, int):
        raise BadWarehouse(f"{folder / POINTER} is not of the format {FORMAT}")
    return Generation(number, folder / f"{number}.duckdb")


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """The one writer's place to work in, empty at first. The lock ends with the process, however it ends."""
    _found(folder)
    with (folder / LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            who = lock.read().strip()
            raise BusyWarehouse(
                f"another load{f' (process {who})' if who else ''} is writing to {folder}; wait until it has ended"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        desk = folder / DESK
        shutil.rmtree(desk, ignore_errors=True)
        desk.mkdir()
        try:
            yield desk
        finally:
            shutil.rmtree(desk, ignore_errors=True)
            lock.truncate(0)


def _found(folder: Path) -> None:
    """A new or empty folder becomes a warehouse; one that holds something else does not."""
    if folder.is_dir():
        ours = {POINTER, LOCK, FILES, DESK}
        if not is_warehouse(folder) and (other := sorted({child.name for child in folder.iterdir()} - ours)):
            if all(name.endswith(".duckdb") and name.removesuffix(".duckdb").isdecimal() for name in other):
                return  # the first load was ended just before its pointer was written
            raise BadWarehouse(f"{folder} is no warehouse and holds {other[0]}; name a new or empty folder")
        return
    try:
        folder.mkdir(parents=True)
    except OSError as failure:
        raise BadWarehouse(f"{folder} cannot be made: {failure.strerror}") from None


def publish(folder: Path, work: Path, number: int) -> Generation:
    """The pointer moves last: until then the generation before stands."""
    _to_disk(work)
    generation = Generation(number, folder / f"{number}.duckdb")
    work.replace(generation.path)
    _to_disk(folder)
    pointer = work.with_name(POINTER)
    pointer.write_text(json.dumps({"format": FORMAT, "generation": number}) + "\n", encoding="utf-8")
    _to_disk(pointer)
    pointer.replace(folder / POINTER)
    _to_disk(folder)
    return generation


def copy(source: Path, target: Path) -> None:
    """A second name for the same blocks where the file system shares them until one changes; else their copy."""
    with source.open("rb") as given, target.open("wb") as taken:
        try:
            fcntl.ioctl(taken, _SHARE_BLOCKS, given.fileno())
        except OSError:
            pass
        else:
            return
    shutil.copyfile(source, target)


_SHARE_BLOCKS = 0x40049409
"""FICLONE of Linux."""


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def tidy(folder: Path, generations: Collection[int], digests: Collection[str]) -> None:
    """Removes the generations and kept files that are named no more."""
    for path in folder.glob("*.duckdb*"):
        if path.name.split(".")[0] not in map(str, generations):
            path.unlink(missing_ok=True)
    for path in (folder / FILES).glob("*"):
        if path.name not in digests:
            shutil.rmtree(path, ignore_errors=True)
