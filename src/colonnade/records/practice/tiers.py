"""The three tiers of a practice company's customers, and how each is served."""

from dataclasses import dataclass

_EVENTS = ("report_viewed", "record_added", "data_exported", "dashboard_shared")


@dataclass(frozen=True, slots=True)
class Tier:
    """What accounts of a tier are like; `mrr` and `potential` are the range a new account is drawn from."""

    segment: str
    share: float
    plan: str
    mrr: tuple[int, int]
    seat_price: int
    potential: tuple[int, int]
    book: int
    """Accounts a CSM holds."""
    touch: tuple[str, ...]
    """Touch models, given in turn."""
    touchpoints: int
    """A month, of accounts served by a person."""
    minutes: int
    contacts: int
    users: int
    events: tuple[str, ...]
    tickets: float
    """A month, on average."""
    onboarding_days: int
    leaving: float
    """How likely to leave, all else equal."""


ENTERPRISE = Tier(
    segment="enterprise",
    share=0.20,
    plan="Scale",
    mrr=(14000, 34000),
    seat_price=55,
    potential=(15, 55),
    book=4,
    touch=("human",),
    touchpoints=3,
    minutes=60,
    contacts=5,
    users=8,
    events=_EVENTS,
    tickets=1.3,
    onboarding_days=90,
    leaving=0.08,
)
MID_MARKET = Tier(
    segment="mid_market",
    share=0.28,
    plan="Growth",
    mrr=(3500, 9000),
    seat_price=65,
    potential=(35, 85),
    book=9,
    touch=("human", "human", "pooled"),
    touchpoints=2,
    minutes=40,
    contacts=2,
    users=4,
    events=_EVENTS[:3],
    tickets=0.8,
    onboarding_days=60,
    leaving=0.6,
)
SMB = Tier(
    segment="smb",
    share=0.52,
    plan="Starter",
    mrr=(600, 1900),
    seat_price=75,
    potential=(30, 95),
    book=15,
    touch=(
        "digital",
        "pooled",
        "digital",
        "human",
        "digital",
        "pooled",
        "digital",
        "digital",
        "pooled",
        "digital",
    ),
    touchpoints=1,
    minutes=20,
    contacts=1,
    users=2,
    events=_EVENTS[:2],
    tickets=0.5,
    onboarding_days=45,
    leaving=1.3,
)
TIERS = (ENTERPRISE, MID_MARKET, SMB)
