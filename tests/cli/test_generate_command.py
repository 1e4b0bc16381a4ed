"""`colonnade generate`: a company of the size asked for, and a refusal in words."""

import json
from pathlib import Path

import pytest
from running import colonnade, refused

from colonnade.records.practice import write_answers, write_scorecards

SMALL = ("--accounts", "60", "--months", "15", "--events", "600", "--seed", "3")


@pytest.mark.slow
def test_what_is_generated_can_be_measured_and_the_arr_is_the_planted_one(tmp_path: Path) -> None:
    made = colonnade("generate", *SMALL, "--ends-on", "2026-06-30", "--out", tmp_path / "company")
    assert (made.status, made.err) == (0, "")
    truth = json.loads((tmp_path / "company" / "truth.json").read_text(encoding="utf-8"))
    assert "60 accounts over 15 months, 600 events" in made.out and truth["arr"] in made.out
    measured = colonnade("measure", tmp_path / "company", "--metric", "arr", "--format", "json").json
    assert measured["as_of"] == truth["ends_on"] == "2026-06-30"
    assert f"{measured['metrics'][0]['value']:.2f}" == truth["arr"]


@pytest.mark.slow
def test_with_the_answers_of_the_practice_company_every_planted_stage_is_supported(tmp_path: Path) -> None:
    """Records answer a quarter of the criteria; what people must answer is taken from the practice company."""
    scores = [str(path) for path in write_scorecards(tmp_path / "scores")]
    answers = write_answers(tmp_path / "answers.csv")
    assert colonnade("generate", "--events", "30000", "--out", tmp_path / "company").status == 0
    truth = json.loads((tmp_path / "company" / "truth.json").read_text(encoding="utf-8"))
    tiers = tmp_path / "organisation.yaml"
    tiers.write_text(f"top_tier: {truth['top_tier']}\nlow_tier: {truth['low_tier']}\n")
    ran = colonnade(
        "diagnose",
        *scores,
        "--data",
        tmp_path / "company",
        "--answers",
        answers,
        "--org",
        tiers,
        "--format",
        "json",
    )
    assert {each["id"]: each["supported"]["stage"] for each in ran.json["dimensions"]} == truth["stages"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--accounts", "5"), "--accounts 5 is not a number from 50 to 2,000,000"),
        (("--months", "200"), "--months 200 is not a number from 15 to 120"),
    ],
)
def test_a_size_out_of_range_is_refused_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert refused(colonnade("generate", *arguments, "--out", tmp_path / "none")) == [said]
    assert not (tmp_path / "none").exists()


def test_a_folder_with_files_is_refused_so_that_nothing_of_it_is_lost_or_mixed(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("mine")
    (said,) = refused(colonnade("generate", *SMALL, "--out", tmp_path))
    assert said == f"--out {tmp_path}: is not empty; name a new folder"
    assert (tmp_path / "accounts.csv").read_text() == "mine"
    (said,) = refused(colonnade("generate", *SMALL, "--out", tmp_path / "accounts.csv"))
    assert said.endswith("is a file; name a folder")
