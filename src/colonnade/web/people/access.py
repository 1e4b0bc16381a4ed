"""Who may ask for what: a page of an organisation exists only for its members in the right role."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from colonnade.web.people.models import FACILITATES, SCORES, Membership, Person, Role

View = Callable[..., HttpResponse]
EVERYONE = tuple(Role)

__all__ = ["EVERYONE", "FACILITATES", "SCORES", "Role", "member", "person_of"]


def member(*roles: Role) -> Callable[[View], View]:
    """A view of an organisation, given the asker's membership; 404 for everybody else, never 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, organisation: UUID, **named: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            return view(request, _membership(person_of(request), organisation, roles), **named)

        return inner

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A part of a page that asks after the session ended reloads the page, which then leads to signing in."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect_to_login(request.get_full_path())


def person_of(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def _membership(person: Person, organisation: UUID, roles: tuple[Role, ...]) -> Membership:
    found = Membership.objects.select_related("organisation__profile", "person")
    membership = found.filter(person=person, organisation_id=organisation, role__in=roles).first()
    if membership is None:
        raise Http404
    return membership
