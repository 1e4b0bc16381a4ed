"""The supported stage of a dimension: what the answers to its criteria bear out."""

from dataclasses import dataclass
from typing import Literal

Limit = Literal["not_met", "unanswered", "top"]
Grade = Literal["strong", "partial", "said"]


@dataclass(frozen=True, slots=True)
class Support:
    """What the evidence bears out. `stage` None is unknown; `owed` are stages below it under the met share.

    `limit` says why it is not higher: the next stage was answered and does not hold, is not answered enough
    (read "at least"), or there is none. `met`, `answered` and `applicable` count criteria from stage 2 up.
    """

    stage: int | None
    limit: Limit
    grade: Grade
    best_grade: Grade
    owed: tuple[int, ...]
    met: int
    answered: int
    applicable: int
