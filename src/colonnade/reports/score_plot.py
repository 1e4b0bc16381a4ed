"""Scores of one dimension as a dot plot: a row of stages, a dot for each reviewer, a ring for each outsider."""

from collections import Counter
from collections.abc import Iterable

from colonnade.core.reading import DimensionReading
from colonnade.reports.markup import Markup, element

STEP, EDGE, DOT = 34, 20, 6
APART = 2 * DOT + 3
"""Dots of one stage stand on each other."""


def score_plot(reading: DimensionReading, stages: int) -> Markup:
    """A drawing beside the scores in words, which say the same; nothing where nobody scored."""
    given = [*reading.scores.values()]
    outside = [*reading.outsiders.values()]
    if not given and not outside:
        return Markup()
    highest = max(Counter([*given, *outside]).values())
    foot = EDGE / 2 + highest * APART
    width, height = 2 * EDGE + (stages - 1) * STEP, foot + 24
    return element(
        "svg",
        element("line", class_="grid", x1=EDGE - 8, y1=foot, x2=width - EDGE + 8, y2=foot),
        [_stage(stage, foot, stage == reading.stage) for stage in range(1, stages + 1)],
        [element("circle", class_=kind, cx=x, cy=y, r=DOT) for kind, x, y in _dots(given, outside, foot)],
        viewBox=f"0 0 {width} {height:g}",
        width=width,
        height=height,
        aria_hidden="true",
        class_="scores",
    )


def _stage(number: int, foot: float, is_read: bool) -> Markup:
    """The stage that stands for the dimension is set bold."""
    kind = "ink bold" if is_read else "muted"
    return element("text", str(number), class_=kind, x=_x(number), y=foot + 19, text_anchor="middle", font_size=15)


def _dots(given: Iterable[int], outside: Iterable[int], foot: float) -> Iterable[tuple[str, float, float]]:
    placed: Counter[int] = Counter()
    for kind, stages in (("reviewer", given), ("outsider", outside)):
        for stage in stages:
            yield kind, _x(stage), foot - DOT - 3 - placed[stage] * APART
            placed[stage] += 1


def _x(stage: int) -> float:
    return float(EDGE + (stage - 1) * STEP)
