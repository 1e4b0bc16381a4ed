"""Dataclasses as JSON, and back from its plain values by their annotations."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """What JSON does not know itself, one level deep."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a manifest")


def from_plain(kind: type[T], plain: Any) -> T:
    """Raises KeyError where a field is missing; more than the fields is left aside."""
    made: T = _maker(kind)(plain)  # type: ignore[arg-type]
    return made


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of this annotation, found once; the fields of a dataclass when first used, as it may
    hold itself.
    """
    if isinstance(kind, type) and is_dataclass(kind):
        return lambda plain: kind(**{name: make(plain[name]) for name, make in _makers(kind)})
    inner = get_args(kind)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        make = _maker(next(each for each in inner if each is not NoneType))
        return lambda plain: None if plain is None else make(plain)
    if origin in (tuple, list, frozenset):
        return _many(origin, inner)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        make = _maker(inner[1])
        return lambda plain: {key: make(each) for key, each in plain.items()}
    if kind in (date, datetime):
        return kind.fromisoformat  # type: ignore[no-any-return]
    return Path if kind is Path else lambda plain: plain


def _many(origin: Any, inner: tuple[Any, ...]) -> Callable[[Any], Any]:
    if origin is tuple and inner[-1] is not Ellipsis:
        makes = [_maker(each) for each in inner]
        return lambda plain: tuple(make(each) for make, each in zip(makes, plain, strict=True))
    if inner[0] is str:
        return origin  # type: ignore[no-any-return]
    make = _maker(inner[0])
    return lambda plain: origin(make(each) for each in plain)


@cache
def _makers(kind: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, _maker(hints[field.name])) for field in fields(kind))
