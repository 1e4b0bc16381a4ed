"""What customers say and ask for: tickets, surveys, feedback on the product, acts of advocacy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from colonnade.records.practice.company import Account, Company
from colonnade.records.practice.customers import Row, contact_ids
from colonnade.records.practice.span import Steady, at_work
from colonnade.records.practice.tiers import ENTERPRISE, MID_MARKET, SMB

REPLY_HOURS = {"urgent": 4, "high": 8, "normal": 24}
ANSWERED = {ENTERPRISE.segment: 0.30, MID_MARKET.segment: 0.25, SMB.segment: 0.25}
CLOSED_LOOP, DECIDED, ADVOCATES = 0.3, 0.18, 0.05


@dataclass(frozen=True, slots=True)
class Send:
    id: str
    account: Account
    contact: str
    sent_at: datetime


def tickets(company: Company, dice: Random) -> Iterator[Row]:
    number = 0
    for account in company.accounts:
        for month, first, last in company.served(account):
            slow = month in account.slow
            for _ in range(_how_many(dice, account.tier.tickets * (1.5 if slow else 1.0))):
                number += 1
                day = first + timedelta(days=dice.randint(0, (last - first).days))
                yield {
                    "ticket_id": f"T-{number:05}",
                    "account_id": account.id,
                    **_answer(company, dice, at_work(dice, day), slow),
                }


def _answer(company: Company, dice: Random, opened: datetime, slow: bool) -> Row:
    """Slow support replies late two times in five and takes six times as long."""
    priority = dice.choices(tuple(REPLY_HOURS), (15, 25, 60))[0]
    hours = REPLY_HOURS[priority]
    late = dice.random() < (0.4 if slow else 0.04)
    reply = opened + timedelta(hours=hours * (dice.uniform(1.2, 4) if late else dice.uniform(0.1, 0.9)))
    solved = company.span.known(reply + timedelta(hours=hours * dice.uniform(0.5, 3) * (6 if slow else 1)))
    rated = solved is not None and dice.random() < 0.5
    return {
        "opened_at": opened,
        "first_reply_at": company.span.known(reply),
        "reply_due_at": opened + timedelta(hours=hours),
        "solved_at": solved,
        "priority": priority,
        "escalated": dice.random() < (0.25 if slow else 0.03),
        "satisfaction": dice.choices((1, 2, 3, 4, 5), (30, 25, 20, 15, 10) if slow else (2, 4, 9, 35, 50))[0]
        if rated
        else None,
    }


def surveys(company: Company, dice: Random) -> list[Send]:
    """Every contact of a customer is asked each quarter how likely a recommendation is, last 40 days ago."""
    sends: list[Send] = []
    for wave in reversed(range(company.span.months // 3)):
        day = company.span.ends_on - timedelta(days=40 + 91 * wave)
        for account in company.customers(day):
            for contact in contact_ids(account):
                sends.append(Send(f"Q-{len(sends) + 1:05}", account, contact, at_work(dice, day)))
    return sends


def survey_sends(sends: list[Send]) -> Iterator[Row]:
    for send in sends:
        yield {**_asked(send), "sent_at": send.sent_at}


def survey_responses(company: Company, dice: Random, sends: list[Send]) -> Iterator[Row]:
    answers = {segment: Steady(share) for segment, share in ANSWERED.items()}
    closed_loop = Steady(CLOSED_LOOP)
    for send in sends:
        if answers[send.account.tier.segment]():
            answered_at = send.sent_at + timedelta(days=dice.randint(0, 13), hours=1)
            score = _likelihood(dice, send.account, company.span.month_of(send.sent_at.date()))
            closed = answered_at + timedelta(days=dice.randint(2, 12)) if score < 7 and closed_loop() else None
            yield {**_asked(send), "answered_at": answered_at, "score": score, "closed_loop_at": closed}


def _asked(send: Send) -> Row:
    return {
        "survey_id": send.id,
        "account_id": send.account.id,
        "contact_id": send.contact,
        "kind": "nps",
    }


def _likelihood(dice: Random, account: Account, month: int) -> int:
    unhappy = month in account.slow or account.fall_of_use(month) > 0.3
    return dice.choice((1, 2, 3, 4, 5, 6, 7) if unhappy else (4, 5, 6, 7, 7, 8, 8, 9, 9, 10))


def product_feedback(company: Company, dice: Random) -> Iterator[Row]:
    """About four pieces a month from sixty customers; Product decides few."""
    decides, pieces = Steady(DECIDED), Steady(0)
    fates = ("planned", "declined", "shipped")
    number = 0
    for month in range(company.span.months):
        day = company.span.day(dice, month)
        present = company.customers(day)
        for account in dice.choices(present, k=pieces.take(4 * len(present) / 60)):
            decided = day < company.span.ends_on - timedelta(days=30) and decides()
            number += decided
            status = fates[number % len(fates)] if decided else "open"
            yield {"account_id": account.id, "occurred_at": at_work(dice, day), "status": status}


def advocacy_acts(company: Company, dice: Random) -> Iterator[Row]:
    """By one customer in twenty."""
    advocates = Steady(ADVOCATES)
    for account in company.present:
        if advocates():
            day = max(account.stays[-1].start_on, company.span.ends_on - timedelta(days=dice.randint(20, 300)))
            kind = dice.choice(("reference", "review", "case"))
            yield {"account_id": account.id, "kind": kind, "occurred_at": at_work(dice, day)}


def _how_many(dice: Random, mean: float) -> int:
    """A small count with this mean: the calls that fit into a month at that pace."""
    count, waited = 0, dice.expovariate(mean)
    while waited < 1:
        count += 1
        waited += dice.expovariate(mean)
    return count
