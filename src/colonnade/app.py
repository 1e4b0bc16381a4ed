"""What every door calls: read the inputs, let the core judge, and hand back its result."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from colonnade.content.load import bank, find_model, shipped_ids, shipped_model
from colonnade.content.organisation import read_organisation
from colonnade.core import comparison, diagnosis
from colonnade.core.comparison import Comparison
from colonnade.core.diagnosis import Diagnosis, Options
from colonnade.core.errors import BadOption, UnknownModel, UserError
from colonnade.core.evidence import Wanted, wanted
from colonnade.core.findings import Evidence, gather
from colonnade.core.levers import Warning
from colonnade.core.measurement import Measurement, Movement
from colonnade.core.model import EvidenceRule, MeasurementIs, Model
from colonnade.core.observations import Observation, settle
from colonnade.core.organisation import Organisation
from colonnade.core.plan import Choice
from colonnade.core.top_accounts import TOP_ACCOUNTS_TEST, TopAccountsResult, as_people_say
from colonnade.reports.saved import read_round
from colonnade.sheets.answers import read_answers
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
    answers: Sequence[Path] = ()
    mapping: Path | None = None
    plan: Path | None = None
    target: int | None = None
    priorities: int = 2
    as_of: date | None = None
    start: date | None = None
    org: Path | None = None
    progress: Callable[[str, float], None] | None = None


@dataclass(frozen=True)
class Measurements:
    """What the records say: every metric, the monthly movements, and what evidence rules ask."""

    as_of: date
    all: tuple[Measurement, ...] = ()
    movements: tuple[Movement, ...] = ()
    wanted: Mapping[Wanted, Measurement] = field(default_factory=dict)
    tables: Mapping[str, frozenset[str]] = field(default_factory=dict)
    top_accounts: TopAccountsResult | None = None


def diagnose(request: Request) -> Diagnosis:
    """A diagnosis from files; raises UserError with what is wrong in any of them.

    Records are opened last, since loading them takes longest: a mistake elsewhere is told before.
    """
    organisation = Organisation()
    choices: tuple[Choice, ...] = ()
    mistakes = _Mistakes()
    with mistakes.noted():
        tables = read_rows(request.scores)
        model = _model_for(request.model, tables)
    with mistakes.noted():
        organisation = read_organisation(request.org) if request.org else organisation
    mistakes.tell()
    with mistakes.noted():
        claims = to_claims(tables, model, organisation.outsiders)
    with mistakes.noted():
        choices = read_plan(request.plan, model) if request.plan else ()
    with mistakes.noted():
        _answers(request, request.as_of or request.today)
    with mistakes.noted():
        _check_target(request.target, model)
    mistakes.tell()
    measured = _measure(request, model)
    found = _gather(request, model, organisation, measured)
    read = diagnosis.diagnose(
        model,
        claims,
        Options(
            as_of=measured.as_of,
            starts_on=request.start or request.today,
            target=request.target,
            most_priorities=request.priorities,
        ),
        choices=choices,
        measurements=measured.all,
        movements=measured.movements,
        evidence=found.evidence,
        models=[shipped_model(id) for id in shipped_ids()] if found.evidence.findings else (),
        top_accounts=found.top_accounts,
    )
    return replace(read, warnings=(*read.warnings, *found.warnings))


def compare(baseline: Path, rescore: Path) -> Comparison:
    """What moved between two saved diagnoses."""
    mistakes = _Mistakes()
    with mistakes.noted():
        before = read_round(baseline)
    with mistakes.noted():
        now = read_round(rescore)
    mistakes.tell()
    return comparison.compare(before, now)


class _Mistakes:
    """Notes the mistakes in one input after the other, to tell them all at once."""

    def __init__(self) -> None:
        self._found: list[UserError] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        try:
            yield
        except UserError as mistake:
            self._found.append(mistake)

    def tell(self) -> None:
        """Raises what was found, if anything was."""
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise UserError(problem for mistake in self._found for problem in mistake.problems)


def _check_target(target: int | None, model: Model) -> None:
    if target is not None and not 2 <= target <= model.top:
        raise BadOption(f"--target {target} is not a stage from 2 to {model.top} of {model.id}")


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


def _measure(request: Request, model: Model) -> Measurements:
    if request.data is None:
        return Measurements(request.as_of or request.today)
    # Imported here so that a diagnosis of claims alone never loads the query engine.
    from colonnade.records import measure, measure_wanted, movements, open_records, tables_of_metrics

    progress = request.progress
    with open_records(request.data, mapping=request.mapping, today=request.today, progress=progress) as records:
        as_of = request.as_of or records.as_of
        measured = measure(records, as_of=as_of)
        return Measurements(
            as_of=as_of,
            all=measured,
            movements=movements(records, as_of=as_of),
            wanted=measure_wanted(records, wanted(_rules(model)), as_of=as_of, measured=measured),
            tables=tables_of_metrics(),
        )


def _rules(model: Model) -> Iterable[EvidenceRule]:
    """Every evidence rule of the bank, and of the model's failure patterns."""
    yield from (criterion.evidence for criterion in bank() if criterion.evidence)
    for pattern in model.patterns:
        for piece in (*pattern.evidence_all, *pattern.evidence_any):
            if isinstance(piece, MeasurementIs):
                yield piece.rule


def _answers(request: Request, as_of: date) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    if not request.answers:
        return (), ()
    return read_answers(request.answers, bank(), as_of=as_of, extra_ids=[TOP_ACCOUNTS_TEST])


@dataclass(frozen=True)
class Found:
    """What answers and records say of the criteria and of the top-accounts test."""

    evidence: Evidence = field(default_factory=Evidence)
    top_accounts: TopAccountsResult | None = None
    warnings: tuple[Warning, ...] = ()


def _gather(request: Request, model: Model, organisation: Organisation, measured: Measurements) -> Found:
    """Evidence from answers and records; none when neither was given."""
    if not request.answers and request.data is None:
        return Found()
    observations, cautions = _answers(request, measured.as_of)
    evidence = gather(
        bank(),
        [o for o in observations if o.criterion != TOP_ACCOUNTS_TEST],
        measured.wanted,
        organisation,
        tables=measured.tables,
        as_of=measured.as_of,
        lives=model.gate,
    )
    asked = settle(
        [o for o in observations if o.criterion == TOP_ACCOUNTS_TEST], as_of=measured.as_of, lives=model.gate
    ).get(TOP_ACCOUNTS_TEST)
    return Found(
        evidence=evidence,
        top_accounts=as_people_say(asked) or measured.top_accounts,
        warnings=tuple(Warning("answers", caution) for caution in cautions),
    )
