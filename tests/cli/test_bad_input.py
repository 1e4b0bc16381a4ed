"""Whatever a user gives, a command answers in words with the place, exits 2, and prints nothing else."""

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from rounds import DAYS, write_records, write_scores
from running import GIGABYTE, colonnade, process, refused

HEADER = "reviewer,dimension,stage\n"


# --- scorecards -----------------------------------------------------------------------------------------------


SCORECARDS = {
    "an unknown dimension": (HEADER + "ann,commercial_motoin,3\n", r":2: csmi has no dimension 'commercial_mot"),
    "a reviewer twice": (
        HEADER + "ann,commercial_motion,3\nbob,commercial_motion,3\nAnn ,commercial_motion,2\n",
        r":4: 'Ann' scores 'commercial_motion' twice, here and in line 2; keep one",
    ),
    "stage 9": (HEADER + "ann,commercial_motion,9\n", r":2: stage '9' is none of 1 to 5"),
    "stage 0": (HEADER + "ann,commercial_motion,0\n", r":2: stage '0' is none of 1 to 5"),
    "stage -1": (HEADER + "ann,commercial_motion,-1\n", r":2: stage '-1' is none of 1 to 5"),
    "stage 2.5": (HEADER + "ann,commercial_motion,2.5\n", r":2: stage '2.5' is none of 1 to 5"),
    "stage high": (HEADER + "ann,commercial_motion,high\n", r":2: stage 'high' is none of 1 to 5"),
    "a stage of 5,000 digits": (HEADER + f"ann,commercial_motion,{'9' * 5000}\n", r":2: stage '9{59}…' is"),
    "an empty file": ("", r": is empty"),
    "a header alone": (HEADER, r":1: holds a header and no rows"),
    "the wrong delimiter": (HEADER.replace(",", ";") + "ann;commercial_motion;3\n", r":1: columns are separated"),
    "no column for the stage": ("reviewer,dimension\nann,commercial_motion\n", r":1: column 'stage' is missing"),
    "a cell too many": (HEADER + "ann,commercial_motion,3,so,what\n", r":2: has 5 cells where the header has 3"),
    "a quote that never closes": (HEADER + 'ann,"commercial_motion,3\n', r":2: a double quote is opened here"),
    "a reviewer of many lines": (HEADER + '"ann\nbob",commercial_motion,3\n', r":2: reviewer 'ann\\nbob'"),
    "an unknown confidence": (
        "reviewer,dimension,stage,confidence\nann,commercial_motion,3,sure\n",
        r":2: confidence 'sure' is none of low, medium, high",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", SCORECARDS)
def test_a_scorecard_with_a_fault_is_refused_with_its_line(tmp_path: Path, fault: str) -> None:
    text, message = SCORECARDS[fault]
    scores = tmp_path / "scores.csv"
    scores.write_text(text, encoding="utf-8")
    told = refused(colonnade("diagnose", scores, "--model", "csmi"))
    assert len(told) == 1
    assert re.match(re.escape(str(scores)) + message, told[0]), told


def test_every_fault_of_a_scorecard_is_told_once(tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    scores.write_text(HEADER + "ann,x,9\n,commercial_motion,3\nbob,commercial_motion,high\nbob,y,9\n")
    told = refused(colonnade("diagnose", scores, "--model", "csmi"))
    assert [line.removeprefix(f"{scores}:")[:26] for line in told] == [
        "2: csmi has no dimension '",
        "2: stage '9' is none of 1 ",
        "3: the reviewer is empty; ",
        "4: stage 'high' is none of",
        "5: csmi has no dimension '",
    ]
    assert told[1].endswith("(also line 5)")


BYTES = {
    "a code page": ("ann,commercial_motion,3,Zoë\n".encode("cp1252"), "line 2: not UTF-8"),
    "NUL bytes": (b"an\0n,commercial_motion,3,\n", "line 2: NUL bytes"),
}


@pytest.mark.parametrize("fault", BYTES)
def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path, fault: str) -> None:
    row, message = BYTES[fault]
    scores = tmp_path / "scores.csv"
    scores.write_bytes(b"reviewer,dimension,stage,note\n" + row)
    (told,) = refused(colonnade("diagnose", scores))
    assert message in told and told.startswith(f"{scores}:2: ")


def not_zip() -> bytes:
    return b"this is no workbook"


def plain_zip() -> bytes:
    return zipped({"hello.txt": b"hello"})


def bomb() -> bytes:
    """100 MB of zeros in 100 kB."""
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"\0" * 100_000_000})


