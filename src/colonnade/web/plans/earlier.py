"""What stood before it was changed: kept with who replaced it and when, shown in words, and to be had back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.web.people.models import SCORES, Membership, Person
from colonnade.web.plans.models import Checkpoint, Earlier, MilestoneKind, Move, Status
from colonnade.web.plans.progress import figure_of

LABELS = {
    "status": gettext_lazy("State"),
    "aside_reason": gettext_lazy("Set aside because"),
    "owner_id": gettext_lazy("Owner"),
    "owner_name": gettext_lazy("Owner"),
    "sponsor": gettext_lazy("Sponsor"),
    "due_on": gettext_lazy("Due"),
    "milestone_kind": gettext_lazy("The milestone is"),
    "milestone": gettext_lazy("Milestone"),
    "metric": gettext_lazy("Metric"),
    "baseline": gettext_lazy("At the start"),
    "target": gettext_lazy("Target"),
    "proof": gettext_lazy("Proof to be filed"),
    "stops": gettext_lazy("What we stop doing for it"),
    "reason": gettext_lazy("Reason, where it goes beyond the proposal"),
    "finished_on": gettext_lazy("Done on"),
    "evidence": gettext_lazy("What shows it"),
    "evidence_note": gettext_lazy("Where it can be seen"),
}
"""All that people change of a move, as a reader knows it."""


def keep(move: Move, by: Membership, at: datetime) -> None:
    """A move as it stood, before it is written over."""
    Earlier.objects.create(move=move, version=move.version, kept=_kept(move), by=by.person, at=at)


def keep_note(point: Checkpoint, by: Membership, at: datetime) -> None:
    """A note that is written over; nothing where nothing was noted."""
    if point.is_noted:
        kept = {"note": point.note, "value": point.value}
        Earlier.objects.create(
            move=point.move, day=point.day, version=point.version, kept=kept, by=by.person, at=at
        )


def _kept(move: Move) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value

    return {name: plain(getattr(move, name)) for name in LABELS}


def last(move: Move) -> Earlier | None:
    """What stood before the last change of the move itself."""
    return Earlier.objects.filter(move=move, day=None, version=move.version - 1).first()


def values(earlier: Earlier) -> dict[str, Any]:
    """As the move takes them again; an owner who takes part no longer is none."""
    kept = {name: earlier.kept[name] for name in LABELS}
    for name in ("due_on", "finished_on"):
        kept[name] = date.fromisoformat(kept[name]) if kept[name] else None
    organisation = earlier.move.plan.assessment.organisation_id
    taking_part = Membership.objects.filter(organisation=organisation, role__in=SCORES)
    if kept["owner_id"] and not taking_part.filter(person=kept["owner_id"]).exists():
        kept["owner_id"] = None
    return kept


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed a move and when, and what the parts that they changed had said before."""

    at: datetime
    by: Person | None
    before: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NotedBefore:
    note: str
    figure: str
    until: datetime


def history(move: Move, kept: Sequence[Earlier], *, shows_records: bool) -> tuple[Change, ...]:
    """Newest first; `kept` is all of the move, by version. What stood at the start was read from records."""
    of_move = [each for each in kept if each.day is None]
    states: list[Mapping[str, Any]] = [*(each.kept for each in of_move), _kept(move)]
    people = _names(states)
    found = [
        Change(each.at, each.by, tuple(_told(before, after, people, shows_records)))
        for each, before, after in zip(of_move, states[:-1], states[1:], strict=True)
    ]
    return tuple(change for change in reversed(found) if change.before)


def noted_before(move: Move, kept: Sequence[Earlier], *, shows_records: bool) -> dict[int, list[NotedBefore]]:
    """Notes that were written over, by the day of their checkpoint, newest first."""
    found: dict[int, list[NotedBefore]] = {}
    for each in reversed(kept):
        if each.day is not None:
            figure = figure_of(move.metric, each.kept["value"] if shows_records else None)
            found.setdefault(each.day, []).append(NotedBefore(each.kept["note"], figure, each.at))
    return found


def _names(states: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    ids = {state["owner_id"] for state in states if state["owner_id"]}
    return (
        {str(id): name for id, name in Person.objects.filter(pk__in=ids).values_list("pk", "name")} if ids else {}
    )


def _told(
    before: Mapping[str, Any], after: Mapping[str, Any], people: Mapping[str, str], shows_records: bool
) -> Iterator[tuple[str, str]]:
    """The parts that differ, as they were."""
    for name, label in LABELS.items():
        if name == "baseline" and not shows_records:
            continue
        if before[name] != after[name] and not (name == "owner_name" and not before[name]):
            yield str(label), _words(name, before, people)


def _words(name: str, kept: Mapping[str, Any], people: Mapping[str, str]) -> str:
    value = kept[name]
    if name == "owner_id":
        return people.get(value, _("somebody who has left")) if value else kept["owner_name"] or _("nobody yet")
    if value in (None, ""):
        return "–"
    if name in ("due_on", "finished_on"):
        return date_format(date.fromisoformat(value), "j M Y")
    if name in ("baseline", "target"):
        return figure_of(kept["metric"], value)
    if name == "status":
        return str(Status(value).label)
    if name == "milestone_kind":
        return str(MilestoneKind(value).label)
    return str(value)
