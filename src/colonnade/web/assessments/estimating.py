"""How long a round takes a reviewer, reckoned from what it asks; pages say what is assumed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from colonnade.core.findings import Evidence
from colonnade.core.model import Model
from colonnade.web.assessments.answering import Own, asked
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.showing import Shown

STAGE_SECONDS = 90
FACT_SECONDS = 30
"""Assumed, not measured: a minute and a half to choose a stage, half a minute to answer a statement."""
A_WHILE = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """`first` statements are asked where nothing is met, `most` where everything is: more follow on what holds."""

    stages: int
    first: int
    most: int

    @property
    def quick(self) -> str:
        return _words(self.stages * STAGE_SECONDS)

    @property
    def least(self) -> str:
        return _words(self.stages * STAGE_SECONDS + self.first * FACT_SECONDS)

    @property
    def longest(self) -> str:
        return _words(self.stages * STAGE_SECONDS + self.most * FACT_SECONDS)


def estimate(models: Sequence[Model]) -> Estimate:
    """Of a round over these models, the first leading; records that answer statements make it shorter."""
    return _estimate(tuple(model.id for model in models))


@lru_cache(maxsize=32)
def _estimate(ids: tuple[str, ...]) -> Estimate:
    round_ = Assessment(model_id=ids[0], further_models=list(ids[1:]), is_deep=True)
    nothing = {step.dimension.id: Shown(step, {}, {}, (), Evidence()) for step in round_.steps}
    first = sum(len(each.now) for each in asked(round_, Own({}, {}, {}), nothing).values())
    return Estimate(
        stages=sum(step.is_claimed for step in round_.steps),
        first=first,
        most=len({criterion.id for step in round_.steps for criterion in step.criteria}),
    )


def _words(seconds: int) -> str:
    """Rounded up to five minutes: it is no more exact than that."""
    minutes = -(-seconds // (60 * A_WHILE)) * A_WHILE
    if minutes < 60:
        return _("%(n)s minutes") % {"n": minutes}
    return _("%(h)s h %(m)02d min") % {"h": minutes // 60, "m": minutes % 60}
