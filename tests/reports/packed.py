"""A pack taken apart: every figure and every text in it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from colonnade.reports.pack import Figure


def parts(of: object) -> Iterator[object]:
    """Everything in a pack that is no container."""
    if isinstance(of, Figure):
        yield of
    elif is_dataclass(of):
        for field in fields(of):
            yield from parts(getattr(of, field.name))
    elif isinstance(of, Mapping):
        for value in of.values():
            yield from parts(value)
    elif isinstance(of, tuple | list):
        for value in of:
            yield from parts(value)
    else:
        yield of


def figures(of: object) -> list[Figure]:
    return [part for part in parts(of) if isinstance(part, Figure)]
