"""The files of an export as they come: encodings, delimiters, broken lines; read in bounded memory."""

import codecs
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal, TextIO

from colonnade.core.errors import NoUsableRecords

MAX_LINE = 1_000_000
MAX_COLUMNS = 2_000
MAX_RECORD_LINES, MAX_RECORD = 1_000, 200_000
SAMPLE_ROWS = 200
DELIMITERS = (",", ";", "\t", "|")
READ_ENDINGS = (".csv", ".tsv", ".txt")
NUL_SIGN = "␀"
_CHUNK = 1 << 20
_CELL_BYTES = 8
"""What a typed cell counts: about as much as it would as text."""

Encoding = Literal["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]


@dataclass(frozen=True, slots=True)
class Join:
    """Another file's columns, called `object.column` here, where each pair (ours, theirs) agrees.

    `is_whole`: all that tells the rows of the other file apart is compared.
    """

    object: str
    file: "SourceFile"
    pairs: tuple[tuple[str, str], ...]
    is_whole: bool

    def name(self, column: str) -> str:
        return f"{self.object}.{column}"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can be read; `plain` when nothing in it needs care, so that it may be read in bulk.

    `types` of its columns where it is no text but Parquet that a child wrote, with columns `c0`, `c1` ...
    `lines_off` is added to a line to have that of the file which somebody brought.
    """

    name: str
    path: Path
    encoding: Encoding
    delimiter: str
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    plain: bool
    lines: int
    size_bytes: int
    joins: tuple[Join, ...] = ()
    types: tuple[str, ...] = ()
    lines_off: int = 0
    header_line: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """Its own columns and those that are looked up in other files."""
        return (*self.header, *(join.name(column) for join in self.joins for column in join.file.header))


@dataclass(frozen=True, slots=True)
class NotRead:
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it stands in the file, or why it cannot be taken apart."""

    line: int
    fields: tuple[str, ...]
    fault: str | None = None


@dataclass(slots=True)
class _Bytes:
    is_utf8: bool = True
    has_nul: bool = False
    has_lone_return: bool = False
    longest_line: int = 0
    lines: int = 0
    blank_lines: int = 0


def find_files(source: str) -> tuple[Path, ...]:
    """The files of a folder, not of the folders in it; or the one file named."""
    path = Path(source)
    if path.is_file():
        return (path,)
    if not path.is_dir():
        raise NoUsableRecords(f"there is no folder or file '{source}'")
    found = sorted(child for child in path.iterdir() if child.is_file() and not child.name.startswith("."))
    if not found:
        raise NoUsableRecords(f"the folder '{source}' holds no files; put the exports into it")
    return tuple(found)


def inspect(path: Path, name: str | None = None, lines_off: int = 0) -> SourceFile | NotRead:
    """What kind of file this is, without keeping more than a line of it. `name` is what it is called if not so.

    Parquet is only that which a child wrote.
    """
    found = _typed(path) if path.suffix == ".parquet" else _inspected(path)
    if lines_off and isinstance(found, SourceFile):
        found = replace(found, lines_off=lines_off)
    return replace(found, name=name) if name else found


def _inspected(path: Path) -> SourceFile | NotRead:
    try:
        return _inspect(path)
    except OSError as failure:
        return NotRead(path.name, f"cannot be read: {failure.strerror}")


def _inspect(path: Path) -> SourceFile | NotRead:
    with path.open("rb") as file:
        start = file.read(MAX_LINE + 1)
    if not start.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        return NotRead(path.name, "is empty")
    if len(start) > MAX_LINE and b"\n" not in start and b"\r" not in start:
        return NotRead(path.name, f"its first line is longer than {MAX_LINE:,} bytes")
    found = _scan(path)
    encoding = _encoding(start, is_utf8=found.is_utf8)
    sampled = _sample(path, encoding)
    if sampled is None:
        return NotRead(path.name, "holds no line that could name columns")
    delimiter, header, rows = sampled
    if len(header.fields) > MAX_COLUMNS:
        return NotRead(path.name, f"has {len(header.fields):,} columns; at most {MAX_COLUMNS:,} are read")
    plain = (
        encoding == "utf-8-sig"
        and not (found.has_nul or found.has_lone_return or found.blank_lines)
        and found.longest_line <= MAX_LINE
        and header.line == 1
    )
    return SourceFile(
        path.name,
        path,
        encoding,
        delimiter,
        _distinct_names(header.fields),
        tuple(row.fields for row in rows if row.fault is None),
        plain,
        found.lines,
        path.stat().st_size,
        header_line=header.line,
    )


def _typed(path: Path) -> SourceFile:
    """By what the child told of it in the file beside."""
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    header = _distinct_names(tuple(str(given).replace("\x00", NUL_SIGN) for given in told["header"]))
    size = told["rows"] * len(header) * _CELL_BYTES
    sample = tuple(map(tuple, told["sample"]))
    lines, types = told["rows"] + 1, tuple(told["types"])
    return SourceFile(path.name, path, "utf-8-sig", ",", header, sample, True, lines, size, types=types)


def _scan(path: Path) -> _Bytes:
    found = _Bytes()
    decoder = codecs.getincrementaldecoder("utf-8")()
    carried = 0
    after_return = False
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if found.is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    found.is_utf8 = False
            found.has_nul = found.has_nul or b"\x00" in chunk
            lone = chunk.count(b"\r") - chunk.count(b"\r\n") - chunk.endswith(b"\r")
            found.has_lone_return = found.has_lone_return or lone > 0 or (after_return and chunk[:1] != b"\n")
            after_return = chunk.endswith(b"\r")
            first, *others = chunk.split(b"\n")
            carried += len(first)
            found.longest_line = max(found.longest_line, carried)
            if others:
                found.lines += len(others)
                found.blank_lines += others[:-1].count(b"") + others[:-1].count(b"\r") + (carried <= 1)
                found.longest_line = max(found.longest_line, *map(len, others))
                carried = len(others[-1])
    found.lines += carried > 0
    return found


def _encoding(start: bytes, *, is_utf8: bool) -> Encoding:
    """UTF-8 where the bytes are; UTF-16 by its mark or its zeros; else the Windows code page of exports."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = start[:4_000]
    if head.count(0) > len(head) // 3:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    return "utf-8-sig" if is_utf8 else "cp1252"


def _sample(path: Path, encoding: Encoding) -> tuple[str, Record, list[Record]] | None:
    """Delimiter, header and first rows by the delimiter that parts the header and the rows most evenly."""
    best: tuple[tuple[int, int], str, Record, list[Record]] | None = None
    for delimiter in DELIMITERS:
        with _open(path, encoding) as file:
            header, *rows = (*islice(read_records(file, delimiter, None), SAMPLE_ROWS + 1),) or (None,)
        if header is None or header.fault:
            continue
        width = len(header.fields)
        even = sum(row.fault is None and len(row.fields) == width for row in rows)
        rank = (even * (width > 1), width)
        if best is None or rank > best[0]:
            best = (rank, delimiter, header, [row for row in rows if len(row.fields) == width])
    return best[1:] if best else None


def _distinct_names(header: tuple[str, ...]) -> tuple[str, ...]:
    names: list[str] = []
    for place, given in enumerate(header, 1):
        name = given.strip() or f"column {place}"
        same = sum(other == name or other.startswith(f"{name} (") for other in names)
        names.append(f"{name} ({same + 1})" if same else name)
    return tuple(names)


def rows_with_care(file: SourceFile) -> Iterator[Record]:
    """Every row after the header, taken apart or with its fault; for files that are not plain."""
    with _open(file.path, file.encoding) as text:
        records = read_records(text, file.delimiter, len(file.header))
        next(records)
        yield from records


def _open(path: Path, encoding: Encoding) -> TextIO:
    return path.open(encoding=encoding, errors="replace", newline=None)


def read_records(file: TextIO, delimiter: str, width: int | None) -> Iterator[Record]:
    """Records of a delimited text. A quote that never closes costs its own line only, never the file."""
    lines = _numbered_lines(file)
    waiting: list[tuple[int, str | None]] = []
    while True:
        item = waiting.pop(0) if waiting else next(lines, None)
        if item is None:
            return
        number, line = item
        if line is None:
            yield Record(number, (), f"line longer than {MAX_LINE:,} characters")
        elif line.strip():
            yield _record(number, line, delimiter, width, waiting, lines)


def _record(
    number: int,
    line: str,
    delimiter: str,
    width: int | None,
    waiting: list[tuple[int, str | None]],
    lines: Iterator[tuple[int, str | None]],
) -> Record:
    """Takes lines from `waiting`, then `lines`, while a quote is open; gives them back if it stays so."""
    fields, fault = _fields(line, delimiter)
    if fault == _UNCLOSED:
        taken: list[tuple[int, str | None]] = []
        whole, quotes = [line], line.count('"')
        while fault == _UNCLOSED and len(taken) < MAX_RECORD_LINES:
            item = waiting.pop(0) if waiting else next(lines, None)
            if item is None:
                break
            taken.append(item)
            if item[1] is None or sum(map(len, whole)) > MAX_RECORD:
                break
            whole.append(item[1])
            quotes += item[1].count('"')
            if quotes % 2 == 0 and '"' in item[1]:
                fields, fault = _fields("\n".join(whole), delimiter)
        if fault or (width is not None and len(fields) != width):
            waiting[:0] = taken
            return Record(number, (), _UNCLOSED)
    if fault:
        return Record(number, (), fault)
    if width is not None:
        if len(fields) > width and not any(fields[width:]):
            fields = fields[:width]
        if len(fields) != width:
            return Record(number, fields, "does not have as many fields as the header")
    if any(NUL_SIGN in field for field in fields):
        return Record(number, fields, "holds a NUL byte")
    return Record(number, fields)


_UNCLOSED = "a quote is opened and not closed"


def _fields(line: str, delimiter: str) -> tuple[tuple[str, ...], str | None]:
    if '"' not in line:
        return tuple(line.split(delimiter)), None
    try:
        return tuple(next(csv.reader([line], delimiter=delimiter, strict=True))), None
    except csv.Error as failure:
        return (), _UNCLOSED if "unexpected end" in str(failure) else "quotes inside a field are not doubled"


def _numbered_lines(file: TextIO) -> Iterator[tuple[int, str | None]]:
    """Lines without their ends; None for one that is too long, read past in pieces."""
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE and not line.endswith("\n"):
            while (rest := file.readline(MAX_LINE)) and not rest.endswith("\n"):
                pass
            yield number, None
        else:
            yield number, line.rstrip("\n").replace("\x00", NUL_SIGN)
