"""Who may ask for what: a page of an organisation exists only for its members in the right role."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from colonnade.web.people.models import FACILITATES, SCORES, Membership, Person, Role

View = Callable[..., HttpResponse]
EVERYONE = tuple(Role)

__all__ = ["EVERYONE", "FACILITATES", "SCORES", "Role", "member", "person_of"]


def member(*roles: Role) -> Callable[[View], View]:
    """A view of an organisation, given the asker's membership; 404 for everybody else, never 403."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def inner(request: HttpRequest, organisation: UUID, **named: Any) -> HttpResponse:
            return view(request, _membership(person_of(request), organisation, roles), **named)

        return inner

    return decorate


def person_of(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def _membership(person: Person, organisation: UUID, roles: tuple[Role, ...]) -> Membership:
    found = Membership.objects.select_related("organisation", "person")
    membership = found.filter(person=person, organisation_id=organisation, role__in=roles).first()
    if membership is None:
        raise Http404
    return membership
