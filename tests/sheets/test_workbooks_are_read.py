"""XLSX files: cells as a person would type them, and packages that are none, or worse, refused in bounds."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sheets import faults, inline, package, parts, xlsx_file
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from colonnade.core.errors import UnreadableFile
from colonnade.sheets.grid import Refused
from colonnade.sheets.table import Table, read_table
from colonnade.sheets.xlsx_file import xlsx_sheets

NEEDED = ("reviewer", "dimension", "stage")
PNG = b"\x89PNG\r\n\x1a\n"
MIDNIGHT = datetime(2026, 2, 3)  # noqa: DTZ001 - sheets know no time zone
HEADER = ("Reviewer", "Dimension", "Stage")
ROWS = inline(HEADER, ("Ana", "d1", "3"))


def told(folder: Path, data: bytes) -> list[str]:
    path = folder / "ana.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as error:
        read_table(path, NEEDED)
    return faults(error, folder)


def read(folder: Path, data: bytes) -> Table:
    path = folder / "ana.xlsx"
    path.write_bytes(data)
    return read_table(path, NEEDED)


# --- read as meant --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        ("3", "3"),
        (" high ", "high"),
        (True, "True"),
        (date(2026, 2, 3), "2026-02-03"),
        (MIDNIGHT, "2026-02-03"),
        (1e300, "1e+300"),
        ("'=1+1", "=1+1"),
        ("line\rend", "line\rend"),
        (None, ""),
    ],
)
def test_a_cell_reads_as_a_person_would_type_it(tmp_path: Path, value: object, text: str) -> None:
    table = read_table(xlsx_file(tmp_path, [HEADER, ("Ana", "d1", value)]), NEEDED)
    assert table.rows[0].cells["stage"] == text


def test_a_date_with_its_time_keeps_both(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ("Ana", "d1"))
        sheet.write_datetime(
            1, 2, MIDNIGHT.replace(hour=4, minute=5), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        )
        sheet.write_row(2, 0, ("Bo", "d1"))
        sheet.write_datetime(2, 2, time(4, 5), book.add_format({"num_format": "hh:mm"}))
    assert [row.cells["stage"] for row in read_table(path, NEEDED).rows] == ["2026-02-03T04:05:00", "04:05:00"]


def test_rows_keep_their_number_and_blank_ones_are_dropped(tmp_path: Path) -> None:
    rows = [("Title",), (), HEADER, ("Ana", "d1", 1), (None, " ", None), ("Bo", "d1", 2)]
    table = read_table(xlsx_file(tmp_path, rows), NEEDED)
    assert [row.line for row in table.rows] == [4, 6]


def test_the_sheet_that_holds_the_header_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        book.add_worksheet("Notes").write_row(0, 0, ("see", "next"))
        sheet = book.add_worksheet("Scores")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ("Ana", "d1", 3))
    assert [row.cells["reviewer"] for row in read_table(path, NEEDED).rows] == ["Ana"]


def test_a_formula_in_a_table_is_refused_with_its_row(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEADER, ("Ana", "d1", "formula:=1+2"), ("Bo", "d1", 2)])
    with pytest.raises(UnreadableFile) as error:
        read_table(path, NEEDED)
    assert faults(error, tmp_path) == ["ana.xlsx:2: 'stage' holds a formula; type the value"]


def test_a_formula_for_the_name_above_the_table_is_refused(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [("Reviewer", "formula:=A9"), ("Dimension", "Stage"), ("d1", 2)])
    with pytest.raises(UnreadableFile) as error:
        read_table(path, NEEDED)
    assert faults(error, tmp_path) == ["ana.xlsx: 'reviewer' holds a formula; type the value"]


@pytest.mark.parametrize("rows", [[], [("", " ")]])
def test_a_workbook_that_holds_nothing_is_empty(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    path = xlsx_file(tmp_path, rows)
    with pytest.raises(UnreadableFile, match="is empty"):
        read_table(path, NEEDED)


def test_the_smallest_package_made_by_hand_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, package(parts(ROWS))).rows[0].cells["stage"] == "3"


# --- what is no workbook --------------------------------------------------------------------------------------


ELEMENTS = "holds more than 200,000 cells and formats; keep only the scorecard's rows"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "text": (lambda: b"reviewer,dimension,stage\n", "is not a whole .xlsx workbook (File is not a zip file)"),
    "old xls": (lambda: b"\xd0\xcf\x11\xe0rest", "is a workbook of the old .xls kind; save it as .xlsx"),
    "password": (
        lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "is protected with a password; save it without one",
    ),
    "cut short": (lambda: package(parts(ROWS))[:-30], "is not a whole .xlsx workbook (File is not a zip file)"),
    "six megabytes": (
        lambda: b"PK\3\4" + b"0" * 5_000_000,
        "is larger than 5 MB, the most that is read of a sheet",
    ),
    "10,000 sheets": (
        lambda: package(parts(ROWS) | {f"xl/worksheets/sheet{n}.xml": "" for n in range(2, 10_001)}),
        "is a workbook of 10,006 parts; at most 200 are read",
    ),
    "one sheet listed 10,000 times": (
        lambda: package(parts(ROWS, sheets='<sheet name="a" sheetId="1" r:id="rId1"/>' * 10_000)),
        "holds more than 20 sheets",
    ),
    "macros": (
        lambda: package(parts(ROWS) | {"xl/vbaProject.bin": b"0"}),
        "holds macros; save it as .xlsx without them",
    ),
    "nested zip": (
        lambda: package(parts(ROWS) | {"xl/embeddings/a.bin": package({"a": "b"})}),
        "holds another file inside; take it out",
    ),
    "external entity": (
        lambda: package(
            parts(ROWS)
            | {
                "xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><sst><si><t>&b;</t></si></sst>'
            }
        ),
        "is a workbook with a document type or entities in its XML, which none needs",
    ),
    "entity in UTF-16 under another name": (
        lambda: package(
            parts(ROWS)
            | {"xl/media/a.png": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")}
        ),
        "is a workbook with a document type or entities in its XML, which none needs",
    ),
    "bomb": (lambda: package(parts(ROWS) | {"a.png": PNG + b"0" * 60_000_000}), "unpacks to more than 40 MB"),
    "a million strings": (lambda: package(parts(ROWS, "<si><t>a</t></si>" * 1_000_000)), ELEMENTS),
    "a million rows": (lambda: package(parts("<row/>" * 1_000_000)), ELEMENTS),
    "a million cells in a row": (lambda: package(parts("<row>" + "<c/>" * 1_000_000 + "</row>")), ELEMENTS),
    "a million formats": (lambda: package(parts(ROWS, styles="<xf/>" * 1_000_000)), ELEMENTS),
    "many sheets that are one large part": (
        lambda: package(parts("<row/>" * 100_000, sheets='<sheet name="a" sheetId="1" r:id="rId1"/>' * 20)),
        ELEMENTS,
    ),
    "deep": (lambda: package(parts("<a>" * 100_000)), "holds XML nested more than 50 levels deep"),
    "one endless text": (
        lambda: package(parts(inline(("a" * 30_000_000,)))),
        "holds a text of more than 100 kB",
    ),
    "one endless tag": (
        lambda: package(parts("<" + "a" * 30_000_000)),
        "holds XML that is one endless tag",
    ),
    "one endless comment": (
        lambda: package(parts("<!--" + "a" * 30_000_000 + "-->")),
        "holds XML that is one endless tag",
    ),
    "one long attribute": (
        lambda: package(parts(f'<row r="{"1" * 150_000}"/>')),
        "holds a text of more than 100 kB",
    ),
    "broken XML": (
        lambda: package(parts("<row></c>")),
        "is a damaged workbook (mismatched tag: line 1, column 95)",
    ),
    "no workbook inside": (lambda: package({"a.xml": "<a/>"}), "is a damaged workbook (KeyError)"),
    "a number of 5,000 digits": (
        lambda: package(parts(f"<row><c><v>{'9' * 5000}</v></c></row>")),
        "is a damaged workbook (ValueError)",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_harmless_workbook_is_refused_and_told_why(tmp_path: Path, kind: str) -> None:
    make, message = REFUSED[kind]
    assert told(tmp_path, make()) == [f"ana.xlsx: {message}"]


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="99999999999"><c><v>1</v></c></row>',
        '<row><c r="XFD1"><v>1</v></c></row>',
    ],
)
def test_only_the_first_rows_and_columns_of_a_sparse_sheet_are_looked_at(tmp_path: Path, sheet: str) -> None:
    assert read(tmp_path, package(parts(ROWS + sheet))).rows[0].cells["stage"] == "3"
    assert len(read(tmp_path, package(parts(ROWS + sheet))).rows) == 1


def test_more_than_twenty_thousand_rows_are_refused(tmp_path: Path) -> None:
    sheet = inline(HEADER) + '<row r="20001"><c><v>1</v></c></row>'
    assert told(tmp_path, package(parts(sheet))) == ["ana.xlsx:20001: holds more than 20,000 rows"]


# --- bounds ---------------------------------------------------------------------------------------------------

LIMITED = """
import resource, sys
from pathlib import Path
import colonnade.sheets.xlsx_file
from colonnade.core.errors import UnreadableFile
from colonnade.sheets.table import read_table

