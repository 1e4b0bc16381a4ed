"""What a plan allows only with a recorded reason: one rule for every way into it."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from colonnade.core.levers import Warning, lever_warnings
from colonnade.core.model import Model
from colonnade.core.plan import PlanItem, plan_warnings
from colonnade.web.plans.models import Move


def wants_reason(model: Model, moves: Iterable[Move], candidate: Move) -> tuple[str, ...]:
    """Why `candidate`, as it would stand, needs a reason; nothing while it is not in flight.

    Moves that have their reason already count for no limit.
    """
    if not candidate.is_in_flight:
        return ()
    others = [item(m) for m in moves if m.pk != candidate.pk and m.is_in_flight]
    unexplained = item(candidate, reason="")
    before = {warning.because for warning in plan_warnings(model, others)}
    beyond = [w.because for w in plan_warnings(model, [*others, unexplained]) if w.because not in before]
    if not candidate.is_proposed:
        beyond.insert(0, _("this lever was not proposed; record why it is chosen"))
    return tuple(beyond)


def beware(model: Model, stages: Mapping[str, int], moves: Iterable[Move]) -> tuple[Warning, ...]:
    """What to know of the levers in flight, dimension by dimension; each moves its dimension by one stage."""
    in_flight = [move for move in moves if move.is_in_flight]
    moved = {move.dimension for move in in_flight}
    reached = {id: stage + (id in moved) for id, stage in stages.items()}
    return tuple(
        Warning(warning.id, f"{model.by_id[dimension].name}: {warning.because}")
        for dimension in dict.fromkeys(m.dimension for m in in_flight)
        for warning in lever_warnings(
            model, [model.levers[m.lever] for m in in_flight if m.dimension == dimension], reached
        )
    )


def item(move: Move, *, reason: str | None = None) -> PlanItem:
    return PlanItem(
        lever=move.lever,
        dimension=move.dimension,
        owner=move.owner_shown or None,
        sponsor=move.sponsor,
        done_when=move.proof or move.milestone,
        milestone=move.milestone,
        checkpoints=(),
        due_on=move.due_on,
        status="chosen",
        reason=move.reason if reason is None else reason,
    )
