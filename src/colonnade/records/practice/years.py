"""The years of a practice company, month by month: use, support, alerts, plays, losses and growth."""

from datetime import date, timedelta
from decimal import Decimal
from math import exp
from random import Random

from colonnade.records.practice import contracts
from colonnade.records.practice.company import (
    CENT,
    FIRST_DAYS,
    PLAYS,
    RENEWAL,
    UNRUN,
    Account,
    Alert,
    Company,
    Play,
    Run,
)
from colonnade.records.practice.intake import Intake
from colonnade.records.practice.span import Span, Steady, at_work
from colonnade.records.practice.staff import staff
from colonnade.records.practice.tiers import MID_MARKET, SMB

LEAVING_A_YEAR = 0.26
USAGE_EFFECT = 4.0
SUPPORT_EFFECT = 1.1
PLAY_EFFECT = -1.2
"""Effects on the log odds of giving notice: per share of use lost in three months, of slow support in the last
two months, of a play for the account completed in time in the last three."""
ODDS = {
    "use halved in three months": exp(USAGE_EFFECT / 2),
    "slow support": exp(SUPPORT_EFFECT),
    "play completed in time": exp(PLAY_EFFECT),
}

ON_TIME, AUTOMATIC, RUN_FOR_ALERT = 0.42, 0.20, 0.65
CALM_MONTHS = 4
"""An account neither leaves nor changes its contract so soon."""


def live(dice: Random, accounts: int, span: Span) -> Company:
    """A company with so many customers on the last day."""
    years = _Years(dice, accounts, span)
    for month in range(span.months):
        years.live(month)
    return years.company


