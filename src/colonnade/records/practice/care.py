"""What Customer Success does with customers: touchpoints, reviews, onboarding, handovers, success plans."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from colonnade.records.practice.company import Account, Company
from colonnade.records.practice.customers import Row
from colonnade.records.practice.span import Steady, at_work
from colonnade.records.practice.tiers import ENTERPRISE, MID_MARKET, SMB

PROACTIVE = 0.52
REVIEWED = {ENTERPRISE.segment: 0.67, MID_MARKET.segment: 0.30, SMB.segment: 0.0}
TALKED = 0.35
WITH_SIGNAL = 0.22
ONBOARDED_IN_TIME = 0.70
HANDED_OVER_WHOLE = 0.65
MINUTES = {"call": 1.0, "meeting": 1.5, "email": 0.25}


def touchpoints(company: Company, dice: Random) -> Iterator[Row]:
    proactive = Steady(PROACTIVE)
    signalled = {account.id for account in with_signal(company)}
    quiet_since = company.span.ends_on - timedelta(days=95)
    number = 0
    for account in company.accounts:
        for day, kind in _meetings(company, dice, account):
            number += 1
            by_hand = kind != "digital"
            may_talk = by_hand and not (account.id in signalled and day >= quiet_since)
            yield {
                "touchpoint_id": f"M-{number:05}",
                "account_id": account.id,
                "csm_id": account.place.csm.id,
                "kind": kind,
                "occurred_at": at_work(dice, day),
                "proactive": proactive() if by_hand else True,
                "expansion_talk": may_talk and dice.random() < 0.06,
                "minutes": round(MINUTES[kind] * account.tier.minutes * dice.uniform(0.7, 1.3))
                if by_hand
                else None,
            }
    for row in [*_reviews(company, dice), *_talks(company, dice)]:
        number += 1
        yield {"touchpoint_id": f"M-{number:05}", **row}


def _meetings(company: Company, dice: Random, account: Account) -> Iterator[tuple[date, str]]:
    touch = account.place.touch
    often = account.tier.touchpoints if touch == "human" else 1
    for _, first, last in company.served(account):
        for _ in range(often):
            kind = "digital" if touch == "digital" else dice.choice(tuple(MINUTES))
            yield first + timedelta(days=dice.randint(0, (last - first).days)), kind


def _reviews(company: Company, dice: Random) -> Iterator[Row]:
    """Business reviews every quarter with some customers, and one long ago with the others of the first tier."""
    reviewed = {segment: Steady(share) for segment, share in REVIEWED.items()}
    for account in company.present:
        if account.place.touch != "human":
            continue
        start = account.stays[-1].start_on
        if reviewed[account.tier.segment]():
            latest = company.span.ends_on - timedelta(days=dice.randint(5, 85))
            days = [max(start, latest)]
            while days[-1] - timedelta(days=91) > max(start, company.span.first(0)):
                days.append(days[-1] - timedelta(days=91))
        else:
            days = [company.span.ends_on - timedelta(days=dice.randint(150, 300))]
        for day in reversed(days):
            if account.tier is not SMB and day >= start:
                kind = "ebr" if account.tier is ENTERPRISE and day.month == 1 else "qbr"
                yield _touch(dice, account, day, kind, talk=False, minutes=round(1.5 * account.tier.minutes))


def with_signal(company: Company) -> list[Account]:
    """Customers whose signal of expansion stands open."""
    has = Steady(WITH_SIGNAL)
    return [account for account in company.present if has()]


def _talks(company: Company, dice: Random) -> Iterator[Row]:
    talks = Steady(TALKED)
    for account in with_signal(company):
        if talks():
            day = max(account.stays[-1].start_on, company.span.ends_on - timedelta(days=dice.randint(3, 80)))
            yield _touch(dice, account, day, "call", talk=True, minutes=account.tier.minutes)


def _touch(dice: Random, account: Account, day: date, kind: str, *, talk: bool, minutes: int) -> Row:
    return {
        "account_id": account.id,
        "csm_id": account.place.csm.id,
        "kind": kind,
        "occurred_at": at_work(dice, day),
        "proactive": True,
        "expansion_talk": talk,
        "minutes": minutes,
    }


def onboardings(company: Company, dice: Random) -> Iterator[Row]:
    in_time = Steady(ONBOARDED_IN_TIME)
    for account, stay in company.first_stays():
        target_on = stay.start_on + timedelta(days=account.tier.onboarding_days)
        late = dice.randint(10, 60)
        completed_on = target_on + timedelta(days=-dice.randint(0, 12) if in_time() else late)
        first_value_on = stay.start_on + timedelta(days=dice.randint(18, 70))
        completed = company.span.reached(completed_on)
        reached = company.span.reached(first_value_on) if dice.random() < 0.88 else None
        yield {
            "account_id": account.id,
            "started_on": stay.start_on,
            "first_value_on": reached if stay.covers(first_value_on) else None,
            "target_on": target_on,
            "completed_on": completed if stay.covers(completed_on) else None,
        }


def handoffs(company: Company, dice: Random) -> Iterator[Row]:
    whole = Steady(HANDED_OVER_WHOLE)
    for account, stay in company.first_stays():
        day = min(company.span.ends_on, stay.start_on + timedelta(days=dice.randint(0, 5)))
        yield {"account_id": account.id, "occurred_at": at_work(dice, day), "complete": whole()}


def success_plans(company: Company, dice: Random) -> Iterator[Row]:
    for account in company.present:
        if account.tier is SMB or dice.random() > (0.8 if account.tier is ENTERPRISE else 0.4):
            continue
        start = account.stays[-1].start_on
        updated = max(start, company.span.ends_on - timedelta(days=dice.randint(20, 260)))
        yield {
            "account_id": account.id,
            "created_on": start,
            "goal": dice.choice(("fewer manual reports", "one view of all sites", "faster month end")),
            "updated_at": at_work(dice, updated),
            "agreed": dice.random() < 0.6,
        }
