"""Ladders of criteria in marks, answers and observations, for the tests of what evidence bears out.

A ladder gives each stage a row of marks: `+` met, `~` partly, `-` not met, `?` unanswered, `x` does not apply;
`D`, `C`, `M` are met and documented, documented and confirmed, measured. A digit is a mark's weight: `+2-?`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from making import make_criterion, make_model

from colonnade.core.criteria import Criterion, EvidenceRule
from colonnade.core.model import GateRule, Model, RollUp
from colonnade.core.observations import Answer, Observation, Tier, Value
from colonnade.core.support import Support, support

TODAY = date(2026, 11, 22)
Ladder = Mapping[int, str]
_Said = tuple[Literal["met", "partly", "not_met", "not_applicable"], Tier, bool]
_MARKS: Mapping[str, _Said] = {
    "+": ("met", "said", False),
    "~": ("partly", "said", False),
    "-": ("not_met", "said", False),
    "x": ("not_applicable", "said", False),
    "D": ("met", "documented", False),
    "C": ("met", "documented", True),
    "M": ("met", "measured", False),
}


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def observed(
    value: Value,
    tier: Tier = "said",
    *,
    by: str = "ana",
    ago: int = 0,
    criterion: str = "c",
    note: str = "",
    challenges: bool = False,
) -> Observation:
    return Observation(criterion, value, tier, days_ago(ago), by, note=note, challenges=challenges)


def answered(
    id: str,
    value: Literal["met", "partly", "not_met", "not_applicable"],
    tier: Tier = "said",
    *,
    confirmed: bool = False,
) -> Answer:
    return Answer(id, value, tier, TODAY, ("ana", "ben") if confirmed else ("ana",), confirmed=confirmed)


def by_id(*answers: Answer) -> dict[str, Answer]:
    return {answer.criterion: answer for answer in answers}


def criteria_in(ladder: Ladder, dimension: str = "north", rule: EvidenceRule | None = None) -> list[Criterion]:
    """Criteria called after dimension, stage and place, such as `north.2.0`."""
    return [
        replace(make_criterion(f"{dimension}.{stage}.{place}", dimension, stage, rule), weight=weight)
        for stage, marks in ladder.items()
        for place, (_, weight) in enumerate(_marks(marks))
    ]


def answers_in(ladder: Ladder, dimension: str = "north") -> dict[str, Answer]:
    found = {}
    for stage, marks in ladder.items():
        for place, (mark, _) in enumerate(_marks(marks)):
            if mark != "?":
                value, tier, confirmed = _MARKS[mark]
                id = f"{dimension}.{stage}.{place}"
                found[id] = answered(id, value, tier, confirmed=confirmed)
    return found


def model_of(
    ladder: Ladder,
    *,
    stages: int = 5,
    roll_up: RollUp = "gate",
    gate: GateRule | None = None,
    scale: Mapping[str, float] | None = None,
    rule: EvidenceRule | None = None,
) -> Model:
    """A model of one dimension, `north`, with the criteria of the ladder."""
    model = make_model(("north",), stages=stages, criteria=criteria_in(ladder, rule=rule))
    return replace(model, roll_up=roll_up, gate=gate or GateRule(), answers=scale or model.answers)


def supported(
    ladder: Ladder,
    *,
    stages: int = 5,
    roll_up: RollUp = "gate",
    gate: GateRule | None = None,
    scale: Mapping[str, float] | None = None,
    rule: EvidenceRule | None = None,
) -> Support:
    model = model_of(ladder, stages=stages, roll_up=roll_up, gate=gate, scale=scale, rule=rule)
    return support(model, model.criteria, answers_in(ladder))


def _marks(row: str) -> list[tuple[str, float]]:
    return [(mark, float(weight or 1)) for mark, weight in re.findall(r"([^\d\s])(\d?)", row)]
