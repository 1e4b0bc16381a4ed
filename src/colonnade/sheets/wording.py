"""How problems are worded: what was found is quoted, the nearest right word is offered, repeats are joined."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from colonnade.core.errors import Problem

SHOWN = 60
"""Characters of a user's text that a message repeats."""
LONGEST_NAME = 80
_NAMED_LINES = 5


def quoted(text: str) -> str:
    """The text in quotes, shortened, with whatever a terminal would obey or hide written as an escape."""
    shown = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return "'" + "".join(c if c.isprintable() else repr(c)[1:-1] for c in shown) + "'"


def did_you_mean(found: str, allowed: Collection[str]) -> str:
    """A question to append to a message, or nothing when no allowed word is near."""
    if len(found) > SHOWN:
        return ""
    near = get_close_matches(found.casefold(), allowed, n=1, cutoff=0.5)
    return f"; did you mean '{near[0]}'?" if near else ""


def name_fault(role: str, found: str) -> str | None:
    """What keeps a text from being a person's name on every page and terminal, or None."""
    if len(found) <= LONGEST_NAME and found.isprintable():
        return None
    return f"{role} {quoted(found)} is no name: one line of at most {LONGEST_NAME} characters"


def joined(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in order, those of one file with the same message told once with the lines of the others."""
    lines: dict[tuple[str | None, str], list[int | None]] = {}
    for problem in problems:
        lines.setdefault((problem.file, problem.message), []).append(problem.line)
    return tuple(Problem(message + _also(where[1:]), file, where[0]) for (file, message), where in lines.items())


def named(lines: Sequence[int]) -> str:
    """`line 3` or `lines 3, 4, 5, 6, 7 and 2 more`."""
    shown = ", ".join(str(line) for line in lines[:_NAMED_LINES])
    more = len(lines) - _NAMED_LINES
    return f"line{'s' if len(lines) > 1 else ''} {shown}" + (f" and {more:,} more" if more > 0 else "")


def _also(others: Sequence[int | None]) -> str:
    lines = [line for line in others if line is not None]
    return f" (also {named(lines)})" if lines else ""


def same_name(name: str) -> str:
    """What two spellings of one name have in common."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
