"""A slide before it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from colonnade.reports.deck.canvas import Canvas
from colonnade.reports.pack.figures import Figure


@dataclass(frozen=True, slots=True)
class Page:
    """`notes`: what a presenter says or is asked; `refs`: the figures on the slide, for the source list."""

    title: str
    draw: Callable[[Canvas], None]
    notes: tuple[str, ...]
    refs: tuple[str, ...] = ()


def number(figure: Figure | None) -> float | None:
    return None if figure is None or figure.value is None else float(figure.value)


def short(text: str) -> str:
    """A title has no full stop at its end."""
    return text.removesuffix(".")
