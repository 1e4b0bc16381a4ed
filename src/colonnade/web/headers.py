"""The headers that every response carries, errors included."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


def allowing_styles(response: HttpResponse, rules: Iterable[str]) -> HttpResponse:
    """Let in exactly these style rules, which a picture in the page brings along, by their hashes."""
    hashes = sorted(f"'sha256-{b64encode(sha256(rule.encode()).digest()).decode()}'" for rule in rules)
    response["Content-Security-Policy"] = POLICY.replace(
        "style-src 'self'", " ".join(["style-src 'self'", *hashes])
    )
    return response


class SecurityHeaders:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        response.setdefault("Referrer-Policy", "same-origin")
        # A page holds what only its reader may see: nothing on the way keeps it.
        response.setdefault("Cache-Control", "no-store")
        return response
