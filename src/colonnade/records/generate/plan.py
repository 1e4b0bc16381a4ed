"""What is asked of the generator: sizes, the seed of its dice, and the last day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import exp, log, pi, sin
from typing import Literal, get_args

from colonnade.core.errors import BadOption
from colonnade.records.practice.span import Span

Form = Literal["csv", "parquet"]
Shape = Literal["salesforce", "stripe+zendesk"]
SHAPES: tuple[Shape, ...] = get_args(Shape)

ENDS_ON = date(2026, 10, 31)
"""The last day when none is asked for: the same arguments give the same files, whatever day it is."""

CSV_UP_TO_EVENTS = 1_000_000
FEWEST_ACCOUNTS, FEWEST_MONTHS = 50, 15
MOST_ACCOUNTS, MOST_MONTHS, MOST_EVENTS = 2_000_000, 120, 1_000_000_000
COMING_A_YEAR = 1.45
"""How much the number of accounts there ever were grows in a year."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`accounts` counts all that ever were, `events` the rows of usage; BadOption for sizes out of range."""

    accounts: int
    months: int
    events: int
    seed: int
    ends_on: date = ENDS_ON
    form: Form | None = None
    shape: Shape | None = None
    """None: the canonical tables."""

    def __post_init__(self) -> None:
        for name, value, least, most in (
            ("--accounts", self.accounts, FEWEST_ACCOUNTS, MOST_ACCOUNTS),
            ("--months", self.months, FEWEST_MONTHS, MOST_MONTHS),
            ("--events", self.events, 0, MOST_EVENTS),
            ("--seed", self.seed, 0, 2**62),
        ):
            if not least <= value <= most:
                raise BadOption(f"{name} {value} is not a number from {least:,} to {most:,}")

    @property
    def ending(self) -> Form:
        return self.form or ("csv" if self.shape or self.events <= CSV_UP_TO_EVENTS else "parquet")

    @property
    def span(self) -> Span:
        return Span(self.months, self.ends_on)

    def months_with_arrivals(self) -> Iterator[tuple[int, date, date, float, float]]:
        """Each month, and -1 for all before: number, first and last day, accounts there were before and by it."""
        before = 0.0
        for month in range(-1, self.months):
            ever = self._ever(month)
            yield month, self.span.first(month), self.span.last(month), before, ever
            before = ever

    def _ever(self, month: int) -> float:
        """Accounts there ever were by the end of a month; more come in some seasons than in others."""
        to_go = (self.months - 1 - month) / 12
        if not to_go:
            return float(self.accounts)
        season = 1 + 0.03 * sin(2 * pi * to_go)
        return self.accounts * season * exp(-log(COMING_A_YEAR) * to_go)
