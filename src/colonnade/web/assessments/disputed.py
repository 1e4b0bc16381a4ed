"""The facts on which people differ, in the order to talk about them: by dimension, what changes a stage first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from colonnade.core.criteria import Criterion
from colonnade.core.findings import Evidence
from colonnade.core.model import Model
from colonnade.core.observations import Answer
from colonnade.core.support import criteria_of, support
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.settling import Dispute


@dataclass(frozen=True, slots=True)
class Group:
    """The disputes of a dimension of the leading model, or of whatever else reads them."""

    id: str
    name: str
    disputes: tuple[Dispute, ...]

    @property
    def open(self) -> int:
        return sum(dispute.is_open for dispute in self.disputes)

    @property
    def hangs(self) -> str:
        """The dimensions whose supported stage hangs on what is open here, with the stages it lies between."""
        return "; ".join(dict.fromkeys(words for dispute in self.disputes for words in dispute.changes))

    @property
    def deciding(self) -> int:
        return sum(bool(dispute.changes) for dispute in self.disputes)


def grouped(assessment: Assessment, disputes: Sequence[Dispute], evidence: Evidence) -> tuple[Group, ...]:
    """Groups with what changes a stage first; within one the same, then what is open, then what is settled."""
    hangs = _hanging(assessment, disputes, evidence)
    told = [replace(each, changes=_changes(each, hangs)) for each in disputes]
    found: dict[tuple[str, str], list[Dispute]] = {}
    for each in told:
        found.setdefault(_place(assessment, each.criterion), []).append(each)
    groups = [Group(id, name, tuple(sorted(of, key=_order))) for (id, name), of in found.items()]
    return tuple(sorted(groups, key=lambda group: (not group.deciding, not group.open)))


def _order(dispute: Dispute) -> tuple[bool, bool]:
    return (not dispute.changes, not dispute.is_open)


def _place(assessment: Assessment, criterion: Criterion) -> tuple[str, str]:
    """The dimension that reads it: of the leading model, else of the next that does, else its capability."""
    for model in assessment.models:
        at = criterion.maps[model.id].dimension if model.id in criterion.maps else criterion.capability
        if at in model.by_id:
            return at, model.by_id[at].name
    return criterion.capability, criterion.capability.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Hanging:
    """A dimension whose supported stage hangs on open facts: `low` with none of them met, `high` with all."""

    model: Model
    dimension: str
    low: int | None
    high: int

    def is_for(self, criterion: Criterion) -> bool:
        """Facts of stages that cannot hold, even with every open fact met, change nothing."""
        at = criterion.maps.get(self.model.id)
        return at is not None and at.dimension == self.dimension and 2 <= at.stage <= self.high

    @property
    def words(self) -> str:
        named = {"name": self.model.by_id[self.dimension].name, "low": self.low, "high": self.high}
        if self.low is None:
            return _("%(name)s, not known or %(high)s") % named
        return _("%(name)s, %(low)s to %(high)s") % named


def _hanging(assessment: Assessment, disputes: Iterable[Dispute], evidence: Evidence) -> list[Hanging]:
    open_ = [each.criterion.id for each in disputes if each.is_open]
    found = []
    for model in assessment.claimed:
        for dimension in model.dimensions:
            criteria = criteria_of(model, dimension.id)
            here = {c.id: evidence.answers[c.id] for c in criteria if c.id in evidence.answers}
            disputed = [c.id for c in criteria if c.id in open_]
            low, high = (
                support(model, criteria, {**here, **{id: _as(id, value) for id in disputed}}).stage
                for value in ("not_met", "met")
            )
            if high is not None and low != high:
                found.append(Hanging(model, dimension.id, low, high))
    return found


def _changes(dispute: Dispute, hanging: Iterable[Hanging]) -> tuple[str, ...]:
    return tuple(each.words for each in hanging if each.is_for(dispute.criterion)) if dispute.is_open else ()


def _as(criterion: str, value: str) -> Answer:
    return Answer(criterion, value, "said", date.min, ())  # type: ignore[arg-type]
