"""`colonnade trace`: every number of a saved diagnosis back to where it comes from, and measured again."""

import json
from pathlib import Path

import pytest
from rounds import DAYS, write_answers, write_records, write_scores
from running import colonnade, refused


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a saved diagnosis and the records it was made on."""
    folder = tmp_path_factory.mktemp("made")
    records, answers = write_records(folder), write_answers(folder)
    scores = write_scores(folder)
    out = ("--data", records, "--answers", answers, "--out", folder / "report.json")
    assert colonnade("diagnose", scores, *out, *DAYS).status == 0
    return folder


def test_all_numbers_are_listed_each_with_what_it_comes_from(made: Path) -> None:
    told = colonnade("trace", made / "report.json", "--format", "json").json
    assert told["schema"] == "colonnade.trace/1"
    by_ref = {each["ref"]: each for each in told["numbers"]}
    assert by_ref["metric/arr"]["value"] == 12 * (1000 + 500 + 250.5 + 100)
    assert by_ref["metric/arr"]["comes_from"] == "a metric, measured from the records"
    assert by_ref["claimed/playbooks_execution"]["comes_from"] == "scorecards"


def test_a_number_is_traced_to_definition_period_rows_and_load(made: Path) -> None:
    ran = colonnade("trace", made / "report.json", "metric/gross_revenue_retention")
    saved = json.loads((made / "report.json").read_text())
    for said in ("Definition: ", "Period: 2025-02-01 to 2026-01-31", "Rows: 3", f"Load: {saved['load']['id']}"):
        assert said in ran.out


def test_the_load_names_every_file_read_with_its_hash(made: Path) -> None:
    load = json.loads((made / "report.json").read_text())["load"]
    assert [file["name"] for file in load["files"]] == ["accounts.csv", "subscriptions.csv", "tickets.csv"]
    assert [file["rows"] for file in load["files"]] == [4, 5, 3]
    assert all(len(file["sha256"]) == 64 for file in load["files"])


def test_on_the_same_records_all_numbers_are_the_same(made: Path) -> None:
    ran = colonnade("trace", made / "report.json", "--data", made / "records")
    assert "the same records." in ran.out
    assert "numbers are the same." in ran.out


def test_a_kept_load_of_the_same_files_is_the_same_records(made: Path, tmp_path: Path) -> None:
    assert colonnade("data", "load", made / "records", "--into", tmp_path / "kept").status == 0
    told = colonnade("trace", made / "report.json", "--data", tmp_path / "kept", "--format", "json").json["again"]
    assert (told["is_same_load"], told["other_files"], told["changed"]) == (True, [], [])
    assert told["load"]["loaded_at"]


def test_on_other_records_what_changed_is_named(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "records"
    other.mkdir()
    for file in (made / "records").iterdir():
        text = file.read_text().replace("S1,A1,Pro,2024-01-01,,1000", "S1,A1,Pro,2024-01-01,,900")
        (other / file.name).write_text(text)
    one = colonnade("trace", made / "report.json", "metric/arr", "--data", other)
    assert "other records than the diagnosis was made on: subscriptions.csv." in one.out
    assert "it was 22206.0 and is 21006.0 now" in one.out
    every = colonnade("trace", made / "report.json", "--data", other, "--format", "json").json["again"]
    changed = {each["ref"]: (each["was"], each["now"]) for each in every["changed"]}
    assert changed["metric/arr"] == (22206.0, 21006.0)
    assert "metric/ticket_volume" not in changed


def test_a_number_of_scorecards_is_not_measured_again(made: Path) -> None:
    ran = colonnade("trace", made / "report.json", "claimed/playbooks_execution", "--data", made / "records")
    assert "it does not come from records alone" in ran.out


def test_a_diagnosis_without_records_says_that_no_load_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    colonnade("diagnose", write_scores(tmp_path), "--out", out, *DAYS)
    assert json.loads(out.read_text())["load"] is None
    assert "profile/average = " in colonnade("trace", out, "profile/average").out


def test_each_month_of_a_metric_is_traced_and_measured_again(made: Path) -> None:
    ran = colonnade("trace", made / "report.json", "metric/arr/2025-06-30", "--data", made / "records")
    assert "metric/arr/2025-06-30 = 22800.0" in ran.out
    assert "Period: 2024-07-01 to 2025-06-30" in ran.out and "Rows: 4" in ran.out
    assert "Measured again: the same value." in ran.out


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("scorecards", "scorecards = 3, from what reviewers gave"),
        ("answers", "Documented: 1"),
        ("movements", "months of recurring revenue, from the records"),
    ],
)
def test_what_a_list_of_sources_names_as_a_whole_is_traced_too(made: Path, source: str, says: str) -> None:
    assert says in colonnade("trace", made / "report.json", source).out


def test_the_movements_are_measured_again_as_a_whole(made: Path) -> None:
    ran = colonnade("trace", made / "report.json", "movements", "--data", made / "records")
    assert "numbers are the same." in ran.out


def test_an_unknown_reference_and_a_file_that_is_none_are_refused(made: Path, tmp_path: Path) -> None:
    (said,) = refused(colonnade("trace", made / "report.json", "metric/ar"))
    assert "holds no number 'metric/ar'; did you mean metric/arr" in said
    other = tmp_path / "other.json"
    other.write_text('{"schema": "colonnade.compare/1"}')
    (said,) = refused(colonnade("trace", other))
    assert "is JSON but no diagnosis" in said


def test_a_file_that_people_changed_is_refused_in_words(made: Path, tmp_path: Path) -> None:
    saved = json.loads((made / "report.json").read_text())
    for measured in saved["measurements"]:
        measured.pop("definition")
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(saved))
    (said,) = refused(colonnade("trace", changed, "metric/arr"))
    assert "lacks the key 'definition'" in said


def test_a_file_nested_very_deep_or_with_codes_of_the_terminal_does_no_harm(made: Path, tmp_path: Path) -> None:
    saved = json.loads((made / "report.json").read_text())
    deep = tmp_path / "deep.json"
    deep.write_text(json.dumps({**saved, "more": None}).replace("null}", "[" * 900 + "1" + "]" * 900 + "}"))
    ran = colonnade("trace", deep)
    assert ran.status in (0, 2)
    assert "Traceback" not in ran.err
    coded = tmp_path / "coded.json"
    coded.write_text(json.dumps({**saved, "\x1b[31mred": 1}))
    assert "\x1b[31mred" not in colonnade("trace", coded).out


def test_a_mapping_without_records_is_refused(made: Path, tmp_path: Path) -> None:
    (said,) = refused(colonnade("trace", made / "report.json", "--mapping", tmp_path / "m.yaml"))
    assert "name them with --data" in said
