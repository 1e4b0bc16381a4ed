"""Mistakes in several inputs, told all at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from colonnade.core.errors import UserError


class Mistakes:
    """Notes the mistakes in one input after the other, to tell them all at once."""

    def __init__(self) -> None:
        self._found: list[UserError] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        try:
            yield
        except UserError as mistake:
            self._found.append(mistake)

    def tell(self) -> None:
        """Raises what was found, if anything was."""
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise UserError(problem for mistake in self._found for problem in mistake.problems)
