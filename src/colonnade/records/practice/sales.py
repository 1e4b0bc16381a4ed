"""What is sold: renewals, expansions and new business, and the leads that Customer Success qualified."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from colonnade.records.practice.company import CENT, CURRENCY, Account, Company, Stay
from colonnade.records.practice.customers import Row
from colonnade.records.practice.span import Steady, at_work, months_after
from colonnade.records.practice.tiers import ENTERPRISE, MID_MARKET, SMB

RENEWED_BY_CS = {ENTERPRISE.segment: 0.0, MID_MARKET.segment: 0.05, SMB.segment: 0.7}
PIPELINE_DAYS = 180
"""How far ahead renewals are opened."""


@dataclass(frozen=True, slots=True)
class Sale:
    """An opportunity worth `mrr` for twelve months; `is_won` None is open."""

    account: Account
    kind: str
    source: str
    owner: str
    mrr: Decimal
    created_on: date
    close_on: date
    is_won: bool | None

    @property
    def amount(self) -> Decimal:
        return self.mrr * 12


def sales(company: Company, dice: Random) -> list[Sale]:
    return [*_renewals(company), *_expansions(company, dice), *_new(company, dice)]


def opportunities(dice: Random, all_sales: list[Sale]) -> Iterator[Row]:
    for number, sale in enumerate(all_sales):
        yield {
            "opportunity_id": _opportunity_id(number),
            "account_id": sale.account.id,
            "kind": sale.kind,
            "source": sale.source,
            "stage": "Open" if sale.is_won is None else "Won" if sale.is_won else "Lost",
            "amount": sale.amount,
            "currency": CURRENCY,
            "created_at": at_work(dice, sale.created_on),
            "close_on": sale.close_on,
            "is_won": sale.is_won is True,
            "is_closed": sale.is_won is not None,
            "owner_id": sale.owner,
        }


def cs_qualified_leads(company: Company, dice: Random, all_sales: list[Sale]) -> Iterator[Row]:
    """One a month: for an expansion that CS found, else from the books of two CSMs."""
    found = {
        company.span.month_of(sale.close_on): (number, sale)
        for number, sale in enumerate(all_sales)
        if sale.kind == "expansion" and sale.source == "cs"
    }
    for month in range(company.span.months):
        day = company.span.day(dice, month)
        row: Row = {"csql_id": f"L-{month + 1:03}"}
        if month in found:
            number, sale = found[month]
            created = at_work(dice, sale.created_on)
            row |= {"amount": sale.amount, "created_at": created, "accepted_at": created + timedelta(days=3)}
            row |= {"opportunity_id": _opportunity_id(number), "won_at": at_work(dice, sale.close_on)}
            yield {**row, **_lead_of(sale.account)}
        elif book := [each for each in company.customers(day) if each.place.csm in company.csms[:2]]:
            row |= {"amount": dice.randint(20, 90) * 100, "created_at": at_work(dice, day)}
            yield {**row, **_lead_of(dice.choice(book))}


def _lead_of(account: Account) -> Row:
    return {"account_id": account.id, "csm_id": account.place.csm.id}


def _opportunity_id(number: int) -> str:
    return f"O-{number + 1:05}"


def _renewals(company: Company) -> Iterator[Sale]:
    """Every anniversary, won; the end of a stay, lost; those of the next half year, open."""
    last = company.span.ends_on
    by_cs = {segment: Steady(share) for segment, share in RENEWED_BY_CS.items()}
    for account, stay in company.stays():
        for close_on, is_lost in _terms(stay, last + timedelta(days=PIPELINE_DAYS)):
            if close_on < company.span.first(0):
                continue
            mrr = account.mrr(min(last, close_on - timedelta(days=1)))
            source, owner = (
                ("cs", account.place.csm.id) if by_cs[account.tier.segment]() else ("sales", account.ae)
            )
            created_on = min(close_on - timedelta(days=100), last)
            is_won = None if close_on > last else not is_lost
            yield Sale(account, "renewal", source, owner, mrr, created_on, close_on, is_won)


def _terms(stay: Stay, until: date) -> Iterator[tuple[date, bool]]:
    """The ends of a stay's terms up to a day, and whether the customer left then."""
    years = 1
    while (anniversary := months_after(stay.start_on, 12 * years)) < (stay.left_on or until):
        yield anniversary, False
        years += 1
    if stay.left_on is not None:
        yield stay.left_on, True


def _expansions(company: Company, dice: Random) -> Iterator[Sale]:
    """Won ones come mostly by Sales; an eighth of the customers have an open one besides."""
    by_cs = _found_by_cs(company)
    for account in company.accounts:
        for day, gained in account.expansions:
            if (account.id, day) in by_cs:
                source, owner = "cs", account.place.csm.id
            else:
                source, owner = "marketing" if dice.random() < 0.1 else "sales", account.ae
            yield Sale(account, "expansion", source, owner, gained, day - timedelta(days=30), day, True)
    last = company.span.ends_on
    for account in dice.sample(company.present, len(company.present) // 8):
        close_on = last + timedelta(days=dice.randint(5, 80))
        hoped = (account.mrr(last) * Decimal("0.2")).quantize(CENT)
        created_on = max(account.created_on, close_on - timedelta(days=90))
        yield Sale(account, "expansion", "sales", account.ae, hoped, created_on, close_on, None)


def _found_by_cs(company: Company) -> set[tuple[str, date]]:
    """Account and day of the expansions that CS found: at most one every second month, of an enterprise, and none
    in six months of the last twelve, so that a whole quarter of it is without."""
    quiet = range(company.span.months - 9, company.span.months - 3)
    found: dict[int, tuple[str, date]] = {}
    for account in company.accounts:
        for day, _ in account.expansions:
            month = company.span.month_of(day)
            if account.tier is ENTERPRISE and month % 2 == 0 and month not in quiet:
                found.setdefault(month, (account.id, day))
    return set(found.values())


def _new(company: Company, dice: Random) -> Iterator[Sale]:
    """Lost when the trial came to nothing; referrals are tried and never won."""
    first, last = company.span.first(0), company.span.ends_on
    referred = Steady(0.4)
    for account in company.accounts:
        source = dice.choice(("sales", "sales", "marketing", "partner"))
        if not account.stays:
            source = "referral" if referred() else source
            close_on, mrr = account.created_on + timedelta(days=50), Decimal(account.tier.mrr[0])
            is_won = None if close_on > last else False
        elif (close_on := account.stays[0].start_on) >= first:
            mrr, is_won = account.mrr(close_on), True
        else:
            continue
        yield Sale(account, "new", source, account.ae, mrr, account.created_on, close_on, is_won)
