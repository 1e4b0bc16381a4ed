"""Answer sheets and interview sheets from the command line: what is asked before and after answers."""

import csv
from pathlib import Path

import openpyxl
import pytest
from running import colonnade, refused

from colonnade.content.load import bank, shipped_model
from colonnade.core.top_accounts import TOP_ACCOUNTS_TEST

CSMI = shipped_model("csmi")


def asked(folder: Path, *arguments: str | Path) -> list[dict[str, str]]:
    path = folder / "asked.csv"
    ran = colonnade("template", *arguments, "--answers", "--out", path)
    assert ran.status == 0, ran.err
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers(folder: Path, rows: dict[str, str], name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(["criterion,value", *(f"{id},{value}" for id, value in rows.items())]) + "\n")
    return path


def of_stage(dimension: str, *stages: int) -> list[str]:
    maps = {criterion.id: criterion.maps["csmi"] for criterion in CSMI.criteria}
    return [id for id, at in maps.items() if at.dimension == dimension and at.stage in stages]


def test_with_nothing_known_a_sheet_asks_the_first_two_stages_that_have_criteria(tmp_path: Path) -> None:
    rows = asked(tmp_path, "csmi")
    assert {row["stage"] for row in rows} == {"2", "3"}
    assert len(rows) == sum(len(of_stage(dimension.id, 2, 3)) for dimension in CSMI.dimensions)


def test_named_accounts_of_the_organisation_are_told_where_they_are_asked_about(tmp_path: Path) -> None:
    org = tmp_path / "org.yaml"
    org.write_text("named_accounts: [Alder Freight, Birch Bank]\n")
    rows = asked(tmp_path, "csmi", "--all", "--org", org)
    told = {
        row["criterion"]
        for row in rows
        if row["statement"].endswith("(named accounts: Alder Freight, Birch Bank)")
    }
    assert told == {"organization_design.09", "proactive_planning.09", "monetization_funding.06"}


def test_all_asks_every_open_criterion_of_the_model(tmp_path: Path) -> None:
    known = of_stage("data_intelligence", 2)
    rows = asked(tmp_path, "csmi", "--all", "--with", answers(tmp_path, dict.fromkeys(known, "met")))
    assert {row["criterion"] for row in rows} == {c.id for c in CSMI.criteria} - set(known)


def test_a_stage_that_holds_opens_the_next_but_one_of_its_dimension_only(tmp_path: Path) -> None:
    known = of_stage("data_intelligence", 2)
    rows = asked(tmp_path, "csmi", "--with", answers(tmp_path, dict.fromkeys(known, "met")))
    stages = {d.id: {row["stage"] for row in rows if row["dimension"] == d.id} for d in CSMI.dimensions}
    assert stages == {d.id: {"2", "3"} for d in CSMI.dimensions} | {"data_intelligence": {"3", "4"}}


def test_a_stage_that_does_not_hold_is_asked_no_further_than_the_next(tmp_path: Path) -> None:
    known = of_stage("data_intelligence", 2)
    rows = asked(tmp_path, "csmi", "--with", answers(tmp_path, dict.fromkeys(known, "not_met")))
    assert {row["stage"] for row in rows if row["dimension"] == "data_intelligence"} == {"3"}


def test_every_model_together_asks_the_whole_bank_and_the_test(tmp_path: Path) -> None:
    rows = asked(tmp_path, "all")
    assert {row["criterion"] for row in rows} == {c.id for c in bank()} | {TOP_ACCOUNTS_TEST}


def test_every_model_together_asks_no_more_than_what_decides_once_answers_are_given(tmp_path: Path) -> None:
    known = dict.fromkeys((c.id for c in bank() if any(at.stage == 2 for at in c.maps.values())), "not_met")
    rows = asked(tmp_path, "all", "--with", answers(tmp_path, {**known, TOP_ACCOUNTS_TEST: "met"}))
    open_ = {row["criterion"] for row in rows}
    assert open_
    assert open_.isdisjoint({*known, TOP_ACCOUNTS_TEST})
    stages = {at.stage for c in bank() if c.id in open_ for at in c.maps.values() if at.dimension != "overall"}
    assert 3 in stages
    assert len(open_) < len(bank()) - len(known)


def test_a_model_without_stages_asks_all_that_is_open(tmp_path: Path) -> None:
    rows = asked(tmp_path, "esg", "--with", answers(tmp_path, {"segmentation.01": "met"}))
    assert {row["criterion"] for row in rows} == {c.id for c in bank()} - {"segmentation.01"}


def test_the_workbook_shows_what_is_known_and_the_name_it_is_for(tmp_path: Path) -> None:
    path = tmp_path / "asked.xlsx"
    known = answers(tmp_path, {"segmentation.01": "met"})
    ran = colonnade("template", "csmi", "--answers", "--with", known, "--reviewer", "Ana Lo", "--out", path)
    assert (ran.status, ran.err) == (0, "")
    assert (
        ran.out
        == f"{path}: an answer sheet of CS Maturity Index with {len(asked(tmp_path, 'csmi')) - 1} criteria\n"
    )
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Answers", "Known"]
    assert "Ana Lo" in {cell.value for row in book["Answers"].iter_rows() for cell in row}


def test_disputed_answers_are_asked_again_and_warnings_go_to_stderr(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(
        "criterion,value,tier,by\nsegmentation.01,met,documented,Ana\nsegmentation.01,not met,,Ben\n"
        "segmentation.02,met,,Ana\n"
    )
    ran = colonnade("template", "csmi", "--answers", "--with", path, "--out", tmp_path / "asked.csv")
    assert ran.err == f"colonnade: {path}:2: 'documented' without a link counts as said\n"
    ids = {row["criterion"] for row in asked(tmp_path, "csmi", "--with", path)}
    assert ("segmentation.01" in ids, "segmentation.02" in ids) == (True, False)


def test_interview_sheets_are_written_for_the_model_that_has_them(tmp_path: Path) -> None:
    path = tmp_path / "interview.md"
    ran = colonnade("template", "five_stage", "--interview", "--out", path)
    assert (ran.status, ran.out) == (0, f"{path}: interview sheets of Practical five-stage model for 4 areas\n")
    assert path.read_text(encoding="utf-8").startswith("# Practical five-stage model: interview sheets\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["csmi", "--with", "a.csv"], "--with: only for an answer sheet; add --answers"),
        (["csmi", "--all", "--interview"], "--all: only for an answer sheet; add --answers"),
        (["csmi", "--interview"], "model 'csmi' has no interview sheets"),
        (["csmi", "--answers", "--with", "none.csv"], "none.csv: does not exist"),
        (["esg"], "'esg' has no stages to claim: it is read from answers only (--answers)"),
        (
            ["csmi", "--answers", "--reviewer", "a\nb"],
            "--reviewer 'a\\nb' is no name: one line of at most 80 characters",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_and_nothing_is_written(
    arguments: list[str], told: str, tmp_path: Path
) -> None:
    assert refused(colonnade("template", *arguments, "--out", tmp_path / "sheet.csv")) == [told]
    assert list(tmp_path.iterdir()) == []


def test_answers_so_far_are_never_written_over(tmp_path: Path) -> None:
    path = answers(tmp_path, {"segmentation.01": "met"})
    before = path.read_bytes()
    (told,) = refused(colonnade("template", "csmi", "--answers", "--with", path, "--out", path))
    assert "which would be lost" in told
    assert path.read_bytes() == before
