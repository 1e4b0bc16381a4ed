"""What an organisation says once about itself: tiers, named accounts, what it does not do, who is an outsider."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from colonnade.core.company import Company

TableState = Literal["not_done", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A user's own threshold in place of the product's, with who set it and why."""

    value: float
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that was looked at and found harmless: a plain PNG, or an SVG without references or scripts."""

    kind: Literal["png", "svg"]
    data: bytes


@dataclass(frozen=True, slots=True)
class Branding:
    """How reports name and dress the organisation; `colour` is #rrggbb."""

    name: str = ""
    logo: Logo | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """`tables` names canonical tables the organisation does not have: not done at all, or done elsewhere.

    `named_accounts` are those that criteria mean by the named accounts; people who are asked are told them.
    """

    top_tier: str | None = None
    low_tier: str | None = None
    second_tier: str | None = None
    named_accounts: tuple[str, ...] = ()
    tables: Mapping[str, TableState] = field(default_factory=dict)
    outsiders: frozenset[str] = frozenset()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    """The organisation's own thresholds, by criterion id."""
    branding: Branding = field(default_factory=Branding)
    company: Company = field(default_factory=Company)

    def limit_of(self, criterion: str, shipped: float) -> float:
        """The organisation's own threshold, else the one that the criterion ships with."""
        own = self.thresholds.get(criterion)
        return own.value if own else shipped
