"""Owners and choices: out in a plan, filled in, and given back; then what text in cells may be."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from rounds import DAYS, FIRST, LATER, write_scores
from running import colonnade, refused

from colonnade.core.cells import as_cell

Rows = list[dict[str, str]]


def read_csv(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tuple(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def plan_of(tmp_path: Path, *arguments: str | Path) -> Any:
    ran = colonnade("diagnose", write_scores(tmp_path), *DAYS, *arguments, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    return ran.json["plan"]


def test_a_plan_as_it_comes_changes_nothing_when_given_back(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    proposed = plan_of(tmp_path, "--out", plan)
    assert plan_of(tmp_path, "--plan", plan) == proposed


def test_owners_choices_and_reasons_come_back(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    proposed = plan_of(tmp_path, "--out", plan)
    rows = read_csv(plan)
    assert [row["lever"] for row in rows] == [item["lever"] for item in proposed["items"]]
    rows[0] |= {"owner": "Ann", "status": "chosen", "done_when": "Two inputs feed it"}
    rows[1] |= {"owner": "Bob", "status": "done"}
    rows[2] |= {"status": "not_now", "reason": "Nobody is free before May"}
    rows[3] |= {"owner": "Cyd", "due_on": "2026-04-15"}
    write_csv(plan, rows)
    given_back = plan_of(tmp_path, "--plan", plan)
    items = {item["lever"]: item for item in given_back["items"]}
    first = items[rows[0]["lever"]]
    assert (first["owner"], first["status"], first["done_when"]) == ("Ann", "chosen", "Two inputs feed it")
    assert [item["lever"] for item in given_back["done"]] == [rows[1]["lever"]]
    assert [(item["lever"], item["reason"]) for item in given_back["not_now"]] == [
        (rows[2]["lever"], "Nobody is free before May")
    ]
    assert (items[rows[3]["lever"]]["owner"], items[rows[3]["lever"]]["due_on"]) == ("Cyd", "2026-04-15")
    text = colonnade("diagnose", write_scores(tmp_path), *DAYS, "--plan", plan).out
    text = " ".join(text.split())
    assert "→ Ann: " in text and "Not now" in text and "(Nobody is free before May)" in text


def test_a_plan_given_back_keeps_its_first_day_unless_another_is_asked_for(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    began = plan_of(tmp_path, "--out", plan)["starts_on"]
    scores = write_scores(tmp_path)

    def starts_on(*more: str) -> str:
        ran = colonnade("diagnose", scores, "--plan", plan, *more, "--format", "json")
        return str(ran.json["plan"]["starts_on"])

    assert starts_on() == began
    assert starts_on("--start", "2026-03-01") == "2026-03-01"


def test_a_plan_goes_out_and_back_as_a_workbook_too(tmp_path: Path) -> None:
    book_path = tmp_path / "plan.xlsx"
    plan_of(tmp_path, "--out", book_path)
    book = load_workbook(book_path)
    sheet = book["Plan"]
    heading = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value in ("Owner", "Status")}
    row, column = heading["Owner"].row, heading["Owner"].column
    assert isinstance(row, int) and isinstance(column, int)
    sheet.cell(row + 1, column, "Ann")
    book.save(book_path)
    assert plan_of(tmp_path, "--plan", book_path)["items"][0]["owner"] == "Ann"


def test_an_owner_of_more_than_two_levers_in_flight_is_warned_about(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan_of(tmp_path, "--out", plan)
    rows = read_csv(plan)
    write_csv(plan, [row | {"owner": "Ann", "status": "chosen"} for row in rows[:3]])
    ran = colonnade("diagnose", write_scores(tmp_path), *DAYS, "--plan", plan, "--format", "json")
    assert any("Ann" in warning["because"] for warning in ran.json["warnings"])


def test_a_re_score_follows_what_was_done(tmp_path: Path) -> None:
    plan, before, now = (tmp_path / name for name in ("plan.csv", "before.json", "now.json"))
    plan_of(tmp_path, "--out", plan, "--out", before)
    rows = read_csv(plan)
    done, left = rows[0]["lever"], rows[-1]["lever"]
    rows[0] |= {"status": "done", "owner": "Ann"}
    write_csv(plan, rows)
    rescored = write_scores(tmp_path, LATER)
    ran = colonnade("diagnose", rescored, "--as-of", "2026-05-03", "--plan", plan, "--out", now)
    assert (ran.status, ran.err) == (0, "")
    compared = colonnade("compare", before, now, "--format", "json").json
    levers = {lever["id"]: lever for lever in compared["levers"]}
    assert levers[done]["done"] and levers[done]["because"].startswith("done; Data & Intelligence moved")
    assert not levers[left]["done"] and levers[left]["because"].startswith(
        "not done; Playbooks & Execution did not"
    )
    assert all("caus" not in lever["because"] for lever in compared["levers"])


# --- text that a spreadsheet would run ------------------------------------------------------------------------


DANGERS = ("=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", " =1+1", "'=1+1", "'quoted", "\uff1d1+1")


def as_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def as_workbook(path: Path) -> list[list[str]]:
    """All cells; of a report those of its plan, which is given back: other sheets reckon by formulas."""
    book = load_workbook(path)
    sheets = [book["Plan"]] if "Plan" in book.sheetnames else book.worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    return [[str(cell.value) for cell in cells]]


@pytest.mark.parametrize(("ending", "read"), [("csv", as_csv), ("xlsx", as_workbook)])
@pytest.mark.parametrize("danger", DANGERS)
def test_owners_and_reasons_that_look_like_formulas_stay_text_and_come_back(
    tmp_path: Path, danger: str, ending: str, read: Callable[[Path], list[list[str]]]
) -> None:
    plan, again = tmp_path / "plan.csv", tmp_path / f"again.{ending}"
    plan_of(tmp_path, "--out", plan)
    rows = read_csv(plan)[:2]
    write_csv(
        plan,
        [
            rows[0] | {"owner": as_cell(danger), "done_when": as_cell(danger)},
            rows[1] | {"status": "not_now", "reason": as_cell(danger)},
        ],
    )
    first = plan_of(tmp_path, "--plan", plan, "--out", again)
    second = plan_of(tmp_path, "--plan", again)
    owners = [item["owner"] for item in first["items"] if item["owner"]]
    assert owners == [danger]
    assert [item["reason"] for item in first["not_now"]] == [danger]
    assert second == first
    if ending == "csv":
        runs = [cell for row in read(again) for cell in row if cell.strip(" '\"")[:1] in tuple("=+-@")]
        assert all(cell.startswith("'") for cell in runs)
    else:
        assert read(again)


@pytest.mark.parametrize("danger", DANGERS)
def test_reviewers_that_look_like_formulas_stay_text(tmp_path: Path, danger: str) -> None:
    for ending in ("csv", "xlsx"):
        card = tmp_path / f"card.{ending}"
        assert colonnade("template", "csmi", "--out", card, "--reviewer", danger).status == 0
        if ending == "xlsx":
            assert as_workbook(card)
        else:
            assert {row[0] for row in as_csv(card)[1:]} == {as_cell(danger)}
    scores = tmp_path / "scores.csv"
    rows = [[as_cell(danger), "commercial_motion", "3", as_cell(danger)], ["bob", "commercial_motion", "2", ""]]
    with scores.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["reviewer", "dimension", "stage", "note"], *rows])
    found = colonnade("diagnose", scores, *DAYS, "--format", "json").json
    assert found["reviewers"][0]["id"] == danger


def test_a_formula_typed_into_a_workbook_is_refused(tmp_path: Path) -> None:
    card = tmp_path / "card.xlsx"
    colonnade("template", "csmi", "--out", card, "--reviewer", "ann")
    book = load_workbook(card)
    sheet = book.worksheets[0]
    heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Stage")
    assert isinstance(heading.row, int) and isinstance(heading.column, int)
    for below in range(1, len(next(iter(FIRST.values()))) + 1):
        sheet.cell(heading.row + below, heading.column, "=1+1")
    book.save(card)
    (told,) = refused(colonnade("diagnose", card))
    assert "'stage' holds a formula; type the value" in told
