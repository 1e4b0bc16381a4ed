"""A diagnosis: everything that follows from claims, measurements and choices by one model's rules."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from colonnade.core.agreement import Agreement, agreement, leniency
from colonnade.core.asking import EvidenceToGet, evidence_to_get
from colonnade.core.benchmarks import Comparison
from colonnade.core.claims import Claims
from colonnade.core.company import Company
from colonnade.core.contrast import complete, contradicted_gaps, supported_stages
from colonnade.core.findings import Evidence
from colonnade.core.levers import Warning
from colonnade.core.load_reference import LoadReference
from colonnade.core.measurement import Measurement, Movement
from colonnade.core.model import Model
from colonnade.core.observations import Answer
from colonnade.core.organisation import Branding
from colonnade.core.patterns import PatternReading, read_patterns
from colonnade.core.plan import (
    DEFAULT_PRIORITIES,
    MOST_PRIORITIES,
    Choice,
    Plan,
    Priority,
    Projection,
    Standing,
    make_plan,
    priorities,
    project,
)
from colonnade.core.reading import (
    HEADLINE_COVERAGE,
    DimensionReading,
    Lead,
    Profile,
    Stages,
    WouldChange,
    leads,
    profile,
    read_dimensions,
    stalls,
    sureness,
    would_change,
)
from colonnade.core.readings import (
    Cap,
    Difference,
    ModelReading,
    differences,
    read_model,
    supported_profile,
)
from colonnade.core.speech import gettext
from colonnade.core.support import Support
from colonnade.core.top_accounts import TopAccountsResult, caps

NOT_OPEN = ("met", "not_applicable")
"""Answers after which nothing is left to do about a criterion; what does not apply is never held against it."""


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
    evidence: Evidence = field(default_factory=Evidence)
    evidence_to_get: tuple[EvidenceToGet, ...] = ()
    readings: Mapping[str, ModelReading] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    top_accounts: TopAccountsResult | None = None
    branding: Branding = field(default_factory=Branding)
    synthetic: bool = False
    """The records are made up, and say so: marked wherever it is shown."""
    series: Mapping[str, Sequence[tuple[date, Measurement]]] = field(default_factory=dict)
    """By metric id, its months oldest first; only those that were asked for."""
    in_line: tuple[Priority, ...] = ()
    """The priorities, and what would come after them: three at most."""
    company: Company = field(default_factory=Company)
    published: Mapping[str, Comparison] = field(default_factory=dict)
    """By metric id, the published figures that may stand beside it and those that may not."""
    load: LoadReference | None = None
    """The records its figures were measured on."""

    @property
    def has_evidence(self) -> bool:
        """Anything was filed: without it no dimension has a supported stage to draw."""
        return any(dimension.supported is not None for dimension in self.dimensions)

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
    evidence: Evidence | None = None,
    models: Sequence[Model] = (),
    top_accounts: TopAccountsResult | None = None,
) -> Diagnosis:
    """Read claims and evidence by the model's rules; at least one dimension must have a stage.

    `models` are those that the same answers are read in; without evidence there are no readings.
    """
    evidence = evidence or Evidence()
    answers = evidence.answers
    claimed = read_dimensions(model, claims)
    stages = {d.id: d.stage for d in claimed if d.stage is not None}
    supported = supported_stages(model, evidence)
    contradicted = contradicted_gaps(stages, supported)
    capped = caps(model.top_accounts_test, top_accounts)
    reading = _claimed_profile(model, claims, stages, contradicted, capped)
    stalled, strained = stalls(model, stages), leads(model.strains, stages)
    standing = Standing(
        stages=stages,
        profile=reading,
        stalls=stalled,
        strains=strained,
        met=frozenset(id for id, answer in answers.items() if answer.value in NOT_OPEN),
        evidence=evidence,
    )
    done = frozenset(c.lever for c in choices if c.status in ("done", "not_now"))
    target = options.target or model.top
    chosen = priorities(model, standing, target=target, most=options.most_priorities, done=done)
    following = priorities(model, standing, target=target, most=MOST_PRIORITIES, done=done)[len(chosen) :]
    plan = make_plan(model, standing, chosen, starts_on=options.starts_on, choices=choices)
    targets = {**stages, **{priority.dimension: priority.to_stage for priority in chosen}}
    readings = _readings(models, answers, top_accounts) if evidence.findings else {}
    return Diagnosis(
        model=model,
        as_of=options.as_of,
        status=_status(claims, claimed),
        reviewers=_reviewers(claims),
        agreement=agreement(claims.internal),
        dimensions=tuple(complete(d, reading, targets, supported) for d in claimed),
        profile=reading,
        supported_profile=supported_profile(model, supported, contradicted) if supported else None,
        would_change=would_change(model, stages),
        stalls=stalled,
        strains=strained,
        idle=leads(model.idle, stages),
        patterns=read_patterns(model, stages, evidence.shows),
        caps=tuple(Warning(cap.id, cap.because) for cap in capped),
        warnings=(*_warnings(model, claims, claimed, reading, answers), *plan.warnings),
        priorities=chosen,
        plan=plan,
        projection=project(model, standing, chosen),
        measurements=tuple(measurements),
        movements=tuple(movements),
        evidence=evidence,
        evidence_to_get=_to_get(model, claims, supported, evidence),
        readings=readings,
        differences=differences(models, readings, answers) if readings else (),
        top_accounts=top_accounts,
        in_line=(*chosen, *following),
    )


def _claimed_profile(
    model: Model, claims: Claims, stages: Stages, contradicted: Stages, capped: Sequence[Cap]
) -> Profile:
    reading = profile(model, stages, contradicted)
    lowest_cap = min((cap.stage for cap in capped), default=model.top)
    if reading.dominant.stage > lowest_cap:
        reading = replace(reading, dominant=replace(reading.dominant, stage=lowest_cap))
    if sure := sureness(model, claims, reading.primary_constraint):
        return replace(
            reading,
            average_range=sure.average_range,
            firmness=sure.firmness,
            would_name=sure.would_name,
        )
    return reading


def _readings(
    models: Sequence[Model], answers: Mapping[str, Answer], top_accounts: TopAccountsResult | None
) -> dict[str, ModelReading]:
    return {
        model.id: read_model(
            model,
            answers,
            caps(model.top_accounts_test, top_accounts),
            note=""
            if model.top_accounts_test is None or top_accounts
            else gettext("the top-accounts test was not done"),
        )
        for model in models
    }


def _to_get(
    model: Model, claims: Claims, supported: Mapping[str, Support], evidence: Evidence
) -> tuple[EvidenceToGet, ...]:
    if not supported:
        return ()
    doubted = Counter(score.dimension for score in claims.scores if score.confidence == "low")
    return evidence_to_get(model, supported, evidence.findings, doubted)


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
    model: Model,
    claims: Claims,
    dimensions: Sequence[DimensionReading],
    reading: Profile,
    answers: Mapping[str, Answer],
) -> list[Warning]:
    found = []
    if len(claims.internal) < 2:
        said = gettext("at least two reviewers of the company make a diagnosis agreed")
        found.append(Warning("one_reviewer", said))
    open_disputes = [model.by_id[d.id].name for d in dimensions if d.dispute and d.id not in claims.agreed]
    if open_disputes:
        said = gettext("scores differ by two stages or more in {dimensions}; agree")
        found.append(Warning("disputes_open", said.format(dimensions=", ".join(open_disputes))))
    if _leader_is_wanted(model, dimensions, answers) and model.leader:
        found.append(Warning("develop_the_leader", model.leader.lever))
    if reading.coverage < HEADLINE_COVERAGE:
        said = gettext("{n} of {total} dimensions are scored: too few to name a dominant stage")
        found.append(Warning("low_coverage", said.format(n=reading.scored, total=reading.total)))
    return found


def _leader_is_wanted(model: Model, dimensions: Sequence[DimensionReading], answers: Mapping[str, Answer]) -> bool:
    """A pillar stands above the leader rule's stage while its criterion is answered and not met."""
    rule = model.leader
    if rule is None or rule.criterion is None or rule.criterion not in answers:
        return False
    above = any(d.stage is not None and d.stage > rule.above_stage for d in dimensions)
    return above and answers[rule.criterion].value not in NOT_OPEN
