"""What was typed about one lever, and what was wrong with it: its id stands in the names of the fields."""

from collections.abc import Mapping, Sequence

from django import template

register = template.Library()


@register.filter
def value_of(typed: Mapping[str, str], lever: str) -> dict[str, str]:
    return {"in": typed.get(f"in-{lever}", ""), "why": typed.get(f"why-{lever}", "")}


@register.filter
def error_of(errors: Mapping[str, Sequence[str]], lever: str) -> str:
    return " ".join(map(str, errors.get(f"why-{lever}", ())))
