"""The commands around a diagnosis: help, models, templates, the data check, explain and the demo."""

import csv
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook
from rounds import PILLARS, write_records
from running import colonnade, process, refused

from colonnade.cli.parser import parser

MODELS = ("csmi", "distilled", "esg", "five_stage")


def commands() -> Iterator[str]:
    """Every command that help names."""
    for action in parser()._subparsers._group_actions:  # type: ignore[union-attr]
        yield from action.choices or ()


def test_help_of_every_command_goes_to_stdout() -> None:
    found = list(commands())
    assert {"demo", "models", "template", "diagnose", "compare", "data", "measure", "explain"} <= set(found)
    for command in found:
        ran = colonnade(command, "--help")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith(f"usage: colonnade {command}")


def test_the_version_is_told() -> None:
    assert colonnade("--version").out.startswith("colonnade ")


# --- models ---------------------------------------------------------------------------------------------------


def test_the_catalogue_names_every_model_with_its_size() -> None:
    lines = colonnade("models").out.splitlines()
    assert [line.split()[0] for line in lines] == list(MODELS)
    assert "(5 stages, 7 dimensions, " in lines[0]


@pytest.mark.parametrize("id", MODELS)
def test_a_model_is_shown_whole_as_text_and_as_json(id: str) -> None:
    shown = colonnade("models", "show", id, "--format", "json").json
    page = colonnade("models", "show", id).out
    assert shown["id"] == id and shown["version"] in page
    text = " ".join(page.split())
    for dimension in shown["dimensions"]:
        assert dimension["name"] in text
        for cell in dimension["cells"]:
            assert " ".join(cell["looks_like"].split()) in text
            assert all(set(lever) >= {"id", "text", "kind", "decided_by", "effort"} for lever in cell["levers"])


def test_the_published_schema_is_a_json_schema() -> None:
    schema = colonnade("models", "schema").json
    jsonschema.validators.validator_for(schema).check_schema(schema)


# --- templates ------------------------------------------------------------------------------------------------


def test_a_template_is_empty_but_for_the_reviewer(tmp_path: Path) -> None:
    path = tmp_path / "card.csv"
    ran = colonnade("template", "csmi", "--out", path, "--reviewer", "Ann")
    assert (ran.status, ran.err) == (0, "") and str(path) in ran.out
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["dimension"] for row in rows] == list(PILLARS)
    assert {(row["reviewer"], row["stage"], row["note"]) for row in rows} == {("Ann", "", "")}
    told = refused(colonnade("diagnose", path))
    assert told == [f"{path}: no row holds a stage, so nothing is scored"]


def test_a_workbook_shows_the_stages_beside_the_cells_and_the_scoring_rule_on_top(tmp_path: Path) -> None:
    path = tmp_path / "card.xlsx"
    assert colonnade("template", "csmi", "--out", path).status == 0
    sheet = load_workbook(path).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    model = colonnade("models", "show", "csmi", "--format", "json").json
    for dimension in model["dimensions"]:
        assert dimension["id"] in cells
        assert all(cell["looks_like"] in " ".join(cells) for cell in dimension["cells"])
    assert sheet.protection.sheet
    assert sheet.data_validations.count >= 1
    assert any("what happens as a rule" in cell.lower() for cell in cells[:4])


def test_a_template_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    assert refused(colonnade("template", "csmi", "--out", tmp_path / "none" / "card.csv"))
    assert refused(colonnade("template", "csmi", "--out", tmp_path))
    assert refused(colonnade("template", "csmi", "--out", tmp_path / "card.doc"))
    assert refused(colonnade("template", "csmi", "--out", tmp_path / "card.csv", "--reviewer", "ann\nbob"))
    assert list(tmp_path.iterdir()) == []


# --- the data check -------------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.slow
def test_the_mapping_is_written_beside_the_user_and_announced(tmp_path: Path, here: Path) -> None:
    ran = colonnade("data", "check", write_records(tmp_path))
    assert (ran.status, ran.err) == (0, "")
    said = (
        "The mapping is in colonnade.mapping.yaml: edit it and give it back with --mapping colonnade.mapping.yaml."
    )
    assert ran.out.splitlines()[-1] == said
    assert [path.name for path in here.iterdir()] == ["colonnade.mapping.yaml"]
    again = colonnade("data", "check", tmp_path / "records", "--mapping", "colonnade.mapping.yaml")
    assert again.out.splitlines()[-1] == "Mapped by colonnade.mapping.yaml."