def entities() -> bytes:
    """A billion laughs."""
    steps = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{steps}]><x>&l9;</x>'
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": xml.encode()})


def zipped(parts: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return into.getvalue()


@pytest.mark.parametrize("made", [not_zip, plain_zip, bomb, entities])
def test_a_workbook_that_is_none_or_a_bomb_is_refused(tmp_path: Path, made: Callable[[], bytes]) -> None:
    scores = tmp_path / "scores.xlsx"
    scores.write_bytes(made())
    (told,) = refused(colonnade("diagnose", scores))
    assert told.startswith(f"{scores}: ")


# --- limits that the operating system holds -------------------------------------------------------------------


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """One line of 2 GB, of which the disk holds nothing."""
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.write(b"reviewer,dimension,stage\n")
        file.truncate(2 * GIGABYTE)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    "option", ["scores", "--answers", "--plan", "--org", "--model", "models", "compare", "measure"]
)
def test_a_line_of_two_gigabytes_costs_neither_time_nor_memory(tmp_path: Path, endless: Path, option: str) -> None:
    scores = write_scores(tmp_path)
    arguments = {
        "scores": ("diagnose", endless),
        "models": ("models", "check", endless),
        "compare": ("compare", endless, endless),
        "measure": ("measure", endless),
    }.get(option, ("diagnose", scores, option, endless))
    # Records may be that large: they are read through once, the others not at all.
    told = refused(process(*arguments, memory=GIGABYTE, cpu_seconds=60 if option == "measure" else 5))
    assert all(str(endless.name) in line for line in told)


YAML_BOMBS = {
    "aliases": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)),
    "depth": "[" * 20_000 + "]" * 20_000,
    "depth of mappings": "{a: " * 20_000 + "}" * 20_000,
    "an integer of 5,000 digits": f"id: {'9' * 5_000}\n",
    "a tag": "id: !!python/object/apply:os.system [exit]\n",
    "a key twice": "id: one\nid: two\n",
    "NUL bytes": "id: \0\n",
    "no YAML": "id: [\n",
    "nothing": "",
    "a list": "- id\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", YAML_BOMBS)
