"""`colonnade template`: scorecards, answer sheets and interview sheets to send out."""

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from colonnade.app.evidence import Found, Sources, find_evidence
from colonnade.app.organisation import organisation_of
from colonnade.cli.progress import progress_bar
from colonnade.content.load import bank, find_model, shipped_ids, shipped_model
from colonnade.core.asking import to_ask
from colonnade.core.criteria import Criterion
from colonnade.core.errors import BadOption, UnknownModel
from colonnade.core.model import Model, TopAccountsTest
from colonnade.core.observations import Answer
from colonnade.core.organisation import Organisation
from colonnade.core.support import criteria_of, support
from colonnade.sheets.answer_sheet import write_answer_sheet
from colonnade.sheets.interview import write_interview
from colonnade.sheets.template import write_template
from colonnade.sheets.wording import name_fault

EVERY_MODEL = "all"


def run(arguments: argparse.Namespace) -> int:
    _refuse_options_without_answers(arguments)
    if arguments.out.resolve() in {path.resolve() for path in arguments.answered}:
        raise BadOption(f"--out {arguments.out}: holds the answers so far, which would be lost; name another file")
    if arguments.reviewer and (fault := name_fault("reviewer", arguments.reviewer)):
        raise BadOption(f"--{fault}")
    if arguments.answers:
        return _answer_sheet(arguments)
    model = find_model(arguments.model)
    if arguments.interview:
        write_interview(model, arguments.out)
        print(f"{arguments.out}: interview sheets of {model.name} for {len(model.interviews)} areas")
        return 0
    if not model.stages:
        raise UnknownModel(f"'{model.id}' has no stages to claim: it is read from answers only (--answers)")
    write_template(model, arguments.out, reviewer=arguments.reviewer)
    print(f"{arguments.out}: a scorecard of {model.name} with {len(model.dimensions)} dimensions")
    return 0


def _refuse_options_without_answers(arguments: argparse.Namespace) -> None:
    options = {
        "--with": arguments.answered,
        "--data": arguments.data,
        "--org": arguments.org,
        "--mapping": arguments.mapping,
        "--all": arguments.all,
    }
    used = [name for name, given in options.items() if given]
    if used and not arguments.answers:
        raise BadOption(f"{' and '.join(used)}: only for an answer sheet; add --answers")


# --- answer sheets --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scope:
    """The model that arranges a sheet, the models whose stages decide what is asked, and the test to ask."""

    arranged_by: Model
    models: tuple[Model, ...]
    test: TopAccountsTest | None


def _answer_sheet(arguments: argparse.Namespace) -> int:
    scope = _scope(arguments.model)
    organisation = organisation_of(arguments.org)
    found = _found(arguments, scope.arranged_by, organisation)
    settled = found.evidence.answers
    known = {c.id: settled[c.id] for c in scope.arranged_by.criteria if c.id in settled}
    is_tested = found.top_accounts is not None and found.top_accounts.passed is not None
    # Nothing is known of any model yet: who answers for all of them answers the bank.
    is_whole = arguments.all or (len(scope.models) > 1 and not known)
    asked = _open(scope.arranged_by, known) if is_whole else _deciding(scope.models, known)
    write_answer_sheet(
        scope.arranged_by,
        asked,
        arguments.out,
        known=known,
        test=None if is_tested else scope.test,
        by=arguments.reviewer or "",
        named_accounts=organisation.named_accounts,
    )
    print(f"{arguments.out}: an answer sheet of {scope.arranged_by.name} with {len(asked)} criteria")
    return 0


def _scope(name: str) -> _Scope:
    if name != EVERY_MODEL:
        model = find_model(name)
        return _Scope(model, (model,), model.top_accounts_test)
    shipped = [shipped_model(id) for id in shipped_ids()]
    test = next((model.top_accounts_test for model in shipped if model.top_accounts_test), None)
    # Each criterion belongs to one capability of the model without stages: the whole bank is arranged by it.
    arranged_by = replace(next(model for model in shipped if not model.stages), name="All models")
    return _Scope(arranged_by, tuple(model for model in shipped if model.stages), test)


def _found(arguments: argparse.Namespace, model: Model, organisation: Organisation) -> Found:
    """What answers and records say so far; warnings go to stderr."""
    with progress_bar() as progress:
        found = find_evidence(
            Sources(
                today=date.today(),  # noqa: DTZ011 - what is still alive depends on the user's own day
                answers=arguments.answered,
                data=arguments.data,
                mapping=arguments.mapping,
                progress=progress,
            ),
            model,
            organisation,
        )
    for warning in found.warnings:
        print(f"colonnade: {warning.because}", file=sys.stderr)
    return found


def _open(model: Model, known: Mapping[str, Answer]) -> Sequence[Criterion]:
    return [criterion for criterion in model.criteria if criterion.id not in known]


def _deciding(models: Iterable[Model], known: Mapping[str, Answer]) -> Sequence[Criterion]:
    """What still decides a stage of any model, in the bank's order; all that is open of a model without stages."""
    asked = {criterion.id for model in models for criterion in _deciding_in(model, known)}
    return [criterion for criterion in bank() if criterion.id in asked]


def _deciding_in(model: Model, known: Mapping[str, Answer]) -> Sequence[Criterion]:
    if not model.stages:
        return _open(model, known)
    supported = {d.id: support(model, criteria_of(model, d.id), known) for d in model.dimensions}
    return to_ask(model, supported, known)
