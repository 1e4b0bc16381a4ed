"""The workbook: numbers as the pack prints them, live averages, text that is never run, the plan read back."""

import csv
import io
import re
import shutil
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from diagnosed import diagnosed, model_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from packed import figures
from shapes import diagnoses
from test_html_page import usual

from colonnade.app.render import render
from colonnade.core.diagnosis import Diagnosis
from colonnade.reports.pack import Figure, pack
from colonnade.reports.wording import half_up
from colonnade.reports.workbook.forms import number_format
from colonnade.sheets.plans import read_plan

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", "'=1", "\0=1")


def opened(read: Diagnosis, *, values: bool = False) -> Any:
    return load_workbook(io.BytesIO(render(read, "pack.xlsx")), data_only=values)


def shown(value: float, form: str) -> str:
    """What a spreadsheet shows of a number, as far as the formats of a pack go."""
    positive, *others = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', form)
    chosen = others[0] if value < 0 and others else others[1] if value == 0 and len(others) > 1 else positive
    text = ""
    for quoted, digits, rest in re.findall(r'"((?:[^"]|"")*)"|(#,##0(?:\.0+)?|0(?:\.0+)?)|(.)', chosen):
        if digits:
            places = len(digits.partition(".")[2])
            scaled = abs(Decimal(str(value))) * (100 if "%" in chosen else 1)
            rounded = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
            text += "-" * (value < 0 and not others)
            text += f"{rounded:,}" if "," in digits else str(rounded)
        else:
            text += quoted.replace('""', '"') if quoted else rest
    return text


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(diagnoses())
def test_every_figure_of_a_pack_shows_as_it_is_printed_elsewhere(read: Diagnosis) -> None:
    for figure in figures(pack(read)):
        if figure.value is not None:
            assert shown(float(figure.value), number_format(figure)) == figure.text


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("91.6 %", 0.91555, "share"),
        ("-5.0 %", -0.05, "share"),
        ("5,510,216", 5510216.4, "currency"),
        ("31 days", 31.0, "days"),
        ("0.32", 0.32, "ratio"),
        ("+0.29", 0.2857, "stages"),
        ("−0.14", -0.1428, "stages"),
        ("0.00", 0.0, "stages"),
        ("2 to 3", 3, "stage"),
        ("2 to 3", 2, "stage"),
        ("hold 3", 3, "stage"),
        ("1.5 per 100 accounts a month", 1.5, "per_100_accounts_per_month"),
    ],
)
def test_a_number_keeps_the_form_it_has_on_paper(text: str, value: float, unit: Any) -> None:
    assert shown(value, number_format(Figure(text, value, unit, "x"))) == text


def test_sheets_stand_in_the_order_a_reader_wants_them() -> None:
    names = opened(usual()).sheetnames
    assert names[:4] == ["Scorecard", "Summary", "Scores", "Plan"]
    assert {"Patterns", "Criteria", "Metrics", "Revenue", "Method", "Sources"} <= set(names)


def test_the_scorecard_has_the_stages_levers_owner_and_milestone_of_each_dimension() -> None:
    read = usual()
    sheet = opened(read)["Scorecard"]
    head = [cell.value for cell in sheet[3]]
    assert head[:7] == [
        "Dimension", "Current stage", "Supported by evidence", "Target stage", "Priority levers", "Owner",
        "90-day milestone",
    ]  # fmt: skip
    for number, dimension in enumerate(pack(read).dimensions, 4):
        cells = [cell.value for cell in sheet[number]]
        assert cells[0] == dimension.name
        assert cells[1] == (dimension.claimed.text if dimension.claimed.value is None else dimension.claimed.value)


def test_every_lever_of_the_scorecard_has_a_line_with_its_owner() -> None:
    read = usual()
    sheet = opened(read)["Scorecard"]
    seen = 0
    for number, dimension in enumerate(pack(read).dimensions, 4):
        levers, owners = (str(sheet.cell(number, column).value or "").splitlines() for column in (5, 6))
        planned = [move for move in pack(read).plan.moves if move.dimension == dimension.id]
        assert len(levers) == len(owners) == len(planned)
        seen += len(owners)
    assert seen


def test_averages_are_live_and_hold_the_value_they_have_now() -> None:
    read = usual()
    live, now = opened(read)["Scorecard"], opened(read, values=True)["Scorecard"]
    last = 3 + len(read.dimensions)
    assert live.cell(last + 1, 2).value == f"=AVERAGE(B4:B{last})"
    assert now.cell(last + 1, 2).value == pytest.approx(pack(read).reading.average.value)


def test_what_is_not_known_is_no_zero() -> None:
    read = diagnosed(model_of(), {"ana": [1, None, 3, None, 2], "ben": [1, None, 3, 2, 2]})
    sheet = opened(read)["Scores"]
    assert [sheet.cell(row, 2).value for row in range(4, 9)] == [1, None, 3, None, 2]


