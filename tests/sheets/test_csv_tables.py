"""CSV files: what is read as it was meant, and every fault told with its line."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sheets import csv_file, faults

from colonnade.core.errors import UnreadableFile
from colonnade.sheets.csv_file import csv_lines
from colonnade.sheets.grid import Refused
from colonnade.sheets.table import Table, read_table

NEEDED = ("reviewer", "dimension", "stage")
SAVE_AS = "save it as 'CSV UTF-8 (comma delimited)'"
GOOD = "reviewer,dimension,stage\nAna,d1,3\n"


def read(folder: Path, text: str | bytes) -> Table:
    return read_table(csv_file(folder, text), NEEDED)


def told(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(UnreadableFile) as error:
        read(folder, text)
    return faults(error, folder)


# --- read as meant --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.rstrip().encode(),
        b"\n\n  \n" + GOOD.encode() + b"\n,,\n \n",
        b" Reviewer , DIMENSION,Stage\n Ana ,d1, 3\n",
        b"reviewer,dimension,stage,,\nAna,d1,3,,\n",
        b'"reviewer","dimension","stage"\n"Ana","d1","3"\n',
        b"reviewer,dimension,stage\nAna,d1,3,\n",
    ],
)
def test_one_row_is_read_the_same_from_every_way_of_saving_it(tmp_path: Path, data: bytes) -> None:
    table = read(tmp_path, data)
    assert table.columns == NEEDED
    assert [row.cells for row in table.rows] == [{"reviewer": "Ana", "dimension": "d1", "stage": "3"}]


def test_rows_keep_the_line_they_begin_on(tmp_path: Path) -> None:
    table = read(tmp_path, 'reviewer,dimension,stage\n\nAna,"d\n1",3\nBo,d1,2\n')
    assert [row.line for row in table.rows] == [3, 5]


def test_a_name_above_the_header_serves_every_row(tmp_path: Path) -> None:
    table = read(tmp_path, "My sheet,,\nReviewer:,Ana,\nDimension,Stage,Note\nd1,3,\nd2,2,\n")
    assert [(row.line, row.cells["reviewer"], row.cells["stage"]) for row in table.rows] == [
        (4, "Ana", "3"),
        (5, "Ana", "2"),
    ]


def test_the_file_is_named_as_the_user_gave_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    csv_file(tmp_path, GOOD)
    monkeypatch.chdir(tmp_path)
    assert read_table(Path("ana.csv"), NEEDED).name == "ana.csv"


# --- faults of the file ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "ana.csv: is empty"),
        (b" \n\n", "ana.csv: is empty"),
        (b"\xef\xbb\xbf", "ana.csv: is empty"),
        (b"reviewer,dimension,stage\n", "ana.csv:1: holds a header and no rows"),
        (
            b"reviewer;dimension;stage\nAna;d1;3\n",
            f"ana.csv:1: columns are separated by semicolons, not by commas; {SAVE_AS}",
        ),
        (
            b'\n"reviewer";"dimension"\n',
            f"ana.csv:2: columns are separated by semicolons, not by commas; {SAVE_AS}",
        ),
        (b"reviewer\tdimension\n", f"ana.csv:1: columns are separated by tabs, not by commas; {SAVE_AS}"),
        (b"a|b\n", f"ana.csv:1: columns are separated by vertical bars, not by commas; {SAVE_AS}"),
        (b"sep=;\na;b\n", f"ana.csv:1: columns are separated by semicolons, not by commas; {SAVE_AS}"),
        ("reviewer,dimension,stage\nAndré,d1,3\n".encode("latin-1"), f"ana.csv:2: line 2: not UTF-8; {SAVE_AS}"),
        (GOOD.encode("utf-16")[:-1], f"ana.csv:2: begins as UTF-16 but is damaged here; {SAVE_AS}"),
        (b"PK\x03\x04rest", "ana.csv: is an Excel workbook, not CSV; give it the ending .xlsx"),
        (
            b'reviewer,dimension,stage\nAna,d1,"3\nBo,d1,2\n',
            "ana.csv:2: a double quote is opened here and never closed",
        ),
        (
            b'reviewer,dimension,stage\nAna,d1,"3"x\n',
            'ana.csv:2: a double quote stands inside a quoted cell; write it twice ("") or take it out',
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(tmp_path: Path, data: bytes, message: str) -> None:
    assert told(tmp_path, data) == [message]


def test_all_that_is_wrong_with_the_bytes_is_told_at_once(tmp_path: Path) -> None:
    data = b"reviewer,dimension,stage\nAn\0a,d1,3\nAndr\xe9,d1,3\n\xff,d2,2\n" + b"x" * 100_001
    assert told(tmp_path, data) == [
        f"ana.csv:2: line 2: NUL bytes, which no text holds; {SAVE_AS}",
        f"ana.csv:3: lines 3, 4: not UTF-8; {SAVE_AS}",
        "ana.csv:5: line 5: longer than 100 kB, the most that is read of a line",
    ]


def test_utf16_without_its_mark_is_told_as_nul_bytes(tmp_path: Path) -> None:
    assert "lines 1, 2, 3: NUL bytes" in told(tmp_path, GOOD.encode("utf-16-le"))[0]


@pytest.mark.parametrize(
    ("name", "message"),
    [("none.csv", "does not exist"), ("a.xls", "is neither .csv nor .xlsx; save it as one of these")],
)
def test_a_path_that_cannot_be_a_sheet_is_told(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        read_table(tmp_path / name, NEEDED)
    assert faults(error, tmp_path) == [f"{name}: {message}"]


def test_a_folder_is_no_sheet(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(UnreadableFile, match="cannot be read: Is a directory"):
        read_table(tmp_path / "a.csv", NEEDED)


# --- faults of columns and rows -------------------------------------------------------------------------------


def test_missing_and_repeated_columns_and_ragged_rows_are_told_together(tmp_path: Path) -> None:
    text = "reviewer,Dimension,dimension,score\nAna,d1\nAna,d2,d2,3,a, b\n"
    assert told(tmp_path, text) == [
        "ana.csv:1: column 'stage' is missing; the header holds 'reviewer', 'dimension', 'dimension', 'score'",
        "ana.csv:1: column 'dimension' stands 2 times in the header",
        "ana.csv:2: has 2 cells where the header has 4",
        "ana.csv:3: has 6 cells where the header has 4; text that holds commas needs double quotes around it",
    ]


def test_a_value_without_a_column_is_told(tmp_path: Path) -> None:
    text = "reviewer,,dimension,stage\nAna,lost,d1,3\n"
    assert told(tmp_path, text) == ["ana.csv:2: holds 'lost' in column 2, which has no name"]


def test_one_fault_of_many_rows_is_told_once_with_their_lines(tmp_path: Path) -> None:
    text = "reviewer,dimension,stage\n" + "Ana,d1\n" * 9
    assert told(tmp_path, text) == [
        "ana.csv:2: has 2 cells where the header has 3 (also lines 3, 4, 5, 6, 7 and 3 more)"
    ]


def test_what_a_terminal_would_obey_is_shown_as_an_escape(tmp_path: Path) -> None:
    text = "reviewer,,dimension,stage\nAna,\x1b[2J\u202e,d1,3\n"
    assert told(tmp_path, text) == [r"ana.csv:2: holds '\x1b[2J\u202e' in column 2, which has no name"]


# --- bounds ---------------------------------------------------------------------------------------------------


def test_more_than_twenty_thousand_rows_are_refused(tmp_path: Path) -> None:
    header = "reviewer,dimension,stage\n"
    assert len(read(tmp_path, header + "a,b,3\n" * 20_000).rows) == 20_000
    assert told(tmp_path, header + "a,b,3\n" * 20_001) == ["ana.csv:20002: holds more than 20,000 rows"]


def test_more_than_a_hundred_columns_are_refused(tmp_path: Path) -> None:
    assert told(tmp_path, ",".join("abc" * 1000) + "\n") == ["ana.csv:1: has 3,000 columns; at most 100 are read"]


LIMITED = """
import resource, sys
from pathlib import Path
from colonnade.core.errors import UnreadableFile
from colonnade.sheets.table import read_table

