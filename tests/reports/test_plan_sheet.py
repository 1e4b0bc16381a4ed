"""The workbook's Plan sheet: offers the statuses, runs nothing, and is read back as the plan that was written."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from test_html_page import usual

from colonnade.app.render import render
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.plan import Choice, PlanItem
from colonnade.reports.workbook.plan import ORDER, head
from colonnade.sheets.plans import COLUMNS, read_plan, read_plan_file

READ = usual()
LEVERS = READ.model.levers
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
TEXTS = (
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=15)
    .map(str.strip)
    .filter(lambda text: "_x" not in text and text.isprintable())
)


@st.composite
def items(draw: st.DrawFn) -> PlanItem:
    lever = draw(st.sampled_from(sorted(LEVERS)))
    return PlanItem(
        lever=lever,
        dimension=LEVERS[lever].dimension,
        owner=draw(st.none() | TEXTS.filter(bool)),
        sponsor=draw(TEXTS),
        done_when=draw(TEXTS),
        milestone=draw(TEXTS),
        checkpoints=tuple(draw(st.lists(DAYS, max_size=2))),
        due_on=draw(DAYS),
        status=draw(st.sampled_from(["proposed", "chosen", "done", "not_now"])),
        reason=draw(TEXTS.filter(bool)),
    )


def planned(*items: PlanItem) -> Diagnosis:
    return replace(READ, plan=replace(READ.plan, items=items, done=(), not_now=()))


@settings(max_examples=20)
@given(items=st.lists(items(), min_size=1, max_size=3, unique_by=lambda item: item.lever))
def test_what_was_written_is_read_back(items: list[PlanItem]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "pack.xlsx")
        path.write_bytes(render(planned(*items), path.name))
        assert read_plan(path, READ.model) == tuple(
            Choice(
                item.lever, item.dimension, item.owner, item.status, item.done_when, item.milestone, item.due_on,
                item.reason,
            )
            for item in items
        )  # fmt: skip


def test_the_sheet_offers_the_statuses_and_holds_no_formula() -> None:
    item = replace(READ.plan.items[0], owner="=Ana", done_when="=half of it", reason="- later")
    sheet = load_workbook(io.BytesIO(render(planned(item), "pack.xlsx")))["Plan"]
    assert [cell.value for cell in sheet[3]] == [head(name) for name in ORDER]
    assert set(ORDER) == set(COLUMNS)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("E4", '"proposed,chosen,done,not_now"')


def test_the_sheet_is_headed_as_every_other_and_gives_the_first_day_back(tmp_path: Path) -> None:
    path = tmp_path / "pack.xlsx"
    path.write_bytes(render(READ, path.name))
    sheet: Any = load_workbook(path)["Plan"]
    assert sheet["A1"].value == "The plan for 90 days"
    assert sheet.oddHeader.left.text and sheet.oddFooter.right.text
    assert read_plan_file(path, READ.model).starts_on == READ.plan.starts_on