held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + 256_000_000,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (6, 6))
for path in sys.argv[1:]:
    try:
        print(len(read_table(Path(path), ("reviewer", "dimension", "stage")).rows))
    except UnreadableFile as error:
        print(error.problems[0].message)
"""
WORST: dict[str, Callable[[], dict[str, str]]] = {
    "strings": lambda: parts(ROWS, "<si><t>a</t></si>" * 95_000),
    "rich strings": lambda: parts(ROWS, "<si><r><t>a</t></r></si>" * 63_000),
    "emoji": lambda: parts(inline(HEADER, *(("🏛" * 32_000, "d1", "3") for _ in range(280)))),
    "formats": lambda: parts(ROWS, styles="<cellXfs>" + "<xf/>" * 190_000 + "</cellXfs>"),
    "fonts": lambda: parts(ROWS, styles="<fonts>" + "<font><b/></font>" * 95_000 + "</fonts>"),
    "names": lambda: parts(
        ROWS,
        names="<definedNames>"
        + "".join(f'<definedName name="n{n}">1</definedName>' for n in range(190_000))
        + "</definedNames>",
    ),
    "rows": lambda: parts(ROWS + "<row/>" * 190_000),
    "cells": lambda: parts(ROWS + ("<row>" + "<c><v>1</v></c>" * 3 + "</row>") * 28_000),
    "one row": lambda: parts(ROWS + "<row>" + "<c><v>1</v></c>" * 95_000 + "</row>"),
    "conditions": lambda: parts(
        ROWS + "</sheetData>" + '<conditionalFormatting sqref="A1"/>' * 190_000 + "<sheetData>"
    ),
    "twenty sheets": lambda: parts(
        inline(("a", "b")) + "<row><c><v>1</v></c></row>" * 9_000,
        sheets='<sheet name="a" sheetId="1" r:id="rId1"/>' * 20,
    ),
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits a process by Linux's own means")
@pytest.mark.parametrize("kind", [*WORST, *REFUSED])
def test_the_worst_that_is_let_through_and_all_that_is_not_stay_in_bounds(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "ana.xlsx"
    path.write_bytes(package(WORST[kind]()) if kind in WORST else REFUSED[kind][0]())
    child = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, timeout=300)
    assert child.stderr == "", child.returncode
    assert child.stdout
    assert "MemoryError" not in child.stdout


@given(st.data())
def test_any_byte_of_a_workbook_may_be_spoilt(data: st.DataObject) -> None:
    spoilt = bytearray(package(parts(ROWS)))
    for place in data.draw(st.lists(st.integers(0, len(spoilt) - 1), min_size=1, max_size=4)):
        spoilt[place] = data.draw(st.integers(0, 255))
    try:
        list(xlsx_sheets(bytes(spoilt)))
    except Refused as refused:
        assert refused.problems
