"""Two rounds compared: moved, not moved or cannot tell, and what became of the levers."""

from collections.abc import Mapping
from datetime import date

import pytest

from colonnade.core.comparison import Comparison, DimensionChange, LeverResult, PlannedLever, Round, compare
from colonnade.core.errors import BadReport
from colonnade.core.plan import Status

NAMES = {"north": "North", "east": "East"}


def take(
    stages: Mapping[str, int],
    scores: Mapping[str, Mapping[str, int]] | None = None,
    *,
    on: date = date(2026, 1, 5),
    model: str = "made",
    leniency: Mapping[str, float | None] | None = None,
    levers: tuple[PlannedLever, ...] = (),
    met: frozenset[str] = frozenset(),
    measured: Mapping[str, Mapping[str, bool]] | None = None,
    primary: str = "north",
    names: Mapping[str, str] = NAMES,
) -> Round:
    both: Mapping[str, Mapping[str, int]] = {id: {"ann": stage, "bob": stage} for id, stage in stages.items()}
    return Round(
        model_id=model,
        model_version="1.2.3",
        as_of=on,
        names=names,
        stages=stages,
        scores={id: (scores or both).get(id, {}) for id in names},
        leniency=leniency or {},
        primary_constraint=primary,
        levers=levers,
        met=met,
        measured=measured or {},
    )


def north(baseline: Round, rescore: Round) -> DimensionChange:
    return next(change for change in compare(baseline, rescore).dimensions if change.id == "north")


LATER = date(2026, 4, 5)


# --- verdicts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "verdict", "words"),
    [
        (2, 3, "moved", "up from 2 to 3"),
        (3, 2, "moved", "down from 3 to 2"),
        (2, 2, "not_moved", "stays at 2"),
    ],
)
def test_scored_in_both_rounds_by_the_same_reviewers_a_dimension_moved_or_not(
    before: int, now: int, verdict: str, words: str
) -> None:
    found = north(take({"north": before}), take({"north": now}, on=LATER))
    assert (found.from_stage, found.to_stage, found.verdict) == (before, now, verdict)
    assert words in found.because and "ann, bob" in found.because


def test_with_no_reviewer_in_both_rounds_it_cannot_be_told() -> None:
    found = north(
        take({"north": 2}, {"north": {"ann": 2, "bob": 2}}),
        take({"north": 3}, {"north": {"cy": 3, "dee": 3}}, on=LATER),
    )
    assert found.verdict == "cannot_tell"
    assert "nobody scored it in both rounds" in found.because


def test_a_reviewer_of_both_rounds_who_skipped_it_once_does_not_count() -> None:
    found = north(
        take({"north": 2, "east": 2}, {"north": {"bob": 2}, "east": {"ann": 2, "bob": 2}}),
        take({"north": 3, "east": 2}, {"north": {"ann": 3}, "east": {"ann": 2}}, on=LATER),
    )
    assert found.verdict == "cannot_tell"


def test_one_common_reviewer_is_enough() -> None:
    found = north(
        take({"north": 2}, {"north": {"ann": 2, "bob": 2}}),
        take({"north": 3}, {"north": {"cy": 3, "bob": 3}}, on=LATER),
    )
    assert found.verdict == "moved"
    assert "bob" in found.because and "cy" not in found.because


@pytest.mark.parametrize(
    ("before", "now", "verdict"),
    [
        (0.0, 0.49, "moved"),
        (0.0, 0.5, "cannot_tell"),
        (0.25, -0.25, "cannot_tell"),
        (0.333333, -0.166667, "cannot_tell"),
        (0.666667, 1.166667, "cannot_tell"),
        (-1.4, -0.9, "cannot_tell"),
        (None, 0.9, "moved"),
        (0.9, None, "moved"),
    ],
)
def test_a_leniency_that_shifted_by_half_a_stage_makes_it_unreadable(
    before: float | None, now: float | None, verdict: str
) -> None:
    found = north(
        take({"north": 2}, leniency={"ann": before, "bob": 0.0}),
        take({"north": 3}, leniency={"ann": now, "bob": 0.0}, on=LATER),
    )
    assert found.verdict == verdict
    assert ("ann scored half a stage or more differently" in found.because) == (verdict == "cannot_tell")


def test_the_shifted_leniency_of_a_reviewer_of_one_round_only_does_not_matter() -> None:
    found = north(
        take({"north": 2}, {"north": {"ann": 2, "bob": 2}}, leniency={"ann": 0.0, "bob": 0.9}),
        take({"north": 3}, {"north": {"ann": 3, "cy": 3}}, leniency={"ann": 0.0, "bob": -0.9}, on=LATER),
    )
    assert found.verdict == "moved"


def test_measured_criteria_that_moved_tell_what_reviewers_cannot() -> None:
    found = north(
        take({"north": 2}, {"north": {"ann": 2}}, measured={"north": {"c1": False, "c2": True}}),
        take({"north": 3}, {"north": {"cy": 3}}, measured={"north": {"c1": True, "c2": True}}, on=LATER),
    )
    assert found.verdict == "moved"
    assert "c1" in found.because and "c2" not in found.because


