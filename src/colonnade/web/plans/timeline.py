"""A plan as a timeline: days 0, 30, 60 and 90, a lane for each owner, a bar for each move."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from colonnade.core.plan import CHECKPOINT_DAYS, REVIEW_DAYS
from colonnade.reports.lettering import shorten, text_width
from colonnade.reports.markup import Markup, element
from colonnade.web.plans.board import Card
from colonnade.web.plans.models import Plan, Status

SIZE = 15
EDGE, HEAD, TITLE, LABEL, BAR, GAP, FOOT = 16, 52, 34, 22, 14, 16, 24
WIDTHS = (960, 420)
"""Of the picture for a wide page and for a narrow one, in its own units."""
MONTHS_LATER = 90
"""Beyond day 90 the axis is marked by this many days."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Days of the plan as units of the picture."""

    starts_on: date
    days: int
    width: int

    def x(self, on: date) -> float:
        share = (on - self.starts_on).days / self.days
        return EDGE + min(max(share, 0.0), 1.0) * (self.width - 2 * EDGE)


def timeline(plan: Plan, lanes: Mapping[str, Sequence[Card]], today: date, *, width: int) -> Markup:
    """Styles come from the page; a table beside it says the same in words."""
    scale = Scale(plan.starts_on, _days(plan, lanes, today), width)
    rows = list(_rows(lanes, scale, today))
    height = HEAD + sum(row_height for row_height, _ in rows) + FOOT
    parts: list[object] = [*_axis(scale, height)]
    y = float(HEAD)
    for row_height, draw in rows:
        parts.append(element("g", *draw, transform=f"translate(0 {y:g})"))
        y += row_height
    parts += _today(scale, today, height)
    return element(
        "svg",
        *parts,
        viewBox=f"0 0 {width} {height:g}",
        role="img",
        aria_label=_("Timeline of the plan; the table below says the same."),
        class_="timeline",
    )


def _days(plan: Plan, lanes: Mapping[str, Sequence[Card]], today: date) -> int:
    """To the re-score, the last due day, and what is late today."""
    ends = [card.move.due_on for cards in lanes.values() for card in cards]
    late = [today for cards in lanes.values() for card in cards if card.days_late]
    return max([REVIEW_DAYS, *((end - plan.starts_on).days for end in [*ends, *late])])


def _axis(scale: Scale, height: float) -> Iterator[Markup]:
    days = [0, *CHECKPOINT_DAYS, *range(REVIEW_DAYS, scale.days + 1, MONTHS_LATER)]
    free = 0.0
    for day in days:
        on = scale.starts_on + timedelta(days=day)
        x = scale.x(on)
        yield element("line", class_="tl-grid", x1=x, y1=HEAD - 8.0, x2=x, y2=height)
        words = (_("day %(day)s") % {"day": day}, date_format(on, "j M"))
        wide = max(text_width(w, SIZE) for w in words)
        left = min(max(x - wide / 2, 0.0), scale.width - wide)
        if left < free:
            continue
        free = left + wide + 6
        for line, word in enumerate(words):
            yield element("text", word, class_="tl-axis", x=left, y=16.0 + line * 19, font_size=SIZE)


def _rows(lanes: Mapping[str, Sequence[Card]], scale: Scale, today: date) -> Iterator[tuple[float, list[Markup]]]:
    for owner, cards in lanes.items():
        title = owner or _("No owner yet")
        line = element("line", class_="tl-lane", x1=0.0, y1=2.0, x2=float(scale.width), y2=2.0)
        name = element("text", title, class_="tl-owner", x=EDGE, y=24.0, font_size=SIZE + 1)
        yield TITLE, [line, name]
        for card in cards:
            yield LABEL + BAR + GAP, list(_bar(card, scale, today))


def _bar(card: Card, scale: Scale, today: date) -> Iterator[Markup]:
    move = card.move
    words = shorten(card.text, scale.width - 2 * EDGE - 4, SIZE)
    start, end = scale.x(scale.starts_on), scale.x(move.due_on)
    yield element("text", words, class_="tl-text", x=EDGE, y=16.0, font_size=SIZE)
    kind = f"tl-bar tl-{move.status}"
    yield element("rect", class_=kind, x=start, y=float(LABEL), width=max(end - start, 4.0), height=BAR, rx=4)
    if until := _filled_until(card, today):
        gone = min(scale.x(until), end)
        yield element(
            "rect", class_="tl-gone", x=start, y=float(LABEL), width=max(gone - start, 2.0), height=BAR, rx=4
        )
    for stop in card.stops:
        if stop.on < move.due_on and (stop.checkpoint.is_noted or move.is_in_flight):
            yield _diamond(
                scale.x(stop.on), LABEL + BAR / 2, "tl-noted" if stop.checkpoint.is_noted else "tl-open"
            )
    if card.days_late:
        late = scale.x(today)
        yield element("line", class_="tl-late", x1=end, y1=LABEL + BAR / 2, x2=late, y2=LABEL + BAR / 2)
        yield element("line", class_="tl-due", x1=end, y1=LABEL - 4.0, x2=end, y2=LABEL + BAR + 4.0)


def _filled_until(card: Card, today: date) -> date | None:
    """The day it was finished, or today while it is under way."""
    if card.move.status == Status.DONE:
        return card.move.finished_on
    return today if card.move.status == Status.DOING else None


def _diamond(x: float, y: float, kind: str) -> Markup:
    return element("path", class_=kind, d=f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z")


def _today(scale: Scale, today: date, height: float) -> list[Markup]:
    if not 0 <= (today - scale.starts_on).days <= scale.days:
        return []
    x = scale.x(today)
    words = _("today")
    left = min(x + 5, scale.width - text_width(words, SIZE))
    return [
        element("line", class_="tl-today", x1=x, y1=HEAD - 8.0, x2=x, y2=height),
        element("text", words, class_="tl-now", x=left, y=height - 4, font_size=SIZE),
    ]
