"""What pages with a form share."""

from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

form_page = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None while the form is only shown: an empty form that was sent is still wrong."""
    return request.POST if request.method == "POST" else None


def id_once(request: HttpRequest, within: UUID) -> UUID:
    """The id of what a form makes: the same form sent twice makes one thing.

    Its token against forgery is drawn anew whenever a form is shown, so that a new form is a new thing.
    """
    return uuid5(within, request.POST.urlencode()) if "csrfmiddlewaretoken" in request.POST else uuid4()


def chosen_number(typed: str, *, most: int = 99) -> int | None:
    """A whole number from 1 that a form or an address names; None for anything else."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(most))
    return int(typed) if is_number and 1 <= int(typed) <= most else None


def asked_id(request: HttpRequest, name: str) -> UUID | None:
    """An id that an address names; None for anything else."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
