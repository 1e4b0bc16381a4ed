"""Sheets made for the tests of this folder: a made-up model, files of rows, and packages put together by hand."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from colonnade.core.errors import UserError
from colonnade.core.model import Cell, Dimension, Lever, Model, Stage

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def made_model(stages: int = 4, dimensions: int = 3) -> Model:
    """Stages s1.. called First.., dimensions d1.., each with a lever `d1.push` and so on at stage 1."""
    names = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
    return Model(
        id="made",
        name="Made & up",
        version="1.0",
        about="",
        stages=tuple(Stage(n, f"s{n}", names[n - 1], f"Summary of {n}") for n in range(1, stages + 1)),
        dimensions=tuple(_dimension(f"d{n}", stages) for n in range(1, dimensions + 1)),
    )


def _dimension(id: str, stages: int) -> Dimension:
    lever = Lever(f"{id}.push", id, 1, f"=Push {id}", "process", "cs_leader", 1, 2)
    cells = (Cell(n, f"@{id} looks like {n}", "product", (lever,) if n == 1 else ()) for n in range(1, stages + 1))
    return Dimension(id, f"Name of {id}", id, f"+ about {id}", cells=tuple(cells))


def csv_file(folder: Path, text: str | bytes, name: str = "ana.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def xlsx_file(folder: Path, rows: Iterable[Sequence[object]], name: str = "ana.xlsx") -> Path:
    """A workbook of one sheet; a text that begins with `formula:` becomes a formula."""
    path = folder / name
    with Workbook(path, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, str) and value.startswith("formula:"):
                    sheet.write_formula(row, column, value.removeprefix("formula:"), None, 3)
                elif value is not None:
                    sheet.write(row, column, value, day if hasattr(value, "year") else None)
    return path


def faults(error: pytest.ExceptionInfo[UserError], folder: Path) -> list[str]:
    """The problems as the user reads them, files without their folder."""
    return [str(problem).replace(f"{folder}/", "") for problem in error.value.problems]


# --- packages by hand -----------------------------------------------------------------------------------------


def parts(
    sheet: str = "",
    strings: str = "",
    *,
    names: str = "",
    styles: str = "",
    sheets: str = '<sheet name="a" sheetId="1" r:id="rId1"/>',
) -> dict[str, str]:
    """The parts of the smallest workbook that opens, with the given XML inside of them."""
    over = (
        f'<Override PartName="/xl/{part}.xml" ContentType="{TYPE}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("sharedStrings", "sharedStrings"),
            ("styles", "styles"),
        )
    )
    relation = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(over)}</Types>',
        "_rels/.rels": f'{relation}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{sheets}</sheets>{names}</workbook>",
        "xl/_rels/workbook.xml.rels": f'{relation}worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    }


def inline(*rows: Sequence[str]) -> str:
    """Rows of text as the XML of a sheet."""
    cells = ("".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) for row in rows)
    return "".join(f"<row>{row}</row>" for row in cells)


def package(contents: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return buffer.getvalue()
