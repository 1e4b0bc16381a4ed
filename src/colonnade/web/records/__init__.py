"""An organisation's records in the web: where they lie, what they measure, what it says of itself."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from colonnade.web.records.found import found_for as found_for


def __getattr__(name: str) -> Any:
    """`found_for` is at the door, yet reads tables, which are not there while Django loads its apps."""
    if name == "found_for":
        from colonnade.web.records.found import found_for

        return found_for
    raise AttributeError(name)
