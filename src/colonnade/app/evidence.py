"""What answers and records say of the criteria, for a diagnosis and for an answer sheet alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from colonnade.content.load import bank, shipped_ids, shipped_model
from colonnade.core.company import Company
from colonnade.core.criteria import EvidenceRule
from colonnade.core.evidence import Wanted, wanted
from colonnade.core.findings import Evidence, gather
from colonnade.core.levers import Warning
from colonnade.core.load_reference import LoadReference
from colonnade.core.measurement import Measured, Measurement, Movement
from colonnade.core.model import Model, TopAccountsTest
from colonnade.core.observations import Observation, settle
from colonnade.core.organisation import Organisation
from colonnade.core.signatures import MeasurementIs
from colonnade.core.top_accounts import TOP_ACCOUNTS_TEST, TopAccountsResult, as_people_say
from colonnade.sheets.answers import read_answers

if TYPE_CHECKING:
    from colonnade.records import Records


Series = Mapping[str, Sequence[tuple[date, Measurement]]]
"""By metric id, its months oldest first."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where evidence comes from. `as_of` None is the records' last day, or today without records."""

    today: date
    answers: Sequence[Path] = ()
    data: str | None = None
    mapping: Path | None = None
    as_of: date | None = None
    with_months: bool = False
    """Also the months of every metric."""
    progress: Callable[[str, float], None] | None = None


@dataclass(frozen=True)
class Measurements:
    """What the records say: every metric, the monthly movements, and what evidence rules ask."""

    as_of: date
    all: tuple[Measurement, ...] = ()
    movements: tuple[Movement, ...] = ()
    wanted: Mapping[Wanted, Measurement] = field(default_factory=dict)
    tables: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The tables that each metric needs."""
    held: frozenset[str] = frozenset()
    """Tables that the records have rows of."""
    top_accounts: TopAccountsResult | None = None
    company: Company = field(default_factory=Company)
    load: LoadReference | None = None
    are_made_up: bool = False
    ends_on: date | None = None
    """The day of the last row, where records were read."""
    cautions: tuple[str, ...] = ()
    """What a reader must know of the records before any figure."""
    series: Series = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What was found; `top_accounts` is what people say of the test, else what the records show."""

    measured: Measurements
    evidence: Evidence = field(default_factory=Evidence)
    top_accounts: TopAccountsResult | None = None
    warnings: tuple[Warning, ...] = ()


def find_evidence(sources: Sources, model: Model, organisation: Organisation) -> Found:
    """Evidence from answers and records; none when neither is given."""
    measured = _measure(sources, model)
    if not sources.answers and sources.data is None:
        return Found(measured)
    if organisation.tables and sources.data is None:
        from colonnade.records import tables_of_metrics

        measured = replace(measured, tables=tables_of_metrics())
    observations, cautions = read_all_answers(sources.answers, measured.as_of)
    found = weigh(measured, observations, model, organisation, as_of=measured.as_of)
    denied = [
        Warning(
            "organisation", f"the organisation says it has no {table.replace('_', ' ')}, and the records hold some"
        )
        for table, state in sorted(organisation.tables.items())
        if state == "not_done" and table in measured.held
    ]
    of_answers = (Warning("answers", caution) for caution in cautions)
    return replace(found, warnings=(*found.warnings, *of_answers, *denied))


def weigh(
    measured: Measurements,
    observations: Sequence[Observation],
    model: Model,
    organisation: Organisation,
    *,
    as_of: date,
) -> Found:
    """What people answered and the records show, settled; the records speak of their own last day."""
    of_test = [o for o in observations if o.criterion == TOP_ACCOUNTS_TEST]
    evidence = gather(
        bank(),
        [o for o in observations if o.criterion != TOP_ACCOUNTS_TEST],
        measured.wanted,
        organisation,
        tables=measured.tables,
        as_of=as_of,
        lives=model.gate,
        measured_on=min(measured.ends_on or measured.as_of, measured.as_of, as_of),
    )
    asked = settle(of_test, as_of=as_of, lives=model.gate).get(TOP_ACCOUNTS_TEST)
    told = tuple(Warning("records", caution) for caution in measured.cautions)
    return Found(measured, evidence, as_people_say(asked) or measured.top_accounts, told)


def read_all_answers(answers: Sequence[Path], as_of: date) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    """Observations and warnings of the answer files, the test of the largest accounts among them."""
    return read_answers(answers, bank(), as_of=as_of, extra_ids=[TOP_ACCOUNTS_TEST]) if answers else ((), ())


def _measure(sources: Sources, model: Model) -> Measurements:
    if sources.data is None:
        return Measurements(sources.as_of or sources.today)
    # Imported here so that a diagnosis of claims alone never loads the query engine.
    from colonnade.records import open_records
    from colonnade.records.reference import load_reference

    progress = sources.progress
    with open_records(sources.data, mapping=sources.mapping, today=sources.today, progress=progress) as records:
        measured = measure_all(records, [model], sources.as_of)
        months = all_months(records, measured.all, measured.as_of) if sources.with_months else {}
        return replace(measured, load=load_reference(records, sources.data), series=months)


def all_months(records: "Records", measured: Iterable[Measurement], as_of: date) -> Series:
    """24 months of every metric that is measured at all."""
    from colonnade.records import series

    known = [each.definition.id for each in measured if isinstance(each, Measured)]
    return {id: series(records, id, as_of=as_of) for id in known}


def measure_all(records: "Records", models: Sequence[Model], as_of: date | None = None) -> Measurements:
    """Every metric, the movements, and what the evidence rules of the bank and of the models ask."""
    from colonnade.records import cautions, measure, measure_wanted, movements, tables_of_metrics, top_accounts
    from colonnade.records.team import recorded_company

    day = as_of or records.as_of
    measured = measure(records, as_of=day)
    test = _top_accounts_test(models)
    return Measurements(
        as_of=day,
        all=measured,
        movements=movements(records, as_of=day),
        wanted=measure_wanted(records, wanted(_rules(models)), as_of=day, measured=measured),
        tables=tables_of_metrics(),
        held=frozenset(table.name for table in records.check.tables if table.rows),
        top_accounts=top_accounts(records, test, as_of=day) if test else None,
        company=recorded_company(records, as_of=day),
        are_made_up=records.are_made_up,
        ends_on=records.ends_on,
        cautions=cautions(records, as_of=day),
    )


def _top_accounts_test(models: Sequence[Model]) -> TopAccountsTest | None:
    """The test of the first model that has one, the shipped ones after those given."""
    everyone = [*models, *map(shipped_model, shipped_ids())]
    return next((each.top_accounts_test for each in everyone if each.top_accounts_test), None)


def _rules(models: Sequence[Model]) -> Iterable[EvidenceRule]:
    """Every evidence rule of the bank, and of the models' failure patterns."""
    yield from (criterion.evidence for criterion in bank() if criterion.evidence)
    for pattern in (pattern for model in models for pattern in model.patterns):
        for piece in (*pattern.evidence_all, *pattern.evidence_any):
            if isinstance(piece, MeasurementIs):
                yield piece.rule
