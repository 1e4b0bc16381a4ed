"""Plan files: proposals out, owners and choices back."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sheets import csv_file, faults, made_model, xlsx_file

from colonnade.core.errors import UserError
from colonnade.core.plan import Choice, PlanItem
from colonnade.sheets.plans import plan_csv, read_plan, read_plan_file

MODEL = made_model()
FIRST_DAY = date(2026, 11, 22)
HEADER = "lever,status,owner,due_on,reason\n"
ITEM = PlanItem(
    "d1.push", "d1", "Ana", "Chief Executive", "filed, signed", "=half of it",
    (date(2026, 12, 22), date(2027, 1, 21)), date(2027, 2, 20), "chosen", "- later",
)  # fmt: skip


def told(folder: Path, text: str) -> list[str]:
    with pytest.raises(UserError) as error:
        read_plan(csv_file(folder, text, "plan.csv"), MODEL)
    return faults(error, folder)


def test_the_columns_stand_in_their_order_and_text_is_guarded() -> None:
    assert plan_csv([ITEM], MODEL, FIRST_DAY) == (
        "lever,dimension,action,owner,sponsor,status,done_when,milestone,checkpoints,due_on,reason,starts_on\n"
        "d1.push,d1,'=Push d1,Ana,Chief Executive,chosen,\"filed, signed\",'=half of it,"
        "2026-12-22 2027-01-21,2027-02-20,'- later,2026-11-22\n"
    )


TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=15).map(str.strip)
SAFE = TEXTS.filter(lambda text: "_x" not in text and text.isprintable())
ITEMS = st.lists(
    st.builds(
        PlanItem,
        st.sampled_from([lever.id for lever in MODEL.levers.values()]),
        st.just(""),
        st.none() | SAFE.filter(bool),
        SAFE,
        SAFE,
        SAFE,
        st.lists(st.dates(date(2000, 1, 1), date(2100, 1, 1)), max_size=2).map(tuple),
        st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        st.sampled_from(["proposed", "chosen", "done", "not_now"]),
        SAFE.filter(bool),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda item: item.lever,
)


@settings(max_examples=40)
@given(items=ITEMS)
def test_what_was_written_is_read_back(items: list[PlanItem]) -> None:
    with TemporaryDirectory() as folder:
        path = csv_file(Path(folder), plan_csv(items, MODEL, FIRST_DAY), "plan.csv")
        assert read_plan(path, MODEL) == tuple(
            Choice(
                item.lever, MODEL.levers[item.lever].dimension, item.owner, item.status, item.done_when,
                item.milestone, item.due_on, item.reason,
            )
            for item in items
        )  # fmt: skip


def test_a_date_typed_into_a_workbook_is_read(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [("lever", "status", "due_on"), ("d1.push", "Chosen", date(2027, 2, 20))])
    assert read_plan(path, MODEL)[0].due_on == date(2027, 2, 20)


def test_only_lever_and_status_are_needed_and_empty_cells_are_nothing(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "status,lever\nchosen,d2.push\n")
    assert read_plan(path, MODEL) == (Choice("d2.push", "d2", None, "chosen", "", "", None, ""),)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    rows = (
        "d1.pusk,chosen,,,\n"
        "d2.push,perhaps,,20.2.2027,\n"
        "d2.push,not_now,,2027-02-30,\n"
        "d3.push,,\x07,20270220,\n"
        ",chosen,,,\n"
    )
    day = "is no day; write it as year-month-day, such as 2027-02-20"
    statuses = "is none of proposed, chosen, done, not_now"
    assert told(tmp_path, HEADER + rows) == [
        "plan.csv:2: made has no lever 'd1.pusk'; did you mean 'd1.push'?",
        f"plan.csv:3: status 'perhaps' {statuses}",
        f"plan.csv:3: due_on '20.2.2027' {day}",
        "plan.csv:4: 'not_now' needs its reason in 'reason'",
        f"plan.csv:4: due_on '2027-02-30' {day}",
        r"plan.csv:5: owner '\x07' is no name: one line of at most 80 characters",
        f"plan.csv:5: status '' {statuses}",
        f"plan.csv:5: due_on '20270220' {day}",
        "plan.csv:6: made has no lever ''",
        "plan.csv:4: lever 'd2.push' stands twice, here and in line 3",
    ]


def test_a_lever_under_a_dimension_that_is_not_its_own_is_told(tmp_path: Path) -> None:
    text = "lever,status,dimension\nd1.push,chosen,d2\n"
    assert told(tmp_path, text) == ["plan.csv:2: lever 'd1.push' belongs to 'd1', not to 'd2'"]


def test_missing_columns_are_told(tmp_path: Path) -> None:
    assert told(tmp_path, "action,owner\nPush,Ana\n") == [
        "plan.csv:1: column 'lever' is missing; the header holds 'action', 'owner'",
        "plan.csv:1: column 'status' is missing; the header holds 'action', 'owner'",
    ]


def test_a_plan_file_keeps_the_first_day_of_its_plan(tmp_path: Path) -> None:
    kept = csv_file(tmp_path, plan_csv([ITEM], MODEL, FIRST_DAY), "plan.csv")
    assert read_plan_file(kept, MODEL).starts_on == FIRST_DAY
    older = csv_file(tmp_path, HEADER + "d1.push,chosen,Ana,,\n", "older.csv")
    assert read_plan_file(older, MODEL).starts_on is None


def test_two_first_days_and_one_that_is_no_day_are_told(tmp_path: Path) -> None:
    text = "lever,status,starts_on\nd1.push,chosen,2026-11-22\nd2.push,chosen,2026-11-23\n"
    (two,) = told(tmp_path, text)
    assert two.startswith("plan.csv:3: ") and "differs from '2026-11-22' in line 2" in two
    (none,) = told(tmp_path, "lever,status,starts_on\nd1.push,chosen,soon\n")
    assert "starts_on 'soon' is no day" in none
