"""Scorecards to claims: what a row says, and every problem of every file at once."""

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sheets import csv_file, faults, made_model, xlsx_file

from colonnade.core.claims import Claims, Consensus, Score
from colonnade.core.errors import BadScorecard, UnreadableFile, UserError
from colonnade.sheets.scorecards import COLUMNS, dimension_ids, read_rows, to_claims
from colonnade.sheets.text import as_sheet_text, write_csv
from colonnade.sheets.wording import LONGEST_NAME

MODEL = made_model()
HEADER = "reviewer,dimension,stage,confidence,note\n"
STAGES = "none of 1 to 4 (First, Second, Third, Fourth); leave it empty to skip the dimension"


def claims(folder: Path, *files: str, outsiders: frozenset[str] = frozenset()) -> Claims:
    paths = [csv_file(folder, HEADER + text, f"{name}.csv") for name, text in zip("abc", files, strict=False)]
    return to_claims(read_rows(paths), MODEL, outsiders)


def told(folder: Path, *files: str, outsiders: frozenset[str] = frozenset()) -> list[str]:
    with pytest.raises(UserError) as error:
        claims(folder, *files, outsiders=outsiders)
    return faults(error, folder)


# --- what a row says ------------------------------------------------------------------------------------------


def test_rows_of_many_files_become_scores_in_order(tmp_path: Path) -> None:
    found = claims(tmp_path, "Ana,d1,3,high,as seen\nAna,d2,1,,\n", "Bo,d1,2,,\n")
    assert found.scores == (
        Score("Ana", "d1", 3, "high", "as seen"),
        Score("Ana", "d2", 1),
        Score("Bo", "d1", 2),
    )


@pytest.mark.parametrize("stage", ["3", "3.0", "3.", "03", "Third", "THIRD", "s3", "S3"])
def test_a_stage_is_a_whole_number_a_name_or_an_id(tmp_path: Path, stage: str) -> None:
    assert claims(tmp_path, f"Ana,d1,{stage},,\n").scores == (Score("Ana", "d1", 3),)


@pytest.mark.parametrize(
    "stage", ["9", "0", "-1", "2.5", "high", "3 or 4", "1e0", "٣", "³", "4" * 5000, "nan", "True"]
)
def test_any_other_stage_is_a_fault(tmp_path: Path, stage: str) -> None:
    assert told(tmp_path, f"Ana,d1,{stage},,\n")[0].endswith(STAGES)


def test_a_stage_that_is_none_is_quoted_with_what_is_allowed(tmp_path: Path) -> None:
    rows = "Ana,d1,9,,\nAna,d2,2.5,,\nAna,d3,high,,\n"
    assert told(tmp_path, rows) == [
        f"a.csv:2: stage '9' is {STAGES}",
        f"a.csv:3: stage '2.5' is {STAGES}",
        f"a.csv:4: stage 'high' is {STAGES}",
    ]


def test_a_row_without_a_stage_is_skipped_not_zero(tmp_path: Path) -> None:
    assert claims(tmp_path, "Ana,d1,,,\nAna,d2,2,,\n,d3,,,\n").internal == {"Ana": {"d2": 2}}


def test_a_file_may_skip_everything_when_another_scores(tmp_path: Path) -> None:
    assert claims(tmp_path, "Ana,d1,,,\n", "Bo,d1,2,,\n").internal == {"Bo": {"d1": 2}}


def test_nothing_scored_at_all_is_a_fault_of_every_file(tmp_path: Path) -> None:
    nothing = "no row holds a stage, so nothing is scored"
    assert told(tmp_path, "Ana,d1,,,\n", "Bo,d1,,,\n") == [f"a.csv: {nothing}", f"b.csv: {nothing}"]


def test_names_that_differ_in_case_or_spacing_are_one_reviewer(tmp_path: Path) -> None:
    found = claims(tmp_path, "Ana Lo,d1,3,,\nana  lo,d2,2,,\nＡna Lo,d3,1,,\n")
    assert found.internal == {"Ana Lo": {"d1": 3, "d2": 2, "d3": 1}}


