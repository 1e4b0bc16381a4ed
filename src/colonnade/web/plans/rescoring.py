"""Scoring again after a plan: the baseline frozen, reviewers asked blind, and what moved read afterwards."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.core import comparison
from colonnade.core.comparison import Comparison, PlannedLever
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.judging import Judged, Reading, judge, reading_of
from colonnade.core.measurement import Period
from colonnade.core.model import Lever
from colonnade.core.plan import Status as PlanStatus
from colonnade.records.metrics import METRICS
from colonnade.web.assessments import carrying, results, rounds, store
from colonnade.web.assessments.models import Assessment
from colonnade.web.people.models import SCORES, Membership, Person
from colonnade.web.plans.baseline import frozen, people_of, read_back
from colonnade.web.plans.models import Move, Plan, Rescore, Status


class EverybodyOwns(Exception):
    """Every reviewer chosen owns a lever of the plan: nobody would look from outside."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who could score again; `owns` counts the plan's levers that are theirs."""

    person: Person
    was_reviewer: bool
    is_outsider: bool
    owns: int


def candidates(plan: Plan, organisation: UUID) -> list[Candidate]:
    """Members who take part: those of the baseline first, as they are proposed."""
    before = {seat.person_id: seat for seat in plan.assessment.seats.all() if seat.handed_in_at}
    owned = list(_owned(plan))
    members = Membership.objects.filter(organisation=organisation, role__in=SCORES).select_related("person")
    found = [
        Candidate(
            person=m.person,
            was_reviewer=m.person_id in before,
            is_outsider=m.person_id in before and before[m.person_id].is_outsider,
            owns=sum(_is_of(move, m.person) for move in owned),
        )
        for m in members
    ]
    return sorted(found, key=lambda c: (not c.was_reviewer, c.person.name))


def _owned(plan: Plan) -> Iterable[Move]:
    return (move for move in plan.moves.select_related("owner") if not move.is_aside and move.owner_shown)


def _is_of(move: Move, person: Person) -> bool:
    """By their account, or by a name that was typed."""
    if move.owner_id:
        return move.owner_id == person.pk
    return move.owner_name.strip().casefold() == person.name.strip().casefold()


@transaction.atomic
def begin(
    by: Membership,
    plan: Plan,
    *,
    name: str,
    due_on: date | None,
    reviewers: Sequence[Person],
    today: date,
    id: UUID | None = None,
) -> Assessment:
    """A new blind round of the same model, the baseline kept as it stands; raises EverybodyOwns, MadeAlready."""
    owned = list(_owned(plan))
    if not any(all(not _is_of(move, person) for move in owned) for person in reviewers):
        raise EverybodyOwns
    baseline = plan.assessment
    read = results.diagnosis(baseline, today)
    if read is None:
        raise rounds.OutOfTurn
    outsiders = set(baseline.seats.filter(is_outsider=True).values_list("person", flat=True))
    made = rounds.make(
        by,
        id=id,
        name=name,
        model=baseline.model,
        due_on=due_on,
        reviewers=reviewers,
        outsiders=[person for person in reviewers if person.pk in outsiders],
        further=baseline.models[1:],
        is_deep=baseline.is_deep,
    )
    people = people_of(baseline)
    Rescore.objects.create(
        assessment=made,
        plan=plan,
        baseline=frozen(read, people),
        carried=carrying.saved(store.observations(baseline), people),
    )
    return made


# --- what moved ---------------------------------------------------------------------------------------------


def compare(rescore: Rescore, now: Diagnosis, *, with_names: bool) -> Comparison:
    """The frozen baseline against the round as read now; without names reviewers are numbered."""
    people = people_of(rescore.assessment)
    label = _labels(rescore.baseline, people, with_names=with_names)
    before = read_back(rescore.baseline, label)
    after = read_back(frozen(now, people), label)
    moves, levers = list(rescore.plan.moves.all()), now.model.levers
    return comparison.compare(
        replace(before, levers=tuple(_lever(move, levers, _planned(move)) for move in moves)),
        replace(
            after,
            as_of=max(before.as_of, after.as_of),
            levers=tuple(_lever(move, levers, _stands(move)) for move in moves),
        ),
    )


def measures(rescore: Rescore, now: Diagnosis) -> list[Judged]:
    """Every metric that was measured in either round or is a milestone; for who may see records."""
    before = {m["metric"]: _reading(m) for m in rescore.baseline["measurements"]}
    after = {m.definition.id: m for m in now.measurements}
    wanted = {move.metric for move in rescore.plan.moves.all() if move.metric}
    ids = [id for id in METRICS if id in wanted or (id in before and before[id].value is not None)]
    none = Reading(None, None)
    return [
        judge(METRICS[id].definition, before.get(id, none), reading_of(after.get(id)), rescore.plan.starts_on)
        for id in ids
    ]


def _reading(saved: dict[str, Any]) -> Reading:
    period = saved["period"]
    days = (date.fromisoformat(period[end]) for end in ("from", "to"))
    return Reading(saved["value"], Period(*days))


def _labels(baseline: dict[str, Any], people: Mapping[str, str], *, with_names: bool) -> Callable[[str], str]:
    """What a person's id is called: the name in the round now, else the reviewer's number by order of ids."""
    names = {id: name for name, id in people.items()} if with_names else {}
    everybody = {*people.values(), *(reviewer["id"] for reviewer in baseline["reviewers"])}
    numbers = {id: _("reviewer %(n)s") % {"n": number} for number, id in enumerate(sorted(everybody), 1)}
    return lambda id: names.get(id) or numbers.get(id, id)


def _lever(move: Move, levers: Mapping[str, Lever], status: PlanStatus) -> PlannedLever:
    turns = levers[move.lever].turns if move.lever in levers else ()
    return PlannedLever(move.lever, move.dimension, status, turns)


def _planned(move: Move) -> PlanStatus:
    return "not_now" if move.status == Status.NOT_NOW else "chosen"


def _stands(move: Move) -> PlanStatus:
    if move.status == Status.DONE:
        return "done"
    return "not_now" if move.is_aside else "chosen"
