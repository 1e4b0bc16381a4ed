"""Tables: the named columns and rows of a CSV file or of a workbook's sheet."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from colonnade.core.cells import from_cell
from colonnade.core.errors import Problem, UnreadableFile
from colonnade.sheets.csv_file import csv_lines
from colonnade.sheets.grid import FORMULA, MAX_BYTES, Line, Refused, refuse
from colonnade.sheets.wording import joined, quoted

HEADER_WITHIN = 50
"""The header row is looked for in this many lines, since a title and a name may stand above it."""


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is the file as the user gave it."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path, needed: Sequence[str] = ()) -> Table:
    """The table whose header holds the `needed` columns; raises UnreadableFile with all that is wrong.

    A needed column may also stand once above the header, as a label with its value beside it.
    """
    try:
        return _table(str(path), _sheet(path, needed), needed)
    except Refused as refused:
        raise UnreadableFile(Problem(p.message, str(path), p.line) for p in refused.problems) from None


def read_tables(paths: Iterable[Path], needed: Sequence[str]) -> tuple[list[Table], list[Problem]]:
    """The tables of the files that can be read, and what is wrong with the others or given twice."""
    tables: list[Table] = []
    problems: list[Problem] = []
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            problems.append(Problem("is given twice", str(path)))
            continue
        seen.add(path.resolve())
        try:
            tables.append(read_table(path, needed))
        except UnreadableFile as unreadable:
            problems.extend(unreadable.problems)
    return tables, problems


def _sheet(path: Path, needed: Sequence[str]) -> list[Line]:
    """The first sheet with the header, else the first that holds anything."""
    first: list[Line] = []
    for lines in _sheets(path):
        if _header(lines, needed) is not None:
            return lines
        first = first or lines
    return first


def _sheets(path: Path) -> Iterator[list[Line]]:
    ending = path.suffix.casefold()
    if ending == ".csv":
        yield csv_lines(_bytes(path))
    elif ending == ".xlsx":
        from colonnade.sheets.xlsx_file import xlsx_sheets  # openpyxl costs more than reading CSV takes

        yield from xlsx_sheets(_bytes(path))
    else:
        raise refuse("is neither .csv nor .xlsx; save it as one of these")


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise refuse("does not exist") from None
    except OSError as failure:
        raise refuse(f"cannot be read: {failure.strerror}") from None
    if len(data) > MAX_BYTES:
        raise refuse(f"is larger than {MAX_BYTES // 1_000_000} MB, the most that is read of a sheet")
    return data


def _header(lines: Sequence[Line], needed: Sequence[str]) -> int | None:
    """Where the first line stands that, with the labels above it, holds all needed columns."""
    labels: set[str] = set()
    for place, line in enumerate(lines[:HEADER_WITHIN]):
        names = _names(line)
        if set(needed) <= {*names, *labels}:
            return place
        labels.add(_label(line)[0])
    return None


def _likest_header(lines: Sequence[Line], needed: Sequence[str]) -> int:
    matches = [len(set(needed).intersection(_names(line))) for line in lines[:HEADER_WITHIN]]
    return matches.index(max(matches))


def _names(line: Line) -> list[str]:
    return [_text(cell).lower() for cell in line.cells]


def _label(line: Line) -> tuple[str, str]:
    """A line's first text, as the name of a column, and the text after it."""
    texts = [text for text in map(_text, line.cells) if text]
    return texts[0].rstrip(" :").lower(), texts[1] if len(texts) > 1 else ""


def _text(cell: str) -> str:
    return from_cell(cell.strip())


def _table(name: str, lines: Sequence[Line], needed: Sequence[str]) -> Table:
    if not lines:
        raise refuse("is empty")
    place = _header(lines, needed)
    header = lines[_likest_header(lines, needed) if place is None else place]
    names = _names(header)
    above = dict(_label(line) for line in lines[:place] if place is not None)
    given_once = {column: above[column] for column in needed if column not in names and column in above}
    rows = [line for line in lines if line.number > header.number]
    problems = [
        *_header_faults(header, names, [column for column in needed if column not in given_once]),
        *(fault for row in rows for fault in _row_faults(row, names)),
        *(Problem(f"'{column}' holds a formula; type the value") for column in _formulas(given_once)),
    ]
    if not rows:
        problems.append(Problem("holds a header and no rows", None, header.number))
    if problems:
        raise Refused(*joined(problems))
    columns = tuple(filter(None, [*given_once, *names]))
    return Table(name, columns, tuple(Row(row.number, given_once | _cells(row, names)) for row in rows))


def _cells(row: Line, names: Sequence[str]) -> dict[str, str]:
    return {name: _text(cell) for name, cell in zip(names, row.cells, strict=False) if name}


def _formulas(cells: Mapping[str, str]) -> list[str]:
    return [column for column, text in cells.items() if text == FORMULA]


def _header_faults(header: Line, names: Sequence[str], needed: Sequence[str]) -> Iterator[Problem]:
    shown = ", ".join(quoted(name) for name in names if name)
    for column in needed:
        if column not in names:
            yield Problem(f"column '{column}' is missing; the header holds {shown}", None, header.number)
    for name, times in Counter(names).items():
        if name and times > 1:
            yield Problem(f"column {quoted(name)} stands {times} times in the header", None, header.number)


def _row_faults(row: Line, names: Sequence[str]) -> Iterator[Problem]:
    texts = [_text(cell) for cell in row.cells]
    surplus = any(texts[len(names) :])
    if len(texts) < len(names) or surplus:
        message = f"has {len(texts)} cells where the header has {len(names)}"
        hint = "; text that holds commas needs double quotes around it" if surplus else ""
        yield Problem(message + hint, None, row.number)
    for place, (name, text) in enumerate(zip(names, texts, strict=False), 1):
        if text and not name:
            yield Problem(f"holds {quoted(text)} in column {place}, which has no name", None, row.number)
    for column in _formulas(_cells(row, names)):
        yield Problem(f"'{column}' holds a formula; type the value", None, row.number)
