"""The strokes both arrangements of the colonnade are drawn with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.speech import gettext
from colonnade.reports.lettering import text_width
from colonnade.reports.markup import Markup, element, join
from colonnade.reports.pillars import Drum, Pillar, shows_evidence

LEAST_TEXT = 15
"""Units of a view 960 wide: 7.5 points on A4."""
MARGIN = 14
Href = Callable[[str], str]
"""Where the pillar of a dimension leads, by the dimension's id."""


@dataclass(slots=True)
class Drawing:
    """Parts in the order they are painted, in units of the view."""

    width: float
    height: float = 0
    parts: list[Markup] = field(default_factory=list)

    def link(self, since: int, href: str, label: str) -> None:
        """Make one link of all that was painted since a number of parts."""
        self.parts[since:] = [element("a", join(self.parts[since:]), href=href, aria_label=label)]

    def rect(self, x: float, y: float, width: float, height: float, kind: str, round_: float = 3) -> None:
        self.parts.append(
            element(
                "rect", class_=kind, x=float(x), y=float(y), width=float(width), height=float(height), rx=round_
            )
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        self.parts.append(element("line", class_=kind, x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2)))

    def path(self, d: str, kind: str) -> None:
        self.parts.append(element("path", class_=kind, d=d))

    def dot(self, x: float, y: float, kind: str) -> None:
        self.parts.append(element("circle", class_=kind, cx=float(x), cy=float(y), r=4))

    def text(self, x: float, y: float, words: str, kind: str, size: float, anchor: str = "start") -> None:
        """`y` is the baseline."""
        self.parts.append(
            element(
                "text",
                words,
                class_=kind,
                x=float(x),
                y=float(y),
                font_size=size,
                text_anchor=None if anchor == "start" else anchor,
            )
        )

    def lines(
        self, x: float, y: float, lines: Sequence[str], kind: str, size: float, anchor: str = "start"
    ) -> float:
        """Lines from a first baseline down; returns the next baseline."""
        for line in lines:
            self.text(x, y, line, kind, size, anchor)
            y += leading(size)
        return y

    def pill(self, x: float, y: float, words: str, size: float) -> None:
        """An inverse label with its left top at x, y."""
        width = pill_width(words, size)
        self.rect(x, y, width, size + 11, "ink", round_=5)
        self.text(x + width / 2, y + size + 3.5, words, "inverse bold", size, "middle")

    def range_line(self, ends: tuple[float, float, float, float], cap: tuple[float, float]) -> None:
        """A bracket: a line with a short stroke at each end."""
        x1, y1, x2, y2 = ends
        dx, dy = cap
        self.path(
            f"M{x1 - dx:.1f} {y1 - dy:.1f}L{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}L{x2 - dx:.1f} {y2 - dy:.1f}",
            "range",
        )


def pill_width(words: str, size: float) -> float:
    return text_width(words, size, bold=True) + 18


def leading(size: float) -> float:
    return round(size * 1.22)


def legend(
    drawing: Drawing, diagnosis: Diagnosis, shown: Sequence[Pillar], wants: str, top: float, size: float
) -> float:
    """Only what occurs in the picture, and what is wanting; returns where the legend ends."""
    x, y = float(MARGIN), top
    for kind, words in _entries(diagnosis, shown, wants):
        width = text_width(words, size) + (34 if kind else 0)
        if x > MARGIN and x + width > drawing.width - MARGIN:
            x, y = float(MARGIN), y + size + 11
        _swatch(drawing, x, y, kind)
        drawing.text(x + (34 if kind else 0), y + size - 1, words, "ink", size)
        x += width + 20
    return y + size + 8


def _entries(diagnosis: Diagnosis, shown: Sequence[Pillar], wants: str) -> list[tuple[str, str]]:
    fills = {drum.fill for pillar in shown for drum in pillar.drums if drum.word != gettext("not scored")}
    entries = []
    if "supported" in fills:
        entries.append(("supported", gettext("supported by evidence")))
    if "claimed" in fills:
        falls_short = gettext("claimed, evidence falls short")
        entries.append(("claimed", falls_short if shows_evidence(diagnosis) else gettext("claimed")))
    if fills & {"unproven", "unknown"}:
        entries.append(("unproven", gettext("claimed, too little evidence filed")))
    if any(pillar.scores for pillar in shown):
        entries.append(("range", gettext("scores not agreed yet")))
    if any(pillar.target for pillar in shown):
        entries.append(("target", gettext("target")))
    if wants:
        entries.append(("", wants))
    return entries


def _swatch(drawing: Drawing, x: float, y: float, kind: str) -> None:
    match kind:
        case "target":
            drawing.line(x, y + 8, x + 26, y + 8, "target")
        case "range":
            drawing.range_line((x + 1, y + 8, x + 25, y + 8), (0, 5))
            drawing.dot(x + 13, y + 8, "ink")
        case "":
            pass
        case _:
            drawing.rect(x + 1, y, 24, 16, kind)


def figure_in(drawing: Drawing, drum: Drum, x: float, middle: float, *, size: float, word: bool) -> None:
    """The number of a drum, with its word under it where there is room."""
    kind = f"on-{drum.fill}"
    if not (word and drum.word and drum.figure):
        if drum.figure:
            drawing.text(x, middle + size * 0.36, drum.figure, f"{kind} bold", size, "middle")
        return
    top = middle - (size * 0.74 + LEAST_TEXT + 3) / 2
    drawing.text(x, top + size * 0.76, drum.figure, f"{kind} bold", size, "middle")
    drawing.text(x, top + size * 0.76 + LEAST_TEXT + 2, drum.word, kind, LEAST_TEXT, "middle")
