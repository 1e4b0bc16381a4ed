"""Which measurements tell most about a dimension."""

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Measured
from colonnade.core.reading import DimensionReading


def telling_measurements(diagnosis: Diagnosis, dimension: DimensionReading) -> list[Measured]:
    """What was measured and speaks to it: key metrics of its own and the next stage first, then others."""
    model = diagnosis.model
    speaking = [
        m
        for m in diagnosis.measurements
        if isinstance(m, Measured) and dimension.id in model.speaks_to.get(m.definition.id, ())
    ]
    stages = {id: metric.stages for metric in model.metrics for id in metric.ids}
    at = dimension.stage or 1
    near = {stage.id for stage in model.stages if stage.number in (at, at + 1)}

    def rank(measured: Measured) -> int:
        own = stages.get(measured.definition.id)
        return 2 if own is None else 0 if near.intersection(own) else 1

    return sorted(speaking, key=rank)
