"""The colonnade of native shapes: drums that a presenter can move, colour and animate."""

from typing import Any

from colonnade.reports.deck.canvas import Area, Canvas, Words, line_count, stands_whole
from colonnade.reports.pack.parts import Picture
from colonnade.reports.pillars import Drum, Pillar

AXIS = 1.35
FOOT = 1.3
"""Inches under the pillars for name, tag and note."""
MOST_COLUMN = 1.75
LEAST_TEXT = 9


def draw(canvas: Canvas, area: Area, picture: Picture) -> None:
    """Stages upward, a pillar for each dimension; what is solid, outlined or dashed means what the legend says."""
    legend = 0.32
    _legend(canvas, area.upper(legend), picture)
    inner = area.below(legend + 0.3)
    column = min((inner.width - AXIS) / len(picture.pillars), MOST_COLUMN)
    stage = (inner.height - FOOT) / len(picture.stages)
    foot = inner.top + stage * len(picture.stages)
    size = _text_size(picture, column)
    for pillar, left in _placed(picture, inner, column):
        if pillar.is_constraint:
            band = Area(left + 0.03, inner.top - 0.12, column - 0.06, inner.height + 0.12)
            canvas.describe(canvas.box(band, tint=0.85), f"Band of {pillar.name}")
    for number, name in enumerate(picture.stages, 1):
        words = Words(name, lead=str(number))
        canvas.write(
            Area(inner.left, foot - stage * number + stage / 2 - 0.15, AXIS - 0.1, 0.3),
            [words],
            sizes=(12, 11, 10),
        )
    for pillar, left in _placed(picture, inner, column):
        _pillar(canvas, pillar, Area(left, foot, column, FOOT), stage, size)
    base = canvas.rule(Area(inner.left + AXIS, foot + 0.03, column * len(picture.pillars), 0), width=2.5, ink=True)
    canvas.describe(base, "Base")


def _placed(picture: Picture, inner: Area, column: float) -> list[tuple[Pillar, float]]:
    return [(pillar, inner.left + AXIS + place * column) for place, pillar in enumerate(picture.pillars)]


def _text_size(picture: Picture, column: float) -> float:
    """The largest size at which every name under a pillar stands in two lines."""
    for size in (13, 12, 11, 10):
        if all(
            line_count(p.name, column - 0.1, size, bold=True) <= 2
            and stands_whole(p.name, column - 0.1, size, bold=True)
            for p in picture.pillars
        ):
            return size
    return LEAST_TEXT


def _pillar(canvas: Canvas, pillar: Pillar, below: Area, stage: float, size: float) -> None:
    middle = Area(below.left + 0.16, below.top, below.width - 0.32, 0)
    for drum in pillar.drums:
        area = Area(middle.left, below.top - stage * drum.stage + 0.02, middle.width, stage - 0.05)
        shape = _drum(canvas, drum, area, size)
        canvas.describe(shape, f"{pillar.name}, stage {drum.stage}", pillar.summary if drum.figure else "")
    if pillar.scores and not pillar.drums:
        area = Area(middle.left, below.top - stage * pillar.scores.high, middle.width, stage)
        canvas.describe(canvas.box(area, pillar.note, size=size, dashed=True), pillar.name, pillar.summary)
    if pillar.target is not None:
        top = below.top - stage * pillar.target - 0.02
        line = canvas.rule(Area(below.left + 0.04, top, below.width - 0.08, 0), width=2.25, ink=True)
        canvas.describe(line, f"Target of {pillar.name}")
        canvas.write(
            Area(below.left + 0.06, top - 0.24, below.width - 0.1, 0.22),
            [Words(f"target {pillar.target}")],
            sizes=(11,),
        )
    _under(canvas, pillar, Area(below.left + 0.05, below.top + 0.1, below.width - 0.1, below.height - 0.12), size)


def _drum(canvas: Canvas, drum: Drum, area: Area, size: float) -> Any:
    words = drum.figure if area.height < 0.45 or not drum.word else f"{drum.figure} {drum.word}"
    if line_count(words, area.width, size, bold=True) > 1:
        words = drum.figure
    return canvas.box(
        area,
        words,
        size=size,
        fill=drum.fill == "supported",
        dashed=drum.fill in ("unproven", "unknown"),
    )


def _under(canvas: Canvas, pillar: Pillar, area: Area, size: float) -> None:
    said = [Words(pillar.name, bold=True), Words(pillar.tag, bold=True, accent=True, scale=0.88)]
    said.append(Words(pillar.rests_on or pillar.note, scale=0.85))
    canvas.write(area, said, sizes=(size, *(less for less in (12, 11, 10, 9, 8) if less < size)))


def _legend(canvas: Canvas, area: Area, picture: Picture) -> None:
    fills = {drum.fill for pillar in picture.pillars for drum in pillar.drums}
    said = [
        ("supported", "supported by evidence", True, False),
        ("claimed", "claimed", False, False),
        ("unproven", "claimed, too little filed", False, True),
        ("unknown", "nothing filed", False, True),
    ]
    left = area.left + AXIS
    for fill, words, solid, dashed in said:
        if fill in fills:
            swatch = canvas.box(Area(left, area.top + 0.07, 0.3, 0.17), fill=solid, dashed=dashed)
            canvas.describe(swatch, f"Legend: {words}")
            canvas.write(Area(left + 0.38, area.top + 0.03, 2.1, 0.26), [Words(words)], sizes=(12,))
            left += 0.62 + len(words) * 0.085
