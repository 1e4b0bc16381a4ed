"""What every door calls: read the inputs, let the core judge, and hand back its result."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from colonnade.app.evidence import Measurements, Sources, find_evidence, read_all_answers
from colonnade.app.mistakes import Mistakes
from colonnade.app.organisation import organisation_of
from colonnade.content.benchmarks import shipped_benchmarks
from colonnade.content.load import find_model, shipped_ids, shipped_model
from colonnade.core import comparison, diagnosis
from colonnade.core.benchmarks import comparisons
from colonnade.core.company import Company, known_company
from colonnade.core.comparison import Comparison
from colonnade.core.diagnosis import Diagnosis, Options
from colonnade.core.errors import BadOption, UnknownModel
from colonnade.core.levers import Warning
from colonnade.core.model import Model
from colonnade.core.organisation import Organisation
from colonnade.reports.saved import read_round
from colonnade.sheets.plans import PlanFile, read_plan_file
from colonnade.sheets.scorecards import dimension_ids, read_rows, to_claims
from colonnade.sheets.table import Table

MOST_DAYS = 31
"""Between the day of the records and the beginning of the plan."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to diagnose. `model` is an id or a file; None takes the shipped model that the scores fit."""

    scores: Sequence[Path]
    today: date
    model: str | None = None
    data: str | None = None
    answers: Sequence[Path] = ()
    mapping: Path | None = None
    plan: Path | None = None
    target: int | None = None
    priorities: int = 2
    as_of: date | None = None
    start: date | None = None
    org: Path | None = None
    with_months: bool = False
    """Also 24 months of every metric, for a form that holds them."""
    progress: Callable[[str, float], None] | None = None


def diagnose(request: Request) -> Diagnosis:
    """A diagnosis from files; raises UserError with what is wrong in any of them.

    Records are opened last, since loading them takes longest: a mistake elsewhere is told before.
    """
    organisation = Organisation()
    decided = PlanFile()
    mistakes = Mistakes()
    with mistakes.noted():
        tables = read_rows(request.scores)
        model = _model_for(request.model, tables)
    with mistakes.noted():
        organisation = organisation_of(request.org)
    mistakes.tell()
    with mistakes.noted():
        claims = to_claims(tables, model, organisation.outsiders)
    with mistakes.noted():
        decided = read_plan_file(request.plan, model) if request.plan else PlanFile()
    with mistakes.noted():
        read_all_answers(request.answers, request.as_of or request.today)
    with mistakes.noted():
        _check_target(request.target, model)
    mistakes.tell()
    found = find_evidence(_sources(request), model, organisation)
    measured = found.measured
    read = diagnosis.diagnose(
        model,
        claims,
        Options(
            as_of=measured.as_of,
            starts_on=request.start or decided.starts_on or request.today,
            target=request.target,
            most_priorities=request.priorities,
        ),
        choices=decided.choices,
        measurements=measured.all,
        movements=measured.movements,
        evidence=found.evidence,
        models=[shipped_model(id) for id in shipped_ids()] if found.evidence.findings else (),
        top_accounts=found.top_accounts,
    )
    return replace(
        with_published(read, known_company(organisation.company, measured.company, measured.all)),
        warnings=(*read.warnings, *found.warnings, *_too_old(measured, read.plan.starts_on)),
        load=measured.load,
        series=measured.series,
        branding=organisation.branding,
        synthetic=measured.are_made_up,
    )


def _too_old(measured: Measurements, starts_on: date) -> tuple[Warning, ...]:
    """Figures of a day long before the plan begins that they are to move."""
    days = (starts_on - measured.as_of).days
    if measured.ends_on is None or days <= MOST_DAYS:
        return ()
    said = f"the records are read as of {measured.as_of}, {days:,} days before the plan begins on {starts_on}"
    return (Warning("records", f"{said}: what they show may have changed since"),)


def with_published(read: Diagnosis, company: Company) -> Diagnosis:
    """The diagnosis beside published figures of companies of its kind."""
    metrics = [measurement.definition.id for measurement in read.measurements]
    published = comparisons(metrics, shipped_benchmarks(), company, read.as_of)
    return replace(read, company=company, published=published)


def compare(baseline: Path, rescore: Path) -> Comparison:
    """What moved between two saved diagnoses."""
    mistakes = Mistakes()
    with mistakes.noted():
        before = read_round(baseline)
    with mistakes.noted():
        now = read_round(rescore)
    mistakes.tell()
    return comparison.compare(before, now)


def _sources(request: Request) -> Sources:
    return Sources(
        today=request.today,
        answers=request.answers,
        data=request.data,
        mapping=request.mapping,
        as_of=request.as_of,
        with_months=request.with_months,
        progress=request.progress,
    )


def _check_target(target: int | None, model: Model) -> None:
    if target is not None and not 2 <= target <= model.top:
        raise BadOption(f"--target {target} is not a stage from 2 to {model.top} of {model.id}")


def fitting(ids: Set[str]) -> Model | None:
    """The first shipped model that has all of the dimensions."""
    return next((m for m in map(shipped_model, shipped_ids()) if m.stages and ids <= m.by_id.keys()), None)


def _model_for(name: str | None, tables: Sequence[Table]) -> Model:
    ids = dimension_ids(tables)
    if name is not None:
        model = find_model(name)
        if not model.stages:
            raise UnknownModel(f"'{model.id}' has no stages to claim: it is read from answers (--answers) only")
        if ids and ids.isdisjoint(model.by_id) and (other := fitting(ids)):
            raise UnknownModel(f"the scores are of '{other.id}', none of a dimension of '{model.id}'")
        return model
    if fits := fitting(ids):
        return fits
    found = ", ".join(sorted(ids)[:8])
    raise UnknownModel(f"no shipped model has all of these dimensions: {found}; name a model with --model")
