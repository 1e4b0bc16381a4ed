"""How customers come to a practice company, and to the books of its CSMs."""

from collections import Counter
from datetime import date, timedelta
from math import exp, log, pi, sin
from random import Random

from colonnade.records.practice import contracts
from colonnade.records.practice.company import Account, Company, Place
from colonnade.records.practice.names import INDUSTRIES, REGIONS, company_names, numbered
from colonnade.records.practice.span import Steady
from colonnade.records.practice.tiers import MID_MARKET, SMB, TIERS, Tier

GROWTH_A_YEAR = 1.28


class Intake:
    """`books` counts the customers of each CSM that have not given notice."""

    def __init__(self, dice: Random, company: Company, size: int) -> None:
        self.dice, self.company, self.span, self.size = dice, company, company.span, size
        self.names = company_names(dice)
        self.books: Counter[str] = Counter()
        self.on_trial, self.trials = Steady(0.5), Steady(0)

    def try_in_vain(self, month: int) -> None:
        for _ in range(self.trials.take(0.4 * self.size / 60)):
            day = self.span.day(self.dice, month)
            contracts.try_out(self._account(self.dice.choice((MID_MARKET, SMB)), day), day, 14)

    def arrive(self, month: int) -> list[Account]:
        """As many new customers as the month's target lacks, in the tiers that lack them."""
        arrived: list[Account] = []
        last = self.span.last(month)
        present = self.company.customers(last)
        tiers = Counter(account.tier.segment for account in present)
        target = self._target(month)
        for _ in range(target - len(present)):
            tier = max(TIERS, key=lambda each: each.share * target - tiers[each.segment])
            tiers[tier.segment] += 1
            older = last - timedelta(days=self.dice.randint(0, 900))
            day = self.span.day(self.dice, month) if month >= 0 else older
            arrived.append(self._new_customer(tier, day, month))
        return arrived

    def _target(self, month: int) -> int:
        to_go = (self.span.months - 1 - month) / 12
        season = 1 + 0.015 * sin(2 * pi * to_go)
        return max(3, round(self.size * season * exp(-log(GROWTH_A_YEAR) * to_go)))

    def _new_customer(self, tier: Tier, day: date, month: int) -> Account:
        days = self.dice.choice((14, 30)) if month >= 0 and self.on_trial() else 0
        account = self._account(tier, day - timedelta(days=days))
        if days:
            contracts.try_out(account, day - timedelta(days=days), days)
        contracts.begin(account, day, contracts.first_price(self.dice, account))
        account.use[max(month, 0)] = 0.6 if month >= 0 else 1.0
        self.books[account.place.csm.id] += 1
        return account

    def _account(self, tier: Tier, created_on: date) -> Account:
        number = len(self.company.accounts)
        name = numbered(self.names, number)
        account = Account(
            id=f"A-{number + 1:04}",
            name=name,
            domain=f"{name.casefold().replace(' ', '-')}.example",
            industry=self.dice.choice(INDUSTRIES),
            country=self.dice.choice(tuple(REGIONS)),
            employees=tier.users * self.dice.randint(20, 120),
            ae=f"AE-{self.dice.randint(1, 4)}",
            potential=self.dice.randint(*tier.potential),
            created_on=created_on,
            places=[],
        )
        self.place(account, created_on, tier)
        self.company.accounts.append(account)
        return account

    def place(self, account: Account, day: date, tier: Tier) -> None:
        """To the CSM of the tier with the smallest book; an account that was placed before leaves a book."""
        there = [csm for csm in self.company.csms if csm.segment == tier.segment and csm.started_on <= day]
        there = there or [csm for csm in self.company.csms if csm.segment == tier.segment]
        csm = min(there, key=lambda each: self.books[each.id])
        if account.places:
            self.books[account.place.csm.id] -= 1
            self.books[csm.id] += 1
        touch = tier.touch[len(self.company.accounts) % len(tier.touch)]
        account.places.append(Place(day, csm, tier, touch))

    def newcomer(self, month: int) -> None:
        """A CSM who starts takes half of the fullest book of the tier."""
        for csm in self.company.csms:
            if not self.span.first(month) <= csm.started_on <= self.span.last(month):
                continue
            peers = [each for each in self.company.csms if each.segment == csm.segment and each is not csm]
            fullest = max(peers, key=lambda each: self.books[each.id])
            book = [each for each in self.company.customers(csm.started_on) if each.place.csm is fullest]
            for account in book[::2]:
                account.places.append(Place(csm.started_on, csm, account.tier, account.place.touch))
                if not account.under_notice:
                    self.books[fullest.id] -= 1
                    self.books[csm.id] += 1
