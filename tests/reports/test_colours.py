"""An organisation's colour stays readable: against published contrast ratios, and for every colour there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.reports.colours import LEAST_CONTRAST, WHITE, contrast, readable


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_the_web_content_accessibility_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_is_made_dark_enough_for_words_and_no_darker_than_it_was_if_it_is(colour: int) -> None:
    given_ = f"#{colour:06x}"
    used = readable(given_)
    assert contrast(used, WHITE) >= LEAST_CONTRAST
    assert contrast(given_, WHITE) < LEAST_CONTRAST or used == given_
