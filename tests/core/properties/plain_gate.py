"""The gate once more, as plainly as the method's paragraph reads, to judge the product's by."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from drawing import Ladder, Row

from colonnade.core.model import GateRule

WORTH = {"met": Fraction(1), "partly": Fraction(1, 2), "not_met": Fraction(0)}


@dataclass(frozen=True)
class Verdict:
    stage: int | None
    limit: str
    owed: tuple[int, ...]
    grade: str


def plain_gate(ladder: Ladder, rule: GateRule) -> Verdict:
    with_criteria = [stage for stage in sorted(ladder) if applying(ladder[stage])]
    if not with_criteria or not enough(ladder[with_criteria[0]], rule):
        return Verdict(None, "unanswered", (), grade([row for stage in ladder for row in ladder[stage]]))

    supported = 1
    for stage in with_criteria:
        if holds(ladder, stage, rule):
            supported = stage

    following = [stage for stage in with_criteria if stage > supported]
    if supported == max(ladder):
        limit = "top"
    elif following and enough(ladder[following[0]], rule):
        limit = "not_met"
    else:
        limit = "unanswered"

    owed = []
    for stage in with_criteria:
        share = met_share(ladder[stage])
        if stage < supported and share is not None and share < exactly(rule.met_share):
            owed.append(stage)

    judged: list[Row] = []
    for stage in with_criteria:
        judged += ladder[stage]
        if not holds(ladder, stage, rule):
            break
    return Verdict(supported, limit, tuple(owed), grade(judged))


def holds(ladder: Ladder, stage: int, rule: GateRule) -> bool:
    if not enough(ladder[stage], rule):  # (a)
        return False
    own = met_share(ladder[stage])
    if own is None or own < exactly(rule.met_share):  # (b)
        return False
    pooled = met_share([row for below in range(2, stage + 1) for row in ladder[below]])
    if pooled is None or pooled < exactly(rule.met_share):  # (c)
        return False
    for below in range(2, stage):  # (d)
        share = met_share(ladder[below])
        if share is not None and share < exactly(rule.floor_share):
            return False
    return True


def enough(rows: Sequence[Row], rule: GateRule) -> bool:
    wanted, known = applying(rows), answered(rows)
    if len(wanted) <= rule.least_criteria:
        return len(known) == len(wanted)
    two_thirds = exactly(rule.answered_share) * sum(row.weight for row in wanted)
    return len(known) >= rule.least_criteria and sum(row.weight for row in known) >= two_thirds


def met_share(rows: Sequence[Row]) -> Fraction | None:
    known = answered(rows)
    if not known:
        return None
    met = sum((row.weight * WORTH[row.value] for row in known if row.value), Fraction(0))
    return met / sum(row.weight for row in known)


def grade(rows: Sequence[Row]) -> str:
    known = answered(rows)
    weight = sum(row.weight for row in known)
    measured = sum(row.weight for row in known if row.tier == "measured")
    confirmed = sum(row.weight for row in known if row.tier == "documented" and row.confirmed)
    documented = sum(row.weight for row in known if row.tier == "documented")
    if known and 2 * (measured + confirmed) >= weight:
        return "strong"
    if known and 2 * (measured + documented) >= weight:
        return "partial"
    return "said"


def applying(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.value != "not_applicable"]


def answered(rows: Sequence[Row]) -> list[Row]:
    return [row for row in applying(rows) if row.value is not None]


def exactly(share: float) -> Fraction:
    return Fraction(2, 3) if share == 2 / 3 else Fraction(str(share))
