"""Diagnoses of made-up models, of any number of stages and dimensions, for the tests of the reports."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from colonnade.core.claims import Claims, Consensus, Score
from colonnade.core.contrast import claim_gap, claim_state
from colonnade.core.diagnosis import Diagnosis, Options, diagnose
from colonnade.core.measurement import (
    Definition,
    Measured,
    Measurement,
    Movement,
    Period,
    Slice,
    Unavailable,
    Unit,
)
from colonnade.core.model import Cell, Dimension, Edge, KeyMetric, Lever, Model, Stage
from colonnade.core.plan import Choice
from colonnade.core.reading import DimensionReading
from colonnade.core.support import Limit, Support

DAY = date(2026, 11, 22)
YEAR = Period(date(2025, 11, 23), DAY)
Rows = Mapping[str, Sequence[int | None]]
"""Stages by reviewer, in the order of the dimensions; None is not scored."""


def model_of(
    dimensions: int = 5,
    stages: int = 4,
    *,
    names: Sequence[str] | None = None,
    stage_names: Sequence[str] | None = None,
    rests_on: Mapping[str, Sequence[str]] | None = None,
    metrics: Sequence[KeyMetric] = (),
    about: str = "What it is about.",
) -> Model:
    """Dimensions `d1`, `d2` ... in stages 1 to n; every cell has one lever."""
    shorts = names or [f"Pillar {n}" for n in range(1, dimensions + 1)]
    steps = stage_names or [f"Step {n}" for n in range(1, stages + 1)]
    edges = rests_on or {}
    return Model(
        id="made",
        name="Made up",
        version="1.2.3",
        about="For tests.",
        stages=tuple(Stage(n, f"s{n}", name, f"{name} is like this.") for n, name in enumerate(steps, 1)),
        dimensions=tuple(
            Dimension(
                id=f"d{place}",
                name=f"{short} in full",
                short=short,
                about=about,
                cells=tuple(_cell(f"d{place}", number, short) for number in range(1, len(steps) + 1)),
                rests_on=tuple(Edge(f"d{place}", other, "product") for other in edges.get(f"d{place}", ())),
            )
            for place, short in enumerate(shorts, 1)
        ),
        metrics=tuple(metrics),
    )


def _cell(dimension: str, stage: int, name: str) -> Cell:
    lever = Lever(
        id=f"{dimension}.{stage}.do",
        dimension=dimension,
        row=stage,
        text=f"Do the work of {name} {stage}.",
        kind="process",
        decided_by="cs_leader",
        effort=1,
        leads_to=stage + 1,
    )
    return Cell(stage, f"{name} at {stage} looks so.", "product", (lever,))


def diagnosed(
    model: Model,
    rows: Rows,
    *,
    agreed: Mapping[str, int] | None = None,
    outsiders: Sequence[str] = (),
    supported: Mapping[str, tuple[int | None, Limit]] | None = None,
    measurements: Sequence[Measurement] = (),
    movements: Sequence[Movement] = (),
    choices: Sequence[Choice] = (),
    reason: str = "talked over",
) -> Diagnosis:
    """A diagnosis of these scores; `supported` stands in for what evidence of those dimensions would bear out."""
    claims = Claims(
        scores=tuple(
            Score(who, dimension.id, stage)
            for who, stages in rows.items()
            for dimension, stage in zip(model.dimensions, stages, strict=False)
            if stage is not None
        ),
        consensus=tuple(Consensus(id, stage, reason) for id, stage in (agreed or {}).items()),
        outsiders=frozenset(outsiders),
    )
    read = diagnose(
        model,
        claims,
        Options(as_of=DAY, starts_on=DAY),
        choices=choices,
        measurements=measurements,
        movements=movements,
    )
    if not supported:
        return read
    return replace(read, dimensions=tuple(_with_support(model, d, supported) for d in read.dimensions))


def _with_support(
    model: Model, dimension: DimensionReading, supported: Mapping[str, tuple[int | None, Limit]]
) -> DimensionReading:
    stage, limit = supported.get(dimension.id, (None, "unanswered"))
    following = None if stage in (None, model.top) else (stage or 0) + 1
    known = 0 if stage is None else 6
    support = Support(stage, limit, "partial", "strong", (), known, known, 9, following, None)
    gap = claim_gap(dimension.stage, support) if dimension.stage is not None else None
    state = claim_state(gap, support) if gap is not None else None
    return replace(dimension, supported=support, claim_gap=gap, claim_state=state)


def definition(id: str = "churn", unit: Unit = "share", name: str = "Churn") -> Definition:
    return Definition(
        id, name, "those who left / those who were there", unit, "lower", ("accounts.id",), "lagging"
    )


def measured(
    value: float = 0.1234,
    id: str = "churn",
    unit: Unit = "share",
    by: Mapping[str, tuple[Slice, ...]] | None = None,
) -> Measured:
    return Measured(definition(id, unit), value, 1234, YEAR, by or {})


def unavailable(id: str = "nps") -> Unavailable:
    return Unavailable(definition(id, "points", "Net promoter score"), YEAR, ("survey_responses.score",))


def movement(month: int = 1) -> Movement:
    parts = [Decimal(n) for n in ("1000.00", "200.50", "30.00", "0", "-10.25", "-20.25", "0", "1200.00")]
    return Movement(date(2026, month, 1), *parts)
