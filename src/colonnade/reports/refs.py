"""The reference of every number in a saved diagnosis: stable, and the same that every report prints.

The last part of a reference may hold any character; the others hold no slash.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Place = tuple[str, ...]
"""Where a number stands in the JSON, entries of lists by what names them: ("dimensions", "data", "stage")."""

NAMED_BY = ("id", "metric", "month", "key", "lever", "criterion", "dimension", "name", "account", "higher")
"""What tells entries of a list apart; where none is there, their number."""

CLAIMS, ANSWERS, MOVEMENTS = "scorecards", "answers", "movements"
"""Sources of many numbers, as a report's list of sources names them."""

RENAMED = {
    "value": "alpha",
    "interval/0": "alpha_low",
    "interval/1": "alpha_high",
    "average_range/0": "average_low",
    "average_range/1": "average_high",
}
OF_SUPPORT = {"stage": "supported", "score": "supported_score", "next_stage": "next_stage", "owed": "owed"}


def numbers(saved: Mapping[str, Any]) -> dict[str, tuple[Place, int | float]]:
    """Every number of a saved diagnosis by its reference, in the file's order."""
    return {ref_of(place): (place, number) for place, number in _walk(saved, ())}


def _walk(value: object, place: Place) -> Iterator[tuple[Place, int | float]]:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield place, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _walk(each, (*place, str(name)))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _walk(each, (*place, _name(each, number)))


def _name(entry: object, number: int) -> str:
    if isinstance(entry, dict):
        return next((str(entry[name]) for name in NAMED_BY if isinstance(entry.get(name), str)), str(number))
    return str(number)


def ref_of(place: Place) -> str:
    """The reference of the number at a place; numbers of no kind of their own are told by their place."""
    match place:
        case ("measurements", metric, "value"):
            return f"metric/{metric}"
        case ("measurements", metric, "rows"):
            return f"rows/{metric}"
        case ("measurements", metric, "months", day, what):
            return f"{'metric' if what == 'value' else what}/{metric}/{day}"
        case ("measurements", metric, "further", name):
            return f"metric/{metric}/further/{name}"
        case ("measurements", metric, "by", column, key, figure):
            return f"{'metric' if figure == 'value' else figure}/{metric}/by/{column}/{key}"
        case ("measurements", metric, "benchmark", _, figure, what):
            return f"published/{metric}/{figure}/{what}"
        case ("mrr_movements", month, part):
            return f"movement/{month}/{part}"
        case ("dimensions", dimension, *rest):
            return _of_dimension(dimension, rest)
        case ("reviewers", reviewer, what):
            return f"{what}/{reviewer}"
        case ("agreement", *rest):
            return f"agreement/{_renamed(rest)}"
        case ("coverage", what):
            return f"profile/{what}"
        case (("profile" | "supported_profile") as of, "distribution", stage):
            return f"{of}/stage/{stage}"
        case (("profile" | "supported_profile") as of, *rest):
            return f"{of}/{_renamed(rest)}"
        case ("projection", what):
            return f"projection/{what}"
    return f"at/{'/'.join(place)}"


def _of_dimension(dimension: str, rest: list[str]) -> str:
    match rest:
        case ["stage"]:
            return f"claimed/{dimension}"
        case ["scores" | "outsiders", reviewer]:
            return f"score/{dimension}/{reviewer}"
        case ["supported", ("met" | "answered" | "applicable") as what]:
            return f"counted/{dimension}/{what}"
        case ["supported", what, *further]:
            return "/".join([OF_SUPPORT.get(what, what), dimension, *further])
    return "/".join([rest[0], dimension, *rest[1:]])


def _renamed(rest: list[str]) -> str:
    joined = "/".join(rest)
    return RENAMED.get(joined, joined)
