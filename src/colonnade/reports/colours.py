"""Colours of a report: an organisation's own, as dark as words need it to be."""

from collections.abc import Sequence

LEAST_CONTRAST = 4.5
"""Of text on its ground: WCAG 2.2, 1.4.3."""
WHITE = "#ffffff"
_STEP = 0.04


def readable(colour: str) -> str:
    """The colour itself where text of it can be read on white and white on it, else the same hue darker."""
    channels: list[float] = list(_channels(colour))
    while contrast(_hex(channels), WHITE) < LEAST_CONTRAST:
        channels = [channel * (1 - _STEP) for channel in channels]
    return _hex(channels)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (c / 255 for c in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _hex(channels: Sequence[float]) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in channels)
