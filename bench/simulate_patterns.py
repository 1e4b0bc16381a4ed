"""In how many ordinary profiles each failure pattern is suspected from the scores alone.

    python -m bench.simulate_patterns [--profiles N]

We know of no published figures on how the stages of the seven pillars lie together. Ordinary is taken to be: each
company has a level of its own, on average half a stage under the middle, and each pillar is that level and a
deviation of its own, rounded to a stage; with equal spreads two pillars correlate at about one half. No pillar is
drawn lower than another and no pattern is put in. The spreads are varied, because the shares depend on them; the
last row draws every pillar alone and evenly.
"""

import random
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from colonnade.content.load import shipped_model
from colonnade.core.model import Model
from colonnade.core.patterns import read_patterns

SEED = 5


@dataclass(frozen=True, slots=True)
class Ordinary:
    """Mean and standard deviation of the level of companies, and the deviation of pillars around it, in stages."""

    name: str
    mean: float
    between: float
    within: float

    def profile(self, model: Model, chance: random.Random) -> Mapping[str, int]:
        level = chance.gauss(self.mean, self.between)
        return {d.id: _stage(model, level + chance.gauss(0, self.within)) for d in model.dimensions}


@dataclass(frozen=True, slots=True)
class Even:
    """Every stage of every pillar as likely as any other."""

    name: str = "every pillar alone and evenly"

    def profile(self, model: Model, chance: random.Random) -> Mapping[str, int]:
        return {d.id: chance.randint(1, model.top) for d in model.dimensions}


ORDINARY = Ordinary("ordinary: level 2.5 ± 0.8, pillars ± 0.8", 2.5, 0.8, 0.8)
DRAWS: tuple[Ordinary | Even, ...] = (
    ORDINARY,
    Ordinary("pillars closer: ± 0.5", 2.5, 0.8, 0.5),
    Ordinary("pillars further apart: ± 1.1", 2.5, 0.8, 1.1),
    Ordinary("younger companies: level 2.0", 2.0, 0.8, 0.8),
    Ordinary("riper companies: level 3.2", 3.2, 0.8, 0.8),
    Even(),
)


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of profiles in which each pattern is suspected, in which any is, and the mean number of them."""

    suspected: Mapping[str, float]
    any: float
    mean: float


def suspected(model: Model, draw: Ordinary | Even, number: int, chance: random.Random) -> Shares:
    counts: Counter[str] = Counter()
    some = 0
    for _ in range(number):
        found = [p.id for p in read_patterns(model, draw.profile(model, chance)) if p.state == "suspected"]
        counts.update(found)
        some += bool(found)
    shares = {pattern.id: counts[pattern.id] / number for pattern in model.patterns}
    return Shares(shares, some / number, sum(shares.values()))


def report(number: int) -> Iterator[str]:
    model = shipped_model("csmi")
    yield f"{number} profiles each; share in which a pattern is suspected"
    yield " " * 42 + "".join(f"{pattern.id:>23}" for pattern in model.patterns) + f"{'any':>8}{'mean':>8}"
    for draw in DRAWS:
        found = suspected(model, draw, number, random.Random(SEED))
        shares = "".join(f"{share:>23.1%}" for share in found.suspected.values())
        yield f"{draw.name:<42}{shares}{found.any:>8.1%}{found.mean:>8.2f}"


def _stage(model: Model, level: float) -> int:
    return min(max(round(level), 1), model.top)


def main() -> None:
    parser = ArgumentParser(description="In how many ordinary profiles each failure pattern is suspected.")
    parser.add_argument("--profiles", type=int, default=10_000)
    for line in report(parser.parse_args().profiles):
        print(line)


if __name__ == "__main__":
    main()
