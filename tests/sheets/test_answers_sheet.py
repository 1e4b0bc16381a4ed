"""Answer sheets out: what they ask, what may be changed, and that they come back as the rows filled in."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.content.load import shipped_model
from colonnade.core.errors import BadOption
from colonnade.core.model import Model
from colonnade.core.observations import Answer, Observation
from colonnade.core.top_accounts import TOP_ACCOUNTS_TEST
from colonnade.sheets.answer_sheet import write_answer_sheet
from colonnade.sheets.answers import COLUMNS, TIERS, VALUES, read_answers
from colonnade.sheets.asked import ANSWERING_RULE, asked

TODAY = date(2026, 11, 22)
FIVE_STAGE = shipped_model("five_stage")
SOME = FIVE_STAGE.criteria[:40]
TEST = FIVE_STAGE.top_accounts_test
KNOWN = {
    "segmentation.01": Answer("segmentation.01", "met", "said", date(2026, 11, 1), ("Ana", "Ben")),
    "segmentation.02": Answer("segmentation.02", "not_met", "measured", TODAY, ("records",), "0.41 over 200 rows"),
}
ENTRIES = ("value", "tier", "link", "note", "by", "on")


def read(path: Path) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    return read_answers([path], FIVE_STAGE.criteria, as_of=TODAY, extra_ids=[TOP_ACCOUNTS_TEST])


def sheet(path: Path, name: str = "Answers") -> Any:
    return openpyxl.load_workbook(path)[name]


def texts(sheet: Any) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def header_row(sheet: Any) -> int:
    return next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Criterion")


def fill(path: Path, rows: Mapping[str, Sequence[str]]) -> None:
    """Fills in the entries of each criterion, as a person would in the program for the file's kind."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        for line in lines:
            line.update(zip(ENTRIES, rows.get(line["criterion"], ()), strict=False))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)
        return
    book = openpyxl.load_workbook(path)
    answers: Any = book["Answers"]
    columns = {cell.value.lower(): cell.column for cell in answers[header_row(answers)]}
    for row in range(header_row(answers) + 1, answers.max_row + 1):
        for name, text in zip(ENTRIES, rows.get(answers.cell(row, 1).value, ()), strict=False):
            if text:
                cell = answers.cell(row, columns[name])
                cell.value, cell.data_type = text, "s"
    book.save(path)


# --- what is asked --------------------------------------------------------------------------------------------


def test_criteria_about_the_named_accounts_say_which_those_are() -> None:
    def statements(*named: str) -> dict[str, str]:
        return {row.id: row.statement for row in asked(FIVE_STAGE, FIVE_STAGE.criteria, None, named)}

    plain, told = statements(), statements("Alder", "=Birch")
    changed = {id for id in plain if told[id] != plain[id]}
    assert changed == {"organization_design.09", "proactive_planning.09", "monetization_funding.06"}
    assert all(told[id] == f"{plain[id]} (named accounts: Alder, =Birch)" for id in changed)
    assert statements(*map(str, range(23)))["proactive_planning.09"].endswith(", 18, 19 and 3 more)")


def test_rows_go_by_dimension_then_stage_under_a_heading_that_names_both() -> None:
    rows = asked(FIVE_STAGE, reversed(FIVE_STAGE.criteria), None)
    places = [(FIVE_STAGE.order[row.dimension], row.stage) for row in rows]
    assert places == sorted(places)
    assert rows[0].section == f"Process · stage {rows[0].stage}, {FIVE_STAGE.stage(rows[0].stage or 0).name}"
    assert {row.id for row in rows} == {criterion.id for criterion in FIVE_STAGE.criteria}


def test_a_model_without_stages_asks_by_group_and_capability() -> None:
    rows = asked(shipped_model("esg"), SOME, None)
    assert {row.stage for row in rows} == {None}
    assert rows[0].section == "Build · Segmentation"