def test_measured_criteria_of_another_dimension_or_of_one_round_only_tell_nothing() -> None:
    before = take({"north": 2}, {"north": {"ann": 2}}, measured={"east": {"c1": False}, "north": {}})
    after = take(
        {"north": 3}, {"north": {"cy": 3}}, measured={"east": {"c1": True}, "north": {"c2": True}}, on=LATER
    )
    assert north(before, after).verdict == "cannot_tell"


@pytest.mark.parametrize(
    ("before", "now", "words"), [({}, {"north": 3}, "before"), ({"north": 3}, {}, "now"), ({}, {}, "before")]
)
def test_a_dimension_not_scored_in_one_round_cannot_be_told(
    before: dict[str, int], now: dict[str, int], words: str
) -> None:
    found = north(take(before), take(now, on=LATER))
    assert found.verdict == "cannot_tell"
    assert found.because == f"not scored {words}"


# --- levers -------------------------------------------------------------------------------------------------


def lever(id: str = "north.2.a", status: Status = "chosen", *turns: str, dimension: str = "north") -> PlannedLever:
    return PlannedLever(id, dimension, status, turns)


def results(
    before: tuple[PlannedLever, ...],
    now: tuple[PlannedLever, ...],
    met_before: frozenset[str] = frozenset(),
    met_now: frozenset[str] = frozenset(),
    stage_now: int = 3,
) -> dict[str, LeverResult]:
    found: Comparison = compare(
        take({"north": 2}, levers=before, met=met_before),
        take({"north": stage_now}, levers=now, met=met_now, on=LATER),
    )
    return {result.id: result for result in found.levers}


def test_a_lever_is_done_when_the_later_plan_says_so() -> None:
    assert results((lever(),), (lever(status="done"),))["north.2.a"].done
    assert not results((lever(),), (lever(),))["north.2.a"].done
    assert not results((lever(),), ())["north.2.a"].done


def test_a_lever_turned_the_criteria_met_now_that_were_not_before() -> None:
    planned = lever("north.2.a", "chosen", "was_met", "turned", "still_open")
    found = results(
        (planned,),
        (planned,),
        met_before=frozenset({"was_met"}),
        met_now=frozenset({"was_met", "turned", "other"}),
    )
    assert found["north.2.a"].turned == ("turned",)


@pytest.mark.parametrize(("stage_now", "words"), [(3, "North moved"), (2, "North did not move")])
def test_a_lever_says_whether_its_dimension_moved_and_never_that_it_caused_it(stage_now: int, words: str) -> None:
    because = results((lever(),), (lever(status="done"),), stage_now=stage_now)["north.2.a"].because
    assert because.startswith(f"done; {words}")
    assert "caus" not in because


def test_a_lever_put_off_at_the_baseline_is_not_followed_unless_it_was_done_since() -> None:
    put_off = lever(status="not_now")
    assert results((put_off,), (put_off,)) == {}
    assert results((put_off,), (lever(status="done"),))["north.2.a"].done


def test_a_lever_done_that_was_not_planned_at_the_baseline_is_followed_too() -> None:
    found = results(
        (), (lever("north.2.b", "done", "c1"), lever("north.2.c", "proposed")), met_now=frozenset({"c1"})
    )
    assert list(found) == ["north.2.b"]
    assert found["north.2.b"].turned == ("c1",)


def test_a_lever_given_up_since_is_not_done() -> None:
    found = results((lever(),), (lever(status="not_now"),))["north.2.a"]
    assert not found.done and found.because.startswith("not done")


# --- the whole ----------------------------------------------------------------------------------------------


def test_the_constraint_is_named_before_and_now() -> None:
    found = compare(take({"north": 1, "east": 2}), take({"north": 3, "east": 2}, primary="east", on=LATER))
    assert (found.constraint_from, found.constraint_to) == ("north", "east")
    assert (found.from_on, found.to_on) == (date(2026, 1, 5), LATER)


def test_rounds_of_two_models_are_not_compared() -> None:
    with pytest.raises(BadReport, match=r"'made' .* 'other'"):
        compare(take({"north": 1}), take({"north": 2}, model="other", on=LATER))


def test_a_rescore_older_than_its_baseline_is_refused_and_one_of_the_same_day_is_not() -> None:
    with pytest.raises(BadReport, match="older"):
        compare(take({"north": 1}, on=LATER), take({"north": 2}))
    assert compare(take({"north": 1}), take({"north": 2})).dimensions[0].verdict == "moved"


def test_a_dimension_that_one_of_the_two_versions_of_the_model_lacks_is_left_out_with_its_levers() -> None:
    before = take({"north": 1, "east": 2}, levers=(lever("east.2.a", dimension="east"),))
    after = take({"north": 2}, names={"north": "North"}, on=LATER)
    found = compare(before, after)
    assert [change.id for change in found.dimensions] == ["north"]
    assert found.levers == ()
