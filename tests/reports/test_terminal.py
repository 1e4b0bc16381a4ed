"""The picture and the reading in a terminal: they fit, they need no colour, and no name can drive the screen."""

import re

import pytest
from diagnosed import diagnosed, measured, model_of, unavailable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapes import diagnoses

from colonnade.content.load import shipped_model
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.model import KeyMetric
from colonnade.core.plan import Choice
from colonnade.reports import wording
from colonnade.reports.characters import cells, clip, printable, wrapped
from colonnade.reports.terminal import colonnade_text, reading_text

many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
CODE = re.compile(r"\x1b\[\d+m")
SEVEN = [3, 2, 4, 1, 3, 3, 3]


def csmi(*rows: list[int], **more: object) -> Diagnosis:
    panel = dict(zip(("ana", "ben", "cy"), rows, strict=False))
    return diagnosed(shipped_model("csmi"), panel, **more)  # type: ignore[arg-type]


def picture(diagnosis: Diagnosis, columns: int = 100) -> str:
    return colonnade_text(diagnosis, columns=columns, colour=False)


def reading(diagnosis: Diagnosis, columns: int = 100) -> str:
    return reading_text(diagnosis, columns=columns, colour=False)


def flat(text: str) -> str:
    return " ".join(text.split())


@many
@given(diagnoses(), st.integers(40, 200))
def test_no_line_is_wider_than_the_terminal(diagnosis: Diagnosis, columns: int) -> None:
    for text in (picture(diagnosis, columns), reading(diagnosis, columns)):
        assert [line for line in text.splitlines() if cells(line) > columns] == []


@many
@given(diagnoses())
def test_colour_adds_codes_and_changes_no_word(diagnosis: Diagnosis) -> None:
    for show in (colonnade_text, reading_text):
        plain = show(diagnosis, columns=100, colour=False)
        coloured = show(diagnosis, columns=100, colour=True)
        assert "\x1b" not in plain
        bare = [line.rstrip() for line in CODE.sub("", coloured).splitlines()]
        assert bare == [line.rstrip() for line in plain.splitlines()]


def test_what_users_wrote_cannot_drive_the_terminal() -> None:
    hostile = "\x1b[2J\x1b]0;owned\x07\r\u202ename"
    model = model_of(3, names=[hostile, "b", "c"])
    choice = Choice("d2.3.do", "d2", hostile, "not_now", hostile, hostile, None, hostile)
    read = diagnosed(
        model, {hostile: [1, 3, 3], "ben": [3, 3, 1]}, agreed={"d1": 2}, reason=hostile, choices=[choice]
    )
    for text in (picture(read), reading(read)):
        assert not {"\x1b", "\x07", "\r", "\u202e"} & set(text)
        assert "name" in text


def test_pillars_stand_from_72_columns_and_lie_below() -> None:
    read = csmi(SEVEN, SEVEN)
    assert "▀▀▀▀" in picture(read, 80)
    assert "▀▀▀▀" not in picture(read, 71)
    assert [line for line in picture(read, 60).splitlines() if line.startswith("▶ Data")]


