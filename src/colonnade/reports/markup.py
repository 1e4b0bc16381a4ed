"""HTML and SVG elements as text: what is not markup already is escaped, so nothing a user wrote becomes code."""

from collections.abc import Iterable
from html import escape

VOID = frozenset({"br", "col", "hr", "meta"})
_CONTROLS = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF], "\ufffd"
) | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Characters that XML does not allow or that nobody should see."""


class Markup(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


def text(value: object) -> Markup:
    return Markup(escape(str(value).translate(_CONTROLS)))


def element(tag: str, *content: object, **attributes: object) -> Markup:
    """`class_` is class, other underscores are hyphens; an attribute of None or False is left out."""
    opening = f"{tag}{''.join(_attribute(name, value) for name, value in attributes.items())}"
    return Markup(f"<{opening}>" if tag in VOID else f"<{opening}>{join(content)}</{tag}>")


def join(content: Iterable[object]) -> Markup:
    """Parts one after the other; None is nothing, and a list is its own parts."""
    return Markup("".join(_part(part) for part in content))


def _part(part: object) -> str:
    if part is None:
        return ""
    if isinstance(part, Markup):
        return part
    if isinstance(part, Iterable) and not isinstance(part, str):
        return join(part)
    return text(part)


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(_number(value))}"'


def _number(value: object) -> object:
    """Coordinates to a tenth, without a trailing zero."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
