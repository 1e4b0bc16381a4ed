"""Measured values with their units, as people read them."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from colonnade.core.measurement import Measured, Unit
from colonnade.core.speech import Words, decimal, gettext_noop, number

UNITS: Mapping[Unit, str] = Words(
    {
        "points": gettext_noop("{figure} points"),
        "days": gettext_noop("{figure} days"),
        "hours": gettext_noop("{figure} hours"),
        "per_100_accounts_per_month": gettext_noop("{figure} per 100 accounts a month"),
    }
)


def half_up(value: float | Decimal, places: int) -> Decimal:
    """A number on paper: halves go up, away from zero."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def amount(value: Decimal) -> str:
    """Money without its cents: they are in the files."""
    return number(half_up(value, 0))


def figure(value: float, unit: Unit, currency: str = "") -> str:
    """A measured value with its unit; an amount with its currency where the records tell it."""
    if unit == "share":
        return f"{decimal(str(half_up(value * 100, 1)))} %"
    if unit == "currency":
        return f"{currency} {amount(Decimal(str(value)))}".lstrip()
    places = 0 if float(value).is_integer() else 2 if unit == "ratio" else 1
    return UNITS.get(unit, "{figure}").format(figure=number(half_up(value, places)))


def figure_of(measured: Measured, value: float | None = None, *, unit: Unit | None = None) -> str:
    """What a metric measured, or another value of it, such as a group's; in its unit unless another is given."""
    of_it = measured.value if value is None else value
    return figure(of_it, unit or measured.definition.unit, measured.currency)