def test_a_pillar_is_as_high_as_its_stage() -> None:
    lines = picture(diagnosed(model_of(3, 5), {"ana": [1, 3, 5], "ben": [1, 3, 5]}, agreed={"d3": 5})).splitlines()
    tops = {line[:7]: line.count("│") // 2 for line in lines if line.startswith("Stage")}
    assert tops == {"Stage 5": 1, "Stage 4": 1, "Stage 3": 2, "Stage 2": 2, "Stage 1": 3}


def test_the_constraint_is_marked_without_colour_and_what_rests_on_it_is_said() -> None:
    for columns in (100, 60):
        said = flat(picture(csmi(SEVEN, SEVEN), columns))
        assert "constraint" in said.lower()
        assert "▲ Coverage, Commercial and Playbooks rest on Data" in said


def test_supported_drums_are_solid_claimed_ones_outlined_and_unproven_ones_dashed() -> None:
    supported = {"d1": (2, "not_met"), "d2": (2, "unanswered")}
    read = diagnosed(model_of(2), {"ana": [3, 3], "ben": [3, 3]}, supported=supported)  # type: ignore[arg-type]
    stage = {line[:7]: line for line in picture(read).splitlines() if line.startswith("Stage")}
    assert stage["Stage 2"].count("█ 2 █") == 2
    assert "│" in stage["Stage 3"].split("3", 2)[1] + stage["Stage 3"].split("3", 2)[2]
    assert "╎" in stage["Stage 3"]


def test_claims_alone_are_outlines_and_the_legend_says_that_nothing_is_filed() -> None:
    said = picture(csmi(SEVEN, SEVEN))
    assert "█" not in said
    assert "nothing filed as evidence yet" in said


def test_a_disputed_pillar_shows_each_score_on_a_bracket_and_its_range_in_words() -> None:
    rows = {"ana": [1, 2, 2], "ben": [4, 2, 2], "cy": [1, 2, 2]}
    said = picture(diagnosed(model_of(3), rows))
    assert said.split("▀")[0].count("●") == 2
    assert "scored 1–4" in said


def test_the_target_stands_as_a_labelled_line_over_the_drum() -> None:
    said = picture(diagnosed(model_of(3), {"ana": [1, 3, 3], "ben": [1, 3, 3]}))
    assert re.search("━+target 2━+", said)


def test_the_reading_opens_with_one_sentence_and_one_decision() -> None:
    read = csmi(SEVEN, SEVEN)
    assert flat(reading(read)).startswith(f"{wording.headline(read)} {wording.decision(read)}")


def test_the_reading_says_how_sure_it_is_and_who_would_name_what() -> None:
    said = flat(reading(csmi([3, 3, 3, 1, 3, 3, 3], [3, 1, 3, 2, 3, 3, 3])))
    assert "tentative: 1 of 2 reviewers would name it; ben would name Coverage" in said


def test_a_dispute_names_each_score_and_what_was_agreed() -> None:
    read = csmi(SEVEN, [3, 2, 2, 1, 3, 3, 3], agreed={"commercial_motion": 3}, reason="one tier only")
    assert "Commercial Motion: ana 4, ben 2; agreed at 3: one tier only" in flat(reading(read))


def test_measurements_stand_by_the_pillars_they_speak_to_and_the_unavailable_in_one_line() -> None:
    metrics = [KeyMetric("Churn", ("churn",), ("s1",), speaks_to=("d1",))]
    read = diagnosed(
        model_of(2, metrics=metrics),
        {"ana": [1, 2], "ben": [1, 2]},
        measurements=[measured(0.12345), unavailable(), unavailable("csat")],
    )
    lines = reading(read).splitlines()
    assert [line for line in lines if line.startswith("Pillar 1") and "Churn 12.3 %" in line]
    assert len([line for line in lines if line.startswith("Unavailable") and "2 of 3" in line]) == 1


def test_a_stall_is_said_once_with_all_that_the_dimension_rests_on() -> None:
    said = flat(reading(csmi([3, 2, 4, 2, 3, 1, 2], [3, 2, 4, 2, 3, 1, 2])))
    assert "Stalls Commercial Motion at 4 rests on Talent & Capability at 1 and Data & Intelligence at 2" in said


def test_a_rich_reading_of_the_shipped_index_stays_within_sixty_lines() -> None:
    assert len(reading(csmi([3, 2, 4, 2, 3, 3, 2], [3, 2, 4, 2, 3, 1, 2])).splitlines()) <= 60


@pytest.mark.parametrize(
    ("text", "width"), [("Data", 4), ("客户成功", 8), ("e\u0301", 1)], ids=["latin", "wide", "combining"]
)
def test_cells_count_what_a_terminal_shows(text: str, width: int) -> None:
    assert cells(text) == width


@given(st.text(max_size=60), st.integers(1, 30))
def test_clipped_text_fits_and_wrapped_text_loses_no_word(text: str, width: int) -> None:
    assert cells(clip(text, width)) <= width
    assert "".join("".join(wrapped(text, width)).split()) == "".join(printable(text).split())
