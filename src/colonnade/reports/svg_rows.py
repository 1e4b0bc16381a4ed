"""The colonnade with its pillars lying as rows: on a telephone, or where there are too many to stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.speech import gettext
from colonnade.reports.lettering import fits, text_width, wrap
from colonnade.reports.pillars import Pillar, sentence
from colonnade.reports.svg_parts import MARGIN, Drawing, Href, figure_in, leading, legend, pill_width


@dataclass(frozen=True, slots=True)
class Shape:
    """Units of a view; `beside` puts names left of the drums and notes right of them, else over and under."""

    width: float
    text: float
    name: float
    figure: float
    drum: float
    beside: bool


MANY = 6
"""Stages above which drums need the room that notes would take."""
NARROW = Shape(width=390, text=13, name=16, figure=17, drum=30, beside=False)
WIDE = Shape(width=960, text=15, name=16, figure=18, drum=30, beside=True)


@dataclass(frozen=True, slots=True)
class Frame:
    shape: Shape
    left: float
    stage: float
    names: float
    """Room for names, from the margin to the drums where they stand beside."""
    notes: float
    """Where notes begin."""
    room: float
    """Room for notes."""

    def right_of(self, stage: int) -> float:
        return self.left + stage * self.stage


def draw_rows(
    diagnosis: Diagnosis, shown: Sequence[Pillar], wants: str, shape: Shape, href: Href | None = None
) -> Drawing:
    drawing = Drawing(shape.width)
    y = legend(drawing, diagnosis, shown, wants, MARGIN, shape.text) + 8
    frame = _frame(diagnosis, shown, shape)
    y = _head(drawing, frame, diagnosis, y)
    for pillar in shown:
        since = len(drawing.parts)
        y = _row(drawing, frame, diagnosis, pillar, y)
        if href:
            drawing.link(since, href(pillar.id), pillar.summary)
    drawing.height = _says(drawing, diagnosis, shape, y + 6)
    return drawing


def _frame(diagnosis: Diagnosis, shown: Sequence[Pillar], shape: Shape) -> Frame:
    stages = diagnosis.model.top
    if not shape.beside:
        stage = (shape.width - 2 * MARGIN) / stages
        return Frame(shape, MARGIN, stage, shape.width - 2 * MARGIN, MARGIN, shape.width - 2 * MARGIN)
    longest = max(text_width(p.name, shape.name, bold=True) for p in shown)
    tags = max(pill_width(p.tag, shape.text) for p in shown)
    names, room = min(max(longest, tags) + 26, 250), 275 if stages <= MANY else 215
    stage = (shape.width - 2 * MARGIN - 10 - names - room) / stages
    left = MARGIN + 10 + names
    return Frame(shape, left, stage, names, left + stages * stage + 14, room - 14)


def _head(drawing: Drawing, frame: Frame, diagnosis: Diagnosis, y: float) -> float:
    """The stages' numbers, and their names where each fits over its own stage."""
    size = frame.shape.text
    stages = diagnosis.model.stages
    named = fits([s.name for s in stages], frame.stage - 6, size) and frame.shape.beside
    lines = [wrap(stage.name, frame.stage - 6, size) if named else [] for stage in stages]
    for stage, names in zip(stages, lines, strict=True):
        x = frame.right_of(stage.number) - frame.stage / 2
        full = gettext("Stage {stage}").format(stage=stage.number)
        is_wide = text_width(full, size, bold=True) <= frame.stage - 4
        drawing.text(x, y + size, full if is_wide else str(stage.number), "ink bold", size, "middle")
        drawing.lines(x, y + size + leading(size), names, "muted", size, "middle")
    return y + size + 10 + max(map(len, lines)) * leading(size)


def _row(drawing: Drawing, frame: Frame, diagnosis: Diagnosis, pillar: Pillar, y: float) -> float:
    shape = frame.shape
    notes = wrap(_words(pillar), frame.room, shape.text, most=4)
    taken = pill_width(pillar.tag, shape.text) + 24 if pillar.tag and not shape.beside else 0
    names = wrap(pillar.name, frame.names - taken, shape.name, bold=True, most=2)
    head = 0 if shape.beside else len(names) * leading(shape.name) + (12 if pillar.tag else 6)
    tag = bool(pillar.tag) and shape.beside
    # Beside the drums the rests-on note may take more lines than the drums are high.
    beside = max(shape.drum, len(notes) * leading(shape.text), (len(names) + tag * 1.4) * leading(shape.name))
    below = 0 if shape.beside else len(notes) * leading(shape.text) + 2
    height = 8 + head + (beside if shape.beside else shape.drum) + (13 if pillar.scores else 4) + below + 6
    if pillar.is_constraint:
        drawing.rect(4, y, drawing.width - 8, height, "frame", round_=6)
    drums = y + 8 + head + ((beside - shape.drum) / 2 if shape.beside else 0)
    _grid(drawing, frame, diagnosis.model.top, drums)
    _names(drawing, frame, pillar, names, y + 8, drums)
    _drums(drawing, frame, pillar, drums)
    first = drums + shape.drum + (13 if pillar.scores else 4) + shape.text + 1
    if shape.beside:
        first = drums + shape.drum / 2 - (len(notes) - 1) * leading(shape.text) / 2 + shape.text * 0.36
    drawing.lines(frame.notes, first, notes, "ink" if pillar.is_constraint else "muted", shape.text)
    return y + height + (4 if shape.beside else 8)


