"""Cohorts: what became of the accounts that started in one quarter."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CohortCell:
    """A cohort on the last day of a quarter; `age` 0 is the quarter it started in."""

    age: int
    on_day: date
    accounts: int
    mrr: Decimal


@dataclass(frozen=True, slots=True)
class Cohort:
    """Accounts whose first recurring subscription began in a quarter, with what they paid on that first day."""

    quarter: str
    accounts: int
    mrr: Decimal
    cells: tuple[CohortCell, ...]

    def accounts_kept(self, cell: CohortCell) -> float:
        return cell.accounts / self.accounts

    def revenue_kept(self, cell: CohortCell) -> float:
        return float(cell.mrr / self.mrr)
