"""The Customer Success team of a practice company."""

from datetime import timedelta
from random import Random

from colonnade.records.practice.company import Company, Csm
from colonnade.records.practice.names import person
from colonnade.records.practice.span import Span
from colonnade.records.practice.tiers import MID_MARKET, TIERS

TEAM = 8
"""CSMs under one manager."""


def staff(dice: Random, accounts: int, span: Span) -> Company:
    """A CSM for each full book; the second of the middle tier starts fourteen months before the end."""
    csms: list[Csm] = []
    started = span.first(0) - timedelta(days=400)
    for tier in TIERS:
        for place in range(max(1, round(accounts * tier.share / tier.book))):
            late = tier is MID_MARKET and place == 1
            day = span.first(max(0, span.months - 14)) + timedelta(days=9) if late else started
            manager = f"MGR-{len(csms) // TEAM + 1}"
            csms.append(Csm(f"CSM-{len(csms) + 1:02}", person(dice), manager, tier.segment, day))
    managers = sorted({csm.manager_id for csm in csms})
    return Company(span, [Csm(manager, person(dice), "", "", started) for manager in managers], csms)
