"""A thousand diagnoses in memory: three reviewers each, on the shipped model with the most levers."""

import random
import time
from collections.abc import Iterator
from datetime import date

from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.claims import Claims, Score
from colonnade.core.diagnosis import Options, diagnose
from colonnade.core.model import Model

NUMBER = 1_000
REVIEWERS = ("ana", "ben", "cleo")
MOST_CPU_SECONDS = 2.0
DAY = date(2026, 1, 5)


def run() -> dict[str, float]:
    """CPU seconds for all of them, and the most they may take."""
    model = max((m for m in map(shipped_model, shipped_ids()) if m.stages), key=lambda m: len(m.levers))
    rounds = list(_rounds(model, random.Random(20)))
    options = Options(DAY, DAY)
    start = time.process_time()
    for claims in rounds:
        diagnose(model, claims, options)
    return {"diagnoses": NUMBER, "cpu_seconds": time.process_time() - start, "most": MOST_CPU_SECONDS}


def _rounds(model: Model, chance: random.Random) -> Iterator[Claims]:
    for _ in range(NUMBER):
        yield Claims(
            tuple(
                Score(who, dimension.id, chance.randint(1, model.top))
                for who in REVIEWERS
                for dimension in model.dimensions
            )
        )


if __name__ == "__main__":
    print(run())
