"""What pages with a form share."""

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

form_page = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None while the form is only shown: an empty form that was sent is still wrong."""
    return request.POST if request.method == "POST" else None
