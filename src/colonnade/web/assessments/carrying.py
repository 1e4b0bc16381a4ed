"""Answers that count again in a re-score: those that were more than said, while they live."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from colonnade.core.observations import Observation
from colonnade.web.people.models import Person

Json = dict[str, Any]
CARRIED = ("documented", "measured")
"""Tiers that outlive a round: what was only said is asked again."""


def saved(observations: Iterable[Observation], people: Mapping[str, str]) -> list[Json]:
    """`people` says whose name each is, by id: names change and are erased. When it dies the reading tells."""
    return [
        {
            "criterion": o.criterion,
            "value": o.value,
            "tier": o.tier,
            "on": o.on.isoformat(),
            "by": people.get(o.by, o.by),
            "link": o.link,
            "note": o.note,
        }
        for o in observations
        if o.tier in CARRIED and not o.challenges
    ]


def read_back(carried: Iterable[Json]) -> tuple[Observation, ...]:
    rows = list(carried)
    people = Person.objects.filter(pk__in=[row["by"] for row in rows if _is_id(row["by"])]) if rows else []
    names = {str(person.pk): person.name for person in people}
    return tuple(
        Observation(
            **{**row, "on": date.fromisoformat(row["on"]), "by": names.get(row["by"], row["by"])},
        )
        for row in rows
    )


def _is_id(by: str) -> bool:
    return len(by) == 36 and by.count("-") == 4
