"""How far a milestone has come: at the start, today, and where it should be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from colonnade.core.measurement import Definition, Measured, Measurement, Unit
from colonnade.records.metrics import METRICS
from colonnade.reports import wording
from colonnade.web.plans.models import Checkpoint, MilestoneKind, Move


@dataclass(frozen=True, slots=True)
class Progress:
    """A milestone's figures in words.

    `way` is the share of the way to the target, where it can be told; `is_known`: one of the first two figures is.
    `is_asked`: people note the figure, for want of records.
    """

    metric: str
    baseline: str
    today: str
    target: str
    way: float | None
    is_asked: bool
    is_known: bool
    note: str

    @property
    def percent(self) -> int | None:
        return None if self.way is None else round(100 * self.way)


def definition(metric: str) -> Definition | None:
    found = METRICS.get(metric)
    return found.definition if found else None


def of_move(
    move: Move, measured: Mapping[str, Measurement] | None, checkpoints: Iterable[Checkpoint] = ()
) -> Progress | None:
    """None where the milestone is no metric. The records come before what somebody noted at a checkpoint.

    Without `measured`, for who may not see records, the target is all that shows: figures noted may be theirs too.
    """
    known = definition(move.metric)
    if move.milestone_kind != MilestoneKind.METRIC or known is None:
        return None
    target = _figure(move.target, known.unit)
    if measured is None:
        note = _("Its figures are shown once you have locked your own scores.")
        return Progress(known.name, "", "", target, None, is_asked=False, is_known=False, note=note)
    found = measured.get(move.metric)
    noted = max((c for c in checkpoints if c.value is not None), key=lambda c: c.day, default=None)
    today = found.value if isinstance(found, Measured) else noted.value if noted else None
    return Progress(
        metric=known.name,
        baseline=_figure(move.baseline, known.unit),
        today=_figure(today, known.unit),
        target=target,
        way=way(move.baseline, today, move.target),
        is_asked=not isinstance(found, Measured),
        is_known=move.baseline is not None or today is not None,
        note=_note(found, noted),
    )


def way(baseline: float | None, today: float | None, target: float | None) -> float | None:
    """0 at the baseline and 1 at the target, in either direction; None where a figure is unknown."""
    if baseline is None or today is None or target is None:
        return None
    if target == baseline:
        return 1.0 if today == target else None
    return min(max((today - baseline) / (target - baseline), 0.0), 1.0)


def _note(found: Measurement | None, noted: Checkpoint | None) -> str:
    if isinstance(found, Measured):
        return _("Today's figure is from the records.")
    if noted:
        return _("Today's figure was noted on day %(day)s; no records measure it.") % {"day": noted.day}
    return _("Not measured: no records say it.")


def figure_of(metric: str, value: float | None) -> str:
    """In words; nothing where there is no figure or no such metric."""
    known = definition(metric)
    return wording.figure(value, known.unit) if known and value is not None else ""


def _figure(value: float | None, unit: Unit) -> str:
    return _("not measured") if value is None else wording.figure(value, unit)
