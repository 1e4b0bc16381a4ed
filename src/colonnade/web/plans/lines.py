"""Stages over rounds, small: a line for a few rounds, dots by stage for many. The table beside says the same."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from colonnade.reports.markup import Markup, element

MOST_IN_A_LINE = 8
WIDTH, EDGE, STEP, DOT = 176, 12, 13, 5


def drawn(stages: Sequence[int | None], provisional: Sequence[bool], top: int) -> Markup:
    """`provisional` marks rounds whose stage is not agreed: their dots are open."""
    draw = _line if len(stages) <= MOST_IN_A_LINE else _dots
    return draw(stages, provisional, top)


def _line(stages: Sequence[int | None], provisional: Sequence[bool], top: int) -> Markup:
    height = 2 * EDGE + (top - 1) * STEP
    across = (WIDTH - 2 * EDGE) / max(len(stages) - 1, 1)
    places = [
        None if stage is None else (EDGE + place * across, float(height - EDGE - (stage - 1) * STEP))
        for place, stage in enumerate(stages)
    ]
    return _svg(
        height,
        *(_across(float(EDGE + n * STEP)) for n in range(top)),
        *_strokes(places),
        *_marks(places, provisional),
    )


def _strokes(places: Sequence[tuple[float, float] | None]) -> Iterator[Markup]:
    """Between neighbouring rounds that were both scored; a missing one leaves a gap."""
    for before, after in pairwise(places):
        if before and after:
            yield element(
                "path", class_="ln-line", d=f"M{before[0]:.1f} {before[1]:.1f}L{after[0]:.1f} {after[1]:.1f}"
            )


def _marks(places: Sequence[tuple[float, float] | None], provisional: Sequence[bool]) -> Iterator[Markup]:
    last = max((n for n, place in enumerate(places) if place), default=-1)
    for number, (place, is_open) in enumerate(zip(places, provisional, strict=True)):
        if place:
            kind = "ln-open" if is_open else "ln-now" if number == last else "ln-dot"
            yield element("circle", class_=kind, cx=place[0], cy=place[1], r=DOT)


def _dots(stages: Sequence[int | None], provisional: Sequence[bool], top: int) -> Markup:
    """A column for each stage, a dot for each round that stood there, oldest at the bottom."""
    counts = Counter(stage for stage in stages if stage)
    small = min(DOT, max(2.0, 60 / (2.6 * max(counts.values(), default=1))))
    height = 2 * EDGE + max(counts.values(), default=1) * small * 2.6 + 12
    step = (WIDTH - 2 * EDGE) / max(top - 1, 1)
    foot = height - EDGE - 14
    stacked: Counter[int] = Counter()
    parts = [_across(foot + small + 3)]
    last = max((n for n, stage in enumerate(stages) if stage), default=-1)
    for number, (stage, is_open) in enumerate(zip(stages, provisional, strict=True)):
        if stage:
            kind = "ln-now" if number == last else "ln-open" if is_open else "ln-dot"
            y = foot - stacked[stage] * small * 2.6
            parts.append(element("circle", class_=kind, cx=EDGE + (stage - 1) * step, cy=y, r=small))
            stacked[stage] += 1
    parts += [
        element(
            "text",
            str(n),
            class_="ln-text",
            x=EDGE + (n - 1) * step,
            y=height - 2,
            font_size=12,
            text_anchor="middle",
        )
        for n in range(1, top + 1)
    ]
    return _svg(height, *parts)


def _across(y: float) -> Markup:
    return element("line", class_="ln-grid", x1=4.0, y1=y, x2=float(WIDTH - 4), y2=y)


def _svg(height: float, *parts: Markup) -> Markup:
    return element("svg", *parts, viewBox=f"0 0 {WIDTH} {height:g}", aria_hidden="true", class_="small-line")
