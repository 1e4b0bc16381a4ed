"""What is promised and what it costs: forecasts, the team with its pay and quotas, costs."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from colonnade.records.practice.company import CENT, CURRENCY, Company, Csm
from colonnade.records.practice.customers import Row
from colonnade.records.practice.sales import Sale
from colonnade.records.practice.span import months_after
from colonnade.records.practice.tiers import SMB

RENEWAL_ERRORS = (0.27, 0.22, -0.24, 0.30)
RETENTION_ERRORS = (0.13, 0.15, 0.12, -0.14)
"""By how much forecasts miss, quarter by quarter in turn."""
QUOTA = Decimal(18000)
COST = {"cs_people": 9000, "cs_tools": 450, "onboarding": 700, "support": 5200, "other": 300}
"""Dollars a month for each CSM or manager."""
OF_A_TIER = ("cs_people", "onboarding", "support")
"""What is spent on a tier's own accounts; tools, managers and the rest serve all."""


def forecasts(company: Company, all_sales: list[Sale]) -> Iterator[Row]:
    """Of renewals and net retention by quarter: 45 days before its end and, too late to count, 10 days before."""
    for number, period_end in enumerate(_quarter_ends(company)):
        start = months_after(period_end + timedelta(days=1), -3)
        renewals = [sale for sale in all_sales if sale.kind == "renewal" and start <= sale.close_on <= period_end]
        renewed = sum((sale.amount for sale in renewals if sale.is_won), Decimal(0))
        retained = _net_retention(company, period_end)
        for days, care in ((45, 1.0), (10, 0.3)):
            row: Row = {"made_on": period_end - timedelta(days=days), "period_end": period_end}
            amount = round(float(renewed) * (1 + RENEWAL_ERRORS[number % 4] * care), 2)
            yield {**row, "kind": "renewal", "amount": amount, "actual": renewed}
            if retained is not None:
                amount = round(retained + RETENTION_ERRORS[number % 4] * care, 4)
                yield {**row, "kind": "nrr", "amount": amount, "actual": round(retained, 4)}


def _quarter_ends(company: Company) -> list[date]:
    """The ends of calendar quarters that were whole and over when the records end."""
    ends = []
    end = date(company.span.ends_on.year + 1, 1, 1)
    while (day := end - timedelta(days=1)) > company.span.last(2):
        if day <= company.span.ends_on:
            ends.append(day)
        end = months_after(end, -3)
    return ends[::-1]


def _net_retention(company: Company, day: date) -> float | None:
    """Over the twelve months to a day; unknown where nobody was a customer when they began."""
    base = [(account, mrr) for account in company.accounts if (mrr := account.mrr(months_after(day, -12)))]
    if not base:
        return None
    return float(sum(account.mrr(day) for account, _ in base) / sum(mrr for _, mrr in base))


def csms(company: Company, _dice: Random) -> Iterator[Row]:
    for csm in [*company.managers, *company.csms]:
        varies = csm is not company.csms[-1]
        yield {
            "csm_id": csm.id,
            "name": csm.name,
            "manager_id": csm.manager_id,
            "segment": csm.segment,
            "started_on": csm.started_on,
            "weekly_hours": 40,
            "variable_pay_share": "0.10" if varies else "0.00",
            "quota": QUOTA * 4 if csm in _with_quota(company) else None,
        }


def quotas(company: Company, dice: Random) -> Iterator[Row]:
    for period_end in _quarter_ends(company):
        for csm in _with_quota(company):
            attained = (QUOTA * Decimal(str(round(dice.uniform(0.45, 0.75), 3)))).quantize(CENT)
            row: Row = {"csm_id": csm.id, "period_start": months_after(period_end + timedelta(days=1), -3)}
            yield {**row, "period_end": period_end, "quota": QUOTA, "attained": attained}


def _with_quota(company: Company) -> list[Csm]:
    """Two of seven CSMs, those of the smallest customers, have a number of their own."""
    return [csm for csm in company.csms if csm.segment == SMB.segment]


def costs(company: Company, dice: Random) -> Iterator[Row]:
    heads = Counter(csm.segment for csm in company.csms)
    for month in range(company.span.months):
        first = months_after(company.span.ends_on.replace(day=1), month - company.span.months + 1)
        for category, each in COST.items():
            row: Row = {"month": first, "category": category, "currency": CURRENCY}
            of_tiers = heads if category in OF_A_TIER else Counter()
            for tier, csms_there in of_tiers.items():
                yield {**row, "amount": Decimal(csms_there * each), "tier": tier}
            for_all = len(company.managers) + heads.total() - of_tiers.total()
            yield {**row, "amount": Decimal(for_all * each + dice.randint(-200, 200))}