def test_what_would_show_it_names_the_records_that_can(tmp_path: Path) -> None:
    shown = {row.id: row.shown_by for row in asked(FIVE_STAGE, FIVE_STAGE.criteria, None)}
    assert shown["segmentation.02"] == "Records (segment fill share), or a link"
    assert shown["segmentation.01"] == "A link to it, or the file"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_an_empty_sheet_reads_back_as_nothing_answered(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sheet{ending}"
    write_answer_sheet(FIVE_STAGE, SOME, path, known=KNOWN, test=TEST, by="Ana")
    assert read(path) == ((), (f"{path}: no row holds a value, so nothing is answered",))


def test_the_csv_asks_in_the_agreed_columns_and_tells_the_statement_last(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    write_answer_sheet(FIVE_STAGE, SOME[:1], path, by="Ana")
    (line,) = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert tuple(line) == (*COLUMNS, "dimension", "stage", "statement")
    assert (line["criterion"], line["by"], line["stage"]) == ("segmentation.01", "Ana", "2")
    assert line["statement"] == SOME[0].statement


def test_the_workbook_shows_the_rule_and_each_statement_beside_its_id(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write_answer_sheet(FIVE_STAGE, SOME, path)
    answers = sheet(path)
    assert ANSWERING_RULE in texts(answers)
    beside = {answers.cell(row, 1).value: answers.cell(row, 2).value for row in range(1, answers.max_row + 1)}
    assert all(beside[criterion.id] == criterion.statement for criterion in SOME)


def test_only_entries_can_be_changed_and_the_choices_are_drop_downs(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write_answer_sheet(FIVE_STAGE, SOME[:1], path)
    answers = sheet(path)
    row = header_row(answers) + 2
    assert answers.protection.sheet
    open_columns = {
        answers.cell(header_row(answers), cell.column).value.lower()
        for cell in answers[row]
        if not cell.protection.locked
    }
    assert open_columns == set(ENTRIES)
    lists = {rule.formula1 for rule in answers.data_validations.dataValidation if f"D{row}" in rule.sqref}
    assert lists == {f'"{",".join(VALUES)}"'}
    lists = {rule.formula1 for rule in answers.data_validations.dataValidation if f"E{row}" in rule.sqref}
    assert lists == {f'"{",".join(TIERS)}"'}


def test_text_that_looks_like_a_formula_stays_text_in_both_kinds(tmp_path: Path) -> None:
    odd = replace(SOME[0], statement='=HYPERLINK("http://a.example","x")')
    for ending in (".csv", ".xlsx"):
        write_answer_sheet(FIVE_STAGE, [odd], tmp_path / f"sheet{ending}", by="=cmd()")
    line = (tmp_path / "sheet.csv").read_text().splitlines()[1]
    assert "'=cmd()" in line
    assert "\"'=HYPERLINK" in line
    types = {c.data_type for row in sheet(tmp_path / "sheet.xlsx").iter_rows() for c in row if c.value is not None}
    assert types == {"s"}
    for ending in (".csv", ".xlsx"):
        fill(tmp_path / f"sheet{ending}", {"segmentation.01": ["met"]})
        (found,), _ = read(tmp_path / f"sheet{ending}")
        assert found.by == "=cmd()"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_same_input_gives_the_same_bytes(ending: str, tmp_path: Path) -> None:
    one, two = tmp_path / f"one{ending}", tmp_path / f"two{ending}"
    for path in (one, two):
        write_answer_sheet(FIVE_STAGE, SOME, path, known=KNOWN, test=TEST, by="Ana")
    assert one.read_bytes() == two.read_bytes()


def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match=r"an answer sheet is \.csv or \.xlsx"):
        write_answer_sheet(FIVE_STAGE, SOME, tmp_path / "sheet.ods")
    assert list(tmp_path.iterdir()) == []


# --- what is known --------------------------------------------------------------------------------------------


def test_known_answers_stand_locked_on_a_second_sheet(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write_answer_sheet(FIVE_STAGE, SOME[2:], path, known=KNOWN)
    known = sheet(path, "Known")
    assert known.protection.sheet
    assert all(cell.protection.locked for row in known.iter_rows() for cell in row)
    rows = [[cell.value for cell in row] for row in known.iter_rows() if row[0].value in KNOWN]
    assert [[row[0], *row[2:]] for row in rows] == [
        ["segmentation.01", "met", "said", "Ana, Ben", "2026-11-01", ""],
        ["segmentation.02", "not_met", "measured", "records", "2026-11-22", "0.41 over 200 rows"],
    ]


def test_nothing_known_makes_no_second_sheet_and_leaves_nothing_to_dispute(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write_answer_sheet(FIVE_STAGE, SOME, path)
    assert openpyxl.load_workbook(path).sheetnames == ["Answers"]
    assert not [text for text in texts(sheet(path)) if "dispute" in text.lower()]


def test_a_measured_answer_is_challenged_in_the_rows_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write_answer_sheet(FIVE_STAGE, SOME[2:], path, known=KNOWN)
    book = openpyxl.load_workbook(path)
    answers: Any = book["Answers"]
    row = next(cell.row for cell in answers["B"] if "dispute" in str(cell.value)) + 1
    assert not answers.cell(row, 1).protection.locked
    for column, text in ((1, "segmentation.02"), (4, "challenge"), (7, "a script filled it")):
        answers.cell(row, column).value = text
    book.save(path)
    (found,), warnings = read(path)
    assert (found.criterion, found.challenges, found.note) == ("segmentation.02", True, "a script filled it")
    assert warnings == ()


def test_a_sheet_with_nothing_left_to_ask_holds_its_header_alone(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    write_answer_sheet(FIVE_STAGE, [], path, known=KNOWN)
    assert path.read_text().count("\n") == 1


# --- the test of the largest accounts -------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_top_accounts_test_is_a_row_that_comes_back(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sheet{ending}"
    write_answer_sheet(FIVE_STAGE, SOME, path, test=TEST)
    fill(path, {TOP_ACCOUNTS_TEST: ["not_met", "", "", "24 of 30"]})
    (found,), _ = read(path)
    assert (found.criterion, found.value, found.note) == (TOP_ACCOUNTS_TEST, "not_met", "24 of 30")


def test_the_test_has_a_sheet_with_its_questions_and_a_line_for_each_account(tmp_path: Path) -> None:
    assert TEST
    path = tmp_path / "sheet.xlsx"
    write_answer_sheet(FIVE_STAGE, SOME, path, test=TEST)
    accounts = sheet(path, "Largest accounts")
    assert {question.text for question in TEST.questions} <= set(texts(accounts))
    assert sum(not row[1].protection.locked for row in accounts.iter_rows()) == TEST.accounts
    count = next(c.value for row in accounts.iter_rows() for c in row if str(c.value).startswith("=COUNTIF"))
    assert count == '=COUNTIF(B8:D17,"yes")'


def test_a_test_that_is_known_is_not_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    passed = Answer(TOP_ACCOUNTS_TEST, "met", "said", TODAY, ("Ana",))
    write_answer_sheet(FIVE_STAGE, SOME, path, known={TOP_ACCOUNTS_TEST: passed}, test=TEST)
    assert openpyxl.load_workbook(path).sheetnames == ["Answers", "Known"]
    assert TOP_ACCOUNTS_TEST not in texts(sheet(path))


# --- there and back -------------------------------------------------------------------------------------------

NOTES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn")), max_size=20).map(str.strip)
FILLED = st.dictionaries(
    st.sampled_from([criterion.id for criterion in SOME]),
    st.tuples(
        st.sampled_from(list(VALUES)),
        st.sampled_from(["", "said", "documented"]),
        st.sampled_from(["https://a.example/x", "evidence/rule.pdf"]),
        NOTES,
        st.sampled_from(["Ana", "Ben", "=cmd()"]),
        st.sampled_from(["", "2026-10-01"]),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.slow
@settings(deadline=None, max_examples=15)
@given(rows=FILLED)
def test_what_is_filled_in_comes_back_the_same_from_both_kinds(
    rows: dict[str, tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = []
    for ending in (".csv", ".xlsx"):
        path = tmp_path_factory.mktemp("sheet") / f"sheet{ending}"
        write_answer_sheet(FIVE_STAGE, SOME, path, known=KNOWN, test=TEST)
        fill(path, {id: [guarded(text) for text in row] for id, row in rows.items()})
        found.append({observation.criterion: observation for observation in read(path)[0]})
    assert found[0] == found[1]
    for id, (value, tier, link, note, by, on) in rows.items():
        day = date.fromisoformat(on) if on else TODAY
        assert found[0][id] == Observation(id, VALUES[value], TIERS.get(tier, "said"), day, by, link, note)


def guarded(text: str) -> str:
    """As a program that knows of formulas would keep a text; read back, the guard is off again."""
    from colonnade.core.cells import as_cell

    return as_cell(text)


@pytest.mark.parametrize("model", ["csmi", "distilled", "esg", "five_stage"])
def test_every_criterion_of_every_model_is_asked_and_comes_back(model: str, tmp_path: Path) -> None:
    whole: Model = shipped_model(model)
    path = tmp_path / "sheet.xlsx"
    write_answer_sheet(whole, whole.criteria, path)
    fill(path, {criterion.id: ["met"] for criterion in whole.criteria})
    found, _ = read_answers([path], whole.criteria, as_of=TODAY)
    assert sorted(each.criterion for each in found) == sorted(criterion.id for criterion in whole.criteria)
