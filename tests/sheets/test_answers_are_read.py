"""Answer sheets in: what a row says, and every problem of every file at once."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.core.criteria import Criterion
from colonnade.core.errors import BadAnswers
from colonnade.core.model import GateRule
from colonnade.core.observations import Answer, Observation, Unanswered, settle
from colonnade.sheets.answers import COLUMNS, read_answers
from colonnade.sheets.links import is_link
from colonnade.sheets.text import write_csv

TODAY = date(2026, 11, 22)
CRITERIA = tuple(
    Criterion(id, "segmentation", "At least this", 1, 1, "leading", {})
    for id in ("segmentation.01", "segmentation.02", "playbooks.01")
)
HEADER = "criterion,value,tier,link,note,by,on"


def read(folder: Path, *rows: str, header: str = HEADER) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    sheet = folder / "answers.csv"
    sheet.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return read_answers([sheet], CRITERIA, as_of=TODAY)


def faults(folder: Path, *rows: str, header: str = HEADER) -> list[str]:
    with pytest.raises(BadAnswers) as raised:
        read(folder, *rows, header=header)
    return [str(problem).removeprefix(f"{folder}/") for problem in raised.value.problems]


# --- what a row says ------------------------------------------------------------------------------------------


def test_a_whole_row_is_one_observation(tmp_path: Path) -> None:
    found, warnings = read(
        tmp_path, 'segmentation.01,met,documented,https://a.example/rule,"agreed, in May",Ana,2026-10-01'
    )
    assert found == (
        Observation(
            "segmentation.01",
            "met",
            "documented",
            date(2026, 10, 1),
            "Ana",
            "https://a.example/rule",
            "agreed, in May",
        ),
    )
    assert warnings == ()


def test_two_columns_are_enough_and_the_rest_has_neutral_values(tmp_path: Path) -> None:
    found, warnings = read(tmp_path, "segmentation.01,partly", header="criterion,value")
    assert found == (Observation("segmentation.01", "partly", "said", TODAY, "unnamed"),)
    assert warnings == ()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("met", "met"),
        ("MET", "met"),
        ("Partly", "partly"),
        ("not met", "not_met"),
        ("Not_Met", "not_met"),
        ("NOT  APPLICABLE", "not_applicable"),
        ("unknown", "unknown"),
    ],
)
def test_a_value_is_read_in_any_case_and_with_spaces(written: str, kept: str, tmp_path: Path) -> None:
    found, _ = read(tmp_path, f"segmentation.01,{written},,,,,")
    assert [each.value for each in found] == [kept]


def test_a_row_without_a_value_is_not_answered_even_when_its_criterion_was_withdrawn(tmp_path: Path) -> None:
    found, warnings = read(tmp_path, "segmentation.01,,,,,Ana,", "gone.99,,,,,Ana,", "playbooks.01,met,,,,Ana,")
    assert [each.criterion for each in found] == ["playbooks.01"]
    assert warnings == ()


def test_a_note_without_a_value_is_told_since_it_is_lost(tmp_path: Path) -> None:
    _, warnings = read(tmp_path, "segmentation.01,met,,,,,", "playbooks.01,,,,see the wiki,Ana,")
    assert [warning.removeprefix(f"{tmp_path}/") for warning in warnings] == [
        "answers.csv:3: holds no value, so it is not counted"
    ]


def test_an_empty_sheet_answers_nothing_and_says_so(tmp_path: Path) -> None:
    found, warnings = read(tmp_path, "segmentation.01,,,,,,")
    assert found == ()
    assert warnings == (f"{tmp_path}/answers.csv: no row holds a value, so nothing is answered",)


def test_documented_without_a_link_counts_as_said_and_each_line_is_named(tmp_path: Path) -> None:
    found, warnings = read(
        tmp_path,
        "segmentation.01,met,documented,,,,",
        "segmentation.02,met,said,,,,",
        "playbooks.01,met,Documented,,,,",
    )
    assert [each.tier for each in found] == ["said", "said", "said"]
    assert warnings == (f"{tmp_path}/answers.csv:2: 'documented' without a link counts as said (also line 4)",)


def test_a_link_without_a_tier_counts_as_said_with_a_warning(tmp_path: Path) -> None:
    found, warnings = read(tmp_path, "segmentation.01,met,,evidence/rule.pdf,,,")
    assert (found[0].tier, found[0].link) == ("said", "evidence/rule.pdf")
    assert "a link without a tier counts as said" in warnings[0]


def test_a_challenge_disputes_a_measured_answer(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "segmentation.01,Challenge,,,the field was filled by a script,Ana,")
    assert (found[0].challenges, found[0].value, found[0].note) == (
        True, "unknown", "the field was filled by a script",
    )  # fmt: skip
    measured = Observation("segmentation.01", "met", "measured", TODAY, "records")
    finding = settle([measured, *found], as_of=TODAY, lives=GateRule())["segmentation.01"]
    assert isinstance(finding, Unanswered)
    assert finding.doubt == "challenged"


def test_a_consensus_row_settles_what_people_dispute(tmp_path: Path) -> None:
    rows = ("segmentation.01,met,,,,Ana,", "segmentation.01,not met,,,,Ben,")
    found, _ = read(tmp_path, *rows)
    disputed = settle(found, as_of=TODAY, lives=GateRule())["segmentation.01"]
    assert isinstance(disputed, Unanswered)
    found, _ = read(tmp_path, *rows, "segmentation.01,partly,,,half of the tiers,CONSENSUS,")
    settled = settle(found, as_of=TODAY, lives=GateRule())["segmentation.01"]
    assert isinstance(settled, Answer)
    assert (settled.value, settled.by) == ("partly", ("consensus",))


def test_one_person_spelt_in_two_ways_is_one_person(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "segmentation.01,met,,,,Ana  Diaz,", "playbooks.01,met,,,,ana diaz,")
    assert {each.by for each in found} == {"Ana  Diaz"}


def test_a_person_may_answer_again_on_a_later_day(tmp_path: Path) -> None:
    found, warnings = read(tmp_path, "segmentation.01,met,,,,Ana,2026-09-01", "segmentation.01,not_met,,,,Ana,")
    assert [(each.value, each.on) for each in found] == [("met", date(2026, 9, 1)), ("not_met", TODAY)]
    assert warnings == ()


def test_a_row_of_the_top_accounts_test_is_taken_when_its_id_is_allowed(tmp_path: Path) -> None:
    sheet = tmp_path / "answers.csv"
    sheet.write_text("criterion,value\ntop_accounts_test,not met\n")
    found, _ = read_answers([sheet], CRITERIA, as_of=TODAY, extra_ids={"top_accounts_test"})
    assert [(each.criterion, each.value) for each in found] == [("top_accounts_test", "not_met")]
    with pytest.raises(BadAnswers):
        read_answers([sheet], CRITERIA, as_of=TODAY)


# --- what is refused ------------------------------------------------------------------------------------------

NO_DAY = "is no day; write it as year-month-day, such as 2027-02-20"
BAD_ROWS = {
    "segmentation.1,met,,,,,": "there is no criterion 'segmentation.1'; did you mean 'segmentation.01'?",
    ",met,,,,,": "holds a value but no criterion; write the criterion's id",
    "segmentation.01,yes,,,,,": "value 'yes' is none of met, partly, not_met, unknown, not_applicable, challenge; "
    "leave it empty to answer nothing",
    "segmentation.01,met,measured,,,,": "tier 'measured' is only for what records show; "
    "write documented, with a link, or said",
    "segmentation.01,met,sure,,,,": "tier 'sure' is none of said, documented; empty is said",
    "segmentation.01,met,documented,javascript:alert(1),,,": "link 'javascript:alert(1)' is neither an address "
    "that begins with https:// or http:// nor a relative path",
    "segmentation.01,met,,,,,22.11.2026": f"on '22.11.2026' {NO_DAY}",
    "segmentation.01,met,,,,,2026-02-30": f"on '2026-02-30' {NO_DAY}",
    "segmentation.01,met,,,,,20261101": f"on '20261101' {NO_DAY}",
    "segmentation.01,met,,,,,2026-11-23": (
        "on 2026-11-23 lies after 2026-11-22, the day that is looked at; --as-of 2026-11-23 looks at a later one"
    ),
    "segmentation.01,challenge,,,,Ana,": "a challenge needs its reason in 'note'",
    "segmentation.01,met,,,,Consensus,": "a consensus needs its reason in 'note'",
    "segmentation.01,unknown,,,why,consensus,": "a consensus settles a criterion; it cannot be 'unknown'",
    "segmentation.01,challenge,,,why,consensus,": "a consensus settles a criterion; it cannot be 'challenge'",
    f"segmentation.01,met,,,,{'x' * 81},": f"by '{'x' * 59}…' is no name: one line of at most 80 characters",
}


@pytest.mark.parametrize("row", BAD_ROWS)
def test_a_bad_row_says_what_was_found_and_what_is_allowed(row: str, tmp_path: Path) -> None:
    assert faults(tmp_path, "playbooks.01,met,,,,,", row) == [f"answers.csv:3: {BAD_ROWS[row]}"]


def test_the_same_person_twice_on_a_criterion_is_named_with_both_lines(tmp_path: Path) -> None:
    assert faults(tmp_path, "segmentation.01,met,,,,Ana,", "segmentation.01,met,,,, ANA,2026-11-22") == [
        "answers.csv:3: 'Ana' answers 'segmentation.01' twice, here and in line 2; "
        "keep one, or give each its day in 'on'"
    ]


def test_two_answers_that_name_nobody_are_one_person_twice(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, "segmentation.01,met,,,,,", "segmentation.01,not met,,,,,")
    assert "somebody without a name in 'by' answers 'segmentation.01' twice, here and in line 2" in problem


def test_people_who_answer_in_two_files_on_one_day_replace_themselves_with_a_warning(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("criterion,value,by\nsegmentation.01,met,Ana\nplaybooks.01,met,Ana\n")
    second.write_text("criterion,value,by\nsegmentation.01,not met,Ana\nplaybooks.01,met,Ana\n")
    found, warnings = read_answers([first, second], CRITERIA, as_of=TODAY)
    assert warnings == (
        f"{second}:2: 'Ana' answers 'segmentation.01' otherwise in {first}:2, of the same day; this one counts",
    )
    settled = settle(found, as_of=TODAY, lives=GateRule())["segmentation.01"]
    assert isinstance(settled, Answer)
    assert settled.value == "not_met"


def test_problems_of_all_files_are_told_at_once_and_repeats_together(tmp_path: Path) -> None:
    first, second, third = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.txt"
    first.write_text("criterion,value\nsegmentation.01,yes\nsegmentation.02,yes\n")
    second.write_text("criterion,answer\nsegmentation.01,met\n")
    with pytest.raises(BadAnswers) as raised:
        read_answers([first, second, third, first, tmp_path / "none.csv"], CRITERIA, as_of=TODAY)
    told = {str(problem) for problem in raised.value.problems}
    assert told == {
        f"{second}:1: column 'value' is missing; the header holds 'criterion', 'answer'",
        f"{third}: is neither .csv nor .xlsx; save it as one of these",
        f"{first}: is given twice",
        f"{tmp_path / 'none.csv'}: does not exist",
        f"{first}:2: value 'yes' is none of met, partly, not_met, unknown, not_applicable, challenge; "
        "leave it empty to answer nothing (also line 3)",
    }


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example/x?y=1#z", "HTTP://a.example", "evidence/rule.pdf", "rule.pdf", "../shared/rule.pdf",
        "folder\\rule.pdf", "a/b:c.pdf", "http://[::1]/x",
    ],
)  # fmt: skip
def test_addresses_and_relative_paths_are_links(link: str) -> None:
    assert is_link(link)


@pytest.mark.parametrize(
    "link",
    [
        "", "yes", "javascript:alert(1)", "JaVaScRiPt:alert(1)//a.b", "java\tscript:alert(1).x",
        "\x01javascript:a.b",
        "data:text/html,<b>.", "vbscript:x.y", "file:///etc/passwd", "mailto:ana@a.example", "ftp://a.example/x",
        "C:\\rule.pdf", "/etc/passwd", "//a.example/x", "\\\\server\\share\\x.pdf", "https://", "https:///x",
        "https://a.example/a b", "https://a.example\\@b.example", "http://[::1", "https:a.example",
        "a\u202efdp.exe", "x." * 1001,
    ],
)  # fmt: skip
def test_whatever_a_browser_might_run_and_what_leads_nowhere_is_no_link(link: str) -> None:
    assert not is_link(link)


# --- any rows -------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30).map(str.strip)
ROWS = st.lists(
    st.builds(
        Observation,
        criterion=st.sampled_from([criterion.id for criterion in CRITERIA]),
        value=st.sampled_from(["met", "partly", "not_met", "unknown", "not_applicable"]),
        tier=st.just("said"),
        on=st.integers(0, 900).map(lambda days: TODAY - timedelta(days=days)),
        by=st.sampled_from(["Ana", "Ben", "=cmd", "-Ödön"]),
        note=WORDS,
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda each: (each.criterion, each.by, each.on),
)


@settings(deadline=None)
@given(rows=ROWS)
def test_observations_written_as_rows_come_back_as_they_were(
    rows: list[Observation], tmp_path_factory: pytest.TempPathFactory
) -> None:
    sheet = tmp_path_factory.mktemp("answers") / "answers.csv"
    write_csv(sheet, COLUMNS, [(o.criterion, o.value, o.tier, o.link, o.note, o.by, o.on) for o in rows])
    found, warnings = read_answers([sheet], CRITERIA, as_of=TODAY)
    assert list(found) == rows
    assert warnings == ()


@settings(deadline=None)
@given(cells=st.lists(st.lists(st.text(max_size=12), min_size=7, max_size=7), min_size=1, max_size=4))
def test_no_row_whatever_it_holds_ends_in_anything_but_observations_or_named_problems(
    cells: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    sheet = tmp_path_factory.mktemp("answers") / "answers.csv"
    with sheet.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *cells])
    try:
        found, _ = read_answers([sheet], CRITERIA, as_of=TODAY)
    except BadAnswers as bad:
        assert all(problem.file == str(sheet) for problem in bad.problems)
    else:
        assert {each.criterion for each in found} <= {criterion.id for criterion in CRITERIA}
