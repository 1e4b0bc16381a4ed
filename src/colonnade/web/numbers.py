"""Numbers as people type and read them: thousands apart, the decimal sign of their language."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

from colonnade.core.measurement import Unit
from colonnade.reports.wording import half_up

PLACES: dict[Unit, int] = {"currency": 0, "ratio": 2}
SPACES = "\u0020\u00a0\u202f"


def scale(unit: Unit | None) -> int:
    """A share is typed in per cent."""
    return 100 if unit == "share" else 1


def as_shown(value: float, unit: Unit | None) -> str:
    """To the digits that pages show it with, for a field to type into."""
    return _apart(half_up(value * scale(unit), PLACES.get(unit, 1) if unit else 6))


def in_full(value: float) -> str:
    """Every digit that was typed, never an exponent."""
    return _apart(Decimal(str(value)))


def _apart(value: Decimal) -> str:
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return number_format(Decimal(plain), force_grouping=True)


class Amount(forms.FloatField):
    """A number with its thousands apart or not; what could be read in two ways is refused."""

    def __init__(self, **named: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **named)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_plain(str(value)) if value not in self.empty_values else value)


def _plain(typed: str) -> str:
    thousand, point = get_format("THOUSAND_SEPARATOR"), get_format("DECIMAL_SEPARATOR")
    text = typed.strip().replace("−", "-")
    whole = rf"\d+|\d{{1,3}}(?:[{SPACES}{re.escape(thousand)}]\d{{3}})+"
    found = re.fullmatch(rf"(-?)({whole})(?:{re.escape(point)}(\d+))?", text, re.ASCII)
    if not found:
        examples = {"large": _apart(Decimal(1250000)), "small": _apart(Decimal("43.3"))}
        raise ValidationError(_("Write a number, such as %(large)s or %(small)s."), params=examples)
    sign, before, after = found.groups()
    return f"{sign}{re.sub('[^0-9]', '', before)}.{after or 0}"
