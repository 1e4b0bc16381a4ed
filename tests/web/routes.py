"""Every route of the application, with arguments that lead to real things."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from colonnade.content.load import shipped_model
from colonnade.core.support import criteria_of
from colonnade.web.assessments.models import Assessment
from colonnade.web.people import joining
from colonnade.web.people.models import Invitation, Role
from colonnade.web.plans.models import Plan
from colonnade.web.reports.models import Made
from web.casting import Cast
from web.planning import new_plan

DIMENSION = "data_intelligence"
NO_MOVE = UUID("3f0c5e0e-6a0e-4f0a-9d5b-0c3f2f1f7a12")
OF_A_PLAN = ("redate_plan", "plan_table", "plan_calendar", "rescore", "add_move")
CRITERION = next(c.id for c in criteria_of(shipped_model("csmi"), DIMENSION))
FILE = UUID("3f0c5e0e-6a0e-4f0a-9d5b-0c3f2f1f7a11")
"""An evidence file, where a test files one."""


def names() -> list[str]:
    return list(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def a_move(cast: Cast, assessment: Assessment) -> UUID:
    """A move of the round's plan, which is made where the round was revealed."""
    if assessment.is_open:
        return NO_MOVE
    plan = Plan.objects.filter(assessment=assessment).first() or new_plan(cast.facilitator, assessment)
    return plan.moves.order_by("place")[0].pk


def address(name: str, cast: Cast, assessment: Assessment) -> str:
    """The address of a route over the cast's organisation and its round."""
    if not Invitation.objects.filter(organisation=cast.harbour).exists():
        joining.invite(cast.owner, "nina@example.org", Role.REVIEWER)
    known = {
        "organisation": cast.harbour.pk,
        "assessment": assessment.pk,
        "membership": cast.viewer.pk,
        "invitation": Invitation.objects.get(organisation=cast.harbour).pk,
        "seat": assessment.seats.get(person=cast.sam.person).pk,
        "dimension": DIMENSION,
        "criterion": CRITERION,
        "file": FILE,
        "metric": "net_revenue_retention",
        "table": "health_scores",
        "token": "no-such-token",
        "key": "no-such-key",
        "form": "data",
        "part": "look",
        "kind": "logo",
        "uidb36": "1",
    }
    wanted = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
    made = Made.objects.filter(assessment=assessment, slot__contains="/data/").first()
    if made is not None and name == "report_file":
        known["key"] = made.key
    if "move" in wanted or name in OF_A_PLAN:
        known |= {"move": a_move(cast, assessment), "day": 30}
    return reverse(name, kwargs={argument: known[argument] for argument in wanted})
