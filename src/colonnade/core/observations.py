"""Observations: what was found about criteria, by whom or by which measurement, and what they say together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from colonnade.core.claims import CONSENSUS
from colonnade.core.model import GateRule

Value = Literal["met", "partly", "not_met", "unknown", "not_applicable"]
Tier = Literal["said", "documented", "measured"]
Doubt = Literal["expired", "disputed", "challenged", "too_few_rows", "unavailable", "unset"]
"""Why a criterion is unanswered though something was found about it."""

TIERS: Mapping[Tier, int] = {"said": 0, "documented": 1, "measured": 2}
UNNAMED = "unnamed"
"""Who answered where the answer names nobody."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What was found about one criterion. `note` is the reason, the link or the measured value in words."""

    criterion: str
    value: Value
    tier: Tier
    on: date
    by: str = UNNAMED
    link: str = ""
    note: str = ""
    challenges: bool = False
    """It disputes the measured answer, with its reason in `note`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the living observations of a criterion say. `confirmed`: a second person documented the same."""

    criterion: str
    value: Literal["met", "partly", "not_met", "not_applicable"]
    tier: Tier
    on: date
    by: tuple[str, ...]
    note: str = ""
    link: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Something was found, but it does not answer the criterion; both sides of a dispute are kept."""

    criterion: str
    doubt: Doubt
    because: str
    found: tuple[Observation, ...] = ()


Finding = Answer | Unanswered
Findings = Mapping[str, Finding]
"""By criterion id; a criterion nothing was found about is absent."""


def settle(observations: Iterable[Observation], *, as_of: date, lives: GateRule) -> dict[str, Finding]:
    """The finding of every criterion that was observed, in order of first observation.

    Of the living observations the highest tier speaks; an `unknown` never displaces an answer; a person's
    later answer replaces their own; people of one tier who differ dispute it until a `consensus` row settles.
    """
    by_criterion: dict[str, list[Observation]] = {}
    for observation in observations:
        if observation.on <= as_of:
            by_criterion.setdefault(observation.criterion, []).append(observation)
    found = {id: _settle_one(id, seen, as_of, lives) for id, seen in by_criterion.items()}
    return {id: finding for id, finding in found.items() if finding is not None}


def answers(findings: Findings) -> dict[str, Answer]:
    return {id: finding for id, finding in findings.items() if isinstance(finding, Answer)}


def _settle_one(id: str, seen: Sequence[Observation], as_of: date, lives: GateRule) -> Finding | None:
    latest = list({(o.by, o.tier == "measured"): o for o in sorted(seen, key=lambda o: o.on)}.values())
    telling = [o for o in latest if o.value != "unknown" or o.challenges]
    living = [o for o in telling if as_of <= o.on + timedelta(days=_life_days(o.tier, lives))]
    if not living:
        if not telling:
            return None
        newest = max(telling, key=lambda o: o.on)
        return Unanswered(id, "expired", f"the last answer is of {newest.on}", tuple(telling))
    settled = [o for o in living if o.by == CONSENSUS]
    challenges = [o for o in living if o.challenges]
    speaking = [o for o in living if not o.challenges and o.by != CONSENSUS]
    if settled:
        return _answer(id, [max(settled, key=lambda o: o.on)])
    if challenges:
        because = "; ".join(f"{o.by}: {o.note}" for o in challenges)
        return Unanswered(id, "challenged", because, tuple(living))
    highest = max(TIERS[o.tier] for o in speaking)
    speaking = [o for o in speaking if TIERS[o.tier] == highest]
    if len({o.value for o in speaking}) > 1:
        because = ", ".join(f"{o.by} says {o.value.replace('_', ' ')}" for o in speaking)
        return Unanswered(id, "disputed", because, tuple(speaking))
    return _answer(id, speaking)


def _answer(id: str, speaking: Sequence[Observation]) -> Answer:
    newest = max(speaking, key=lambda o: o.on)
    value = newest.value
    assert value != "unknown"
    people = tuple(dict.fromkeys(o.by for o in speaking))
    return Answer(id, value, newest.tier, newest.on, people, newest.note, newest.link, confirmed=len(people) > 1)


def _life_days(tier: Tier, lives: GateRule) -> int:
    return {"said": lives.said_days, "documented": lives.documented_days, "measured": lives.measured_days}[tier]
