"""Numbers are typed as people write them, and never read in a way they did not mean."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from colonnade.core.measurement import Unit
from colonnade.web.numbers import Amount, as_shown, in_full


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,250,000", 1_250_000),
        ("1 250 000.5", 1_250_000.5),
        ("1250000", 1_250_000),
        ("43.3", 43.3),
        (" -2 ", -2),
        ("−12.75", -12.75),
        ("", None),
    ],
)
def test_an_amount_is_read_with_its_thousands_apart_or_not(typed: str, value: float | None) -> None:
    assert Amount(required=False).clean(typed) == value


@pytest.mark.parametrize("typed", ["43,3", "1,25", "1.250.000", ",5", "1e9", "nan", "٣", "5 %", "x"])
def test_what_could_be_meant_otherwise_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"such as 1,250,000 or 43\.3"):
        Amount().clean(typed)


def test_a_number_too_large_to_be_one_is_refused() -> None:
    with pytest.raises(ValidationError):
        Amount().clean("9" * 400)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.43298969, "share", "43.3"),
        (0.8, "share", "80"),
        (5518216.4, "currency", "5,518,216"),
        (12.345, "ratio", "12.35"),
        (1234.56, "hours", "1,234.6"),
        (7.0, "count", "7"),
    ],
)
def test_a_field_shows_a_figure_to_the_digits_that_the_page_does(value: float, unit: Unit, shown: str) -> None:
    assert as_shown(value, unit) == shown
    assert Amount().clean(shown) == float(shown.replace(",", ""))


def test_what_somebody_typed_is_shown_to_its_last_digit() -> None:
    assert in_full(1234567.5) == "1,234,567.5"
    assert in_full(0.00001) == "0.00001"


def test_a_language_with_a_comma_for_a_point_types_so() -> None:
    with translation.override("de"):
        assert as_shown(1234.56, "hours") == "1.234,6"
        assert Amount().clean("1.234,6") == 1234.6
        with pytest.raises(ValidationError):
            Amount().clean("43.3")
