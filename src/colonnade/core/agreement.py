"""How far reviewers agree: Krippendorff's alpha, same and within one stage, and each reviewer's leniency.

Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), whose worked example of four
coders and twelve units is a test of this module.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

from colonnade.core.speech import gettext

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Counts = Mapping[float, float]
Distance = Callable[[float, float, Counts], float]

FEW_PAIRABLE = 20
"""Below this number of pairable values alpha is shown with a range."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`units` dimensions were scored by two or more; `same` and `within_one` count how they agreed.

    `alpha` is None where it is not defined; `note` then says why. `alpha_range` is the lowest and highest
    alpha as each dimension is left out in turn, given where few values are pairable.
    """

    alpha: float | None
    pairable: int
    units: int
    same: int
    within_one: int
    alpha_range: tuple[float, float] | None
    note: str


def agreement(panel: Mapping[str, Mapping[str, int]]) -> Agreement:
    """Agreement of a panel: stages by reviewer, then dimension."""
    dimensions = {dimension: None for stages in panel.values() for dimension in stages}
    scored = ([s[dimension] for s in panel.values() if dimension in s] for dimension in dimensions)
    units = [stages for stages in scored if len(stages) > 1]
    pairable = sum(map(len, units))
    alpha = krippendorff_alpha(units)
    few = alpha is not None and pairable < FEW_PAIRABLE
    return Agreement(
        alpha=alpha,
        pairable=pairable,
        units=len(units),
        same=sum(max(stages) == min(stages) for stages in units),
        within_one=sum(max(stages) - min(stages) <= 1 for stages in units),
        alpha_range=_range_without_each(units) if few else None,
        note=_note(alpha, len(panel), pairable, len(units)),
    )


def krippendorff_alpha(units: Sequence[Sequence[float]], level: Level = "ordinal") -> float | None:
    """Alpha over units of values; None with fewer than two pairable values or no variation among them."""
    pairable = [unit for unit in units if len(unit) > 1]
    coincidences: defaultdict[tuple[float, float], float] = defaultdict(float)
    for unit in pairable:
        for pair in permutations(unit, 2):
            coincidences[pair] += 1 / (len(unit) - 1)
    counts: Counter[float] = Counter(value for unit in pairable for value in unit)
    distance = _DISTANCES[level]
    expected = sum(counts[a] * counts[b] * distance(a, b, counts) for a in counts for b in counts)
    if not expected:
        return None
    observed = sum(weight * distance(a, b, counts) for (a, b), weight in coincidences.items())
    return 1 - (counts.total() - 1) * observed / expected


def leniency(panel: Mapping[str, Mapping[str, int]]) -> dict[str, float | None]:
    """Each reviewer's mean of own stage less the mean of the others', over dimensions others scored too."""
    return {who: _leniency_of(who, panel) for who in panel}


def _leniency_of(who: str, panel: Mapping[str, Mapping[str, int]]) -> float | None:
    differences = []
    for dimension, own in panel[who].items():
        others = [stages[dimension] for other, stages in panel.items() if other != who and dimension in stages]
        if others:
            differences.append(own - sum(others) / len(others))
    return sum(differences) / len(differences) if differences else None


def _range_without_each(units: Sequence[Sequence[int]]) -> tuple[float, float] | None:
    alphas = [krippendorff_alpha([*units[:place], *units[place + 1 :]]) for place in range(len(units))]
    defined = [alpha for alpha in alphas if alpha is not None]
    return (min(defined), max(defined)) if defined else None


def _note(alpha: float | None, reviewers: int, pairable: int, units: int) -> str:
    if reviewers < 2:
        return gettext("not defined: one reviewer") if reviewers else gettext("not defined: no reviewer")
    if not pairable:
        return gettext("not defined: no dimension was scored by two reviewers")
    if alpha is None:
        return gettext("not defined: all scores are the same stage")
    if units == 1:
        said = gettext("{n} values of one dimension only: too few to say how far reviewers agree")
    elif pairable < FEW_PAIRABLE:
        said = gettext("{n} values only: read the range, which leaves out each dimension in turn")
    else:
        said = gettext("over {n} values")
    return said.format(n=pairable)


def _nominal(a: float, b: float, _: Counts) -> float:
    return float(a != b)


def _ordinal(a: float, b: float, counts: Counts) -> float:
    between = sum(number for value, number in counts.items() if min(a, b) <= value <= max(a, b))
    return (between - (counts[a] + counts[b]) / 2) ** 2


def _interval(a: float, b: float, _: Counts) -> float:
    return (a - b) ** 2


def _ratio(a: float, b: float, _: Counts) -> float:
    return ((a - b) / (a + b)) ** 2 if a != b else 0.0


_DISTANCES: Mapping[Level, Distance] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
