"""The supported stage of a dimension: what the answers to its criteria bear out, by the model's roll-up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import floor
from typing import Literal

from colonnade.core.criteria import Criterion
from colonnade.core.model import GateRule, Model, RollUp
from colonnade.core.observations import Answer

Limit = Literal["not_met", "unanswered", "top"]
Grade = Literal["strong", "partial", "said"]
Answers = Mapping[str, Answer]

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Support:
    """What the evidence bears out. `stage` None is unknown; `owed` are stages below it under the met share.

    `limit` says why it is not higher: the next stage was answered and does not hold, is not answered enough
    (read "at least"), or there is none. `met`, `answered` and `applicable` count the criteria the roll-up reads.
    `best_grade` is the grade were every criterion shown as well as it can be by one person or by records.
    `score` is the number behind the stage in roll-ups other than the gate.
    """

    stage: int | None
    limit: Limit
    grade: Grade
    best_grade: Grade
    owed: tuple[int, ...]
    met: int
    answered: int
    applicable: int
    next_stage: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """The criteria of one cell that apply, with the answers there are; weights and values are exact."""

    stage: int
    criteria: tuple[Criterion, ...]
    answers: tuple[tuple[Fraction, Fraction], ...]
    """Weight and value of each answered criterion."""

    unanswered: tuple[Fraction, ...] = ()
    """Weights of the others."""

    @property
    def weight(self) -> Fraction:
        return sum((as_written(c.weight) for c in self.criteria), Fraction())

    @property
    def share(self) -> Fraction | None:
        """The met share of the answered weight; None with nothing answered."""
        return _share(self.answers)

    def is_answered(self, rule: GateRule) -> bool:
        """Enough is answered to judge: two criteria and two thirds of the weight, all where under three."""
        if len(self.criteria) <= rule.least_criteria:
            return len(self.answers) == len(self.criteria)
        answered = sum((weight for weight, _ in self.answers), Fraction())
        return len(self.answers) >= rule.least_criteria and answered >= _exact(rule.answered_share) * self.weight


def support(model: Model, criteria: Sequence[Criterion], answers: Answers) -> Support:
    """What answers bear out for criteria of one dimension that map to `model`.

    The gate leaves out criteria of stage 1: they show no stage above it.
    """
    first = 2 if model.roll_up == "gate" else 1
    levels = [level for stage in range(first, model.top + 1) if (level := _level(model, criteria, stage, answers))]
    counted = Support(
        stage=None,
        limit="unanswered",
        grade=_grade([c for level in levels for c in level.criteria], answers),
        best_grade=_best_grade([c for level in levels for c in level.criteria], answers),
        owed=(),
        met=sum(value == 1 for level in levels for _, value in level.answers),
        answered=sum(len(level.answers) for level in levels),
        applicable=sum(len(level.criteria) for level in levels),
    )
    return _ROLL_UPS[model.roll_up](model, levels, counted, answers)


def criteria_of(model: Model, dimension: str) -> tuple[Criterion, ...]:
    """The criteria that speak for a dimension of the model, in the bank's order."""
    return tuple(c for c in model.criteria if model.id in c.maps and c.maps[model.id].dimension == dimension)


@cache
def as_written(figure: float) -> Fraction:
    """A figure of a model or the bank as its decimals say."""
    return Fraction(str(figure))


def value_of(model: Model, answer: Answer) -> Fraction:
    """What an answer counts for: by the model's own scale where it has one."""
    scale = {"met": 1.0, "partly": 0.5, "not_met": 0.0, **model.answers}
    return as_written(scale[answer.value])


def _level(model: Model, criteria: Sequence[Criterion], stage: int, answers: Answers) -> Level | None:
    mapped = [c for c in criteria if c.maps[model.id].stage == stage]
    applicable = [c for c in mapped if c.id not in answers or answers[c.id].value != "not_applicable"]
    if not applicable:
        return None
    found = [(as_written(c.weight), value_of(model, answers[c.id])) for c in applicable if c.id in answers]
    unanswered = (as_written(c.weight) for c in applicable if c.id not in answers)
    return Level(stage, tuple(applicable), tuple(found), tuple(unanswered))


# --- the gate -----------------------------------------------------------------------------------------------


def _gate(model: Model, levels: Sequence[Level], counted: Support, answers: Answers) -> Support:
    """The highest stage that holds; stage 1 always does. Unknown when the first stage is not answered enough."""
    rule = model.gate
    if not levels or not levels[0].is_answered(rule):
        return counted
    holding = [n for n in range(len(levels)) if _holds(levels, n, rule)]
    reached = holding[-1] + 1 if holding else 0
    stage = levels[reached - 1].stage if reached else 1
    following = levels[reached] if reached < len(levels) else None
    first_failing = next((n for n in range(len(levels)) if n not in holding), len(levels) - 1)
    judged = [c for level in levels[: first_failing + 1] for c in level.criteria]
    return replace(
        counted,
        stage=stage,
        limit=_limit(model, stage, following),
        grade=_grade(judged, answers),
        best_grade=_best_grade(judged, answers),
        owed=tuple(level.stage for level in levels[:reached] if _is_owed(level, stage, rule)),
        next_stage=following.stage if following else None,
    )