held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + 256_000_000,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (6, 6))
try:
    read_table(Path(sys.argv[1]), ("reviewer", "dimension", "stage"))
except UnreadableFile as error:
    print(error)
print("openpyxl" in sys.modules)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits a process by Linux's own means")
@pytest.mark.parametrize("fill", [None, b"a" * 1_000_000, b"," * 1_000_000, b'"' * 999_999, b"\n" * 1_000_000])
def test_two_gigabytes_are_refused_within_256_mb_and_without_openpyxl(tmp_path: Path, fill: bytes | None) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        for _ in range(7 if fill else 0):
            file.write(fill or b"")
        file.truncate(2_000_000_000)  # a hole: no disk is used
    child = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, timeout=300)
    assert child.stderr == ""
    assert child.stdout == f"{path}: is larger than 5 MB, the most that is read of a sheet\nFalse\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits a process by Linux's own means")
@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"a", "longer than 100 kB"),
        (b"\n", "holds more than 200,000 lines"),
        (b",\n", "holds more than 200,000 lines"),
        (b'"a\n' + b"b" * 50, "a double quote stands inside"),
        (b"a" * 50 + b"\n", "holds more than 20,000 rows"),
        (b"," * 99_998 + b"\n", "is empty"),
        (b"," * 90_000 + b"a\n", "columns; at most 100"),
        (b"\xff" * 30 + b"\n", "not UTF-8"),
        ("🏛🏛🏛🏛🏛🏛🏛🏛\n".encode(), "holds more than 20,000 rows"),
    ],
)
def test_five_megabytes_of_anything_are_told_within_256_mb(tmp_path: Path, line: bytes, message: str) -> None:
    path = csv_file(tmp_path, (line * (4_999_000 // len(line)))[:4_999_000])
    child = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, timeout=300)
    assert child.stderr == ""
    assert message in child.stdout


@given(st.binary(max_size=200))
def test_any_bytes_are_lines_or_refused(data: bytes) -> None:
    try:
        lines = csv_lines(data)
    except Refused as refused:
        assert refused.problems
    else:
        assert all(any(cell.strip() for cell in line.cells) for line in lines)


@given(st.lists(st.lists(st.text("ab,;\"'\n\r =", max_size=4), min_size=3, max_size=3), max_size=6))
def test_every_row_that_is_not_blank_is_read_or_the_file_refused(rows: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["reviewer", "dimension", "stage"], *rows])
    lines = csv_lines(written.getvalue().encode())
    assert [list(line.cells) for line in lines[1:]] == [row for row in rows if any(cell.strip() for cell in row)]
