"""Claims: the stages reviewers give, and the stages agreed afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from colonnade.core.speech import gettext_noop

Confidence = Literal["low", "medium", "high"]

SCORING_RULE = gettext_noop(
    "Give the stage of what happens as a rule and could be shown to a stranger, "
    "not of the best case and not of what is planned."
)
CONSENSUS = "consensus"
"""The reviewer name that marks a row of a scorecard as the agreed stage; never a reviewer."""


@dataclass(frozen=True, slots=True)
class Score:
    """One reviewer's stage for one dimension."""

    reviewer: str
    dimension: str
    stage: int
    confidence: Confidence | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Consensus:
    """A stage agreed after the reveal, with its reason."""

    dimension: str
    stage: int
    reason: str = ""


@dataclass(frozen=True)
class Claims:
    """All scores of a round. Outsiders' scores are shown apart and enter no median, alpha or panel."""

    scores: tuple[Score, ...]
    consensus: tuple[Consensus, ...] = ()
    outsiders: frozenset[str] = frozenset()

    @cached_property
    def internal(self) -> Mapping[str, Mapping[str, int]]:
        """Stages by reviewer, then dimension, of the company's own reviewers, in order of appearance."""
        return _by_reviewer(s for s in self.scores if s.reviewer not in self.outsiders)

    @cached_property
    def external(self) -> Mapping[str, Mapping[str, int]]:
        return _by_reviewer(s for s in self.scores if s.reviewer in self.outsiders)

    @cached_property
    def agreed(self) -> Mapping[str, Consensus]:
        return {consensus.dimension: consensus for consensus in self.consensus}

    def of(self, dimension: str) -> Mapping[str, int]:
        """The internal reviewers' stages for a dimension."""
        return {who: stages[dimension] for who, stages in self.internal.items() if dimension in stages}


def lower_median(stages: Iterable[int]) -> int:
    """The middle stage; with an even number of them the lower of the two in the middle."""
    ordered = sorted(stages)
    return ordered[(len(ordered) - 1) // 2]


def _by_reviewer(scores: Iterable[Score]) -> dict[str, dict[str, int]]:
    panel: dict[str, dict[str, int]] = {}
    for score in scores:
        panel.setdefault(score.reviewer, {})[score.dimension] = score.stage
    return panel
