"""What the tests of plans share: a plan of the revealed round, its moves, and scoring it again."""

from datetime import date

from colonnade.web.assessments import results, rounds
from colonnade.web.assessments.models import Assessment
from colonnade.web.people.models import Membership
from colonnade.web.plans import planning, proposing, rescoring
from colonnade.web.plans.models import Move, Plan
from web.casting import Cast, score_all, seat_of

START = date(2026, 11, 23)


def new_plan(by: Membership, assessment: Assessment, starts_on: date = START) -> Plan:
    """All that is proposed, taken in."""
    read = results.diagnosis(assessment, starts_on)
    assert read is not None
    decisions = [
        planning.Decision(draft, is_in=True)
        for proposal in proposing.proposals(read, starts_on)
        for draft in proposal.drafts
    ]
    plan = planning.make(by, assessment, starts_on, decisions)
    plan.assessment = assessment
    return plan


def moves_of(plan: Plan) -> list[Move]:
    found = list(plan.moves.order_by("place"))
    for move in found:
        move.plan = plan
    return found


def again(cast: Cast, plan: Plan, *members: Membership, name: str = "Spring") -> Assessment:
    """The round that scores again, still open."""
    return rescoring.begin(
        cast.facilitator,
        plan,
        name=name,
        due_on=None,
        reviewers=[member.person for member in members],
        today=START,
    )


def scored_again(cast: Cast, made: Assessment, stages: tuple[int | None, ...], *members: Membership) -> None:
    for member in members:
        score_all(seat_of(made, member), stages)
    rounds.reveal(cast.facilitator, made, "all that matters is in")
    made.refresh_from_db()