class _Years:
    def __init__(self, dice: Random, accounts: int, span: Span) -> None:
        self.dice, self.span = dice, span
        self.scale = accounts / 60
        self.company = staff(dice, accounts, span)
        self.intake = Intake(dice, self.company, accounts)
        self.on_time, self.automatic, self.runs_play = Steady(ON_TIME), Steady(AUTOMATIC), Steady(RUN_FOR_ALERT)
        self.champions, self.leaves, self.returns, self.moves = Steady(0), Steady(0), Steady(0), Steady(0)
        self.intake.arrive(-1)

    def live(self, month: int) -> None:
        first = self.span.first(month)
        self.intake.newcomer(month)
        for account in self.company.customers(first):
            self._use(account, month)
            self._support(account, month)
            self._warn(account, month)
            self._renewal_play(account, month)
        self._champions_leave(month)
        self._leave(month)
        self._change(month)
        self._come_back(month)
        self.intake.try_in_vain(month)
        for account in self.intake.arrive(month):
            self._run(FIRST_DAYS, account, account.stays[0].start_on)

    def _use(self, account: Account, month: int) -> None:
        before = account.use.get(month - 1, 0.6)
        if month <= account.sinking_until:
            level = before * self.dice.uniform(0.62, 0.8)
        else:
            level = before + 0.45 * (1 - before) + self.dice.gauss(0, 0.05)
            if self.dice.random() < 0.045:
                account.sinking_until = month + self.dice.randint(3, 5)
        account.use[month] = min(1.5, max(0.05, level))

    def _support(self, account: Account, month: int) -> None:
        if month not in account.slow and self.dice.random() < 0.04:
            account.slow |= set(range(month, month + self.dice.randint(2, 3)))

    def _warn(self, account: Account, month: int) -> None:
        if account.fall_of_use(month) >= 0.3:
            self._alert(account, "usage_drop", month)
        if month in account.slow:
            self._alert(account, "slow_support", month)

    def _alert(self, account: Account, reason: str, month: int) -> None:
        """At most one in four months for one reason, and none for those who are leaving."""
        day = self.span.day(self.dice, month)
        if month - account.warned.get(reason, -9) < 4 or account.under_notice or not account.is_customer(day):
            return
        account.warned[reason] = month
        play = next(play for play in PLAYS if play.signal == reason)
        run = self._run(play, account, day) if play is not UNRUN and self.runs_play() else None
        if run is not None and run.is_on_time:
            account.helped_until = month + 3
        self.company.alerts.append(Alert(account, reason, at_work(self.dice, day), run))

    def _run(self, play: Play, account: Account, day: date) -> Run:
        started = at_work(self.dice, day)
        due = started + timedelta(days=14)
        if self.on_time():
            completed = self.span.known(started + timedelta(days=self.dice.randint(3, 13)))
        elif self.dice.random() < 0.6:
            completed = self.span.known(due + timedelta(days=self.dice.randint(2, 40)))
        else:
            completed = None
        run = Run(play, account, self.automatic(), started, due, completed)
        self.company.runs.append(run)
        return run

    def _renewal_play(self, account: Account, month: int) -> None:
        """Two months ahead of each anniversary."""
        start = account.stays[-1].start_on
        ahead = self.span.last(month + 2)
        if start < self.span.first(month) and start.month == ahead.month and not account.under_notice:
            self._run(RENEWAL, account, self.span.last(month))

    def _champions_leave(self, month: int) -> None:
        staying = [each for each in self.company.customers(self.span.last(month)) if not each.under_notice]
        for account in self.dice.sample(staying, min(len(staying), self.champions.take(0.6 * self.scale))):
            self._alert(account, "champion_left", month)

    def _leave(self, month: int) -> None:
        """How many leave is steady; who it is, is drawn by use, support and plays."""
        present = self.company.customers(self.span.last(month))
        candidates = [each for each in present if self._may_move(each, month)]
        for _ in range(min(len(candidates), self.leaves.take(len(present) * LEAVING_A_YEAR / 12))):
            (account,) = self.dice.choices(candidates, [_leaning(each, month) for each in candidates])
            candidates.remove(account)
            notice_on = self.span.day(self.dice, month)
            left_on = notice_on + timedelta(days=self.dice.randint(28, 75))
            slow = account.slow & {month - 1, month}
            reason = "poor support" if slow else "low use" if account.fall_of_use(month) > 0.3 else "price"
            contracts.leave(account, notice_on, left_on, reason)
            self.intake.books[account.place.csm.id] -= 1

    def _may_move(self, account: Account, month: int) -> bool:
        return not account.under_notice and account.stays[-1].start_on <= self.span.last(month - CALM_MONTHS)

    def _change(self, month: int) -> None:
        for account in self.company.customers(self.span.last(month)):
            if self._may_move(account, month):
                self._change_one(account, month)
        small = [each for each in self.company.customers(self.span.last(month)) if each.tier is SMB]
        for account in self.dice.sample(small, min(len(small), self.moves.take(0.12 * self.scale))):
            if self._may_move(account, month):
                self.intake.place(account, self.span.last(month), MID_MARKET)

    def _change_one(self, account: Account, month: int) -> None:
        draw, day = self.dice.random(), self.span.day(self.dice, month)
        grows = 0.065 if account.use.get(month, 0) > 0.85 else 0.008
        shrinks = 0.005 + 0.04 * account.fall_of_use(month)
        if draw < grows:
            if contracts.has_add_on(account) or self.dice.random() < 0.6:
                gained = contracts.reprice(account, day, self.dice.uniform(1.08, 1.4))
            else:
                gained = contracts.add_on(account, day, self.dice.uniform(0.12, 0.25))
            account.expansions.append((day, gained))
        elif draw < grows + shrinks:
            if contracts.has_add_on(account):
                contracts.drop_add_on(account, day)
            else:
                contracts.reprice(account, day, self.dice.uniform(0.6, 0.9))

    def _come_back(self, month: int) -> None:
        gone = [
            account
            for account in self.company.accounts
            if account.stays and _gone_since(account, self.span.last(month - 4))
        ]
        for account in self.dice.sample(gone, min(len(gone), self.returns.take(0.11 * self.scale))):
            lost = next(-change for _, change in reversed(account.ledger))
            contracts.begin(account, self.span.day(self.dice, month), (lost * Decimal("0.8")).quantize(CENT))
            self.intake.books[account.place.csm.id] += 1


def _gone_since(account: Account, day: date) -> bool:
    left_on = account.stays[-1].left_on
    return left_on is not None and left_on < day


def _leaning(account: Account, month: int) -> float:
    """Relative odds of giving notice."""
    effects = USAGE_EFFECT * account.fall_of_use(month)
    effects += SUPPORT_EFFECT * bool(account.slow & {month - 1, month})
    effects += PLAY_EFFECT * (month <= account.helped_until)
    return account.tier.leaving * exp(effects)