@pytest.mark.slow
def test_a_mapping_that_stands_there_is_never_overwritten(tmp_path: Path, here: Path) -> None:
    (here / "colonnade.mapping.yaml").write_text("mine")
    ran = colonnade("data", "check", write_records(tmp_path))
    assert ran.status == 0
    assert "exists and was left as it is" in ran.out
    (told,) = refused(
        colonnade("data", "check", tmp_path / "records", "--write-mapping", "colonnade.mapping.yaml")
    )
    assert told.startswith("colonnade.mapping.yaml exists and may hold what somebody edited")
    assert (here / "colonnade.mapping.yaml").read_text() == "mine"


@pytest.mark.slow
def test_the_same_mapping_may_be_asked_for_again(tmp_path: Path, here: Path) -> None:
    records = write_records(tmp_path)
    for _ in range(2):
        assert colonnade("data", "check", records, "--write-mapping", "m.yaml").status == 0


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody may write to: /proc")
def test_in_a_folder_that_takes_no_files_the_check_is_still_done(tmp_path: Path) -> None:
    ran = process("data", "check", write_records(tmp_path), cwd=Path("/proc/self"))
    assert ran.status == 0 and ran.err == ""
    assert ran.out.splitlines()[-1].startswith("The mapping was not written: colonnade.mapping.yaml: cannot be")


@pytest.mark.slow
def test_as_json_the_check_says_where_the_mapping_is_beside_its_output(tmp_path: Path, here: Path) -> None:
    ran = colonnade("data", "check", write_records(tmp_path), "--format", "json")
    assert ran.json["schema"] == "colonnade.data/1"
    assert ran.told[-1].startswith("The mapping is in colonnade.mapping.yaml")


@pytest.mark.slow
def test_rejected_rows_go_to_a_file_as_text(tmp_path: Path, here: Path) -> None:
    records = write_records(tmp_path)
    with (records / "subscriptions.csv").open("a") as file:
        file.write("=S9,A1,Pro,=NOW(),,10,recurring\n")
    ran = colonnade("data", "check", records, "--rejects", "rejects.csv")
    assert ran.status == 0
    with (here / "rejects.csv").open(newline="") as csv_file:
        (reject,) = csv.DictReader(csv_file)
    assert reject["file"] == "subscriptions.csv" and reject["line"] == "7"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in reject.values())


@pytest.mark.slow
def test_the_check_never_writes_over_an_export(tmp_path: Path, here: Path) -> None:
    records = write_records(tmp_path)
    before = (records / "tickets.csv").read_bytes()
    for option in ("--rejects", "--write-mapping"):
        (told,) = refused(colonnade("data", "check", records, option, records / "tickets.csv"))
        assert "is one of the exports, and would be lost" in told
        (told,) = refused(colonnade("data", "check", records, option, tmp_path / "none" / "x.csv"))
        assert "there is no folder" in told
    assert (records / "tickets.csv").read_bytes() == before
    assert list(here.iterdir()) == []


# --- explain and demo -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_of_a_day_after_the_records_it_is_said_where_they_end(tmp_path: Path) -> None:
    records = write_records(tmp_path)
    ahead = colonnade("measure", records, "--metric", "arr", "--as-of", "2027-01-31").out
    assert "The records end on 2026-01-12: after it nothing happens, and what has no end goes on." in ahead
    assert "The records end" not in colonnade("measure", records, "--metric", "arr").out


def test_where_nothing_is_measured_no_table_of_measures_is_drawn(tmp_path: Path) -> None:
    page = colonnade("measure", write_records(tmp_path), "--metric", "nps").out
    assert "0 of 1 metrics measured" in page and "period" not in page


def test_a_metric_is_explained_with_and_without_records(tmp_path: Path) -> None:
    alone = colonnade("explain", "gross_revenue_retention").out
    assert "each at most what it paid then" in " ".join(alone.split()) and "SELECT" not in alone
    ran = colonnade("explain", "nps", write_records(tmp_path))
    assert ran.status == 0
    assert "unavailable: needs survey_responses" in ran.out


@pytest.mark.slow
def test_the_demo_writes_a_company_and_says_where_everything_is(tmp_path: Path) -> None:
    pytest.importorskip("colonnade.reports.html")
    folder = tmp_path / "demo"
    ran = colonnade("demo", "--dir", folder, "--no-serve")
    assert (ran.status, ran.err) == (0, "")
    assert "is the constraint" in ran.out and "Dispute" in ran.out
    for name in ("scores", "records", "answers.csv", "out/diagnosis.json", "out/diagnosis.html", "out/report.pdf"):
        assert (folder / name).exists()
    assert len(list((folder / "scores").glob("*.csv"))) >= 3
    assert str(folder / "out" / "diagnosis.html") in ran.out


def test_a_demo_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (told,) = refused(colonnade("demo", "--dir", tmp_path / "file"))
    assert told.startswith(f"--dir {tmp_path / 'file'}: cannot be made")
    assert (tmp_path / "file").read_text() == "mine"
