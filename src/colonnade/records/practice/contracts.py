"""Changes of contract, each kept twice: in the subscriptions, and in the ledger that the truth is read from."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from colonnade.records.practice.company import CENT, Account, Stay, Subscription
from colonnade.records.practice.tiers import ENTERPRISE

MAIN, ADD_ON = "Platform", "Insights"


def try_out(account: Account, start_on: date, days: int) -> None:
    """A trial with its list price, which is no revenue."""
    trial = Subscription(MAIN, account.tier.plan, start_on, Decimal(account.tier.mrr[0]), 5, kind="trial")
    trial.end_on, trial.end_reason = start_on + timedelta(days=days), "trial over"
    account.subscriptions.append(trial)


def begin(account: Account, day: date, mrr: Decimal) -> None:
    if account.tier is ENTERPRISE and not account.stays:
        fee = Subscription("Set-up", account.tier.plan, day, (mrr / 2).quantize(CENT), 1, kind="one_time")
        fee.end_on = day + timedelta(days=30)
        account.subscriptions.append(fee)
    account.stays.append(Stay(day))
    _start(account, MAIN, day, mrr)


def first_price(dice: Random, account: Account) -> Decimal:
    low, high = account.tier.mrr
    return Decimal(dice.randint(low * 100, high * 100)) * CENT


def reprice(account: Account, day: date, factor: float) -> Decimal:
    """More seats or fewer from a day on; the change a month."""
    old = next(each for each in account.subscriptions if each.runs_on and each.product == MAIN)
    new = (old.mrr * Decimal(str(round(factor, 4)))).quantize(CENT)
    old.end_on, old.end_reason = day, "changed"
    account.subscriptions.append(
        replace(old, start_on=day, mrr=new, quantity=_seats(account, new), end_on=None, end_reason="")
    )
    account.ledger.append((day, new - old.mrr))
    return new - old.mrr


def has_add_on(account: Account) -> bool:
    return any(each.runs_on and each.product == ADD_ON for each in account.subscriptions)


def add_on(account: Account, day: date, share: float) -> Decimal:
    """A second product beside the first; the change a month."""
    mrr = (account.mrr(day) * Decimal(str(round(share, 4)))).quantize(CENT)
    _start(account, ADD_ON, day, mrr)
    return mrr


def drop_add_on(account: Account, day: date) -> None:
    dropped = next(each for each in account.subscriptions if each.runs_on and each.product == ADD_ON)
    dropped.end_on, dropped.end_reason = day, "product dropped"
    account.ledger.append((day, -dropped.mrr))


def leave(account: Account, notice_on: date, left_on: date, reason: str) -> None:
    account.ledger.append((left_on, -account.mrr(left_on)))
    stay = account.stays[-1]
    stay.notice_on, stay.left_on = notice_on, left_on
    for each in account.subscriptions:
        if each.runs_on:
            each.end_on, each.notice_on, each.end_reason = left_on, notice_on, reason


def _start(account: Account, product: str, day: date, mrr: Decimal) -> None:
    account.subscriptions.append(Subscription(product, account.tier.plan, day, mrr, _seats(account, mrr)))
    account.ledger.append((day, mrr))


def _seats(account: Account, mrr: Decimal) -> int:
    return max(1, round(mrr / account.tier.seat_price))
