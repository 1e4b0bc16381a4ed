"""Views of an organisation's records: for its members, once their own scores cannot echo them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from colonnade.web.assessments.visibility import Viewer, may_see_records
from colonnade.web.people.access import Role, View, member
from colonnade.web.people.models import Membership


def records_view(*roles: Role) -> Callable[[View], View]:
    """A view given the asker's membership; who still scores is told to come back, and shown nothing."""

    def decorate(view: View) -> View:
        @member(*roles)
        @wraps(view)
        def inner(request: HttpRequest, me: Membership, **named: Any) -> HttpResponse:
            if not may_see_records(Viewer.of(me), me.organisation_id):
                return render(request, "records/later.html", {"me": me}, status=403)
            return view(request, me, **named)

        return inner

    return decorate
