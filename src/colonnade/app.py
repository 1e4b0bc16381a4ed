"""What every door calls: read the inputs, let the core judge, and hand back its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from colonnade.content.load import find_model, shipped_ids, shipped_model
from colonnade.content.organisation import read_organisation
from colonnade.core import comparison, diagnosis
from colonnade.core.comparison import Comparison
from colonnade.core.diagnosis import Diagnosis, Options
from colonnade.core.errors import BadOption, UnknownModel
from colonnade.core.measurement import Measurement, Movement
from colonnade.core.model import Model
from colonnade.core.organisation import Organisation
from colonnade.sheets.plans import read_plan
from colonnade.sheets.scorecards import dimension_ids, read_rows, to_claims
from colonnade.sheets.table import Table


@dataclass(frozen=True, slots=True)
class Request:
    """What to diagnose. `model` is an id or a file; None takes the shipped model that the scores fit."""

    scores: Sequence[Path]
    today: date
    model: str | None = None
    data: str | None = None
    mapping: Path | None = None
    plan: Path | None = None
    target: int | None = None
    priorities: int = 2
    as_of: date | None = None
    start: date | None = None
    org: Path | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """What the records say for a diagnosis."""

    as_of: date | None = None
    measurements: tuple[Measurement, ...] = ()
    movements: tuple[Movement, ...] = ()


def diagnose(request: Request) -> Diagnosis:
    """A diagnosis from files; raises UserError with every problem of the first input that has any."""
    tables = read_rows(request.scores)
    model = _model_for(request.model, tables)
    if request.target is not None and not 2 <= request.target <= model.top:
        raise BadOption(f"--target {request.target} is not a stage from 2 to {model.top} of {model.id}")
    organisation = read_organisation(request.org) if request.org else Organisation()
    claims = to_claims(tables, model, organisation.outsiders)
    choices = read_plan(request.plan, model) if request.plan else ()
    records = _read_records(request)
    return diagnosis.diagnose(
        model,
        claims,
        Options(
            as_of=request.as_of or records.as_of or request.today,
            starts_on=request.start or request.today,
            target=request.target,
            most_priorities=request.priorities,
        ),
        choices=choices,
        measurements=records.measurements,
        movements=records.movements,
    )


def compare(baseline: comparison.Round, rescore: comparison.Round) -> Comparison:
    """What moved between two saved diagnoses."""
    return comparison.compare(baseline, rescore)


def _model_for(name: str | None, tables: Sequence[Table]) -> Model:
    if name is not None:
        model = find_model(name)
        if not model.stages:
            raise UnknownModel(f"'{model.id}' has no stages to claim: it is read from answers (--answers) only")
        return model
    ids = dimension_ids(tables)
    for shipped in map(shipped_model, shipped_ids()):
        if shipped.stages and ids <= shipped.by_id.keys():
            return shipped
    found = ", ".join(sorted(ids)[:8])
    raise UnknownModel(f"no shipped model has all of these dimensions: {found}; name a model with --model")


def _read_records(request: Request) -> Records:
    if request.data is None:
        return Records()
    # Imported here so that a diagnosis of claims alone never loads the query engine.
    from colonnade.records import measure, movements, open_records

    with open_records(request.data, mapping=request.mapping, today=request.today) as records:
        as_of = request.as_of or records.as_of
        return Records(as_of, measure(records, None, as_of=as_of), movements(records, as_of=as_of))
