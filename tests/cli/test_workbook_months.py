"""A workbook asked for with records shows 24 months of every metric that is measured."""

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rounds import DAYS, write_records, write_scores
from running import colonnade

from colonnade import app
from colonnade.core.errors import BadOption
from colonnade.records.series import month_ends

MONTHS = 24


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Sparkline Group:UserWarning")  # openpyxl says that it cannot draw lines
def test_a_workbook_with_records_has_24_months_whose_last_is_the_figure_itself(tmp_path: Path) -> None:
    book = tmp_path / "pack.xlsx"
    ran = colonnade("diagnose", write_scores(tmp_path), "--data", write_records(tmp_path), *DAYS, "--out", book)
    assert (ran.status, ran.err) == (0, "")
    sheets = load_workbook(io.BytesIO(book.read_bytes()))
    now = {row[0]: row[1] for row in sheets["Metrics"].iter_rows(min_row=4, values_only=True)}
    _, _, header, *rows = sheets["Months"].iter_rows(values_only=True)
    last = date.fromisoformat(f"{header[-1]}-01")
    assert list(header[1:]) == [f"{day:%Y-%m}" for day in month_ends(last, MONTHS)]
    measured = [name for name, value in now.items() if value != "unavailable"]
    names = [str(row[0]).partition(" (")[0] for row in rows]
    assert names == measured and "ARR" in names
    assert [row[-1] for row in rows] == [now[name] for name in names]


@pytest.mark.parametrize(
    ("name", "asks"), [("pack.xlsx", True), ("PACK.XLSX", True), ("report.json", True), ("pack.pdf", False)]
)
def test_months_are_measured_only_for_a_form_that_shows_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, asks: bool
) -> None:
    asked: list[bool] = []

    def stop(request: app.Request) -> None:
        asked.append(request.with_months)
        raise BadOption("far enough")

    monkeypatch.setattr(app, "diagnose", stop)
    assert colonnade("diagnose", write_scores(tmp_path), "--out", tmp_path / name).status == 2
    assert asked == [asks]
