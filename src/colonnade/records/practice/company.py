"""What a practice company consists of while its years are played through."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from colonnade.records.practice.span import Span
from colonnade.records.practice.tiers import Tier

CURRENCY = "USD"
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Csm:
    id: str
    name: str
    manager_id: str
    segment: str
    started_on: date


@dataclass(slots=True)
class Subscription:
    product: str
    plan: str
    start_on: date
    mrr: Decimal
    quantity: int
    kind: str = "recurring"
    end_on: date | None = None
    notice_on: date | None = None
    end_reason: str = ""

    @property
    def runs_on(self) -> bool:
        return self.kind == "recurring" and self.end_on is None


@dataclass(slots=True)
class Stay:
    """From the first paid day to the day it is a customer no more, which may lie ahead once notice was given."""

    start_on: date
    notice_on: date | None = None
    left_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.start_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, slots=True)
class Place:
    """Who serves an account, and how, from a day on."""

    from_on: date
    csm: Csm
    tier: Tier
    touch: str


@dataclass(slots=True)
class Account:
    """`ledger` holds every change of recurring revenue a month, apart from the subscriptions, for the truth."""

    id: str
    name: str
    domain: str
    industry: str
    country: str
    employees: int
    ae: str
    potential: int
    created_on: date
    places: list[Place]
    stays: list[Stay] = field(default_factory=list)
    subscriptions: list[Subscription] = field(default_factory=list)
    ledger: list[tuple[date, Decimal]] = field(default_factory=list)
    expansions: list[tuple[date, Decimal]] = field(default_factory=list)
    use: dict[int, float] = field(default_factory=dict)
    """Level of use by month; 1 is what is usual for the account."""
    slow: set[int] = field(default_factory=set)
    """Months in which its support was slow."""
    sinking_until: int = -1
    helped_until: int = -1
    warned: dict[str, int] = field(default_factory=dict)
    """The month of the last alert by reason."""

    @property
    def place(self) -> Place:
        return self.places[-1]

    @property
    def tier(self) -> Tier:
        return self.place.tier

    @property
    def under_notice(self) -> bool:
        return bool(self.stays) and self.stays[-1].notice_on is not None

    def is_customer(self, day: date) -> bool:
        return any(stay.covers(day) for stay in self.stays)

    def mrr(self, day: date) -> Decimal:
        return sum((change for on, change in self.ledger if on <= day), Decimal(0))

    def fall_of_use(self, month: int) -> float:
        """The share of use lost in three months."""
        now, before = self.use.get(month), self.use.get(month - 3)
        return 0.0 if now is None or before is None else max(0.0, 1 - now / before)


@dataclass(frozen=True, slots=True)
class Play:
    id: str
    name: str
    intent: str
    signal: str
    months_out: int | None = None
    """Published so many months before the records end; None: before they begin."""


FIRST_DAYS = Play("P-3", "First ninety days", "onboarding", "new_customer")
RENEWAL = Play("P-4", "Renewal ahead", "retention", "renewal_due")
UNRUN = Play("P-5", "Champion leaves", "retention", "champion_left", months_out=10)
"""Written and published, and run by nobody."""
PLAYS = (
    Play("P-1", "Use is falling", "retention", "usage_drop"),
    Play("P-2", "Support was slow", "retention", "slow_support"),
    FIRST_DAYS,
    RENEWAL,
    UNRUN,
)


@dataclass(frozen=True, slots=True)
class Run:
    play: Play
    account: Account
    is_automatic: bool
    started_at: datetime
    due_at: datetime
    completed_at: datetime | None

    @property
    def is_on_time(self) -> bool:
        return self.completed_at is not None and self.completed_at <= self.due_at


@dataclass(frozen=True, slots=True)
class Alert:
    account: Account
    reason: str
    raised_at: datetime
    run: Run | None


@dataclass(slots=True)
class Company:
    span: Span
    managers: list[Csm]
    csms: list[Csm]
    accounts: list[Account] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def customers(self, day: date) -> list[Account]:
        return [account for account in self.accounts if account.is_customer(day)]

    @property
    def present(self) -> list[Account]:
        return self.customers(self.span.ends_on)

    def stays(self) -> Iterator[tuple[Account, Stay]]:
        """Every stay, by first day."""
        stays = [(account, stay) for account in self.accounts for stay in account.stays]
        yield from sorted(stays, key=lambda each: (each[1].start_on, each[0].id))

    def first_stays(self) -> Iterator[tuple[Account, Stay]]:
        return ((account, stay) for account, stay in self.stays() if stay is account.stays[0])

    def served(self, account: Account) -> Iterator[tuple[int, date, date]]:
        """Each month of the records in which the account was a customer, with its first and last day as one."""
        for stay in account.stays:
            for month in range(self.span.months):
                first = max(self.span.first(month), stay.start_on)
                last = self.span.last(month)
                if stay.left_on is not None:
                    last = min(last, stay.left_on - timedelta(days=1))
                if first <= last:
                    yield month, first, last
