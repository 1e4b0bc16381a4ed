"""Claimed against supported: what the evidence makes of each claim."""

from collections.abc import Mapping
from dataclasses import replace

from colonnade.core.findings import Evidence
from colonnade.core.model import Model
from colonnade.core.reading import ClaimState, DimensionReading, Profile, Stages
from colonnade.core.support import Support, criteria_of, support


def supported_stages(model: Model, evidence: Evidence) -> dict[str, Support]:
    """The supported stage of every dimension, or nothing when nothing was filed."""
    if not evidence.findings or not model.stages:
        return {}
    return {d.id: support(model, criteria_of(model, d.id), evidence.answers) for d in model.dimensions}


def contradicted_gaps(stages: Stages, supported: Mapping[str, Support]) -> dict[str, int]:
    """The claim gaps that evidence contradicts, by dimension."""
    gaps = {id: claim_gap(stages[id], supported[id]) for id in stages if id in supported}
    return {
        id: gap
        for id, gap in gaps.items()
        if gap is not None and claim_state(gap, supported[id]) == "contradicted"
    }


def claim_gap(stage: int, supported: Support) -> int | None:
    """Claimed less supported; None while the supported stage is unknown."""
    return None if supported.stage is None else stage - supported.stage


def claim_state(gap: int, supported: Support) -> ClaimState:
    if gap > 0:
        return "contradicted" if supported.limit == "not_met" else "unproven"
    return "understated" if gap < 0 else "borne_out"


def complete(
    dimension: DimensionReading, reading: Profile, targets: Mapping[str, int], supported: Mapping[str, Support]
) -> DimensionReading:
    """The dimension with what follows from the whole: gap, target, support and what it makes of the claim."""
    if dimension.stage is None:
        return replace(dimension, supported=supported.get(dimension.id))
    own = supported.get(dimension.id)
    gap = claim_gap(dimension.stage, own) if own else None
    return replace(
        dimension,
        gap=dimension.stage - reading.average,
        target=targets[dimension.id],
        supported=own,
        claim_gap=gap,
        claim_state=claim_state(gap, own) if own and gap is not None else None,
    )
