"""A metric's months as a line: our own SVG of plain shapes, with gaps where a month is not known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colonnade.core import speech
from colonnade.core.measurement import Unit
from colonnade.reports import wording
from colonnade.reports.markup import Markup, element

LEFT, RIGHT, TOP, FOOT = 12, 108, 22, 34
LETTERS = 15
"""Nothing is written smaller, so that it can be read where the picture is drawn at its own size."""


@dataclass(frozen=True, slots=True)
class Month:
    """The month up to `on`; value None where it is not known, and `note` says why or what to mind."""

    on: date
    value: float | None
    rows: int
    note: str


def line(name: str, unit: Unit, months: Sequence[Month], *, width: int, height: int = 240) -> Markup:
    """Nothing where fewer than two months are known: a single dot is no line."""
    known = [(place, month.value) for place, month in enumerate(months) if month.value is not None]
    if len(known) < 2:
        return Markup()
    low, high = _ends([value for __, value in known])
    inner, foot = width - LEFT - RIGHT, height - FOOT

    def at(place: int, value: float) -> tuple[float, float]:
        x = LEFT + inner * place / (len(months) - 1)
        return x, foot - (foot - TOP) * (value - low) / (high - low)

    runs = [[at(*point) for point in run] for run in _runs(known)]
    last_x, last_y = at(*known[-1])
    return element(
        "svg",
        element("title", _title(name, months)),
        element("desc", summary(name, unit, months)),
        [_rule(y, width) for y in (TOP, foot)],
        _years(months, at, foot),
        element("text", wording.figure(high, unit), class_="axis", x=LEFT, y=TOP - 7, font_size=LETTERS),
        element("text", wording.figure(low, unit), class_="axis", x=LEFT, y=foot - 7, font_size=LETTERS),
        [_drawn(run) for run in runs],
        element("circle", class_="now", cx=last_x, cy=last_y, r=5),
        element(
            "text",
            wording.figure(known[-1][1], unit),
            class_="now-figure",
            x=last_x + 10,
            y=min(max(last_y + 5, TOP + 5), foot - 2),
            font_size=LETTERS + 1,
        ),
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        class_="line",
    )


def summary(name: str, unit: Unit, months: Sequence[Month]) -> str:
    """The line in a sentence: where it began, where it stands, its lowest and highest month."""
    known = [month for month in months if month.value is not None]
    if not known:
        return _("%(metric)s is not known in any of these months.") % {"metric": name}
    lowest, highest = min(known, key=_value), max(known, key=_value)
    gaps = len(months) - len(known)
    said = _("%(metric)s was %(first)s and is %(last)s; lowest %(lowest)s, highest %(highest)s.") % {
        "metric": name,
        "first": _said(known[0], unit),
        "last": _said(known[-1], unit),
        "lowest": _said(lowest, unit),
        "highest": _said(highest, unit),
    }
    unknown = ngettext("%(n)s month not known.", "%(n)s months not known.", gaps) % {"n": gaps}
    return f"{said} {unknown}" if gaps else said


def _title(name: str, months: Sequence[Month]) -> str:
    ends = {"metric": name, "first": wording.day(months[0].on), "last": wording.day(months[-1].on)}
    return _("%(metric)s, %(first)s to %(last)s") % ends


def _said(month: Month, unit: Unit) -> str:
    figure = wording.figure(_value(month), unit)
    return _("%(figure)s on %(day)s") % {"figure": figure, "day": wording.day(month.on)}


def _value(month: Month) -> float:
    return month.value or 0.0


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """The scale begins at zero where that leaves the line its shape, and never squeezes it flat."""
    low, high = min(values), max(values)
    if low >= 0 and low < 0.6 * high:
        low = 0.0
    if high - low < 1e-9:
        pad = abs(high) / 10 or 1.0
        return low - pad, high + pad
    return low, high


def _runs(known: Sequence[tuple[int, float]]) -> Iterator[list[tuple[int, float]]]:
    """Months that follow each other; what is unknown between two is no line."""
    for __, run in groupby(enumerate(known), key=lambda each: each[1][0] - each[0]):
        yield [point for __, point in run]


def _drawn(run: Sequence[tuple[float, float]]) -> Markup:
    if len(run) == 1:
        (x, y) = run[0]
        return element("circle", class_="alone", cx=x, cy=y, r=3)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return element("polyline", class_="course", points=points, fill="none")


def _rule(y: float, width: int) -> Markup:
    return element("line", class_="rule", x1=LEFT, x2=width - RIGHT + 8, y1=y, y2=y)


def _years(months: Sequence[Month], at: Callable[[int, float], tuple[float, float]], foot: float) -> list[Markup]:
    """First, last and the Januaries between, where they do not run into each other."""
    shown, free_from = [], -1.0
    for place, month in enumerate(months):
        x, __ = at(place, 0.0)
        is_named = place == 0 or month.on.month == 1 or place == len(months) - 1
        if is_named and x >= free_from:
            anchor = "start" if place == 0 else "middle"
            words = speech.month(month.on)
            shown.append(
                element("text", words, class_="axis", x=x, y=foot + 22, text_anchor=anchor, font_size=LETTERS)
            )
            free_from = x + (96 if place else 130)
    return shown
