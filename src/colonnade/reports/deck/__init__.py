"""The deck: eight to twelve slides that a CS leader can present and edit."""

from colonnade.reports.deck.template import checked_template, read_template
from colonnade.reports.deck.write import deck

__all__ = ["checked_template", "deck", "read_template"]
