"""What a reader sees when a page cannot be shown: plain words, no detail, the way back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refused(request: HttpRequest, **_: object) -> HttpResponse:
    """A form sent from elsewhere, or kept open longer than its session."""
    return render(request, "403.html", status=403)
