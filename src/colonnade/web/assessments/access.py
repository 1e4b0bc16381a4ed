"""Views of one assessment: it exists for members of its organisation, and each step only in its turn."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from colonnade.web.assessments.models import Assessment, Seat
from colonnade.web.assessments.rounds import OutOfTurn
from colonnade.web.assessments.visibility import StillBlind, Viewer, may_read, seats_to_score_again
from colonnade.web.people.access import Role, View, member
from colonnade.web.people.models import Membership


def assessment_view(*roles: Role) -> Callable[[View], View]:
    """A view given the asker's membership and the assessment; what is still blind does not exist: 404."""

    def decorate(view: View) -> View:
        @member(*roles)
        @wraps(view)
        def inner(request: HttpRequest, me: Membership, assessment: UUID, **named: Any) -> HttpResponse:
            viewer, organisation = Viewer.of(me), me.organisation_id
            # Asked along with the round: only who does score again costs a question more.
            rounds = Assessment.objects.select_related("plan", "rescore__plan__assessment").annotate(
                is_maybe_hidden=Exists(seats_to_score_again(viewer, organisation))
            )
            found = get_object_or_404(rounds, pk=assessment, organisation_id=organisation)
            found.organisation = me.organisation
            if getattr(found, "is_maybe_hidden", True) and not may_read(viewer, found):
                return render(request, "plans/hidden.html", {"me": me, "assessment": found}, status=403)
            try:
                return view(request, me, found, **named)
            except OutOfTurn:
                if request.headers.get("HX-Request"):
                    return HttpResponse(headers={"HX-Refresh": "true"})
                page = {"me": me, "assessment": found}
                return render(request, "assessments/moved_on.html", page, status=409)
            except StillBlind as blind:
                raise Http404 from blind

        return inner

    return decorate


def own_seat(me: Membership, assessment: Assessment) -> Seat:
    """The asker's own seat; 404 for who was not asked to score."""
    seat = get_object_or_404(Seat, assessment=assessment, person=me.person_id)
    seat.assessment, seat.person = assessment, me.person
    return seat
