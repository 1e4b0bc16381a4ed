"""A plan as a board of cards: what is in flight, what is done, what was set aside, and how far each has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from colonnade.core.levers import Warning
from colonnade.core.measurement import Measurement
from colonnade.core.model import Model
from colonnade.core.plan import REVIEW_DAYS, Projection
from colonnade.web.assessments.results import Seen
from colonnade.web.people.models import Membership
from colonnade.web.plans import limits, proposing
from colonnade.web.plans.forms import typed
from colonnade.web.plans.models import Checkpoint, MilestoneKind, Move, Plan, Status, moves_of
from colonnade.web.plans.planning import may_change
from colonnade.web.plans.progress import Progress, figure_of, of_move


@dataclass(frozen=True, slots=True)
class Stop:
    """A checkpoint with its date; late when it has passed without a note while the move is in flight."""

    checkpoint: Checkpoint
    on: date
    is_late: bool
    figure: str
    typed: str


@dataclass(frozen=True, slots=True)
class Card:
    move: Move
    text: str
    dimension: str
    to_stage: int
    pace_days: int
    stops: tuple[Stop, ...]
    progress: Progress | None
    days_late: int
    may_change: bool

    @property
    def is_longer(self) -> bool:
        """The whole step takes longer than the plan, so that a part of it is due."""
        return self.pace_days > REVIEW_DAYS

    @property
    def counts_activity(self) -> bool:
        return self.move.milestone_kind == MilestoneKind.ACTIVITY

    @property
    def next_stop(self) -> Stop | None:
        return next((stop for stop in self.stops if not stop.checkpoint.is_noted), None)


@dataclass(frozen=True, slots=True)
class Column:
    status: Status
    empty: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Board:
    cards: tuple[Card, ...]
    columns: tuple[Column, ...]
    aside: tuple[Column, ...]
    beware: tuple[Warning, ...]
    projection: Projection

    @property
    def late(self) -> int:
        return sum(card.days_late > 0 for card in self.cards)


def board(me: Membership, plan: Plan, seen: Seen, today: date) -> Board:
    """`today` is the reader's."""
    read = seen.read
    measured = {m.definition.id: m for m in read.measurements} if seen.shows_records else None
    cards = tuple(card(me, move, points, read.model, measured, today) for move, points in moves_of(plan).items())
    empty = {
        Status.NOT_STARTED: _("Everything has begun."),
        Status.DOING: _("Nothing is under way."),
        Status.DONE: _("Nothing is done yet."),
        Status.DROPPED: _("Nothing was dropped."),
        Status.NOT_NOW: _("Nothing was put off."),
    }
    columns = [Column(s, empty[s], tuple(c for c in cards if c.move.status == s)) for s in Status]
    in_flight = [c.move for c in cards if c.move.is_in_flight]
    return Board(
        cards=cards,
        columns=tuple(columns[:3]),
        aside=tuple(columns[3:]),
        beware=limits.beware(read.model, read.stages, in_flight),
        projection=proposing.projection(read, [move.dimension for move in in_flight]),
    )


def card(
    me: Membership,
    move: Move,
    checkpoints: Sequence[Checkpoint],
    model: Model,
    measured: Mapping[str, Measurement] | None,
    today: date,
) -> Card:
    """Without `measured`, for who may not see records, no figure of a metric stands on it but the target."""
    lever = model.levers[move.lever]
    from_stage = move.from_stage or lever.row
    return Card(
        move=move,
        text=lever.text,
        dimension=model.by_id[move.dimension].name,
        to_stage=min(from_stage + 1, model.top),
        pace_days=model.pace(from_stage),
        stops=tuple(_stop(move, c, today, shows_figures=measured is not None) for c in checkpoints),
        progress=of_move(move, measured, checkpoints),
        days_late=max((today - move.due_on).days, 0) if move.is_in_flight else 0,
        may_change=may_change(me, move),
    )


def _stop(move: Move, checkpoint: Checkpoint, today: date, *, shows_figures: bool) -> Stop:
    on = move.plan.starts_on + timedelta(days=checkpoint.day)
    is_late = move.is_in_flight and on < today and not checkpoint.is_noted
    value = checkpoint.value if shows_figures else None
    return Stop(checkpoint, on, is_late, figure_of(move.metric, value), typed(move.metric, value))


def lanes(cards: Sequence[Card]) -> dict[str, list[Card]]:
    """What is or was in flight by owner, unnamed last, each by its day."""
    shown = [c for c in cards if not c.move.is_aside]
    found: dict[str, list[Card]] = {}
    for one in sorted(shown, key=lambda c: (not c.move.owner_shown, c.move.owner_shown, c.move.due_on)):
        found.setdefault(one.move.owner_shown, []).append(one)
    return found
