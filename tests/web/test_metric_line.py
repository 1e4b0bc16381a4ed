"""The line of a metric's months: what is not known is a gap, and the sentence says the same."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.web.records.line import Month, line, summary

WIDTH, HEIGHT = 880, 240


def months(*values: float | None) -> list[Month]:
    return [Month(date(2024 + n // 12, n % 12 + 1, 28), value, 1, "") for n, value in enumerate(values)]


def drawn(*values: float | None) -> str:
    return line("Share", "share", months(*values), width=WIDTH)


def test_an_unknown_month_parts_the_line() -> None:
    assert drawn(0.1, 0.2, None, 0.3, 0.4).count("<polyline") == 2


def test_a_known_month_alone_is_a_dot() -> None:
    picture = drawn(0.1, None, 0.3, 0.4)
    assert picture.count("<polyline") == 1
    assert picture.count('class="alone"') == 1


@pytest.mark.parametrize("values", [(), (0.5,), (None, None), (None, 0.5, None)])
def test_fewer_than_two_known_months_are_no_line(values: tuple[float | None, ...]) -> None:
    assert drawn(*values) == ""


def test_the_sentence_tells_the_ends_and_the_gaps() -> None:
    said = summary("Share", "share", months(0.1, 0.4, None, 0.2))
    assert said == (
        "Share was 10.0 % on 28 Jan 2024 and is 20.0 % on 28 Apr 2024; lowest 10.0 % on 28 Jan 2024, "
        "highest 40.0 % on 28 Feb 2024. 1 month not known."
    )
    assert summary("Share", "share", months(None)) == "Share is not known in any of these months."


def test_a_share_that_hardly_moves_is_not_squeezed_flat_against_zero() -> None:
    assert "90.0 %" in drawn(0.9, 0.92, 0.91)
    assert "0.0 %" in drawn(0.1, 0.9, 0.5)


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=2, max_size=24))
def test_whatever_the_months_the_picture_is_whole_and_inside_its_frame(values: list[float | None]) -> None:
    picture = line("Share", "count", months(*values), width=WIDTH, height=HEIGHT)
    if not picture:
        assert sum(value is not None for value in values) < 2
        return
    root = ElementTree.fromstring(picture)
    assert root.find("title") is not None
    points = [
        tuple(map(float, p.split(","))) for run in re.findall(r'points="([^"]+)"', picture) for p in run.split()
    ]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
