"""Observations: what was found about criteria, by whom or by which measurement, and what they say together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from colonnade.core.claims import CONSENSUS
from colonnade.core.model import GateRule
from colonnade.core.speech import Words, gettext, gettext_noop

Value = Literal["met", "partly", "not_met", "unknown", "not_applicable"]
Tier = Literal["said", "documented", "measured"]
Doubt = Literal["expired", "disputed", "challenged", "too_few_rows", "unavailable", "unset"]
"""Why a criterion is unanswered though something was found about it."""

TIERS: Mapping[Tier, int] = {"said": 0, "documented": 1, "measured": 2}
VALUE_WORDS: Mapping[Value, str] = Words(
    {
        "met": gettext_noop("met"),
        "partly": gettext_noop("partly"),
        "not_met": gettext_noop("not met"),
        "unknown": gettext_noop("unknown"),
        "not_applicable": gettext_noop("not applicable"),
    }
)
TIER_WORDS: Mapping[Tier, str] = Words(
    {
        "said": gettext_noop("said"),
        "documented": gettext_noop("documented"),
        "measured": gettext_noop("measured"),
    }
)
DOUBT_WORDS: Mapping[Doubt, str] = Words(
    {
        "expired": gettext_noop("expired"),
        "disputed": gettext_noop("disputed"),
        "challenged": gettext_noop("challenged"),
        "too_few_rows": gettext_noop("too few rows"),
        "unavailable": gettext_noop("unavailable"),
        "unset": gettext_noop("unset"),
    }
)
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
    later answer replaces their own. People of one tier who differ, and a challenge of a measured answer, dispute
    it until a `consensus` row settles it; a later voice against that row opens it again.
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
    told = sorted((o for o in seen if o.value != "unknown" or o.challenges), key=lambda o: o.on)
    latest = list({(o.by, o.tier == "measured"): o for o in told}.values())
    living = [o for o in latest if as_of <= o.on + timedelta(days=_life_days(o.tier, lives))]
    is_measured = any(o.tier == "measured" and not o.challenges for o in living)
    challenges = [o for o in living if o.challenges] if is_measured else []
    answered = [o for o in living if o.value != "unknown" and o not in challenges]
    if not answered:
        return _expired(id, [o for o in latest if o.value != "unknown"])
    highest = max(TIERS[o.tier] for o in answered)
    speaking = [o for o in answered if TIERS[o.tier] == highest]
    people = [o for o in speaking if o.by != CONSENSUS]
    ruling = next((o for o in answered if o.by == CONSENSUS), None)
    doubt = _doubt(id, challenges, people, living)
    if doubt is None:
        return _answer(id, [ruling] if ruling in speaking else people)
    if ruling and not any(_is_against(o, ruling) for o in challenges or people):
        return _answer(id, [ruling])
    return doubt


def _expired(id: str, latest: Sequence[Observation]) -> Unanswered | None:
    if not latest:
        return None
    newest = max(o.on for o in latest)
    because = gettext("the last answer is of {day}").format(day=newest)
    return Unanswered(id, "expired", because, tuple(latest))


def _is_against(observation: Observation, ruling: Observation) -> bool:
    """It came after the ruling and does not agree with it, so what was settled is open again."""
    return observation.on > ruling.on and (observation.challenges or observation.value != ruling.value)


def _doubt(
    id: str, challenges: Sequence[Observation], speaking: Sequence[Observation], living: Sequence[Observation]
) -> Unanswered | None:
    """Why the speaking observations do not answer: one is challenged, or people of the tier differ."""
    if challenges:
        because = "; ".join(f"{o.by}: {o.note}" for o in challenges)
        return Unanswered(id, "challenged", because, tuple(living))
    if len({o.value for o in speaking}) > 1:
        said = gettext("{who} says {value}")
        because = ", ".join(said.format(who=o.by, value=VALUE_WORDS[o.value]) for o in speaking)
        return Unanswered(id, "disputed", because, tuple(speaking))
    return None


def _answer(id: str, speaking: Sequence[Observation]) -> Answer:
    newest = max(speaking, key=lambda o: o.on)
    value = newest.value
    assert value != "unknown"
    people = tuple(dict.fromkeys(o.by for o in speaking))
    return Answer(id, value, newest.tier, newest.on, people, newest.note, newest.link, confirmed=len(people) > 1)


def _life_days(tier: Tier, lives: GateRule) -> int:
    return {"said": lives.said_days, "documented": lives.documented_days, "measured": lives.measured_days}[tier]
