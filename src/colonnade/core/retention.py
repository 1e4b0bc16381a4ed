"""Retention reckoned in three ways, and what sets two of them apart: which accounts, how much money."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Way = Literal["snapshot", "movements", "renewals"]

WAYS: dict[Way, str] = {
    "snapshot": "what the accounts active twelve months before pay now, over what they paid then",
    "movements": "what was paid at the opening with the movements of each month since, over what was paid at the "
    "opening; movements of accounts that came since count, what came back does not",
    "renewals": "what was renewed, on the day or within 30 days, of the terms that ended in the twelve months, "
    "over what they paid a month",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Accounts that stand alike to both ways: their money by snapshot, and by the other way."""

    what: str
    accounts: int
    snapshot_base: Decimal
    snapshot_kept: Decimal
    base: Decimal
    kept: Decimal


@dataclass(frozen=True, slots=True)
class Retention:
    """`kept` over `base`, in money a month; `parts` add up to both, here and by snapshot.

    `needs` says what is lacking where there is no value.
    """

    metric: str
    way: Way
    accounts: int
    base: Decimal
    kept: Decimal
    parts: tuple[Part, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        return float(self.kept / self.base) if self.base else None
