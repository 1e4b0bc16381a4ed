"""The deck: eight to twelve slides that a CS leader can present and edit."""

from colonnade.reports.deck.template import read_template
from colonnade.reports.deck.write import deck

__all__ = ["deck", "read_template"]
