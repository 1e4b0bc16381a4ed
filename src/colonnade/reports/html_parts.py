"""The pieces every section of the page is made of."""

from collections.abc import Iterable, Sequence
from datetime import date

from colonnade.core.measurement import Period
from colonnade.core.speech import gettext
from colonnade.reports import wording
from colonnade.reports.markup import Markup, element, join

Cell = object
"""Text, markup or a list of them; None is an empty cell."""


def section(id: str, title: str, *content: object, lead: str = "") -> Markup:
    """A landmark with its heading; nothing at all where there is no content."""
    body = join(content)
    if not body:
        return body
    return element(
        "section",
        element("h2", title, id=f"{id}-title"),
        element("p", lead, class_="lead") if lead else None,
        body,
        id=id,
        aria_labelledby=f"{id}-title",
    )


def block(title: str, *content: object) -> Markup:
    """A part of a section under a heading of its own; nothing where there is no content."""
    body = join(content)
    return element("div", element("h3", title), body, class_="block") if body else body


def paragraph(*content: object, class_: str | None = None) -> Markup:
    return element("p", *content, class_=class_)


def items(entries: Iterable[object], class_: str | None = None) -> Markup:
    listed = [element("li", entry) for entry in entries]
    return element("ul", listed, class_=class_) if listed else Markup()


def terms(class_: str, pairs: Iterable[tuple[str, object]]) -> Markup:
    """Terms and what is said of them; a pair with nothing to say is left out."""
    listed = [element("div", element("dt", term), element("dd", said)) for term, said in pairs if said]
    return element("dl", listed, class_=class_) if listed else Markup()


def facts(pairs: Iterable[tuple[str, object]]) -> Markup:
    return terms("facts", pairs)


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], *, numbers: Sequence[int] = ()
) -> Markup:
    """The first cell of a row is its heading; `numbers` are the columns set to the right.

    It scrolls inside its own region where the page is narrower than the table.
    """
    body = [
        element("tr", [_cell(place, cell, head[place], numbers) for place, cell in enumerate(row)]) for row in rows
    ]
    if not body:
        return Markup()
    columns = [element("th", name, scope="col", class_=_class(place, numbers)) for place, name in enumerate(head)]
    grid = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", columns)),
        element("tbody", body),
    )
    return element("div", grid, class_="scroll", role="region", aria_label=caption, tabindex="0")


def _cell(place: int, cell: Cell, head: str, numbers: Sequence[int]) -> Markup:
    """Each cell knows its column's name, for where a row is shown as a card."""
    if place == 0:
        return element("th", cell, scope="row")
    return element("td", cell, class_=_class(place, numbers), data_head=head)


def _class(place: int, numbers: Sequence[int]) -> str | None:
    return "number" if place in numbers else None


def and_more(number: int) -> str:
    return gettext("And {n} more; the JSON file lists all.").format(n=number)


def small(*content: object) -> Markup:
    return element("span", *content, class_="small")


def day(on: date) -> Markup:
    return element("time", wording.day(on), datetime=on.isoformat())


def period(of: Period) -> list[object]:
    return [day(of.start), " to ", day(of.end)]
