"""How far reviewers agree, judged by Krippendorff's published example and by what alpha must never depend on."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from colonnade.core.agreement import Level, agreement, krippendorff_alpha, leniency

CODERS = """
    A  1 2 3 3 2 1 4 1 2 . . .
    B  1 2 3 3 2 2 4 1 2 5 . 3
    C  . 3 3 3 2 3 4 2 2 5 1 .
    D  1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Krippendorff's four coders and twelve units; a dot is a unit the coder left out."""

Panel = dict[str, dict[str, int]]


def read_panel(table: str) -> Panel:
    rows = [line.split() for line in table.strip().splitlines()]
    return {
        who: {f"unit{n}": int(value) for n, value in enumerate(values) if value != "."} for who, *values in rows
    }


def units_of(panel: Panel) -> list[list[int]]:
    names = dict.fromkeys(unit for scores in panel.values() for unit in scores)
    return [[scores[unit] for scores in panel.values() if unit in scores] for unit in names]


panels = st.lists(st.lists(st.none() | st.integers(1, 5), min_size=3, max_size=7), min_size=2, max_size=5).map(
    lambda rows: {
        f"r{n}": {f"d{place}": value for place, value in enumerate(row) if value is not None}
        for n, row in enumerate(rows)
    }
)


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_four_coders_and_twelve_units_is_as_published(level: Level, published: float) -> None:
    alpha = krippendorff_alpha(units_of(read_panel(CODERS)), level)
    assert alpha is not None
    assert round(alpha, 3) == published


def test_the_published_example_has_forty_pairable_values_since_one_unit_was_coded_once() -> None:
    found = agreement(read_panel(CODERS))
    assert found.pairable == 40
    assert found.units == 11
    assert found.alpha is not None and round(found.alpha, 3) == 0.815


def test_reviewers_agree_the_same_in_x_and_within_one_in_y_of_the_dimensions_two_of_them_scored() -> None:
    found = agreement(
        read_panel(
            """
            ann  3 2 1 4 . 2
            bob  3 3 3 4 2 .
            cy   3 2 1 . . .
            """
        )
    )
    assert (found.units, found.same, found.within_one) == (4, 2, 3)


def test_one_reviewer_has_no_alpha_and_the_note_says_why() -> None:
    found = agreement({"ann": {"north": 3, "east": 2}})
    assert (found.alpha, found.pairable, found.units) == (None, 0, 0)
    assert found.note == "not defined: one reviewer"


def test_no_reviewer_at_all_is_not_called_one() -> None:
    assert agreement({}).note == "not defined: no reviewer"


def test_alpha_is_not_defined_when_all_gave_the_same_stage_everywhere() -> None:
    found = agreement({who: {"north": 3, "east": 3} for who in ("ann", "bob", "cy")})
    assert found.alpha is None
    assert (found.same, found.within_one, found.units, found.pairable) == (2, 2, 2, 6)
    assert "same stage" in found.note


def test_reviewers_of_different_dimensions_have_nothing_to_compare() -> None:
    found = agreement({"ann": {"north": 3}, "bob": {"east": 2}})
    assert (found.alpha, found.pairable) == (None, 0)
    assert "no dimension" in found.note


def test_below_twenty_pairable_values_alpha_comes_with_a_range_around_it() -> None:
    found = agreement(read_panel("ann 1 2 3 4 5 3 2\nbob 1 3 3 4 4 3 1"))
    assert found.pairable == 14
    assert found.alpha is not None and found.alpha_range is not None
    assert found.alpha_range[0] <= found.alpha <= found.alpha_range[1]
    assert found.alpha_range[0] < found.alpha_range[1]
    assert "14 values" in found.note


def test_from_twenty_pairable_values_on_there_is_no_range() -> None:
    nineteen = read_panel("ann 1 2 3 4 5 3 2 1\nbob 1 3 3 4 4 3 1 2\ncy 2 2 3 . . . . .")
    twenty = read_panel("ann 1 2 3 4 5 3 2 1\nbob 1 3 3 4 4 3 1 2\ncy 2 2 3 4 . . . .")
    assert (agreement(nineteen).pairable, agreement(twenty).pairable) == (19, 20)
    assert agreement(nineteen).alpha_range is not None
    assert agreement(twenty).alpha_range is None


def test_one_shared_dimension_gives_no_range_and_the_note_does_not_speak_of_one() -> None:
    found = agreement({"ann": {"north": 1}, "bob": {"north": 2}})
    assert (found.alpha, found.alpha_range) == (0.0, None)
    assert "range" not in found.note


def test_two_who_always_disagree_fare_worse_than_chance() -> None:
    alpha = agreement(read_panel("ann 1 5 1 5\nbob 5 1 5 1")).alpha
    assert alpha is not None and alpha < 0


@pytest.mark.parametrize(("who", "expected"), [("ann", 1.0), ("bob", -0.75), ("cy", -0.5)])
def test_leniency_is_the_mean_distance_to_the_mean_of_the_others(who: str, expected: float) -> None:
    """Of north all gave a stage, of east ann and bob; south was scored by cy alone and counts for nobody."""
    panel = {"ann": {"north": 3, "east": 3}, "bob": {"north": 2, "east": 2}, "cy": {"north": 2, "south": 5}}
    assert leniency(panel)[who] == expected


def test_a_reviewer_nobody_else_can_be_held_against_has_no_leniency() -> None:
    assert leniency({"ann": {"north": 3}, "bob": {"east": 1}}) == {"ann": None, "bob": None}


@given(panels, st.data())
@settings(max_examples=60, deadline=None)
def test_alpha_depends_neither_on_the_order_nor_on_the_names_of_the_reviewers(
    panel: Panel, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(list(panel)))
    renamed = {f"someone else {n}": panel[who] for n, who in enumerate(shuffled)}
    one, other = agreement(panel), agreement(renamed)
    assert (one.pairable, one.units, one.same, one.within_one) == (
        other.pairable,
        other.units,
        other.same,
        other.within_one,
    )
    assert one.alpha == pytest.approx(other.alpha)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=9), st.integers(2, 5))
@settings(max_examples=60, deadline=None)
def test_alpha_is_one_where_all_agree_and_the_dimensions_differ(stages: list[int], reviewers: int) -> None:
    assume(len(set(stages)) > 1)
    row = {f"d{n}": stage for n, stage in enumerate(stages)}
    assert agreement({f"r{n}": dict(row) for n in range(reviewers)}).alpha == pytest.approx(1)


@given(panels)
@settings(max_examples=60, deadline=None)
def test_alpha_never_exceeds_one_and_same_never_exceeds_within_one(panel: Panel) -> None:
    found = agreement(panel)
    assert found.same <= found.within_one <= found.units
    assert found.alpha is None or found.alpha <= 1 + 1e-12


@given(panels)
@settings(max_examples=40, deadline=None)
def test_two_reviewers_who_scored_alike_dimensions_are_lenient_by_opposite_amounts(panel: Panel) -> None:
    two = dict(list(panel.items())[:2])
    found = list(leniency(two).values())
    if None in found:
        assert found == [None, None]
    else:
        first, second = found
        assert first is not None and second is not None
        assert first == pytest.approx(-second)
