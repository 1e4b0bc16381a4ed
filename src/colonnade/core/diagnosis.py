"""A diagnosis: everything that follows from claims, measurements and choices by one model's rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from colonnade.core.agreement import Agreement, agreement, leniency
from colonnade.core.claims import Claims
from colonnade.core.measurement import Measured, Measurement, Movement
from colonnade.core.model import Model
from colonnade.core.patterns import PatternReading, read_patterns
from colonnade.core.plan import (
    DEFAULT_PRIORITIES,
    Choice,
    Plan,
    Priority,
    Projection,
    Standing,
    Warning,
    make_plan,
    priorities,
    project,
)
from colonnade.core.reading import (
    HEADLINE_COVERAGE,
    DimensionReading,
    Lead,
    Profile,
    WouldChange,
    leads,
    profile,
    read_dimensions,
    stalls,
    sureness,
    would_change,
)


@dataclass(frozen=True, slots=True)
class ReviewerReading:
    """`leniency` None: nobody else scored what this reviewer scored."""

    id: str
    scored: int
    leniency: float | None
    outsider: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """`target`: dimensions at this stage or above are no priorities; None is the model's last stage."""

    as_of: date
    starts_on: date
    target: int | None = None
    most_priorities: int = DEFAULT_PRIORITIES


@dataclass(frozen=True)
class Diagnosis:
    model: Model
    as_of: date
    status: Literal["agreed", "provisional"]
    reviewers: tuple[ReviewerReading, ...]
    agreement: Agreement
    dimensions: tuple[DimensionReading, ...]
    profile: Profile
    supported_profile: Profile | None
    would_change: WouldChange
    stalls: tuple[Lead, ...]
    strains: tuple[Lead, ...]
    idle: tuple[Lead, ...]
    patterns: tuple[PatternReading, ...]
    caps: tuple[Warning, ...]
    warnings: tuple[Warning, ...]
    priorities: tuple[Priority, ...]
    plan: Plan
    projection: Projection
    measurements: tuple[Measurement, ...] = ()
    movements: tuple[Movement, ...] = ()
    readings: Mapping[str, object] = field(default_factory=dict)

    @property
    def stages(self) -> dict[str, int]:
        return {d.id: d.stage for d in self.dimensions if d.stage is not None}


def diagnose(
    model: Model,
    claims: Claims,
    options: Options,
    *,
    choices: Sequence[Choice] = (),
    measurements: Sequence[Measurement] = (),
    movements: Sequence[Movement] = (),
) -> Diagnosis:
    """Read claims by the model's rules; at least one dimension must have a score or an agreed stage."""
    dimensions = read_dimensions(model, claims)
    stages = {d.id: d.stage for d in dimensions if d.stage is not None}
    reading = profile(model, stages)
    if sure := sureness(model, claims, reading.primary_constraint):
        reading = replace(
            reading,
            average_range=sure.average_range,
            firmness=sure.firmness,
            would_name=sure.would_name,
        )
    stalled, strained = stalls(model, stages), leads(model.strains, stages)
    standing = Standing(stages, reading, stalled, strained, met=frozenset(), baselines=_baselines(measurements))
    chosen = priorities(
        model,
        standing,
        target=options.target or model.top,
        most=options.most_priorities,
        done=frozenset(c.lever for c in choices if c.status in ("done", "not_now")),
    )
    plan = make_plan(model, standing, chosen, starts_on=options.starts_on, choices=choices)
    targets = {**stages, **{priority.dimension: priority.to_stage for priority in chosen}}
    return Diagnosis(
        model=model,
        as_of=options.as_of,
        status=_status(claims, dimensions),
        reviewers=_reviewers(claims),
        agreement=agreement(claims.internal),
        dimensions=tuple(
            replace(d, gap=None if d.stage is None else d.stage - reading.average, target=targets.get(d.id))
            for d in dimensions
        ),
        profile=reading,
        supported_profile=None,
        would_change=would_change(model, stages),
        stalls=stalled,
        strains=strained,
        idle=leads(model.idle, stages),
        patterns=read_patterns(model, stages),
        caps=(),
        warnings=(*_warnings(model, claims, dimensions, reading), *plan.warnings),
        priorities=chosen,
        plan=plan,
        projection=project(model, standing, chosen),
        measurements=tuple(measurements),
        movements=tuple(movements),
    )


def _baselines(measurements: Sequence[Measurement]) -> dict[str, float]:
    return {m.definition.id: m.value for m in measurements if isinstance(m, Measured)}


def _status(claims: Claims, dimensions: Sequence[DimensionReading]) -> Literal["agreed", "provisional"]:
    several = len(claims.internal) > 1
    return "agreed" if several and all(d.state != "provisional" for d in dimensions) else "provisional"


def _reviewers(claims: Claims) -> tuple[ReviewerReading, ...]:
    lenient = leniency(claims.internal)
    return (
        *(ReviewerReading(who, len(stages), lenient[who]) for who, stages in claims.internal.items()),
        *(ReviewerReading(who, len(s), None, outsider=True) for who, s in claims.external.items()),
    )


def _warnings(
    model: Model, claims: Claims, dimensions: Sequence[DimensionReading], reading: Profile
) -> list[Warning]:
    found = []
    if len(claims.internal) < 2:
        found.append(Warning("one_reviewer", "at least two reviewers of the company make a diagnosis agreed"))
    open_disputes = [model.by_id[d.id].name for d in dimensions if d.dispute and d.id not in claims.agreed]
    if open_disputes:
        found.append(
            Warning("disputes_open", f"scores differ by two stages or more in {', '.join(open_disputes)}; agree")
        )
    if reading.coverage < HEADLINE_COVERAGE:
        found.append(
            Warning(
                "low_coverage",
                f"{reading.scored} of {reading.total} dimensions are scored: too few to name a dominant stage",
            )
        )
    return found
