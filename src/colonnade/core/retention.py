"""Retention reckoned in three ways, and what sets two of them apart: which accounts, how much money."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Way = Literal["snapshot", "movements", "renewals"]

GROSS, NET = "gross_revenue_retention", "net_revenue_retention"

WAYS: dict[Way, dict[str, str]] = {
    "snapshot": {
        GROSS: "what the accounts active twelve months before pay now, each at most what it paid then, over what "
        "they paid then",
        NET: "what the accounts active twelve months before pay now, over what they paid then",
    },
    "movements": {
        GROSS: "what was paid at the opening less what contracted and churned each month since, over what was "
        "paid at the opening; expansion does not count, losses of accounts that came since do",
        NET: "what was paid at the opening with the movements of each month since, over what was paid at the "
        "opening; movements of accounts that came since count, what came back does not",
    },
    "renewals": {
        GROSS: "what was renewed, on the day or within 30 days, of the terms that ended in the twelve months, "
        "each at most what it paid, over what they paid a month",
        NET: "what was renewed, on the day or within 30 days, of the terms that ended in the twelve months, over "
        "what they paid a month",
    },
}
"""Each way in words, for gross and for net retention."""


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
    def definition(self) -> str:
        return WAYS[self.way][self.metric]

    @property
    def value(self) -> float | None:
        return float(self.kept / self.base) if self.base else None
