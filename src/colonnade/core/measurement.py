"""Measurements: a metric's value with its period, rows and definition, or what it would need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Unit = Literal["share", "points", "count", "days", "hours", "currency", "ratio", "per_100_accounts_per_month"]
Direction = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Definition:
    """What a metric is: `formula` in words; `needs` are tables and columns as `table.column`."""

    id: str
    name: str
    formula: str
    unit: Unit
    better: Direction
    needs: tuple[str, ...]
    kind: Literal["leading", "lagging"]
    switches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """A metric for one value of a column; value None where the group has nothing to divide by.

    `small`: fewer than ten accounts stand behind it. `name`: what the records call it, where `key` is an id.
    """

    key: str
    value: float | None
    rows: int
    small: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    definition: Definition
    value: float
    rows: int
    period: Period
    by: Mapping[str, tuple[Slice, ...]] = field(default_factory=dict)
    further: Mapping[str, float] = field(default_factory=dict)
    """Other figures of the same metric, such as its median beside the mean."""

    notes: tuple[str, ...] = ()
    """What a reader must know of this value, such as a breakdown that holds only today's state."""

    currency: str = ""
    """Of an amount: the code in the records, such as USD; empty where they do not tell one."""


def unit_of(figure: str, unit: Unit) -> Unit:
    """Of a figure beside a metric's value: one that is called a share is one, others are in the metric's unit."""
    return "share" if figure.startswith("share") else unit


@dataclass(frozen=True, slots=True)
class Unavailable:
    """`needs` says which tables and columns, or how many rows, would make it available.

    `is_stale`: there are records, and they end too long before the day.
    """

    definition: Definition
    period: Period
    needs: tuple[str, ...]
    rows: int = 0
    is_stale: bool = False


Measurement = Measured | Unavailable


@dataclass(frozen=True, slots=True)
class Movement:
    """Recurring revenue of a month: opening plus all movements is closing, to the cent."""

    month: date
    opening: Decimal
    new: Decimal
    expansion: Decimal
    reactivation: Decimal
    contraction: Decimal
    churn: Decimal
    exchange: Decimal
    closing: Decimal

    @property
    def closes(self) -> bool:
        moved = self.new + self.expansion + self.reactivation + self.contraction + self.churn + self.exchange
        return self.opening + moved == self.closing
