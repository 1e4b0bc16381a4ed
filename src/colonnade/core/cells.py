"""Text in a spreadsheet's cell: what a program would run as a formula is told from what is only text."""

import re

_TRIGGER = re.compile(r"[\s'\"]*[=+\-@\t\r\0＝＋－＠]")
"""What makes a program run a cell: one of these first, or first after white space and quotes."""


def may_be_run(text: str, start: int = 0) -> bool:
    return _TRIGGER.match(text, start) is not None


def as_cell(text: str) -> str:
    """The text with a single quote in front where a spreadsheet might run it; `from_cell` undoes it."""
    return "'" + text if may_be_run(text) else text


def from_cell(text: str) -> str:
    return text[1:] if text.startswith("'") and may_be_run(text, 1) else text
