"""Who the customers are: accounts, how they were served, what they pay, their people and their use."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from colonnade.records.practice.company import CURRENCY, Account, Company
from colonnade.records.practice.names import REGIONS, TITLES, person
from colonnade.records.practice.span import Steady, at_work
from colonnade.records.practice.tiers import ENTERPRISE

Row = dict[str, object]

ADOPTED, ESTABLISHED = timedelta(days=90), timedelta(days=365)


def accounts(company: Company, _dice: Random) -> Iterator[Row]:
    for account in company.accounts:
        yield {
            "account_id": account.id,
            "name": account.name,
            "domain": account.domain,
            "segment": account.tier.segment,
            "industry": account.industry,
            "region": REGIONS[account.country],
            "country": account.country,
            "plan": account.tier.plan,
            "employees": account.employees,
            "currency": CURRENCY,
            "csm_id": account.place.csm.id,
            "ae_id": account.ae,
            "created_on": account.created_on,
            "lifecycle_stage": _lifecycle(account, company.span.ends_on),
            "touch_model": account.place.touch,
            "expansion_potential": account.potential,
        }


def account_history(company: Company, _dice: Random) -> Iterator[Row]:
    for account in company.accounts:
        turns = sorted(day for day in _turns(account) if day <= company.span.ends_on)
        for from_on, to_on in pairwise([*turns, None]):
            assert from_on is not None
            place = next(place for place in reversed(account.places) if place.from_on <= from_on)
            yield {
                "account_id": account.id,
                "from_on": from_on,
                "to_on": to_on,
                "csm_id": place.csm.id,
                "segment": place.tier.segment,
                "touch_model": place.touch,
                "lifecycle_stage": _lifecycle(account, from_on),
            }


def subscriptions(company: Company, _dice: Random) -> Iterator[Row]:
    number = 0
    for account in company.accounts:
        for each in account.subscriptions:
            number += 1
            ended = each.end_on is not None and each.end_on <= company.span.ends_on
            yield {
                "subscription_id": f"S-{number:05}",
                "account_id": account.id,
                "product": each.product,
                "plan": each.plan,
                "start_on": each.start_on,
                "end_on": each.end_on,
                "mrr": each.mrr,
                "currency": CURRENCY,
                "quantity": each.quantity,
                "status": "ended" if ended else "active",
                "kind": each.kind,
                "notice_on": each.notice_on,
                "end_reason": each.end_reason,
            }


def contacts(company: Company, dice: Random) -> Iterator[Row]:
    """Of an enterprise's contacts two or three were active lately, of others one or two."""
    one_more = Steady(0.5)
    for account in company.accounts:
        lately = (2 if account.tier is ENTERPRISE else 1) + one_more()
        for place, contact in enumerate(contact_ids(account)):
            name = person(dice)
            yield {
                "contact_id": contact,
                "account_id": account.id,
                "email": f"{name.casefold().replace(' ', '.')}.{place + 1}@{account.domain}",
                "title": TITLES[place % len(TITLES)],
                "seniority": "executive" if place % len(TITLES) == len(TITLES) - 1 else "manager",
                "role": "champion" if place == 0 else "sponsor" if place == 4 else "user",
                "created_at": at_work(dice, account.created_on),
                "last_active_at": _last_active(company, dice, account, place < lately),
            }


def contact_ids(account: Account) -> list[str]:
    return [f"{account.id}-P{place + 1}" for place in range(account.tier.contacts)]


def users(company: Company, dice: Random) -> Iterator[Row]:
    for account in company.accounts:
        for user in _users(account):
            yield {"user_id": user, "account_id": account.id, "created_at": at_work(dice, account.created_on)}


def usage_events(company: Company, dice: Random) -> Iterator[Row]:
    """One row an account, week and kind of event, counted in `quantity`; the last day has one."""
    number = 0
    last_on = company.present[0]
    for account in company.accounts:
        uses = list(_uses(company, dice, account))
        if account is last_on:
            uses.append((account.tier.events[0], company.span.ends_on, 1.0))
        for event, day, level in uses:
            number += 1
            yield {
                "event_id": f"E-{number:06}",
                "account_id": account.id,
                "user_id": dice.choice(_users(account)),
                "event": event,
                "occurred_at": at_work(dice, day),
                "quantity": max(1, round(level * account.tier.users * dice.uniform(4, 6))),
            }


def _uses(company: Company, dice: Random, account: Account) -> Iterator[tuple[str, date, float]]:
    for month, first, last in company.served(account):
        for week in range((last - first).days // 7 + 1):
            from_on = first + timedelta(days=7 * week)
            days = min(7, (last - from_on).days + 1)
            for event in account.tier.events:
                level = account.use.get(month, 1.0)
                if dice.random() < 0.5 + level / 2:
                    yield event, from_on + timedelta(days=dice.randrange(days)), level


def _users(account: Account) -> list[str]:
    return [f"{account.id}-U{place + 1}" for place in range(account.tier.users)]


def _last_active(company: Company, dice: Random, account: Account, lately: bool) -> datetime | None:
    until = company.span.ends_on
    if account.stays and not account.is_customer(until):
        until = account.stays[-1].left_on or until
    day = until - timedelta(days=dice.randint(1, 80) if lately else dice.randint(110, 400))
    if day >= account.created_on:
        return at_work(dice, day)
    return at_work(dice, account.created_on) if lately else None


def _turns(account: Account) -> set[date]:
    """The days on which who serves an account, or its lifecycle stage, changed."""
    turns = {place.from_on for place in account.places}
    for stay in account.stays:
        turns |= {stay.start_on, *(day for day in _grown(stay.start_on) if stay.covers(day))}
        if stay.left_on:
            turns.add(stay.left_on)
    return turns


def _grown(start_on: date) -> tuple[date, date]:
    return start_on + ADOPTED, start_on + ESTABLISHED


def _lifecycle(account: Account, day: date) -> str:
    stay = next((stay for stay in account.stays if stay.covers(day)), None)
    if stay is None:
        return "lost" if account.stays and account.stays[0].start_on <= day else "trial"
    adopted, established = _grown(stay.start_on)
    return "onboarding" if day < adopted else "adopting" if day < established else "established"
