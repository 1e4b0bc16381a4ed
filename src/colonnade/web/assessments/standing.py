"""Which rounds and seats stand: not deleted, not taken off. Every query begins here, so that no page forgets."""

from datetime import timedelta
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)

KEPT_FOR = timedelta(days=30)
"""How long what was deleted can be had back; then it is removed for good."""


class Standing(models.Manager[M]):
    """Rows whose round (and whose seat) stands: of what the model names in `GONE_AT` nothing is set."""

    def get_queryset(self) -> models.QuerySet[M]:
        # Named by the model: Django makes the managers of related rows anew, without arguments.
        return super().get_queryset().filter(**dict.fromkeys(self.model.GONE_AT))  # type: ignore[attr-defined]
