"""How long a session lives: two weeks at most, three days unused; and the reader's time zone."""

import time
from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from colonnade.web.people.models import Person

TOUCH_SECONDS = 3600
"""A session's last use is noted once an hour, so that reading a page writes nothing."""


class SessionClock:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person):
            if _is_over(request):
                request.session.flush()
                request.user = AnonymousUser()
            else:
                timezone.activate(_zone(request.user))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


def _is_over(request: HttpRequest) -> bool:
    now, session = int(time.time()), request.session
    began, used = session.setdefault("began", now), session.get("used", now)
    if now - began > settings.SESSION_COOKIE_AGE or now - used > settings.SESSION_IDLE_SECONDS:
        return True
    if "used" not in session or now - used > TOUCH_SECONDS:
        session["used"] = now
    return False


def _zone(person: Person) -> ZoneInfo:
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