def test_heads_are_frozen_filters_set_and_pages_fit_the_paper() -> None:
    book = load_workbook(io.BytesIO(render(usual(), "pack.xlsx")))
    for sheet in book:
        assert sheet.freeze_panes == "B4", sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows
        if sheet.max_row > 4 and sheet.title not in ("Patterns",):
            assert sheet.auto_filter.ref, sheet.title


def test_provisional_stands_on_every_sheet_while_it_is() -> None:
    read = diagnosed(model_of(), {"ana": [1, 2, 3, 2, 1]})
    for sheet in opened(read):
        assert "Provisional" in f"{sheet['A2'].value} {sheet.oddHeader.right.text}", sheet.title


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(st.sampled_from(EVIL), st.text(min_size=1, max_size=20)), min_size=5, max_size=5))
def test_no_text_becomes_a_formula(names: list[str]) -> None:
    read = diagnosed(model_of(5, 4, names=names), {"=ana": [1, 2, 3, 4, 1], "@ben": [2, 2, 3, 4, 1]})
    ours = re.compile(r"=(AVERAGE|AVERAGEIF|MAX)\([A-Z0-9:,\"<>]*\)(-MIN\([A-Z0-9:]+\))?")
    for sheet in opened(read):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert ours.fullmatch(cell.value), cell.value


def test_the_plan_sheet_is_read_back_as_a_plan(tmp_path: Path) -> None:
    read = usual()
    path = tmp_path / "pack.xlsx"
    path.write_bytes(render(read, path.name))
    planned = (*read.plan.items, *read.plan.done, *read.plan.not_now)
    assert [choice.lever for choice in read_plan(path, read.model)] == [item.lever for item in planned]


def test_revenue_is_recounted_live_and_nothing_is_left_over() -> None:
    read = usual()
    live, now = opened(read)["Revenue"], opened(read, values=True)["Revenue"]
    assert live.cell(4, 10).value == "=ROUND(SUM(B4:H4)-I4,2)"
    for row, month in enumerate(read.movements, 4):
        amounts = [Decimal(str(now.cell(row, column).value)) for column in range(2, 10)]
        assert sum(amounts[:7]) == amounts[7] == month.closing


def test_the_same_diagnosis_gives_the_same_bytes() -> None:
    assert render(usual(), "pack.xlsx") == render(usual(), "pack.xlsx")


def test_averages_are_shown_to_two_places_whatever_they_come_to() -> None:
    book = opened(usual())
    forms = {
        (sheet.title, cell.value.partition("(")[0]): cell.number_format
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert forms["Scorecard", "=AVERAGE"] == forms["Scorecard", "=AVERAGEIF"] == "0.00"
    assert forms["Scores", "=AVERAGE"] == "0.00"
    assert not any('"' in form for form in forms.values())


@pytest.mark.slow
def test_another_program_shows_the_averages_to_two_places(tmp_path: Path) -> None:
    """What LibreOffice writes as CSV is what its window shows."""
    path = tmp_path / "pack.xlsx"
    read = usual()
    path.write_bytes(render(read, path.name))
    office(tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1", path)
    shown = {
        sheet: {
            row[0]: row for row in csv.reader(io.StringIO((tmp_path / f"pack-{sheet}.csv").read_text("utf-8")))
        }
        for sheet in ("Scorecard", "Scores")
    }
    assert shown["Scorecard"]["Average"][1] == pack(read).reading.average.text
    targets = [d.target for d in read.dimensions if d.stage is not None and d.target is not None]
    assert shown["Scorecard"]["Average"][3] == str(half_up(sum(targets) / len(targets), 2))
    own = [reviewer for reviewer in read.reviewers if not reviewer.outsider]
    for place, reviewer in enumerate(own, 1):
        given = [d.scores[reviewer.id] for d in read.dimensions if reviewer.id in d.scores]
        assert shown["Scores"]["Average"][place] == str(half_up(sum(given) / len(given), 2))


def office(folder: Path, to: str, path: Path, into: str = ".") -> None:
    """LibreOffice converts a file; the test is skipped where there is none."""
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice is not installed: no second program to open the workbook")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [found, profile, "--headless", "--convert-to", to, "--outdir", str(folder / into), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.mark.slow
def test_another_program_reckons_the_same_averages(tmp_path: Path) -> None:
    """LibreOffice loads the workbook, reckons all formulas anew and saves what it found."""
    path = tmp_path / "pack.xlsx"
    path.write_bytes(render(usual(), path.name))
    office(tmp_path, "ods", path)
    office(tmp_path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "pack.ods", "again")
    ours = load_workbook(path, data_only=True)
    theirs = load_workbook(tmp_path / "again" / "pack.xlsx", data_only=True)
    live = load_workbook(path)
    compared = 0
    for sheet in live:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found = theirs[sheet.title][cell.coordinate].value
                    assert found == pytest.approx(ours[sheet.title][cell.coordinate].value), cell.coordinate
                    compared += 1
    assert compared > 5
