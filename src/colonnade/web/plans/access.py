"""Views of a plan: it exists for who may see its round, once it was made."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from colonnade.web.assessments.access import assessment_view
from colonnade.web.assessments.models import Assessment
from colonnade.web.people.access import Role, View
from colonnade.web.people.models import Membership
from colonnade.web.plans.models import Move, Plan
from colonnade.web.plans.planning import may_change


def plan_of(assessment: Assessment) -> Plan | None:
    """The round's plan, which `assessment_view` has asked for with the round."""
    plan: Plan | None = getattr(assessment, "plan", None)
    return plan


def plan_view(*roles: Role) -> Callable[[View], View]:
    """A view given the asker's membership and the plan, its round attached."""

    def decorate(view: View) -> View:
        @assessment_view(*roles)
        @wraps(view)
        def inner(request: HttpRequest, me: Membership, assessment: Assessment, **named: Any) -> HttpResponse:
            plan = plan_of(assessment)
            if plan is None:
                raise Http404
            return view(request, me, plan, **named)

        return inner

    return decorate


def move_view(*roles: Role) -> Callable[[View], View]:
    """A view of one move of a plan."""

    def decorate(view: View) -> View:
        @plan_view(*roles)
        @wraps(view)
        def inner(request: HttpRequest, me: Membership, plan: Plan, move: UUID, **named: Any) -> HttpResponse:
            moves = Move.objects.select_related("owner", "changed_by")
            found = get_object_or_404(moves, pk=move, plan=plan)
            found.plan = plan
            return view(request, me, found, **named)

        return inner

    return decorate


def changing(me: Membership, move: Move) -> None:
    """404 for who may only read the move."""
    if not may_change(me, move):
        raise Http404
