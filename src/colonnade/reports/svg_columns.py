"""The colonnade with its pillars standing."""

from collections.abc import Sequence
from dataclasses import dataclass

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.speech import gettext
from colonnade.reports.lettering import fits, text_width, wrap
from colonnade.reports.pillars import Pillar, sentence
from colonnade.reports.svg_parts import LEAST_TEXT, MARGIN, Drawing, Href, figure_in, leading, legend

VIEW = 960
LEAST_COLUMN, MOST_COLUMN = 100, 150
LEAST_VIEW = 560
"""A model of one or two dimensions still has its legend and its sentence."""
TALLEST = 380
NAME_SIZES = (17, LEAST_TEXT)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand: `left` is the foot of the first column, `top` the upper edge of the last stage."""

    width: float
    left: float
    column: float
    top: float
    stage: float
    stages: int
    name_size: float

    @property
    def foot(self) -> float:
        return self.top + self.stages * self.stage

    @property
    def drum(self) -> float:
        return self.column - 24

    def middle(self, place: int) -> float:
        return self.left + (place + 0.5) * self.column

    def above(self, stage: int) -> float:
        """The upper edge of a stage; 0 is the foot."""
        return self.foot - stage * self.stage


def fits_in_columns(diagnosis: Diagnosis, shown: Sequence[Pillar]) -> bool:
    """Columns stay wide enough for the words in their drums and under them."""
    column = _column(diagnosis, len(shown))
    return column >= LEAST_COLUMN and fits([p.name for p in shown], column - 4, NAME_SIZES[-1], bold=True)


def draw_columns(diagnosis: Diagnosis, shown: Sequence[Pillar], wants: str, href: Href | None = None) -> Drawing:
    column = min(_column(diagnosis, len(shown)), MOST_COLUMN)
    left = _axis(diagnosis)
    drawing = Drawing(max(left + column * len(shown) + 10, LEAST_VIEW))
    beam_top = legend(drawing, diagnosis, shown, wants, MARGIN, LEAST_TEXT) + 6
    name_size = next(
        (s for s in NAME_SIZES if fits([p.name for p in shown], column - 4, s, bold=True)), LEAST_TEXT
    )
    says = wrap(sentence(diagnosis), drawing.width - 2 * MARGIN - 24, 18, bold=True, most=3)
    beam = len(says) * leading(18) + 12
    frame = Frame(
        width=drawing.width,
        left=left,
        column=column,
        top=beam_top + beam + 52,
        stage=max(min(TALLEST / diagnosis.model.top, 72), 52),
        stages=diagnosis.model.top,
        name_size=name_size,
    )
    depth = max(_depth(frame, pillar) for pillar in shown)
    tags = any(pillar.tag for pillar in shown)
    drawing.height = frame.foot + depth + (40 if tags else 0) + 10
    _bands(drawing, frame, shown, beam_top + beam)
    _grid(drawing, frame, diagnosis)
    for place, pillar in enumerate(shown):
        since = len(drawing.parts)
        _pillar(drawing, frame, place, pillar)
        if href:
            drawing.link(since, href(pillar.id), pillar.summary)
    _load(drawing, frame, shown, says, (beam_top, beam))
    return drawing


def _column(diagnosis: Diagnosis, dimensions: int) -> float:
    return (VIEW - 10 - _axis(diagnosis)) / dimensions


def _axis(diagnosis: Diagnosis) -> float:
    """Room for the stage names where they are short, else for "Stage 5" alone."""
    stage = gettext("Stage {stage}").format(stage=5)
    words = [word for stage in diagnosis.model.stages for word in stage.name.replace("-", "- ").split()]
    longest, number = (
        max(text_width(word, LEAST_TEXT) for word in words),
        text_width(stage, LEAST_TEXT, bold=True),
    )
    return 2 * MARGIN + (max(longest, number) if longest <= 100 else number)


# --- behind the drums ---------------------------------------------------------------------------------------


def _bands(drawing: Drawing, frame: Frame, shown: Sequence[Pillar], top: float) -> None:
    for place, pillar in enumerate(shown):
        if pillar.is_constraint:
            x = frame.middle(place) - frame.column / 2 + 1.5
            drawing.rect(x, top + 14, frame.column - 3, drawing.height - top - 18, "band", round_=6)


def _grid(drawing: Drawing, frame: Frame, diagnosis: Diagnosis) -> None:
    right = frame.left + frame.column * len(diagnosis.dimensions)
    for stage in diagnosis.model.stages:
        y = frame.above(stage.number)
        drawing.line(frame.left, y, right, y, "grid")
        room = frame.left - 2 * MARGIN
        names = wrap(stage.name, room, LEAST_TEXT) if fits([stage.name], room, LEAST_TEXT) else []
        numbered = gettext("Stage {stage}").format(stage=stage.number)
        lines = [numbered, *names] if stage.name != numbered else names
        shown = lines if len(lines) * leading(LEAST_TEXT) <= frame.stage else lines[:1]
        first = y + frame.stage / 2 - (len(shown) - 1) * leading(LEAST_TEXT) / 2 + LEAST_TEXT * 0.36
        drawing.text(frame.left - MARGIN, first, shown[0], "ink bold", LEAST_TEXT, "end")
        below = first + leading(LEAST_TEXT)
        drawing.lines(frame.left - MARGIN, below, shown[1:], "muted", LEAST_TEXT, "end")
    drawing.rect(frame.left, frame.foot + 1, right - frame.left, 5, "ink", round_=0)


# --- a pillar -----------------------------------------------------------------------------------------------


def _pillar(drawing: Drawing, frame: Frame, place: int, pillar: Pillar) -> None:
    middle = frame.middle(place)
    for drum in pillar.drums:
        y = frame.above(drum.stage)
        drawing.rect(middle - frame.drum / 2, y + 4, frame.drum, frame.stage - 8, drum.fill)
        size = 27 if frame.stage > 60 else 20
        figure_in(drawing, drum, middle, y + frame.stage / 2, size=size, word=True)
    if pillar.scores:
        x = middle + frame.drum / 2 + 7.5
        ends = (x, frame.above(pillar.scores.low - 1) - 5, x, frame.above(pillar.scores.high) + 5)
        drawing.range_line(ends, (4, 0))
        for stage in pillar.scores.given:
            drawing.dot(x, frame.above(stage) + frame.stage / 2, "ink")
    if pillar.target:
        y = frame.above(pillar.target)
        drawing.line(middle - frame.drum / 2 - 9, y, middle + frame.drum / 2 + 9, y, "target")
        if _is_label_free(pillar):
            drawing.text(middle, y - 8, _target(pillar), "target-label", LEAST_TEXT, "middle")
    _foot(drawing, frame, middle, pillar)


def _target(pillar: Pillar) -> str:
    return gettext("target {stage}").format(stage=pillar.target)


def _is_label_free(pillar: Pillar) -> bool:
    """No drum stands where the target's label would be; else the label goes under the name."""
    return pillar.target is not None and len(pillar.drums) <= pillar.target


