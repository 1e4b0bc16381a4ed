"""What was planted in a practice company's records, summed while they were made and apart from the metrics."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files

from colonnade.records.practice import years
from colonnade.records.practice.company import CENT, Company
from colonnade.records.practice.team import COST, OF_A_TIER
from colonnade.records.practice.tiers import ENTERPRISE, SMB

ENOUGH_ACCOUNTS, ENOUGH_MONTHS = 60, 24
"""With fewer the rows are too few for the rules of the criteria, and nothing is said about them."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Money is in the company's one currency; retention is over the twelve months to `ends_on`.

    `stages` is what each pillar's records were made to show; `met` and `not_met` are the criteria that the records
    must answer so once the organisation has named its `top_tier` and `low_tier`. `odds` multiply an account's
    odds of giving notice in a month.
    """

    ends_on: date
    arr: Decimal
    opening_mrr: Decimal
    """Of the customers of a year ago, then."""
    kept_mrr: Decimal
    """Of the same customers now, none above its own opening."""
    present_mrr: Decimal
    """Of the same customers now."""
    customers: tuple[str, ...]
    lost_accounts: tuple[str, ...]
    """Customers of a year ago that are none now."""
    stages: Mapping[str, int]
    met: tuple[str, ...]
    not_met: tuple[str, ...]
    odds: Mapping[str, float]
    cost_to_serve: Mapping[str, float]
    """What a tier's own people, onboarding and support cost in the year, for each of its customers."""
    top_tier: str = ENTERPRISE.segment
    low_tier: str = SMB.segment

    @property
    def gross_revenue_retention(self) -> float:
        return float(self.kept_mrr / self.opening_mrr)

    @property
    def net_revenue_retention(self) -> float:
        return float(self.present_mrr / self.opening_mrr)


def tell(company: Company, accounts: int) -> Truth:
    now, then = company.span.ends_on, company.span.year_ago
    opening = {account.id: mrr for account in company.accounts if (mrr := account.mrr(then))}
    closing = {account.id: mrr for account in company.accounts if (mrr := account.mrr(now))}
    nothing = Decimal(0)
    enough = accounts >= ENOUGH_ACCOUNTS and company.span.months >= ENOUGH_MONTHS
    return Truth(
        ends_on=now,
        arr=_cents(12 * sum(closing.values(), nothing)),
        opening_mrr=_cents(sum(opening.values(), nothing)),
        kept_mrr=_cents(sum((min(mrr, closing.get(id_, nothing)) for id_, mrr in opening.items()), nothing)),
        present_mrr=_cents(sum((closing.get(id_, nothing) for id_ in opening), nothing)),
        customers=tuple(closing),
        lost_accounts=tuple(id_ for id_ in opening if id_ not in closing),
        stages={row["pillar"]: int(row["stage"]) for row in read_data("pillars.csv")},
        met=criteria("met") if enough else (),
        not_met=criteria("not_met") if enough else (),
        odds=years.ODDS,
        cost_to_serve=_cost_to_serve(company, tuple(closing)),
    )


def _cost_to_serve(company: Company, customers: tuple[str, ...]) -> Mapping[str, float]:
    served = Counter(account.tier.segment for account in company.accounts if account.id in customers)
    of_a_csm = 12 * sum(COST[category] for category in OF_A_TIER)
    heads = Counter(csm.segment for csm in company.csms)
    return {tier: heads[tier] * of_a_csm / count for tier, count in served.items()}


def read_data(name: str) -> list[dict[str, str]]:
    """A table that lies beside this code."""
    text = (files("colonnade.records.practice") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def criteria(shown: str) -> tuple[str, ...]:
    return tuple(row["criterion"] for row in read_data("criteria.csv") if row["shown"] == shown)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT)
