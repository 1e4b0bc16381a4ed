"""Criteria: observable facts, the cells they speak for, and the evidence that answers them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from colonnade.core.speech import Words, gettext_noop

Operator = Literal[">=", ">", "<=", "<", "=="]
OPERATOR_WORDS: Mapping[Operator, str] = Words(
    {
        ">=": gettext_noop("at least"),
        ">": gettext_noop("above"),
        "<=": gettext_noop("at most"),
        "<": gettext_noop("below"),
        "==": gettext_noop("exactly"),
    }
)


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """When a measurement answers a criterion: `metric operator threshold` over at least `least_rows` rows.

    `by` breaks the metric down by a column and `reading` says how the breakdown is read (`group` with `of`,
    min, max, max_over_min, low_over_top, median, share50, share80, count); `window_days` replaces the
    metric's own window; `field` takes another of the metric's figures, such as its median.
    """

    metric: str
    operator: Operator
    threshold: float
    least_rows: int
    by: str | None = None
    reading: str | None = None
    of: str | None = None
    window_days: int | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class MappedTo:
    """The cell of a model that a criterion speaks for."""

    dimension: str
    stage: int
    characteristic: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One observable fact, in the form "at least this"."""

    id: str
    capability: str
    statement: str
    weight: float
    effort: int
    kind: Literal["leading", "lagging"]
    maps: Mapping[str, MappedTo]
    evidence: EvidenceRule | None = None