def test_a_yaml_bomb_is_refused_in_bounded_time_and_memory(tmp_path: Path, bomb: str) -> None:
    model = tmp_path / "model.yaml"
    model.write_text(YAML_BOMBS[bomb])
    told = refused(process("models", "check", model, memory=GIGABYTE // 2, cpu_seconds=10))
    assert all(line.startswith("model.yaml") for line in told)
    told = refused(process("diagnose", write_scores(tmp_path), "--org", model, memory=GIGABYTE, cpu_seconds=10))
    assert all(line.startswith("model.yaml") for line in told)


# --- models, plans, answers, organisations --------------------------------------------------------------------


def test_an_unknown_model_is_told_with_those_there_are(tmp_path: Path) -> None:
    for arguments in (
        ("models", "show", "nosuch"),
        ("template", "nosuch", "--out", tmp_path / "t.csv"),
        ("diagnose", write_scores(tmp_path), "--model", "nosuch"),
    ):
        (told,) = refused(colonnade(*arguments))
        assert "'nosuch'" in told and "csmi" in told
    assert not (tmp_path / "t.csv").exists()


def test_a_model_without_stages_takes_no_scores(tmp_path: Path) -> None:
    (told,) = refused(colonnade("diagnose", write_scores(tmp_path), "--model", "esg"))
    assert told == "'esg' has no stages to claim: it is read from answers (--answers) only"


def test_scores_of_another_model_are_told_so_once(tmp_path: Path) -> None:
    (told,) = refused(colonnade("diagnose", write_scores(tmp_path), "--model", "five_stage"))
    assert told == "the scores are of 'csmi', none of a dimension of 'five_stage'"


def test_models_that_cannot_be_read_are_told_beside_the_faults_of_others(tmp_path: Path) -> None:
    one = tmp_path / "one.yaml"
    one.write_text("id: One\n")
    told = refused(colonnade("models", "check", tmp_path, one, tmp_path / "none.yaml"))
    assert {line.split(":")[0] for line in told} == {tmp_path.name, "one.yaml", "none.yaml"}


def test_every_problem_of_every_model_is_told(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("id: One\nname: One\n")
    two.write_text("id: two\nversion: x\n")
    told = refused(colonnade("models", "check", one, two))
    assert {line.split(":")[0] for line in told} == {"one.yaml", "two.yaml"}
    assert len(told) > 4 and len(set(told)) == len(told)


PLANS = {
    "an unknown lever": ("lever,status\nnosuch,chosen\n", ":2: csmi has no lever 'nosuch'"),
    "an unknown status": ("lever,status\ndata_intelligence.2.automatic_refresh,maybe\n", ":2: status 'maybe'"),
    "not now without a reason": (
        "lever,status,reason\ndata_intelligence.2.automatic_refresh,not_now,\n",
        ":2: 'not_now' needs its reason in 'reason'",
    ),
    "a lever twice": (
        "lever,status\n" + "data_intelligence.2.automatic_refresh,done\n" * 2,
        ":3: lever 'data_intelligence.2.automatic_refresh' stands twice, here and in line 2",
    ),
    "no column for the status": ("lever\ndata_intelligence.2.automatic_refresh\n", ":1: column 'status'"),
    "a day that is none": (
        "lever,status,due_on\ndata_intelligence.2.automatic_refresh,chosen,2026-02-30\n",
        ":2: due_on '2026-02-30' is no day",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANS)
def test_a_plan_with_a_fault_is_refused_with_its_line(tmp_path: Path, fault: str) -> None:
    text, message = PLANS[fault]
    plan = tmp_path / "plan.csv"
    plan.write_text(text)
    (told,) = refused(colonnade("diagnose", write_scores(tmp_path), "--plan", plan))
    assert told.startswith(str(plan) + message)


ANSWERS = {
    "an unknown criterion": ("criterion,value\nsegmentation.9999,met\n", ":2: there is no criterion 'segment"),
    "an unknown value": ("criterion,value\nsegmentation.01,perhaps\n", ":2: value 'perhaps' is none of met"),
    "measured by a person": (
        "criterion,value,tier\nsegmentation.01,met,measured\n",
        ":2: tier 'measured' is only for what records show",
    ),
    "a link that runs": (
        "criterion,value,tier,link\nsegmentation.01,met,documented,javascript:alert(1)\n",
        ":2: link 'javascript:alert(1)' is neither an address",
    ),
    "a day to come": (
        "criterion,value,on\nsegmentation.01,met,2999-01-01\n",
        ":2: on 2999-01-01 lies after 2026-01-31",
    ),
    "one person twice": (
        "criterion,value,by\nsegmentation.01,met,ann\nsegmentation.01,not_met,Ann\n",
        ":3: 'ann' answers 'segmentation.01' twice, here and in line 2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", ANSWERS)
def test_answers_with_a_fault_are_refused_with_their_line(tmp_path: Path, fault: str) -> None:
    text, message = ANSWERS[fault]
    answers = tmp_path / "answers.csv"
    answers.write_text(text)
    (told,) = refused(colonnade("diagnose", write_scores(tmp_path), "--answers", answers, *DAYS))
    assert told.startswith(str(answers) + message)


ORGANISATIONS = {
    "an unknown key": ("top_teer: large\n", "org.yaml:1: "),
    "an unknown state of a table": ("tables: {alerts: never}\n", "org.yaml:1: "),
    "no mapping": ("- large\n", "org.yaml:1: "),
    "a table that no metric reads": (
        "tables:\n  play_run: not_done\n",
        "org.yaml:2: no metric reads a table 'play_run'; did",
    ),
    "a threshold of no criterion": (
        "thresholds:\n  segmentation.99: {value: 1, by: Ann, reason: small}\n",
        "org.yaml:2: there is no criterion 'segmentation.99'",
    ),
    "a threshold of what people answer": (
        "thresholds:\n  segmentation.01: {value: 1, by: Ann, reason: small}\n",
        "org.yaml:2: 'segmentation.01' is answered by people",
    ),
    "a threshold without who and why": ("thresholds:\n  segmentation.01: {value: 1}\n", "org.yaml:2: "),
}


@pytest.mark.parametrize("fault", ORGANISATIONS)
def test_an_organisation_with_a_fault_is_refused_with_its_line(tmp_path: Path, fault: str) -> None:
    text, where = ORGANISATIONS[fault]
    organisation = tmp_path / "org.yaml"
    organisation.write_text(text)
    told = refused(colonnade("diagnose", write_scores(tmp_path), "--org", organisation))
    assert told and all(where in line for line in told)


# --- saved diagnoses ------------------------------------------------------------------------------------------


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "saved.json"
    assert colonnade("diagnose", write_scores(tmp_path), *DAYS, "--out", path).status == 0
    return path


REPORTS: dict[str, tuple[Callable[[str], str], str]] = {
    "cut short": (lambda text: text[:5_000], r":\d+: is not whole JSON: "),
    "of another schema": (
        lambda text: text.replace("colonnade.diagnosis/1", "colonnade.measure/1"),
        r": is JSON but no diagnosis: it says schema 'colonnade.measure/1'",
    ),
    "without a schema": (lambda _: "[1, 2]", r": is JSON but no diagnosis: it names no schema"),
    "empty": (lambda _: "", r": is empty"),
    "no JSON": (lambda _: "reviewer,dimension,stage\n", r":1: is not whole JSON"),
    "too deep": (lambda _: "[" * 100_000, r": is not JSON"),
    "a stage in words": (
        lambda text: text.replace('"stage": 3', '"stage": "three"', 1),
        r": is a diagnosis that was changed by hand: 'three' stands where a stage is wanted",
    ),
    "without a plan": (lambda text: text.replace('"plan"', '"plot"', 1), r": is a diagnosis that lacks"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REPORTS)
def test_a_saved_diagnosis_with_a_fault_is_refused(tmp_path: Path, saved: Path, fault: str) -> None:
    spoil, message = REPORTS[fault]
    spoilt = tmp_path / "spoilt.json"
    spoilt.write_text(spoil(saved.read_text(encoding="utf-8")), encoding="utf-8")
    (told,) = refused(colonnade("compare", saved, spoilt))
    assert re.match(re.escape(str(spoilt)) + message, told)
    assert len(refused(colonnade("compare", spoilt, spoilt))) == 2


# --- records --------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("command", [("data", "check"), ("measure",), ("explain", "arr")])
def test_records_that_hold_nothing_usable_are_refused(tmp_path: Path, command: tuple[str, ...]) -> None:
    empty, prose, rejected = (tmp_path / name for name in ("empty", "prose", "rejected"))
    for folder in (empty, prose, rejected):
        folder.mkdir()
    (prose / "letter.csv").write_text("Dear Sir\nthank you\n")
    (prose / "picture.png").write_bytes(b"\x89PNG")
    (rejected / "subscriptions.csv").write_text(
        "subscription_id,account_id,start_on,end_on,mrr\nS1,A1,2026-03-01,2026-02-01,100\nS2,A1,never,,100\n"
    )
    assert refused(colonnade(*command, empty)) == [f"the folder '{empty}' holds no files; put the exports into it"]
    assert refused(colonnade(*command, tmp_path / "none")) == [f"there is no folder or file '{tmp_path / 'none'}'"]
    *what, way_on = refused(colonnade(*command, prose))
    assert len(what) == 3 and way_on.startswith("colonnade data map")
    assert refused(colonnade(*command, rejected)) == [
        f"{rejected}: nothing usable is left of these records",
        "subscriptions.csv: all 2 rows were rejected",
    ]
    (address,) = refused(colonnade(*command, "mysql://example.com/db"))
    assert "allowed is postgresql://" in address


@pytest.mark.slow
def test_an_unknown_metric_or_column_is_told_with_what_there_is(tmp_path: Path) -> None:
    records = write_records(tmp_path)
    (metric,) = refused(colonnade("measure", records, "--metric", "gross_revenue_retension"))
    assert "'gross_revenue_retension'" in metric and "gross_revenue_retention" in metric
    (column,) = refused(colonnade("measure", records, "--by", "shoe_size"))
    assert "'shoe_size'" in column and "industry" in column
    (explained,) = refused(colonnade("explain", "shoe_size"))
    assert "'shoe_size'" in explained


@pytest.mark.slow
def test_bad_rows_are_rejected_with_reasons_and_the_rest_goes_on(tmp_path: Path) -> None:
    records = write_records(tmp_path)
    with (records / "subscriptions.csv").open("a") as file:
        file.write("S8,A1,Pro,2026-03-01,2026-02-01,10,recurring\nS9,A1,Pro,when,,10,recurring\n")
    ran = colonnade("data", "check", records, "--write-mapping", tmp_path / "m.yaml", "--format", "json")
    assert ran.status == 0
    file_of = {file["name"]: file for file in ran.json["files"]}["subscriptions.csv"]
    assert (file_of["read"], file_of["accepted"], file_of["rejected"]) == (7, 5, 2)
    assert sorted((r["sample"][0]["line"], r["count"]) for r in ran.json["rejects"]) == [(7, 1), (8, 1)]
    assert all(r["reason"] for r in ran.json["rejects"])


# --- files that are none --------------------------------------------------------------------------------------


def test_a_folder_or_nothing_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    scores, folder, none = write_scores(tmp_path), tmp_path / "folder.csv", tmp_path / "none.csv"
    folder.mkdir()
    for path, words in ((folder, "Is a directory"), (none, "not exist|No such file")):
        for arguments in (
            ("diagnose", path),
            ("diagnose", scores, "--plan", path),
            ("diagnose", scores, "--answers", path),
            ("diagnose", scores, "--org", path),
            ("compare", path, scores),
            ("models", "check", path),
        ):
            told = refused(colonnade(*arguments))
            assert re.search(words, told[0]) and path.name in told[0], (arguments, told)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_files_and_folders_closed_to_the_user_are_told(tmp_path: Path) -> None:
    scores = write_scores(tmp_path)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    (told,) = refused(colonnade("diagnose", scores, "--out", closed / "d.json"))
    assert "may not be written to" in told
    scores.chmod(0)
    for arguments in (("diagnose", scores), ("compare", scores, scores), ("measure", tmp_path)):
        assert any("Permission denied" in line for line in refused(colonnade(*arguments)))


def test_a_name_longer_than_the_disk_takes_is_told(tmp_path: Path) -> None:
    name = "x" * 5_000
    for arguments in (
        ("diagnose", name + ".csv"),
        ("models", "show", name),
        ("measure", name),
        ("compare", name, name),
    ):
        assert refused(colonnade(*arguments))


def test_dates_and_choices_that_are_none_are_told(tmp_path: Path) -> None:
    scores = write_scores(tmp_path)
    for option, value in (
        ("--as-of", "31/01/2026"),
        ("--start", "2026-02-30"),
        ("--priorities", "4"),
        ("--target", "x"),
    ):
        told = refused(colonnade("diagnose", scores, option, value))
        assert option in told[-1] and value in told[-1]
    assert refused(colonnade("diagnose", scores, "--target", "1")) == [
        "--target 1 is not a stage from 2 to 5 of csmi"
    ]
    for command in (("diagnose", scores), ("measure", tmp_path)):
        for day in ("0001-01-01", "9999-12-31"):
            told = refused(colonnade(*command, "--as-of", day))
            assert told[-1].endswith(f"'{day}' is not a day of the years 1970 to 2199")
    assert refused(colonnade("diagnose", scores, "--mapping", "m.yaml")) == [
        "--mapping m.yaml says how records map; name them with --data"
    ]
    assert refused(colonnade("diagnose"))
    assert refused(colonnade())
    assert refused(colonnade("nosuch"))
