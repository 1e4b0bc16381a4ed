"""One-time links: the address holds the token, the database only its hash."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.urls import reverse


def new_token() -> str:
    """256 bits from the operating system."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def address(token: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('open_link', args=[token])}"
