"""Text that a spreadsheet might run is guarded on the way out and comes back as it was."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sheets import csv_file

from colonnade.core.cells import as_cell, from_cell
from colonnade.core.errors import BadOption
from colonnade.sheets.files import write_whole
from colonnade.sheets.table import read_table
from colonnade.sheets.text import as_sheet_text, write_csv
from colonnade.sheets.workbook import workbook

TRIGGERS = "=+-@\t\r\0＝＋－＠"
RISKY = st.builds(
    "".join,
    st.tuples(st.text(" '\"\n", max_size=3), st.sampled_from(TRIGGERS.replace("\0", "")), st.text(max_size=5)),
)
XML_TEXT = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], include_characters="\t\n\r")
"""What cells hold: letters, signs, tabs and line ends."""
CELLS = st.one_of(RISKY, st.text(XML_TEXT, max_size=12)).filter(
    lambda text: "\0" not in text and "_x" not in text and _as_kept(text) and text.isprintable()
)


def _as_kept(text: str) -> bool:
    """White space at the ends is not kept, but what a guard holds in front of it is."""
    return text == text.strip() or (as_cell(text) != text and text == text.rstrip())


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("before", ["", " ", "  ", "'", '"', " '\" ", "\n"])
def test_a_text_that_might_run_gets_a_quote_in_front(before: str, trigger: str) -> None:
    text = f"{before}{trigger}1+1"
    assert as_cell(text) == "'" + text
    assert from_cell(as_cell(text)) == text


@pytest.mark.parametrize("text", ["", "a=b", "'tis so", "5", "a\tb", "don't - stop", "'", "''"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert as_cell(text) == from_cell(text) == as_sheet_text(text) == text


@given(st.one_of(st.text(), RISKY))
def test_any_text_comes_back_from_its_cell(text: str) -> None:
    assert from_cell(as_cell(text)) == text
    assert as_cell(text)[:1] not in TRIGGERS or not text


@given(st.one_of(st.text(), RISKY))
def test_a_cell_typed_as_text_shows_no_quote_that_reading_does_not_need(text: str) -> None:
    assert from_cell(as_sheet_text(text).lstrip()) == text or text != text.lstrip()
    if text == text.strip() and not text.startswith("'"):
        assert as_sheet_text(text) == text


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_texts_come_back_from_csv(rows: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        write_csv(path, ("key", "one", "two"), [("k", *row) for row in rows])
        read = [(row.cells["one"], row.cells["two"]) for row in read_table(path, ("one", "two")).rows]
    assert read == rows


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_texts_come_back_from_xlsx_and_none_is_a_formula(rows: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        with workbook(path, "Texts") as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([("key", "one", "two"), *(("k", *row) for row in rows)]):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, as_sheet_text(text))
        cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]  # type: ignore[union-attr]
        read = [(row.cells["one"], row.cells["two"]) for row in read_table(path, ("one", "two")).rows]
    assert read == rows
    assert all(cell.data_type != "f" for cell in cells)


def test_numbers_and_dates_are_plain_and_only_text_is_guarded(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ("a", "b", "c", "d", "e", "f"), [(-5, Decimal("-1.50"), -0.5, date(2026, 1, 2), None, "-5")])
    assert path.read_text(encoding="utf-8") == "a,b,c,d,e,f\n-5,-1.50,-0.5,2026-01-02,,'-5\n"


def test_commas_quotes_and_line_ends_are_quoted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ("a",), [("b,c",), ('d"e',), ("f\ng",), ("h\ri",), ("é",)])
    assert path.read_bytes() == 'a\n"b,c"\n"d""e"\n"f\ng"\n"h\ri"\né\n'.encode()


# --- whole or not at all --------------------------------------------------------------------------------------


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv_file(tmp_path, "old")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadOption, match="cannot be written: No space left on device"):
        write_whole(path, b"new text")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="cannot be written: No such file or directory"):
        write_whole(tmp_path / "none" / "a.csv", b"")


def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="is not a file that can be replaced"):
        write_whole(tmp_path, b"")
    assert tmp_path.is_dir()


def test_rows_that_cannot_be_made_write_nothing(tmp_path: Path) -> None:
    def rows() -> object:
        yield ("a",)
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        write_csv(tmp_path / "a.csv", ("a",), rows())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
