"""Small made-up models and panels for the tests of the core."""

from collections.abc import Mapping, Sequence
from datetime import date

from colonnade.core.claims import Claims, Consensus, Score
from colonnade.core.criteria import Criterion, EvidenceRule, MappedTo
from colonnade.core.findings import Evidence
from colonnade.core.model import Cell, Dimension, Edge, LeaderRule, LeadRule, Lever, LeverKind, Model, Stage
from colonnade.core.plan import Standing
from colonnade.core.reading import Stages, leads, profile, stalls
from colonnade.core.signatures import Pattern

FIVE = ("north", "east", "south", "west", "centre")
DAY = date(2026, 1, 5)


def make_model(
    dimensions: Sequence[str] = FIVE,
    *,
    stages: int = 4,
    rests_on: Mapping[str, Sequence[str]] | None = None,
    levers: Sequence[Lever] = (),
    criteria: Sequence[Criterion] = (),
    strains: Sequence[LeadRule] = (),
    idle: Sequence[LeadRule] = (),
    patterns: Sequence[Pattern] = (),
    needs: Sequence[str] = (),
    leader: LeaderRule | None = None,
    pace_days: tuple[int, ...] = (90, 180, 360),
) -> Model:
    """A model called `made` whose dimension `north` is named North."""
    edges = rests_on or {}
    return Model(
        id="made",
        name="Made up",
        version="1.2.3",
        about="For tests.",
        stages=tuple(Stage(n, f"s{n}", f"Stage {n}", "") for n in range(1, stages + 1)),
        dimensions=tuple(
            Dimension(
                id=id,
                name=id.title(),
                short=id.title(),
                about="",
                cells=tuple(_cell(id, number, levers) for number in range(1, stages + 1)),
                rests_on=tuple(Edge(id, other, "product") for other in edges.get(id, ())),
            )
            for id in dimensions
        ),
        pace_days=pace_days,
        strains=tuple(strains),
        idle=tuple(idle),
        revenue_number_needs=tuple(needs),
        leader=leader,
        patterns=tuple(patterns),
        criteria=tuple(criteria),
    )


def _cell(dimension: str, stage: int, levers: Sequence[Lever]) -> Cell:
    own = tuple(lever for lever in levers if (lever.dimension, lever.row) == (dimension, stage))
    return Cell(stage, f"{dimension} at {stage}", "product", own)


def make_lever(
    id: str,
    leads_to: int | None = None,
    *,
    effort: int = 1,
    kind: LeverKind = "process",
    turns: Sequence[str] = (),
    revenue: bool = False,
    sponsor: str = "",
) -> Lever:
    """A lever called after its place: `north.2.a` stands in row 2 of `north` and by default leads to 3."""
    dimension, row, _ = id.split(".")
    return Lever(
        id=id,
        dimension=dimension,
        row=int(row),
        text=f"Do {id}.",
        kind=kind,
        decided_by="executive" if sponsor else "cs_leader",
        effort=effort,
        leads_to=leads_to or int(row) + 1,
        sponsor=sponsor,
        gives_revenue_number=revenue,
        turns=tuple(turns),
    )


def make_criterion(id: str, dimension: str, stage: int, evidence: EvidenceRule | None = None) -> Criterion:
    at = {"made": MappedTo(dimension, stage)}
    return Criterion(id, "any", f"{id} can be shown.", 1.0, 1, "leading", at, evidence)


def panel(
    *,
    dimensions: Sequence[str] = FIVE,
    agreed: Mapping[str, int] | None = None,
    outsiders: Sequence[str] = (),
    **reviewers: Sequence[int | None],
) -> Claims:
    """Each reviewer's stages in the order of the dimensions; None skips one."""
    return Claims(
        scores=tuple(
            Score(who, id, stage)
            for who, row in reviewers.items()
            for id, stage in zip(dimensions, row, strict=False)
            if stage is not None
        ),
        consensus=tuple(Consensus(id, stage, "talked over") for id, stage in (agreed or {}).items()),
        outsiders=frozenset(outsiders),
    )


def at(*numbers: int | None, dimensions: Sequence[str] = FIVE) -> dict[str, int]:
    """Stages in the order of the dimensions; None is not scored."""
    return {id: n for id, n in zip(dimensions, numbers, strict=False) if n is not None}


def standing(
    model: Model, stages: Stages, *, met: Sequence[str] = (), evidence: Evidence | None = None
) -> Standing:
    return Standing(
        stages=stages,
        profile=profile(model, stages),
        stalls=stalls(model, stages),
        strains=leads(model.strains, stages),
        met=frozenset(met),
        evidence=evidence or Evidence(),
    )
