"""The sheets of a workbook as CSV pieces; what costs more than a workbook of its size should is refused first."""

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import Any

from colonnade.records.unpack_child import MAX_COLUMNS, Pieces, refuse, write_rows

MAX_PARTS, MAX_SHEETS = 1_000, 60
MAX_UNPACKED, MAX_STRINGS, MAX_TIMES = 600_000_000, 80_000_000, 100
_CHUNK = 1 << 20


def xlsx(path: Path, out: Path) -> Pieces:
    _check(path)
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        try:
            book = load_workbook(path, read_only=True, keep_links=False, data_only=True)
            pieces: Pieces = []
            for sheet in book.worksheets:
                rows = _rows(sheet)
                header = next(rows, None)
                if header:
                    file = f"{len(pieces)}.csv"
                    write_rows(out / file, header, (row[: len(header)] for row in rows))
                    pieces.append((sheet.title, file))
        except (SystemExit, MemoryError):
            raise
        except Exception as fault:  # openpyxl raises whatever a malformed part makes it stumble over
            refuse(f"is a damaged workbook ({type(fault).__name__})")
    if not pieces:
        refuse("holds no rows")
    return pieces if len(pieces) > 1 else [("", pieces[0][1])]


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Rows that are not blank, as wide as the widest up to the limit; a title above the table is passed over."""
    width = 0
    for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if not width:
            if len(cells) < 2:
                continue
            if len(cells) > MAX_COLUMNS:
                refuse(f"has more than {MAX_COLUMNS:,} columns; at most so many are read")
            width = len(cells)
        yield cells + [""] * (width - len(cells))


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime():
            whole = cell.time() == time()
            return cell.date().isoformat() if whole else cell.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case _:
            return str(cell).strip()


def _check(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(4) == b"\xd0\xcf\x11\xe0":
            refuse("is a workbook of the old .xls kind or has a password; save it as .xlsx without one")
    try:
        with zipfile.ZipFile(path) as package:
            _check_parts(path, package.infolist())
            _inflate(path, package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error) as fault:
        refuse(f"is not a whole .xlsx workbook ({fault})")


def _check_parts(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        refuse(f"is a workbook of {len(parts):,} parts; at most {MAX_PARTS:,} are read")
    names = [part.filename.casefold() for part in parts]
    if len(set(names)) < len(names):
        refuse("is a workbook with two parts of one name")
    if sum(bool(re.search(r"worksheets/[^/]+\.xml$", name)) for name in names) > MAX_SHEETS:
        refuse(f"holds more than {MAX_SHEETS} sheets")
    end, size = 0, path.stat().st_size
    for part in sorted(parts, key=lambda part: part.header_offset):
        place = PurePosixPath(part.orig_filename)
        if place.is_absolute() or ".." in place.parts or "\\" in part.orig_filename:
            refuse("is a workbook with a part that points outside of it")
        if "vbaproject" in part.filename.casefold():
            refuse("holds macros; save it as .xlsx without them")
        if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            refuse("is packed in a way that workbooks are not")
        if part.header_offset < end or part.header_offset + part.compress_size > size:
            refuse("is a workbook whose parts overlap")
        end = part.header_offset + 30 + part.compress_size


def _inflate(path: Path, package: zipfile.ZipFile) -> None:
    """Counts what really comes out: declared sizes may lie."""
    unpacked, allowed = 0, min(MAX_UNPACKED, max(20_000_000, MAX_TIMES * path.stat().st_size))
    for part in package.infolist():
        of_part = 0
        with package.open(part) as packed:
            carried = b""
            while chunk := packed.read(_CHUNK):
                of_part += len(chunk)
                unpacked += len(chunk)
                if unpacked > allowed:
                    refuse(f"unpacks to more than {allowed // 1_000_000} MB")
                if "sharedstrings" in part.filename.casefold() and of_part > MAX_STRINGS:
                    refuse(f"holds more than {MAX_STRINGS // 1_000_000} MB of texts")
                if b"<!DOCTYPE" in carried + chunk or b"<!ENTITY" in carried + chunk:
                    refuse("is a workbook with a document type or entities in its XML, which none needs")
                if of_part == len(chunk) and chunk.startswith(b"PK\x03\x04"):
                    refuse("holds another file inside; take it out")
                carried = chunk[-10:]
