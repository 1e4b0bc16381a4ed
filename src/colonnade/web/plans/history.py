"""Any number of rounds of one model: the stage of each dimension, round after round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from colonnade.core.model import Dimension, Model
from colonnade.core.reading import read_dimensions
from colonnade.web.assessments import store
from colonnade.web.assessments.models import Assessment, State
from colonnade.web.assessments.visibility import Viewer, scoring_again
from colonnade.web.people.models import Membership
from colonnade.web.pictures import as_drawn
from colonnade.web.plans.lines import MOST_IN_A_LINE, drawn

MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Point:
    """A dimension in one round, revealed at `at`; stage None where nobody scored it."""

    at: datetime | None
    stage: int | None
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Line:
    dimension: Dimension
    points: tuple[Point, ...]
    picture: SafeString


@dataclass(frozen=True, slots=True)
class History:
    """Rounds oldest first, and a line for each dimension over them."""

    model: Model
    rounds: tuple[Assessment, ...]
    lines: tuple[Line, ...]

    @property
    def is_long(self) -> bool:
        return len(self.rounds) > MOST_IN_A_LINE


def histories(me: Membership) -> tuple[History, ...]:
    """One for each model, of the rounds that this reader may see: the newest forty of all."""
    hidden = scoring_again(Viewer.of(me), me.organisation_id)
    revealed = me.organisation.assessments.exclude(state=State.OPEN).order_by("-revealed_at", "-made_at")
    rounds = [a for a in revealed[:MOST_ROUNDS] if hidden.isdisjoint(model.id for model in a.models)][::-1]
    reviewed = store.reviewed(rounds)
    models = {model.id: model for a in rounds for model in a.claimed}
    return tuple(_history(model, [a for a in rounds if model in a.claimed], reviewed) for model in models.values())


def _history(model: Model, rounds: Sequence[Assessment], reviewed: store.Reviewed) -> History:
    readings = [read_dimensions(model, reviewed.claims(a, model)) for a in rounds]
    lines = []
    for place, dimension in enumerate(model.dimensions):
        points = tuple(
            Point(round_.revealed_at, read[place].stage, read[place].state == "provisional")
            for round_, read in zip(rounds, readings, strict=True)
        )
        drawing = drawn([p.stage for p in points], [p.is_provisional for p in points], model.top)
        lines.append(Line(dimension, points, as_drawn(drawing)))
    return History(model, tuple(rounds), tuple(lines))