def test_only_reviewer_dimension_and_stage_are_needed(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "stage,dimension,reviewer,team\n3,d1,Ana,x\n")
    assert to_claims(read_rows([path]), MODEL).scores == (Score("Ana", "d1", 3),)


def test_every_dimension_named_tells_which_model_was_scored(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER + "Ana,d1,,,\nAna,x9,2,,\nAna,,,,\n")
    assert dimension_ids(read_rows([path])) == {"d1", "x9"}


# --- consensus and outsiders ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["consensus", "Consensus", " CONSENSUS "])
def test_a_consensus_row_is_the_agreed_stage_and_no_reviewer(tmp_path: Path, name: str) -> None:
    found = claims(tmp_path, f"Ana,d1,3,,\n{name},d1,2,,we looked again\n")
    assert found.consensus == (Consensus("d1", 2, "we looked again"),)
    assert list(found.internal) == ["Ana"]


def test_a_consensus_over_a_dispute_needs_its_reason(tmp_path: Path) -> None:
    rows = "Ana,d1,1,,\nBo,d1,3,,\nAna,d2,1,,\nBo,d2,2,,\nconsensus,d1,2,,\nconsensus,d2,2,,\n"
    assert told(tmp_path, rows) == [
        "a.csv:6: the consensus on 'd1' needs its reason in 'note': the reviewers gave 1 to 3"
    ]


def test_an_outsider_makes_no_dispute(tmp_path: Path) -> None:
    rows = "Ana,d1,1,,\nBo,d1,4,,\nconsensus,d1,1,,\n"
    found = claims(tmp_path, rows, outsiders=frozenset({"bo"}))
    assert found.outsiders == {"Bo"}
    assert found.external == {"Bo": {"d1": 4}}


def test_outsiders_who_scored_nothing_are_named(tmp_path: Path) -> None:
    assert told(tmp_path, "Ana,d1,1,,\nconsensus,d1,1,,\n", outsiders=frozenset({"Bo", "Consensus"})) == [
        "outsider 'Bo' scored nothing; those who did: 'Ana'",
        "outsider 'Consensus' scored nothing; those who did: 'Ana'",
    ]


# --- problems -------------------------------------------------------------------------------------------------


def test_a_reviewer_twice_on_one_dimension_is_named_with_both_lines(tmp_path: Path) -> None:
    assert told(tmp_path, "Ana,d1,1,,\nAna,d2,1,,\nana,d1,2,,\n", "Ana,d2,1,,\n") == [
        "a.csv:4: 'ana' scores 'd1' twice, here and in line 2; keep one",
        "b.csv:2: 'Ana' scores 'd2' twice, here and in a.csv:3; keep one",
    ]


def test_a_consensus_twice_on_one_dimension_is_named_with_both_lines(tmp_path: Path) -> None:
    assert told(tmp_path, "Ana,d1,1,,\nconsensus,d1,1,,\nConsensus,d1,2,,\n") == [
        "a.csv:4: the consensus on 'd1' stands twice, here and in line 3"
    ]


@pytest.mark.parametrize(
    ("dimension", "message"),
    [
        ("d11", "made has no dimension 'd11'; did you mean 'd1'?"),
        ("D2", "made has no dimension 'D2'; did you mean 'd2'?"),
        ("name of D3", "dimension 'name of D3' is a name; write its id 'd3'"),
        ("elsewhere", "made has no dimension 'elsewhere'; it has d1, d2, d3"),
        ("", "the dimension is empty"),
    ],
)
def test_an_unknown_dimension_is_told_with_the_nearest(tmp_path: Path, dimension: str, message: str) -> None:
    assert told(tmp_path, f"Ana,{dimension},1,,\n") == [f"a.csv:2: {message}"]


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    first = "Ana,d1,9,,\n,d2,2,,\n,d3,2,,\nAna,d9,1,sure,\n"
    second = f"\x1bBo,d1,1,,\n{'x' * (LONGEST_NAME + 1)},d1,1,,\n"
    assert told(tmp_path, first, second) == [
        f"a.csv:2: stage '9' is {STAGES}",
        "a.csv:3: the reviewer is empty; write the name of who scored (also line 4)",
        "a.csv:5: made has no dimension 'd9'; did you mean 'd3'?",
        "a.csv:5: confidence 'sure' is none of low, medium, high; it may be empty",
        r"b.csv:2: reviewer '\x1bBo' is no name: one line of at most 80 characters",
        f"b.csv:3: reviewer '{'x' * 59}…' is no name: one line of at most 80 characters",
    ]


