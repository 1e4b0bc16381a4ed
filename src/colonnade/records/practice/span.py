"""The months a practice company lived through, and days drawn from them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random


def months_after(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def at_work(dice: Random, day: date) -> datetime:
    """A moment of the working day."""
    return datetime.combine(day, time(dice.randint(7, 17), dice.randint(0, 59)), UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """Months numbered from 0; each ends on the day of the month on which the records end."""

    months: int
    ends_on: date

    def last(self, month: int) -> date:
        return months_after(self.ends_on, month - self.months + 1)

    def first(self, month: int) -> date:
        return self.last(month - 1) + timedelta(days=1)

    def day(self, dice: Random, month: int) -> date:
        days = (self.last(month) - self.last(month - 1)).days
        return self.first(month) + timedelta(days=dice.randrange(days))

    def month_of(self, day: date) -> int:
        """The month a day lies in; negative before the records begin."""
        ahead = (self.ends_on.year - day.year) * 12 + self.ends_on.month - day.month
        month = self.months - 1 - ahead
        while day > self.last(month):
            month += 1
        return month

    def known(self, moment: datetime) -> datetime | None:
        """The moment, if it has come by the time the records end."""
        return moment if moment.date() <= self.ends_on else None

    def reached(self, day: date) -> date | None:
        return day if day <= self.ends_on else None

    @property
    def year_ago(self) -> date:
        return months_after(self.ends_on, -12)


class Steady:
    """Says yes to a set share of calls, spread evenly, so that a planted rate shows in few rows too."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._owed = 0.5

    def __call__(self) -> bool:
        return self.take(self._share) == 1

    def take(self, amount: float) -> int:
        """The whole units due once `amount` more is owed."""
        self._owed += amount
        whole = int(self._owed + 1e-9)
        self._owed -= whole
        return whole
