"""An organisation's logo: looked at before any report draws it, since it comes from outside."""

import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from colonnade.core.errors import UserError
from colonnade.core.organisation import Logo

MOST_BYTES = 500_000
MOST_PIXELS = 4_000_000
MOST_ELEMENTS = 2_000
PNG = b"\x89PNG\r\n\x1a\n"
DRAWN = frozenset(
    (
        *("svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("clipPath", "linearGradient", "radialGradient", "stop"),
    )
)
"""The elements of SVG a logo may hold: shapes and gradients; nothing that loads, repeats, writes or runs."""
_SVG = "{http://www.w3.org/2000/svg}"


class BadLogo(UserError):
    """A logo that is too large, or more than a picture."""


def logo_of(data: bytes) -> Logo:
    """Raises BadLogo with what is wrong; nothing is decoded but the head of a PNG and the marks of an SVG."""
    if len(data) > MOST_BYTES:
        raise BadLogo(f"the logo has {len(data):,} bytes; at most {MOST_BYTES:,} are taken")
    if data.startswith(PNG):
        _check_png(data)
        return Logo("png", data)
    _check_svg(data)
    return Logo("svg", data)


def _check_png(data: bytes) -> None:
    if len(data) < 24 or data[12:16] != b"IHDR":
        raise BadLogo("the logo is no whole PNG")
    width, height = struct.unpack_from(">II", data, 16)
    if not 0 < width * height <= MOST_PIXELS:
        raise BadLogo(f"the logo has {width:,} by {height:,} pixels; at most {MOST_PIXELS:,} in all are taken")


def _check_svg(data: bytes) -> None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadLogo("the logo is neither PNG nor SVG in UTF-8") from None
    if "<!" in text.replace("<!--", ""):
        raise BadLogo("the logo's SVG declares a document type; save it without")
    try:
        root = ET.fromstring(text)  # noqa: S314  no document type, so no entities, and small
    except (ET.ParseError, ValueError, RecursionError):
        raise BadLogo("the logo is neither PNG nor well-formed SVG") from None
    if root.tag != f"{_SVG}svg":
        raise BadLogo("the logo is no SVG: its first element is not <svg>")
    elements = list(root.iter())
    if len(elements) > MOST_ELEMENTS:
        raise BadLogo(f"the logo's SVG has {len(elements):,} elements; at most {MOST_ELEMENTS:,} are taken")
    if faults := sorted(set(_faults(elements))):
        raise BadLogo(f"the logo's SVG holds {', '.join(faults)}; save it as plain shapes")


def _faults(elements: list[ET.Element]) -> Iterator[str]:
    for element in elements:
        name = str(element.tag).removeprefix(_SVG)
        if name not in DRAWN:
            yield f"<{name[:40]}>"
        for key, value in element.attrib.items():
            if key.lower().startswith("on") or key.endswith("href") or _refers_out(value):
                yield f"{key.rpartition('}')[2][:40]}="


def _refers_out(value: str) -> bool:
    """Anything called by url() but a part of the same picture."""
    calls = value.replace(" ", "").replace("'", "").replace('"', "").lower().split("url(")[1:]
    return any(not call.startswith("#") for call in calls)
