"""`colonnade diagnose`: from files to a picture, a reading and files."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rounds import AGREED, DAYS, FIRST, write_answers, write_records, write_scores
from running import COMMAND, colonnade, process, refused


def test_it_prints_the_picture_then_the_reading(tmp_path: Path) -> None:
    ran = colonnade("diagnose", write_scores(tmp_path), *DAYS)
    assert (ran.status, ran.err) == (0, "")
    assert (
        ran.out.index("Stage 5")
        < ran.out.index("Stage 1")
        < ran.out.index("Data & Intelligence is the constraint")
    )
    assert "\x1b[" not in ran.out
    for part in ("Dominant", "Constraint", "Plan", "Projection", "Krippendorff's alpha"):
        assert part in ran.out


def test_several_files_are_one_round(tmp_path: Path) -> None:
    alone = [write_scores(tmp_path, {who: stages}) for who, stages in FIRST.items()]
    together = write_scores(tmp_path)
    assert colonnade("diagnose", *alone, *DAYS).out == colonnade("diagnose", together, *DAYS).out


def test_a_filled_in_workbook_says_the_same_as_the_csv(tmp_path: Path) -> None:
    books = []
    for who, stages in FIRST.items():
        path = tmp_path / f"{who}.xlsx"
        assert colonnade("template", "csmi", "--out", path, "--reviewer", who).status == 0
        fill_in(path, stages)
        books.append(path)
    from_books = colonnade("diagnose", *books, *DAYS)
    assert (from_books.status, from_books.err) == (0, "")
    assert from_books.out == colonnade("diagnose", write_scores(tmp_path), *DAYS).out


def fill_in(path: Path, stages: Sequence[int]) -> None:
    """Types stages below the heading of a scorecard, as a reviewer does."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Stage")
    assert isinstance(heading.row, int) and isinstance(heading.column, int)
    for below, stage in enumerate(stages, 1):
        sheet.cell(heading.row + below, heading.column, stage)
    book.save(path)


def test_a_recorded_agreement_settles_a_dimension(tmp_path: Path) -> None:
    ran = colonnade("diagnose", write_scores(tmp_path, more=AGREED), *DAYS, "--format", "json")
    commercial = ran.json["dimensions"][2]
    assert (commercial["stage"], commercial["state"]) == (3, "agreed")
    assert commercial["reason"] == "One team carries a number and the other does not"


def test_the_start_says_when_the_plan_begins(tmp_path: Path) -> None:
    ran = colonnade("diagnose", write_scores(tmp_path), "--start", "2026-03-01", "--format", "json")
    plan = ran.json["plan"]
    assert (plan["starts_on"], plan["review_on"]) == ("2026-03-01", "2026-05-30")
    assert plan["items"][0]["checkpoints"] == ["2026-03-31", "2026-04-30"]


def test_the_target_ends_what_is_a_priority(tmp_path: Path) -> None:
    scores = write_scores(tmp_path)
    to_three = colonnade("diagnose", scores, *DAYS, "--target", "3", "--priorities", "3", "--format", "json").json
    assert [p["dimension"] for p in to_three["priorities"]] == ["data_intelligence", "playbooks_execution"]
    to_two = colonnade("diagnose", scores, *DAYS, "--target", "2", "--format", "json").json
    assert to_two["priorities"] == [] and to_two["plan"]["items"] == []
    assert "Every scored dimension is at its target" in colonnade("diagnose", scores, *DAYS, "--target", "2").out


@pytest.mark.parametrize("most", [1, 2, 3])
def test_as_many_priorities_as_asked_for(tmp_path: Path, most: int) -> None:
    ran = colonnade("diagnose", write_scores(tmp_path), *DAYS, "--priorities", str(most), "--format", "json")
    assert len(ran.json["priorities"]) == most


OWN = """
id: own
name: Own
version: 0.1.0
about: Ours.
stages:
  - {id: low, name: Low, summary: Low.}
  - {id: high, name: High, summary: High.}
dimensions:
  - id: whole
    name: Whole
    about: All of it.
    cells:
      - stage: 1
        looks_like: Low.
        levers:
          - {id: whole.1.rise, text: Rise., kind: process, decided_by: cs_leader, effort: 1, leads_to: 2}
      - {stage: 2, looks_like: High.}
"""


def test_a_model_of_ones_own_is_named_by_its_file(tmp_path: Path) -> None:
    own, scores = tmp_path / "own.yaml", tmp_path / "scores.csv"
    own.write_text(OWN)
    assert colonnade("models", "check", own).out == "own.yaml: no problems found\n"
    scores.write_text("reviewer,dimension,stage\nann,whole,low\nbob,whole,1\n")
    found = colonnade("diagnose", scores, "--model", own, *DAYS, "--format", "json").json
    assert found["model"] == {"id": "own", "version": "0.1.0", "name": "Own"}
    assert found["plan"]["items"][0]["lever"] == "whole.1.rise"


