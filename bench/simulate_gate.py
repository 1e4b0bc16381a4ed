"""How often the gate finds the true stage of made-up companies, and how it would with other parameters.

    python -m bench.simulate_gate [--companies N]      N for each pillar and true stage

A company of true stage s meets each criterion up to s with one probability and each above with another; some it
meets half, some it does not answer. The criteria are those of the CS Maturity Index, and the same companies
are read under every set of parameters. `high` are read above their true stage; `denied` below it though the stage
after was answered, so that a true claim would be called contradicted. Others read low read "at least".
"""

import random
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from colonnade.content.load import shipped_model
from colonnade.core.criteria import Criterion
from colonnade.core.model import GateRule, Model
from colonnade.core.observations import Answer
from colonnade.core.support import criteria_of, support

SEED = 3
DAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class World:
    """Probabilities: a criterion up to the true stage is met, one of the next stage, one above that; what is not
    met is met half; a criterion is unanswered, and what is not met is kept silent besides."""

    name: str
    below: float
    next: float
    above: float
    half: float = 0.0
    unanswered: float = 0.2
    kept_silent: float = 0.0


WORLDS = (
    World("as briefed", 0.90, 0.15, 0.15),
    World("cleaner", 0.95, 0.10, 0.10),
    World("noisier", 0.85, 0.20, 0.20, unanswered=0.3),
    World("on the way up", 0.90, 0.40, 0.10),
    World("half measures", 0.85, 0.25, 0.05, half=0.4),
    World("silent on what is lacking", 0.85, 0.30, 0.10, unanswered=0.1, kept_silent=0.4),
)
SHIPPED = GateRule()
RULES: Mapping[str, GateRule] = {
    "shipped: met .75, floor .50, answered 2/3": SHIPPED,
    "met .60": replace(SHIPPED, met_share=0.6),
    "met 2/3": replace(SHIPPED, met_share=2 / 3),
    "met .70": replace(SHIPPED, met_share=0.7),
    "met .80": replace(SHIPPED, met_share=0.8),
    "floor .40": replace(SHIPPED, floor_share=0.4),
    "floor .60": replace(SHIPPED, floor_share=0.6),
    "answered .50": replace(SHIPPED, answered_share=0.5),
    "answered .60": replace(SHIPPED, answered_share=0.6),
    "answered .80": replace(SHIPPED, answered_share=0.8),
    "met .70, answered .50": replace(SHIPPED, met_share=0.7, answered_share=0.5),
}


@dataclass(frozen=True, slots=True)
class Company:
    """One pillar of a company: where it truly stands, and what it answered."""

    dimension: str
    stage: int
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares of companies; the first four add up to 1."""

    exact: float
    one_off: float
    two_off: float
    unknown: float
    high: float
    denied: float


def companies(model: Model, world: World, number: int, chance: random.Random) -> Iterator[Company]:
    """`number` companies for each pillar and each true stage."""
    for dimension in model.dimensions:
        criteria = criteria_of(model, dimension.id)
        for stage in range(1, model.top + 1):
            for _ in range(number):
                found = (_answer(model, c, stage, world, chance) for c in criteria)
                answers = {answer.criterion: answer for answer in found if answer is not None}
                yield Company(dimension.id, stage, answers)


def read(model: Model, made: Sequence[Company], rule: GateRule) -> Outcome:
    """How far the supported stages under a rule stand from the true ones."""
    ruled = replace(model, gate=rule)
    criteria = {d.id: criteria_of(model, d.id) for d in model.dimensions}
    off: Counter[int | None] = Counter()
    denied = 0
    for company in made:
        found = support(ruled, criteria[company.dimension], company.answers)
        off[None if found.stage is None else found.stage - company.stage] += 1
        denied += found.stage is not None and found.stage < company.stage and found.limit == "not_met"
    number = len(made)
    known = {distance: count for distance, count in off.items() if distance is not None}
    return Outcome(
        exact=off[0] / number,
        one_off=(off[1] + off[-1]) / number,
        two_off=sum(count for distance, count in known.items() if abs(distance) > 1) / number,
        unknown=off[None] / number,
        high=sum(count for distance, count in known.items() if distance > 0) / number,
        denied=denied / number,
    )


def _answer(model: Model, criterion: Criterion, stage: int, world: World, chance: random.Random) -> Answer | None:
    own = criterion.maps[model.id].stage
    likely = world.below if own <= stage else world.next if own == stage + 1 else world.above
    # Each draw is made whatever the others gave, so that worlds and rules differ by nothing else.
    met, half, silent = chance.random() < likely, chance.random() < world.half, chance.random() < world.unanswered
    silent |= (chance.random() < world.kept_silent) and not met
    value: Literal["met", "partly", "not_met"] = "met" if met else "partly" if half else "not_met"
    return None if silent else Answer(criterion.id, value, "said", DAY, ("made up",))


def report(number: int) -> Iterator[str]:
    model = shipped_model("csmi")
    for world in WORLDS:
        made = list(companies(model, world, number, random.Random(SEED)))
        yield (
            f"{world.name}: met {world.below:g} up to the true stage, {world.next:g} one above, {world.above:g} "
            f"further up; half {world.half:g}; unanswered {world.unanswered:g}, kept silent "
            f"{world.kept_silent:g}; {len(made)} pillars"
        )
        yield f"  {'':<43}{'exact':>8}{'one off':>9}{'two off':>9}{'unknown':>9}{'high':>8}{'denied':>8}"
        for name, rule in RULES.items():
            found = read(model, made, rule)
            shares = (found.exact, found.one_off, found.two_off, found.unknown, found.high, found.denied)
            figures = zip(shares, (8, 9, 9, 9, 8, 8), strict=True)
            yield f"  {name:<43}" + "".join(f"{share:>{width}.1%}" for share, width in figures)


def main() -> None:
    parser = ArgumentParser(description="How often the gate finds the true stage of made-up companies.")
    parser.add_argument("--companies", type=int, default=40, help="for each pillar and true stage")
    for line in report(parser.parse_args().companies):
        print(line)


if __name__ == "__main__":
    main()
