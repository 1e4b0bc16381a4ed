"""What a report of a round is made from: what its reader may see, the plan as people made it, the months kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from colonnade.core.diagnosis import Diagnosis, ReviewerReading
from colonnade.core.measurement import Measured, Measurement, Period, Unavailable
from colonnade.core.model import Model
from colonnade.core.plan import Choice, PlanItem
from colonnade.core.plan import Status as CoreStatus
from colonnade.web.assessments import results
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.visibility import Viewer, may_see_records
from colonnade.web.people.models import SCORES, Membership
from colonnade.web.plans.models import Move, Plan, Status
from colonnade.web.records.models import Load, MetricDetail, State

STATUS: Mapping[str, CoreStatus] = {
    Status.NOT_STARTED: "chosen",
    Status.DOING: "chosen",
    Status.DONE: "done",
    Status.DROPPED: "not_now",
    Status.NOT_NOW: "not_now",
}


@dataclass(frozen=True, slots=True)
class ToTake:
    """A diagnosis, and whose eyes it is for: two readers for whom it is the same share what is made of it."""

    read: Diagnosis
    audience: str


def to_take(me: Membership, assessment: Assessment, today: date, model: Model) -> ToTake | None:
    """None while no reviewer of the company gave a stage; raises StillBlind before the reveal."""
    plan: Plan | None = getattr(assessment, "plan", None) if model.id == assessment.model_id else None
    moves = list(Move.objects.filter(plan=plan).select_related("owner").order_by("place")) if plan else []
    decided = results.Decided(plan.starts_on if plan else None, tuple(map(_choice, moves)))
    seen = results.seen_by(me, assessment, today, model, decided)
    if seen is None:
        return None
    read = _with_sponsors(seen.read, moves)
    if seen.shows_records and read.measurements:
        read = replace(read, series=_series(assessment, read))
    return ToTake(
        read if seen.names_people else unnamed(read),
        _audience(names_people=seen.names_people, shows_records=seen.shows_records),
    )


def audience_of(me: Membership) -> str:
    """For whose eyes a file must have been made for this reader to have it."""
    shows_records = may_see_records(Viewer.of(me), me.organisation_id)
    return _audience(names_people=me.role in SCORES, shows_records=shows_records)


def _audience(*, names_people: bool, shows_records: bool) -> str:
    return f"{'named' if names_people else 'unnamed'}-{'recorded' if shows_records else 'claimed'}"


# --- the plan as people made it -----------------------------------------------------------------------------


def _choice(move: Move) -> Choice:
    return Choice(
        lever=move.lever,
        dimension=move.dimension,
        owner=move.owner_shown or None,
        status=STATUS[move.status],
        done_when=move.proof,
        milestone=move.milestone,
        due_on=move.due_on,
        reason=move.aside_reason or move.reason,
    )


def _with_sponsors(read: Diagnosis, moves: Iterable[Move]) -> Diagnosis:
    named = {move.lever: move.sponsor for move in moves if move.sponsor}

    def sponsored(items: Sequence[PlanItem]) -> tuple[PlanItem, ...]:
        return tuple(replace(item, sponsor=named.get(item.lever, item.sponsor)) for item in items)

    plan = read.plan
    kept = replace(plan, items=sponsored(plan.items), done=sponsored(plan.done), not_now=sponsored(plan.not_now))
    return replace(read, plan=kept)


# --- months of the metrics ----------------------------------------------------------------------------------


def _series(assessment: Assessment, read: Diagnosis) -> Mapping[str, Sequence[tuple[date, Measurement]]]:
    """What was kept when the records were measured; nothing more is asked of them here."""
    loads = Load.objects.filter(organisation=assessment.organisation_id, state=State.MEASURED)
    speaking = loads.order_by("-begun_at").values("pk")[:1]
    known = {m.definition.id: m for m in read.measurements}
    kept = MetricDetail.objects.filter(load__in=speaking, metric__in=known).values_list("metric", "detail__months")
    months: dict[str, Any] = dict(kept)
    return {id: [_month(known[id], *month) for month in months[id]] for id in known if months.get(id)}


def _month(now: Measurement, on: str, value: float | None, rows: int, note: str) -> tuple[date, Measurement]:
    """Of a month value and rows are kept; its period is as long as the metric's is today."""
    day = date.fromisoformat(on)
    period = Period(day - (now.period.end - now.period.start), day)
    if value is None:
        return day, Unavailable(now.definition, period, (note.removeprefix("needs "),), rows)
    currency = now.currency if isinstance(now, Measured) else ""
    return day, Measured(now.definition, value, rows, period, notes=tuple(filter(None, [note])), currency=currency)


# --- for who may not see who gave what ----------------------------------------------------------------------


def unnamed(read: Diagnosis) -> Diagnosis:
    """Without who gave what: in each dimension the scores stand in their order, and no column is a person's."""
    inside = _places([r for r in read.reviewers if not r.outsider], "reviewer")
    outside = _places([r for r in read.reviewers if r.outsider], "outsider")
    most = len(read.dimensions)
    return replace(
        read,
        reviewers=(
            *(ReviewerReading(name, most, None) for name in inside),
            *(ReviewerReading(name, most, None, outsider=True) for name in outside),
        ),
        dimensions=tuple(
            replace(d, scores=_in_order(d.scores, inside), outsiders=_in_order(d.outsiders, outside))
            for d in read.dimensions
        ),
        profile=replace(read.profile, would_name=None),
    )


def _places(reviewers: Sequence[ReviewerReading], word: str) -> list[str]:
    """As many names as reviewers, of places in an order: lowest, in between, highest."""
    if len(reviewers) < 2:
        return [word for _ in reviewers]
    middle = len(reviewers) - 2
    between = [f"{word} (between{f' {number}' if middle > 1 else ''})" for number in range(1, middle + 1)]
    return [f"{word} (lowest)", *between, f"{word} (highest)"]


def _in_order(given: Mapping[str, int], places: Sequence[str]) -> dict[str, int]:
    """Where not everybody scored, places in between stay empty."""
    stages = sorted(given.values())
    taken = [*places[: len(stages) - 1], *places[-1:]] if len(stages) > 1 else places[:1]
    return dict(zip(taken, stages, strict=False))