def test_the_model_is_the_one_that_the_scores_fit(tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    scores.write_text("reviewer,dimension,stage\nann,people,2\nbob,process,3\n")
    assert colonnade("diagnose", scores, *DAYS, "--format", "json").json["model"]["id"] == "five_stage"
    scores.write_text("reviewer,dimension,stage\nann,people,2\nbob,commercial_motion,3\n")
    (told,) = refused(colonnade("diagnose", scores))
    assert "no shipped model has all of these dimensions: commercial_motion, people" in told


# --- files ----------------------------------------------------------------------------------------------------


def test_every_file_asked_for_is_written_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    names = ["diagnosis.json", "plan.csv", "plan.xlsx"]
    asked = [argument for name in names for argument in ("--out", str(out / name))]
    ran = colonnade("diagnose", write_scores(tmp_path), *DAYS, *asked, "--format", "json")
    assert ran.status == 0
    assert sorted(path.name for path in out.iterdir()) == names
    assert (out / "diagnosis.json").read_text(encoding="utf-8") == ran.out


def test_the_same_input_and_dates_give_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("colonnade.reports.html")
    scores, answers = write_scores(tmp_path), write_answers(tmp_path)
    made = []
    for place in ("first", "second"):
        folder = tmp_path / place
        folder.mkdir()
        files = [folder / name for name in ("d.json", "d.html", "p.csv", "p.xlsx")]
        asked = [argument for file in files for argument in ("--out", str(file))]
        ran = colonnade("diagnose", scores, "--answers", answers, *DAYS, *asked)
        assert (ran.status, ran.err) == (0, "")
        made.append((ran.out, *(file.read_bytes() for file in files)))
    assert made[0] == made[1]


@pytest.mark.slow
def test_the_same_bytes_in_processes_that_hash_otherwise(tmp_path: Path) -> None:
    arguments = ("diagnose", write_scores(tmp_path), "--answers", write_answers(tmp_path), *DAYS)
    outs = {
        process(*arguments, "--format", "json", command=("env", f"PYTHONHASHSEED={seed}", *COMMAND)).out
        for seed in (1, 2)
    }
    assert len(outs) == 1 and outs.pop().startswith("{")


@pytest.mark.slow
def test_when_records_fail_no_file_is_left(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    out = tmp_path / "d.json"
    refused(colonnade("diagnose", write_scores(tmp_path), "--data", tmp_path / "empty", "--out", out))
    assert not out.exists()


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    good, folder = tmp_path / "good.json", tmp_path / "folder.csv"
    folder.mkdir()
    scores = write_scores(tmp_path)
    before = scores.read_bytes()
    told = refused(
        colonnade(
            "diagnose",
            scores,
            "--out",
            good,
            "--out",
            folder,
            "--out",
            tmp_path / "x.doc",
            "--out",
            tmp_path / "none" / "p.csv",
            "--out",
            scores,
        )
    )
    assert [line.partition(": ")[2] for line in told] == [
        "is not a file that can be replaced",
        "the ending says what to write; .json, .html, .pdf, .pptx, .xlsx is the diagnosis (one page of it: "
        "summary.pdf), .csv, .md, .ics the plan",
        f"there is no folder {tmp_path / 'none'}",
        "is one of the files given to read, and would be lost; name another",
    ]
    assert not good.exists()
    assert scores.read_bytes() == before


def test_when_one_file_cannot_be_made_none_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("colonnade.sheets.plans.plan_csv", fail)
    kept = tmp_path / "kept.json"
    kept.write_text("mine")
    asked = ("--out", kept, "--out", tmp_path / "p.csv")
    assert refused(colonnade("diagnose", write_scores(tmp_path), *asked)) == ["No space left on device"]
    assert kept.read_text() == "mine"
    assert not (tmp_path / "p.csv").exists()


# --- everything at once ---------------------------------------------------------------------------------------


def test_mistakes_of_all_inputs_are_told_at_once(tmp_path: Path) -> None:
    scores, plan, answers = (tmp_path / f"{name}.csv" for name in ("scores", "plan", "answers"))
    scores.write_text("reviewer,dimension,stage\nann,commercial_motion,9\n")
    plan.write_text("lever,status\nx,chosen\n")
    answers.write_text("criterion,value\nx,met\n")
    told = refused(colonnade("diagnose", scores, "--plan", plan, "--answers", answers, "--target", "6"))
    assert [line.split(": ")[0] for line in told] == [
        f"{scores}:2",
        f"{plan}:2",
        f"{answers}:2",
        "--target 6 is not a stage from 2 to 5 of csmi",
    ]


@pytest.mark.slow
def test_a_mistake_in_the_answers_is_told_before_the_records_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr("colonnade.records.open_records", never)
    answers = tmp_path / "answers.csv"
    answers.write_text("criterion,value\nx,met\n")
    records = write_records(tmp_path)
    (told,) = refused(colonnade("diagnose", write_scores(tmp_path), "--answers", answers, "--data", records))
    assert told.startswith(f"{answers}:2: there is no criterion 'x'")


def test_what_is_said_not_to_be_done_and_stands_in_the_records_is_warned_of(tmp_path: Path) -> None:
    organisation = tmp_path / "org.yaml"
    organisation.write_text("tables: {subscriptions: not_done, forecasts: not_done}\n")
    scores, records = write_scores(tmp_path), write_records(tmp_path)
    found = colonnade("diagnose", scores, "--data", records, "--org", organisation, "--format", "json").json
    said = [warning["because"] for warning in found["warnings"] if warning["id"] == "organisation"]
    assert said == ["the organisation says it has no subscriptions, and the records hold some"]


def test_what_is_not_done_does_not_apply_without_records_too(tmp_path: Path) -> None:
    organisation = tmp_path / "org.yaml"
    organisation.write_text("tables: {forecasts: not_done}\n")
    scores, answers = write_scores(tmp_path), write_answers(tmp_path)
    found = colonnade("diagnose", scores, "--answers", answers, "--org", organisation, "--format", "json").json
    assert found["answers"]["metrics.16"]["value"] == "not_applicable"


def test_scores_of_nobody_known_as_an_outsider_are_a_mistake_of_the_organisation(tmp_path: Path) -> None:
    organisation = tmp_path / "org.yaml"
    organisation.write_text("outsiders: [Zoe]\n")
    (told,) = refused(colonnade("diagnose", write_scores(tmp_path), "--org", organisation))
    assert told == "outsider 'Zoe' scored nothing; those who did: 'ann', 'bob', 'cyd'"
