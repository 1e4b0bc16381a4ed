"""The colonnade as SVG: a pillar of drums for each dimension, the constraint marked, load where an edge is.

There are no ids in it, so any number of pictures stand on one page, and no background or effect that a printer
leaves out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.speech import gettext
from colonnade.reports import wording
from colonnade.reports.markup import Markup, element, join
from colonnade.reports.pillars import Pillar, pillars, wanting
from colonnade.reports.svg_columns import draw_columns, fits_in_columns
from colonnade.reports.svg_parts import Drawing, Href
from colonnade.reports.svg_rows import NARROW, WIDE, draw_rows

LIGHT = {
    "bg": "#ffffff",
    "ink": "#171b20",
    "muted": "#525a64",
    "grid": "#d9dee4",
    "band": "#edf1f5",
    "solid": "#1c4e70",
    "target": "#964200",
}
DARK = {
    "bg": "#14181c",
    "ink": "#edf0f3",
    "muted": "#aab3bd",
    "grid": "#333a42",
    "band": "#232a31",
    "solid": "#8fc3e4",
    "target": "#f0ab5b",
}
TEXT_ON = (
    ("ink", "bg"),
    ("ink", "band"),
    ("bg", "ink"),
    ("muted", "bg"),
    ("muted", "band"),
    ("solid", "bg"),
    ("bg", "solid"),
    ("target", "bg"),
    ("target", "band"),
)
"""Which colour is written on which: each pair is held to the contrast that the picture promises."""

_VARIABLE = re.compile(r"var\(--(\w+)\)")
_RULES = (
    (
        "text",
        'font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",Arial,sans-serif',
    ),
    (".bg", "fill:var(--bg)"),
    (".band", "fill:var(--band)"),
    (".frame", "fill:var(--band);stroke:var(--ink);stroke-width:2.5"),
    (".ink", "fill:var(--ink)"),
    (".muted", "fill:var(--muted)"),
    (".inverse", "fill:var(--bg)"),
    (".bold", "font-weight:700"),
    (".grid", "stroke:var(--grid);stroke-width:1"),
    (".supported", "fill:var(--solid);stroke:var(--solid);stroke-width:2.5"),
    (".claimed", "fill:var(--bg);stroke:var(--solid);stroke-width:2.5"),
    (".unproven,.unknown", "fill:var(--bg);stroke:var(--solid);stroke-width:2.5;stroke-dasharray:5 4"),
    (".on-supported", "fill:var(--bg)"),
    (".on-claimed,.on-unproven,.on-unknown", "fill:var(--solid)"),
    (".target", "stroke:var(--target);stroke-width:5"),
    (".target-label", "fill:var(--target);font-weight:700"),
    (".range", "stroke:var(--ink);stroke-width:2.5;fill:none"),
    ("a", "cursor:pointer"),
    ("a:hover .bold", "text-decoration:underline"),
    ("a:focus-visible", "outline:3px solid var(--target);outline-offset:2px"),
    (".load", "stroke:var(--ink);stroke-width:5"),
)


@dataclass(frozen=True, slots=True)
class Still:
    """For paper: one palette in place of variables, which PDF writers do not know, and a font they have."""

    palette: Mapping[str, str]
    font: str


def colonnade_svg(
    diagnosis: Diagnosis,
    *,
    width: Literal["wide", "narrow"],
    href: Href | None = None,
    still: Still | None = None,
    hides_evidence: bool = False,
) -> str:
    """The picture for a page (960 units wide at most) or for a telephone (390).

    Wide, the pillars stand as columns, or lie as rows where there are too many of them or their names are too
    long. Narrow, they always lie. With `href` each pillar is a link, named by what it shows.
    `hides_evidence`: there may be some that the reader does not see.
    """
    shown, wants = pillars(diagnosis), wanting(diagnosis, hides_evidence=hides_evidence)
    if width == "narrow":
        drawing = draw_rows(diagnosis, shown, wants, NARROW, href)
    elif fits_in_columns(diagnosis, shown):
        drawing = draw_columns(diagnosis, shown, wants, href)
    else:
        drawing = draw_rows(diagnosis, shown, wants, WIDE, href)
    # What is inside an image is hidden from assistive technology, so a picture with links is a group.
    style = _still_style(still) if still else _style()
    said = description(diagnosis, shown, wants)
    return _document(diagnosis, said, drawing, f"colonnade {width}", style, role="group" if href else "img")


def _document(diagnosis: Diagnosis, said: str, drawing: Drawing, kind: str, style: str, *, role: str) -> Markup:
    w, h = round(drawing.width), round(drawing.height)
    return element(
        "svg",
        element(
            "title", gettext("{model}: claim, evidence and target by dimension").format(model=diagnosis.model.name)
        ),
        element("desc", said),
        element("style", Markup(style)),
        element("rect", class_="bg", width=w, height=h),
        join(drawing.parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {w} {h}",
        width=w,
        height=h,
        role=role,
        class_=kind,
    )


def description(diagnosis: Diagnosis, shown: tuple[Pillar, ...], wants: str) -> str:
    """The whole picture in sentences: its text equivalent."""
    status = gettext("These stages are provisional.") if diagnosis.status == "provisional" else ""
    said = [
        *(pillar.summary for pillar in shown),
        wording.headline(diagnosis),
        status,
        wording.sentence_case(wants),
    ]
    return " ".join(part for part in said if part)


def _style() -> str:
    """Rules that reach only into pictures of this class; paper is always light."""
    rules = "".join(
        f"{','.join(f'.colonnade {part}' for part in selector.split(','))}{{{rule}}}" for selector, rule in _RULES
    )
    return f".colonnade{{{variables(LIGHT)}}}{dark_rules('.colonnade')}{rules}"


def _still_style(still: Still) -> str:
    drawn = (
        (selector, "font-family:" + f'"{still.font}"' if selector == "text" else rule)
        for selector, rule in _RULES
        if not selector.startswith("a")
    )
    return "".join(
        f"{selector}{{{_VARIABLE.sub(lambda v: still.palette[v[1]], rule)}}}" for selector, rule in drawn
    )


def dark_rules(selector: str) -> str:
    """On a screen: dark where the reader's system is, unless a `data-theme` here or further out says otherwise."""
    dark = f"{{{variables(DARK)}}}"
    return (
        f"@media screen and (prefers-color-scheme:dark)"
        f"{{{selector}:not([data-theme=light],[data-theme=light] *){dark}}}"
        f"@media screen{{{selector}[data-theme=dark],[data-theme=dark] {selector}{dark}}}"
    )


def variables(palette: dict[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in palette.items())