def _words(pillar: Pillar) -> str:
    """What stands beside the drums: number and word of each kind, what evidence says, what it rests on."""
    figures = [
        f"{drum.figure}\u00a0{drum.word}" for drum in reversed(pillar.drums) if drum.word and drum.figure != "?"
    ]
    parts = [", ".join(figures), pillar.note.replace(" ", "\u00a0"), pillar.rests_on]
    if pillar.target:
        parts.insert(1, gettext("target {stage}").format(stage=pillar.target).replace(" ", "\u00a0"))
    return "\u00a0· ".join(part for part in parts if part)


def _grid(drawing: Drawing, frame: Frame, stages: int, drums: float) -> None:
    for stage in range(stages + 1):
        x = frame.right_of(stage)
        drawing.line(x, drums - 3, x, drums + frame.shape.drum + 3, "grid")


def _names(drawing: Drawing, frame: Frame, pillar: Pillar, names: Sequence[str], top: float, drums: float) -> None:
    shape = frame.shape
    if not shape.beside:
        end = drawing.lines(_indent(pillar), top + shape.name, names, "ink bold", shape.name)
        if pillar.tag:
            x = _indent(pillar) + text_width(names[-1], shape.name, bold=True) + 6
            drawing.pill(x, end - leading(shape.name) - shape.text - 6, pillar.tag, shape.text)
    else:
        block = len(names) * leading(shape.name) + (26 if pillar.tag else 0)
        first = drums + shape.drum / 2 - block / 2 + shape.name * 0.9
        end = drawing.lines(_indent(pillar), first, names, "ink bold", shape.name)
        if pillar.tag:
            drawing.pill(_indent(pillar), end - shape.name * 0.9 + 2, pillar.tag, shape.text)
    if pillar.is_primary:
        y = top + shape.name * 0.62 if not shape.beside else drums + shape.drum / 2
        drawing.path(f"M{8:.1f} {y - 8:.1f}l13 8l-13 8z", "ink")


def _indent(pillar: Pillar) -> float:
    return MARGIN + (12 if pillar.is_primary else 0)


def _drums(drawing: Drawing, frame: Frame, pillar: Pillar, y: float) -> None:
    shape = frame.shape
    for drum in pillar.drums:
        x = frame.right_of(drum.stage - 1)
        drawing.rect(x + 4, y, frame.stage - 8, shape.drum, drum.fill)
        figure_in(drawing, drum, x + frame.stage / 2, y + shape.drum / 2, size=shape.figure, word=False)
    if pillar.scores:
        under = y + shape.drum + 7
        ends = (frame.right_of(pillar.scores.low - 1) + 5, under, frame.right_of(pillar.scores.high) - 5, under)
        drawing.range_line(ends, (0, 6))
        for stage in pillar.scores.given:
            drawing.dot(frame.right_of(stage) - frame.stage / 2, under, "ink")
    if pillar.target:
        x = frame.right_of(pillar.target)
        drawing.line(x, y - 5, x, y + shape.drum + 5, "target")
        label = gettext("target {stage}").format(stage=pillar.target)
        is_free = len(pillar.drums) < pillar.target
        if is_free and text_width(label, shape.text, bold=True) <= frame.stage - 10:
            middle = y + shape.drum / 2 + shape.text * 0.36
            drawing.text(x - 7, middle, label, "target-label", shape.text, "end")


def _says(drawing: Drawing, diagnosis: Diagnosis, shape: Shape, y: float) -> float:
    """The sentence at the foot, as the beam that the rows stand for; returns where the picture ends."""
    lines = wrap(sentence(diagnosis), shape.width - 2 * MARGIN - 20, shape.name, bold=True, most=4)
    height = len(lines) * leading(shape.name) + 12
    drawing.rect(MARGIN, y, shape.width - 2 * MARGIN, height, "ink", round_=3)
    drawing.lines(MARGIN + 10, y + 5 + shape.name, lines, "inverse bold", shape.name)
    return y + height + 10