def _foot_lines(frame: Frame, pillar: Pillar) -> list[tuple[list[str], str, float]]:
    room = frame.column - 4
    target = _target(pillar) if pillar.target and not _is_label_free(pillar) else ""
    return [
        (wrap(pillar.name, room, frame.name_size, bold=True, most=3), "ink bold", frame.name_size),
        (wrap(pillar.note, room, LEAST_TEXT, most=2) if pillar.note else [], "muted", LEAST_TEXT),
        (wrap(target, room, LEAST_TEXT, bold=True) if target else [], "target-label", LEAST_TEXT),
        (wrap(pillar.rests_on, room, LEAST_TEXT, most=4) if pillar.rests_on else [], "ink", LEAST_TEXT),
    ]


def _depth(frame: Frame, pillar: Pillar) -> float:
    return 14 + sum(len(lines) * leading(size) for lines, _, size in _foot_lines(frame, pillar))


def _foot(drawing: Drawing, frame: Frame, middle: float, pillar: Pillar) -> None:
    y = frame.foot + 9 + frame.name_size
    for lines, kind, size in _foot_lines(frame, pillar):
        y = drawing.lines(middle, y, lines, kind, size, "middle")


# --- the constraint -----------------------------------------------------------------------------------------


def _load(
    drawing: Drawing, frame: Frame, shown: Sequence[Pillar], says: Sequence[str], beam: tuple[float, float]
) -> None:
    """The tags, and the sentence as a beam whose weight comes down on the primary constraint."""
    top, height = beam
    for place, pillar in enumerate(shown):
        if pillar.tag:
            _tag(drawing, frame, place, pillar)
        if pillar.is_primary:
            middle = frame.middle(place)
            width = max(text_width(line, 18, bold=True) for line in says) + 24
            x = min(max(middle - width / 2, MARGIN), drawing.width - MARGIN - width)
            drawing.rect(x, top, width, height, "ink", round_=3)
            drawing.lines(x + width / 2, top + 24, says, "inverse bold", 18, "middle")
            end = _highest(frame, pillar) - 8
            drawing.line(middle, top + height, middle, end - 12, "load")
            drawing.path(f"M{middle - 11:.1f} {end - 14:.1f}h22l-11 14z", "ink")


def _highest(frame: Frame, pillar: Pillar) -> float:
    """The upper edge of all that is drawn in a column, so that the arrow crosses none of it."""
    target = frame.above(pillar.target) - 24 if pillar.target and _is_label_free(pillar) else frame.foot
    return min(frame.above(pillar.height), target)


def _tag(drawing: Drawing, frame: Frame, place: int, pillar: Pillar) -> None:
    words = wrap(pillar.tag, frame.column - 10, LEAST_TEXT, bold=True)
    height = len(words) * 17 + 8
    y = drawing.height - 6 - 44 + (44 - height) / 2 - 2
    drawing.rect(frame.middle(place) - frame.column / 2 + 5, y, frame.column - 10, height, "ink", round_=5)
    for number, line in enumerate(words):
        drawing.text(frame.middle(place), y + 16 + number * 17, line, "inverse bold", LEAST_TEXT, "middle")
