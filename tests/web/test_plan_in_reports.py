"""What leaves the product carries the plan that people made, not the one that was proposed."""

import pytest

from colonnade.web.assessments import results
from colonnade.web.assessments.models import Assessment
from colonnade.web.plans.models import Move, Plan, Status
from colonnade.web.plans.planned import planned
from web.casting import Cast
from web.planning import START, moves_of, new_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast, revealed: Assessment) -> Plan:
    return new_plan(cast.facilitator, revealed)


def change(move: Move, **values: object) -> None:
    Move.objects.filter(pk=move.pk).update(**values)


def test_without_a_plan_the_proposal_stands(revealed: Assessment) -> None:
    read = results.diagnosis(revealed, START)
    assert read is not None
    assert planned(read, revealed) is read


def test_owners_sponsors_milestones_and_dates_are_those_of_the_plan(cast: Cast, plan: Plan) -> None:
    first = moves_of(plan)[0]
    due = plan.review_on.replace(day=1)
    change(first, owner=cast.rita.person, sponsor="Chief Executive", milestone="Net retention 95 %", due_on=due)
    read = results.diagnosis(plan.assessment, START)
    assert read is not None
    made = planned(read, plan.assessment).plan
    item = next(item for item in made.items if item.lever == first.lever)
    assert (item.owner, item.sponsor, item.milestone, item.due_on) == (
        "Rita",
        "Chief Executive",
        "Net retention 95 %",
        due,
    )
    assert made.starts_on == plan.starts_on
    assert {item.lever for item in made.items} == {move.lever for move in moves_of(plan)}


def test_what_is_done_or_left_is_told_apart_with_its_reason(plan: Plan) -> None:
    done, left, *others = moves_of(plan)
    change(done, status=Status.DONE)
    change(left, status=Status.NOT_NOW, aside_reason="The new tool comes first")
    read = results.diagnosis(plan.assessment, START)
    assert read is not None
    made = planned(read, plan.assessment).plan
    assert [item.lever for item in made.done] == [done.lever]
    assert [(item.lever, item.reason) for item in made.not_now] == [(left.lever, "The new tool comes first")]
    assert {item.lever for item in made.items} == {move.lever for move in others}
