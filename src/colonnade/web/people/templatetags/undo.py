"""The undo that a message brings along."""

from django import template

from colonnade.web import undo

register = template.Library()
register.filter("undo_of", lambda message: undo.undo_of(message.extra_tags or ""))