def test_files_that_cannot_be_read_are_told_together(tmp_path: Path) -> None:
    paths = [
        csv_file(tmp_path, "", "a.csv"),
        csv_file(tmp_path, "reviewer,stage\nAna,1\n", "b.csv"),
        tmp_path / "c.csv",
    ]
    with pytest.raises(UnreadableFile) as error:
        read_rows([*paths, paths[0]])
    assert faults(error, tmp_path) == [
        "a.csv: is empty",
        "b.csv:1: column 'dimension' is missing; the header holds 'reviewer', 'stage'",
        "c.csv: does not exist",
        "a.csv: is given twice",
    ]


def test_a_workbook_says_the_same_as_the_csv(tmp_path: Path) -> None:
    rows = [("Ana", "d1", 3.0, "High", "x"), ("Ana", "d2", 2.5, None, None)]
    with pytest.raises(BadScorecard) as error:
        to_claims(read_rows([xlsx_file(tmp_path, [COLUMNS, *rows])]), MODEL)
    assert faults(error, tmp_path) == [f"ana.xlsx:3: stage '2.5' is {STAGES}"]
    assert to_claims(read_rows([xlsx_file(tmp_path, [COLUMNS, rows[0]])]), MODEL).scores == (
        Score("Ana", "d1", 3, "high", "x"),
    )


@pytest.mark.slow
def test_twenty_thousand_wrong_rows_are_told_in_seconds(tmp_path: Path) -> None:
    """No row costs a search of its own that a hostile file could multiply."""
    rows = "".join(f"Ana,dimension_{n},9,,\n" for n in range(19_999))
    started = time.process_time()
    assert len(told(tmp_path, rows)) == 2 * 19_999 - 19_998
    assert time.process_time() - started < 5


# --- round trips ----------------------------------------------------------------------------------------------

NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12).filter(
    lambda name: name.casefold() != "consensus" and name.isprintable() and "_x" not in name
)
NOTES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20).map(str.strip)
SCORES = st.builds(
    Score,
    NAMES,
    st.sampled_from([d.id for d in MODEL.dimensions]),
    st.integers(1, 4),
    st.sampled_from([None, "low", "medium", "high"]),
    NOTES.filter(lambda note: "_x" not in note),
)
PANELS = st.lists(SCORES, min_size=1, max_size=6, unique_by=lambda score: score.dimension)


@settings(max_examples=40)
@given(PANELS)
def test_scores_come_back_from_csv_and_xlsx(scores: list[Score]) -> None:
    rows = [(s.reviewer, s.dimension, s.stage, s.confidence, s.note) for s in scores]
    with TemporaryDirectory() as folder:
        written = Path(folder, "a.csv")
        write_csv(written, COLUMNS, rows)
        assert _by_dimension(to_claims(read_rows([written]), MODEL)) == _by_dimension(Claims(tuple(scores)))
        texts = [[as_sheet_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        book = xlsx_file(Path(folder), [COLUMNS, *texts])
        assert _by_dimension(to_claims(read_rows([book]), MODEL)) == _by_dimension(Claims(tuple(scores)))


def _by_dimension(found: Claims) -> dict[str, tuple[object, ...]]:
    """Names apart: two spellings of one name become one."""
    return {score.dimension: (score.stage, score.confidence, score.note) for score in found.scores}


def test_reading_csv_does_not_load_what_workbooks_need(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER + "Ana,d1,1,,\n")
    code = (
        "import sys; from pathlib import Path; from colonnade.sheets.scorecards import read_rows;"
        "import colonnade.sheets.plans; read_rows([Path(sys.argv[1])]);"
        "print({'openpyxl', 'xlsxwriter', 'zipfile'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=300)
    assert (run.stdout, run.stderr) == ("set()\n", "")