def _holds(levels: Sequence[Level], number: int, rule: GateRule) -> bool:
    level, below = levels[number], levels[:number]
    share, pooled = level.share, _share([answer for each in (*below, level) for answer in each.answers])
    return (
        level.is_answered(rule)
        and share is not None
        and pooled is not None
        and min(share, pooled) >= _exact(rule.met_share)
        and all(each.share is None or each.share >= _exact(rule.floor_share) for each in below)
    )


def _is_owed(level: Level, stage: int, rule: GateRule) -> bool:
    return level.stage < stage and level.share is not None and level.share < _exact(rule.met_share)


def _limit(model: Model, stage: int, following: Level | None) -> Limit:
    if stage == model.top:
        return "top"
    return "not_met" if following and following.is_answered(model.gate) else "unanswered"


# --- other roll-ups -----------------------------------------------------------------------------------------


Score = Callable[[Model, Sequence[Level]], Fraction]


def _by_score(score: Score) -> "_RollUp":
    """A roll-up whose stage is the whole part of a score, from 1 to the last stage.

    Its limit is `unanswered` where what is open, or has no criteria, could still raise the stage.
    """

    def roll_up(model: Model, levels: Sequence[Level], counted: Support, _: Answers) -> Support:
        weight = sum((level.weight for level in levels), Fraction())
        answered = sum((w for level in levels for w, _ in level.answers), Fraction())
        if not answered or answered < _exact(model.gate.answered_share) * weight:
            return counted

        def stage_of(each: Sequence[Level]) -> int:
            return min(max(floor(score(model, each)), 1), model.top)

        stage = stage_of(levels)
        could_rise = stage_of([_with_the_rest_met(level) for level in levels]) > stage
        is_all_there_is = stage_of([_all_met(level) for level in levels]) == stage
        following = next((level for level in levels if level.stage > stage), None)
        return replace(
            counted,
            stage=stage,
            limit="top" if stage == model.top else "unanswered" if could_rise or is_all_there_is else "not_met",
            next_stage=following.stage if following else None,
            score=float(score(model, levels)),
        )

    return roll_up


def _with_the_rest_met(level: Level) -> Level:
    rest = tuple((weight, Fraction(1)) for weight in level.unanswered)
    return replace(level, answers=level.answers + rest, unanswered=())


def _all_met(level: Level) -> Level:
    return replace(level, answers=tuple((as_written(c.weight), Fraction(1)) for c in level.criteria))


def _mean_of_all(model: Model, levels: Sequence[Level]) -> Fraction:
    """The number of stages times the weighted mean value."""
    return model.top * (_share([answer for level in levels for answer in level.answers]) or Fraction())


def _minimum_of_all(model: Model, levels: Sequence[Level]) -> Fraction:
    """The number of stages times the lowest value."""
    return model.top * min(value for level in levels for _, value in level.answers)


def _added_levels(_: Model, levels: Sequence[Level]) -> Fraction:
    """The mean value at each level, added over the levels; stage 1 without criteria is given.

    Where a stage has no criteria that apply, the levels beside it count for it in equal parts.
    """
    given = 0 if levels[0].stage == 1 else 1
    means = sum((_mean([value for _, value in level.answers]) for level in levels), Fraction())
    return given + means * (levels[-1].stage - given) / len(levels)


def _covered_levels(model: Model, levels: Sequence[Level]) -> Fraction:
    """Levels wholly done, and the share done of the first that is not; one not answered enough ends it."""
    reached = Fraction(0 if levels[0].stage == 1 else 1)
    for level in levels:
        if not level.is_answered(model.gate):
            break
        done = Fraction(sum(value == 1 for _, value in level.answers), len(level.answers))
        if done < 1:
            return reached + done
        reached = Fraction(level.stage)
    return reached


# --- shares and grades --------------------------------------------------------------------------------------


def _share(answers: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    weight = sum((w for w, _ in answers), Fraction())
    return sum((w * v for w, v in answers), Fraction()) / weight if weight else None


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values) if values else Fraction()


@cache
def _exact(share: float) -> Fraction:
    """A share of the model as the fraction it was meant to be: two thirds, not its nearest float."""
    return Fraction(share).limit_denominator(1000)


def _grade(criteria: Sequence[Criterion], answers: Answers) -> Grade:
    """Strong when half the answered weight is measured, or documented and confirmed by a second person."""
    found = [(as_written(c.weight), answers[c.id]) for c in criteria if c.id in answers]
    weight = sum((w for w, _ in found), Fraction())
    strong = sum(
        (w for w, a in found if a.tier == "measured" or (a.tier == "documented" and a.confirmed)), Fraction()
    )
    shown = sum((w for w, a in found if a.tier != "said"), Fraction())
    if weight and strong >= weight * HALF:
        return "strong"
    return "partial" if weight and shown >= weight * HALF else "said"


def _best_grade(criteria: Sequence[Criterion], answers: Answers) -> Grade:
    """Strong when records could show half the weight, or what was found is strong already."""
    weight = sum((as_written(c.weight) for c in criteria), Fraction())
    measurable = sum((as_written(c.weight) for c in criteria if c.evidence), Fraction())
    if weight and measurable >= weight * HALF:
        return "strong"
    return "strong" if _grade(criteria, answers) == "strong" else "partial"


_RollUp = Callable[[Model, Sequence[Level], Support, Answers], Support]

_ROLL_UPS: Mapping[RollUp, _RollUp] = {
    "gate": _gate,
    "mean": _by_score(_mean_of_all),
    "minimum": _by_score(_minimum_of_all),
    "additive": _by_score(_added_levels),
    "coverage": _by_score(_covered_levels),
}
