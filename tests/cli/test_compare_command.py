"""`colonnade compare`: two saved rounds, what moved, and how far that can be told."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rounds import DAYS, FIRST, LATER, PILLARS, write_scores
from running import Ran, colonnade, refused

NEW_FACES = {"eve": LATER["ann"], "fay": LATER["bob"]}
STRICT = {who: tuple(max(stage - 1, 1) for stage in stages) for who, stages in FIRST.items()}


@pytest.fixture
def before(tmp_path: Path) -> Path:
    path = tmp_path / "before.json"
    assert colonnade("diagnose", write_scores(tmp_path), *DAYS, "--out", path).status == 0
    return path


def rescore(tmp_path: Path, scores: Any, *, on: str = "2026-05-03") -> Path:
    path = tmp_path / "now.json"
    (tmp_path / "later").mkdir(exist_ok=True)
    ran = colonnade(
        "diagnose", write_scores(tmp_path / "later", scores), "--as-of", on, "--start", on, "--out", path
    )
    assert ran.status == 0, ran.err
    return path


def verdicts(ran: Ran) -> dict[str, str]:
    assert (ran.status, ran.err) == (0, "")
    return {d["id"]: d["verdict"] for d in ran.json["dimensions"]}


def test_moved_and_not_moved_are_told_with_who_scored_both_rounds(tmp_path: Path, before: Path) -> None:
    now = rescore(tmp_path, LATER)
    found = verdicts(colonnade("compare", before, now, "--format", "json"))
    assert found == dict.fromkeys(PILLARS, "not_moved") | {
        "data_intelligence": "moved",
    }
    text = colonnade("compare", before, now).out
    assert "1 of 7 dimensions moved" in text
    assert "The constraint was Data & Intelligence and is now Playbooks & Execution." in text
    assert (
        "Data & Intelligence           2 → 3  moved        up from 2 to 3; scored in both rounds by ann, bob"
        in text
    )


def test_nothing_can_be_told_when_nobody_scored_both_rounds(tmp_path: Path, before: Path) -> None:
    ran = colonnade("compare", before, rescore(tmp_path, NEW_FACES), "--format", "json")
    assert set(verdicts(ran).values()) == {"cannot_tell"}
    assert all("nobody scored it in both rounds" in d["because"] for d in ran.json["dimensions"])


def test_nothing_can_be_told_when_a_reviewer_grew_strict(tmp_path: Path, before: Path) -> None:
    scores = {"ann": STRICT["ann"], "bob": FIRST["bob"], "cyd": FIRST["cyd"]}
    ran = colonnade("compare", before, rescore(tmp_path, scores), "--format", "json")
    assert set(verdicts(ran).values()) == {"cannot_tell"}
    assert "scored half a stage or more differently overall" in ran.json["dimensions"][0]["because"]


def test_a_round_against_itself_moved_nowhere(before: Path) -> None:
    assert set(verdicts(colonnade("compare", before, before, "--format", "json")).values()) == {"not_moved"}


def test_rounds_of_two_versions_of_a_model_carry_a_note(tmp_path: Path, before: Path) -> None:
    saved = json.loads(before.read_text(encoding="utf-8"))
    saved["model"]["version"] = "1.1.0"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(saved))
    words = (
        "The rounds were read with different versions of 'csmi', 1.0.0 and 1.1.0: "
        "part of what moved may be the model."
    )
    assert colonnade("compare", before, other, "--format", "json").json["notes"] == [words]
    assert words in colonnade("compare", before, other).out.splitlines()
    assert colonnade("compare", before, before, "--format", "json").json["notes"] == []


def test_a_dimension_in_one_round_only_carries_a_note(tmp_path: Path, before: Path) -> None:
    saved = json.loads(before.read_text(encoding="utf-8"))
    saved["dimensions"] = [d for d in saved["dimensions"] if d["id"] != "commercial_motion"]
    other = tmp_path / "other.json"
    other.write_text(json.dumps(saved))
    ran = colonnade("compare", before, other, "--format", "json")
    assert ran.json["notes"] == ["Only the baseline has Commercial Motion."]
    assert len(ran.json["dimensions"]) == 6


def test_rounds_that_cannot_be_compared_are_refused(tmp_path: Path, before: Path) -> None:
    scores = tmp_path / "five.csv"
    scores.write_text("reviewer,dimension,stage\nann,people,2\nbob,people,2\n")
    five = tmp_path / "five.json"
    colonnade("diagnose", scores, *DAYS, "--out", five)
    assert refused(colonnade("compare", before, five)) == [
        "the baseline is of 'csmi' and the re-score of 'five_stage': compare one model"
    ]
    now = rescore(tmp_path, LATER)
    (told,) = refused(colonnade("compare", now, before))
    assert told.endswith("swap them")


# --- reports that hands have been at --------------------------------------------------------------------------


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place within, but of a list only its first."""
    keys = list(value) if isinstance(value, dict) else range(min(len(value), 1)) if isinstance(value, list) else ()
    for key in keys:
        yield (*path, key)
        yield from places(value[key], (*path, key))


def spoilt(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    whole = copy.deepcopy(value)
    *way, last = path
    inner = whole
    for key in way:
        inner = inner[key]
    if by is KeyError:
        del inner[last]
    else:
        inner[last] = by
    return whole


@pytest.mark.slow
@pytest.mark.parametrize("by", [KeyError, None, -1, 10**30, 0.5, True, "", "\x1b[31m", "nosuch", [], [[1]], {}])
def test_any_part_of_a_report_may_be_spoilt_and_is_used_or_refused_in_words(
    tmp_path: Path, before: Path, by: Any
) -> None:
    saved = json.loads(before.read_text(encoding="utf-8"))
    other = tmp_path / "other.json"
    statuses = set()
    for path in places(saved):
        other.write_text(json.dumps(spoilt(saved, path, by)))
        for pair in ((before, other), (other, before)):
            ran = colonnade("compare", *pair)
            assert ran.status in (0, 2), (path, ran)
            assert (ran.out == "") == (ran.status == 2), (path, ran)
            assert "\x1b" not in ran.out + ran.err, (path, ran)
            statuses.add(ran.status)
    assert statuses == {0, 2}
