"""The load that figures were measured on: a kept one by its own id, exports by the content of their files."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade.core.load_reference import LoadReference, ReadFile
from colonnade.records import postgres
from colonnade.records.files import find_files

if TYPE_CHECKING:
    from colonnade.records.open import Records


def load_reference(records: "Records", source: str) -> LoadReference:
    """Call it while the records are open; files of several GB are hashed at about the speed of the disk."""
    if kept := records.load:
        files = tuple(ReadFile(file.name, file.size_bytes, file.sha256) for file in kept.files)
        return LoadReference(kept.id, Path(kept.source).name, files, kept.at)
    if postgres.is_address(source):
        rows = "".join(f"{table.name}\n{table.rows}\n{table.last}\n" for table in records.check.tables)
        return LoadReference(_short(rows), postgres.shown(source))
    files = tuple(_read_file(records, path) for path in find_files(source))
    told = "".join(f"{file.name}\n{file.sha256}\n" for file in files)
    return LoadReference(_short(told), Path(source).resolve().name, files)


def _read_file(records: "Records", path: Path) -> ReadFile:
    tables = [
        file for file in records.check.files if file.name == path.name or file.name.startswith(f"{path.name}#")
    ]
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ReadFile(
        path.name, path.stat().st_size, digest, sum(table.accepted for table in tables) if tables else None
    )


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
