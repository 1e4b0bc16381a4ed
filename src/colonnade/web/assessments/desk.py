"""A reviewer's desk: what they gave, what is asked of them, and where they go next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from colonnade.web.assessments import answering, scoring, showing
from colonnade.web.assessments.answering import Asked, Own
from colonnade.web.assessments.models import Answer, Assessment, Seat, Step
from colonnade.web.assessments.scoring import Scored
from colonnade.web.assessments.showing import Shown
from colonnade.web.assessments.visibility import held_back


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the way: the stage of a dimension (`score`) or its facts (`facts`)."""

    page: str
    dimension: str


@dataclass(frozen=True)
class Desk:
    seat: Seat
    scored: tuple[Scored, ...]
    own: Own
    shown: Mapping[str, Shown]
    has_records: bool
    asked: Mapping[str, Asked]

    def of(self, dimension: str) -> Scored:
        return next(each for each in self.scored if each.dimension.id == dimension)

    def has_facts(self, scored: Scored) -> bool:
        """Facts are asked where there are any, and not of who says that a dimension is not theirs to judge."""
        asked = self.asked.get(scored.dimension.id)
        is_mine = scored.current is None or scored.current.answer != Answer.NOT_MINE
        return bool(asked and asked.now) and is_mine

    def is_done(self, scored: Scored) -> bool:
        if scored.step.is_claimed and scored.current is None:
            return False
        return not self.has_facts(scored) or self.asked[scored.dimension.id].is_done

    @property
    def progress(self) -> list[tuple[Scored, bool]]:
        return [(scored, self.is_done(scored)) for scored in self.scored]

    @property
    def facts_asked(self) -> int:
        return sum(len(asked.now) for asked in self.asked.values())

    def places(self) -> Iterator[Place]:
        """Every page in order."""
        for scored in self.scored:
            if scored.step.is_claimed:
                yield Place("score", scored.dimension.id)
            if self.has_facts(scored):
                yield Place("facts", scored.dimension.id)

    def after(self, page: str, dimension: str) -> Place | None:
        return self._beside(page, dimension, 1)

    def before(self, page: str, dimension: str) -> Place | None:
        return self._beside(page, dimension, -1)

    def waiting(self) -> Place | None:
        """Where to go on: the first page with something open; None when all is done."""
        for scored in self.scored:
            if scored.step.is_claimed and scored.current is None:
                return Place("score", scored.dimension.id)
            if not self.is_done(scored):
                return Place("facts", scored.dimension.id)
        return None

    def number(self, dimension: str) -> int:
        return next(n for n, each in enumerate(self.scored, start=1) if each.dimension.id == dimension)

    def _beside(self, page: str, dimension: str, by: int) -> Place | None:
        """The page next to this one, also when this one has just left the way."""
        here = Place(page, dimension)
        way = list(self.places())
        if here in way:
            at = way.index(here) + by
            return way[at] if 0 <= at < len(way) else None
        numbers = [self.number(place.dimension) for place in way]
        own = self.number(dimension)
        others = [p for p, n in zip(way, numbers, strict=True) if (n > own if by > 0 else n <= own)]
        return (others[0] if by > 0 else others[-1]) if others else None


def desk(seat: Seat) -> Desk:
    own, scored = answering.own(seat), scoring.own_scores(seat)
    held = held_back(seat.person_id, seat.assessment.organisation_id)
    showing_ = showing.shown(seat.assessment, scored, held, timezone.localdate())
    asked = answering.asked(seat.assessment, own, showing_.steps)
    return Desk(seat, scored, own, showing_.steps, showing_.has_records, asked)


def step_or_404(assessment: Assessment, dimension: str) -> Step:
    if dimension not in assessment.step_of:
        raise Http404
    return assessment.step_of[dimension]
