"""The results of a revealed round: the core's diagnosis of claims, answers and records, for who may see what."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from colonnade.app import with_published
from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.claims import CONSENSUS, Claims
from colonnade.core.company import Company, known_company
from colonnade.core.diagnosis import Diagnosis, Options, diagnose
from colonnade.core.model import Model
from colonnade.core.observations import Observation
from colonnade.core.plan import Choice, Priority
from colonnade.core.reading import DimensionReading
from colonnade.core.speech import Speech, spoken
from colonnade.reports import dimension_words
from colonnade.reports.answer_words import not_there_words
from colonnade.reports.colonnade_svg import colonnade_svg
from colonnade.web.assessments import store
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.visibility import Viewer, may_see_records
from colonnade.web.company.said import company_of
from colonnade.web.people.models import SCORES, Membership
from colonnade.web.records.found import about, as_key, found_in
from colonnade.web.records.loads import standing

MOST_CONTRADICTED = 3
MOST_REMEMBERED = 64


def diagnosis(assessment: Assessment, today: date, model: Model | None = None) -> Diagnosis | None:
    """The whole of it, whoever asks; None while no reviewer of the company gave a stage."""
    return _read(assessment, today, model or assessment.model, _answered(assessment))


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided: from which day the plan runs, and what became of its levers."""

    starts_on: date | None = None
    choices: tuple[Choice, ...] = ()


UNDECIDED = Decided()


@dataclass(frozen=True, slots=True)
class Seen:
    """A diagnosis as one reader sees it: `shows_records` False while a round waits for the reader's own scores."""

    read: Diagnosis
    shows_records: bool
    names_people: bool


def seen_by(
    me: Membership, assessment: Assessment, today: date, model: Model, decided: Decided = UNDECIDED
) -> Seen | None:
    """Evidence stays out while the reader's scores could echo it; mere viewers see no reviewer's name."""
    names_people = me.role in SCORES
    shows_records = may_see_records(Viewer.of(me), me.organisation_id)
    if shows_records:
        answered = _answered(assessment)
        read = _read(assessment, today, model, answered if names_people else _unnamed(answered), decided)
    else:
        read = _read(assessment, today, model, (), decided, records=False)
    return Seen(read, shows_records, names_people) if read else None


def _answered(assessment: Assessment) -> tuple[Observation, ...]:
    return store.observations(assessment) if assessment.is_deep else ()


def _unnamed(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """The same answers without who gave them and what they wrote: that tells of single reviewers."""
    names: dict[str, str] = {CONSENSUS: CONSENSUS}
    return tuple(
        replace(o, by=names.setdefault(o.by, _("reviewer %(n)s") % {"n": len(names)}), note="", link="")
        for o in observations
    )


def _read(
    assessment: Assessment,
    today: date,
    model: Model,
    observations: Sequence[Observation],
    decided: Decided = UNDECIDED,
    *,
    records: bool = True,
) -> Diagnosis | None:
    claims = store.claims(assessment, model)
    if not claims.internal:
        return None
    options = Options(as_of=today, starts_on=decided.starts_on or today, target=_target(assessment, model))
    company = company_of(assessment.organisation)
    if not records:
        return _diagnosed(spoken(), model.id, claims, options, decided.choices, (), None, "", company)
    load, said = standing(assessment.organisation_id).speaking, as_key(about(assessment.organisation_id))
    return _diagnosed(
        spoken(),
        model.id,
        claims,
        options,
        decided.choices,
        tuple(observations),
        load.pk if load else None,
        said,
        company,
    )


@lru_cache(maxsize=MOST_REMEMBERED)
def _diagnosed(
    _speech: Speech,
    model: str,
    claims: Claims,
    options: Options,
    choices: tuple[Choice, ...],
    observations: tuple[Observation, ...],
    load: UUID | None,
    said: str,
    company: Company,
) -> Diagnosis:
    """Pure in what it is given, so that readers of one page after another share one; `said` is `as_key`'s.

    The reasons in it are words, so readers share it in one language.
    """
    of, everyone = shipped_model(model), [shipped_model(id) for id in shipped_ids()]
    found = found_in(load, said, options.as_of, model=of, observations=observations)
    read = diagnose(
        of,
        claims,
        options,
        choices=choices,
        measurements=found.measured.all,
        movements=found.measured.movements,
        evidence=found.evidence,
        models=everyone if found.evidence.findings else (),
        top_accounts=found.top_accounts,
    )
    known = known_company(company, found.measured.company, found.measured.all)
    return replace(
        with_published(read, known),
        warnings=(*read.warnings, *found.warnings),
        load=found.measured.load,
        synthetic=found.measured.are_made_up,
    )


def _target(assessment: Assessment, model: Model) -> int | None:
    """The stage that is enough was chosen on the ladder of the leading model."""
    return assessment.target if model.id == assessment.model_id else None


# --- the picture and what stands under it -------------------------------------------------------------------


def pictures(
    read: Diagnosis, address: Callable[[str], str], *, hides_evidence: bool = False
) -> tuple[SafeString, SafeString]:
    """The colonnade for a wide and for a narrow page, each pillar leading to its dimension.

    reports.markup has escaped every word in it. Evidence that is hidden from the reader is not said to be wanting.
    """
    wide, narrow = (
        colonnade_svg(read, width=width, href=address, hides_evidence=hides_evidence)
        for width in ("wide", "narrow")
    )
    return mark_safe(wide), mark_safe(narrow)  # noqa: S308


def rules_of(pictures: Sequence[str]) -> set[str]:
    """The style rules that the pictures carry, for the policy that lets only known ones in."""
    return {rules for picture in pictures for rules in re.findall(r"<style>(.*?)</style>", picture, re.DOTALL)}


@dataclass(frozen=True, slots=True)
class Bar:
    """The dimensions that stand at a stage, as claimed and as supported."""

    number: int
    name: str
    claimed: tuple[str, ...]
    supported: tuple[str, ...]


def spread(read: Diagnosis) -> tuple[Bar, ...]:
    """The distribution, highest stage first, as the picture stands."""
    short = {d.id: read.model.by_id[d.id].short for d in read.dimensions}
    return tuple(
        Bar(
            stage.number,
            stage.name,
            tuple(short[d.id] for d in read.dimensions if d.stage == stage.number),
            tuple(short[d.id] for d in read.dimensions if d.supported and d.supported.stage == stage.number),
        )
        for stage in reversed(read.model.stages)
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A dimension in the table under the picture; a provisional stage lies between `low` and `high`."""

    id: str
    name: str
    stage: int | None
    stage_name: str
    supported: str
    says: str
    target: int | None
    low: int
    high: int
    is_provisional: bool
    mark: str
    rests_on: str


def lines(read: Diagnosis) -> tuple[Line, ...]:
    model, primary = read.model, read.profile.primary_constraint
    return tuple(
        Line(
            id=d.id,
            name=model.by_id[d.id].name,
            stage=d.stage,
            stage_name=model.stage(d.stage).name if d.stage else "",
            supported=dimension_words.supported(d),
            says=dimension_words.claim(d),
            target=d.target,
            low=min(d.scores.values(), default=0),
            high=max(d.scores.values(), default=0),
            is_provisional=d.is_shown_as_range,
            mark=dimension_words.mark(read, d.id),
            rests_on=model.by_id[primary].short if _rests_on(read, d.id, primary) else "",
        )
        for d in read.dimensions
    )


def _rests_on(read: Diagnosis, dimension: str, other: str) -> bool:
    return any(e.dimension == dimension and e.rests_on == other for e in read.model.edges)


# --- claims beside evidence ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Beside:
    """A claim beside what the evidence bears out; `wanting` is what was looked at and is not there."""

    id: str
    name: str
    stage: int | None
    supported: str
    words: str
    wanting: tuple[tuple[str, str], ...]


def contradicted(read: Diagnosis) -> tuple[Beside, ...]:
    """The largest gaps between claim and evidence that was looked at."""
    found = [d for d in read.dimensions if d.claim_state == "contradicted"]
    found.sort(key=lambda d: -(d.claim_gap or 0))
    return tuple(_beside(read, d) for d in found[:MOST_CONTRADICTED])


def other_claims(read: Diagnosis) -> tuple[Beside, ...]:
    """The rest, as far as anything is filed: unproven, understated, borne out, and those with too little."""
    order = ("contradicted", "unproven", "understated", "borne_out", None)
    shown = {each.id for each in contradicted(read)}
    rest = [d for d in read.dimensions if d.id not in shown and d.supported is not None]
    return tuple(_beside(read, d) for d in sorted(rest, key=lambda d: order.index(d.claim_state)))


def _beside(read: Diagnosis, d: DimensionReading) -> Beside:
    name, words = read.model.by_id[d.id].name, dimension_words.claim_in_full(d)
    return Beside(d.id, name, d.stage, dimension_words.supported(d), words, not_there_words(read, d))


# --- the plan to start from ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProposedLever:
    id: str
    text: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A priority with the words of its levers."""

    name: str
    priority: Priority
    levers: tuple[ProposedLever, ...]


def moves(read: Diagnosis) -> tuple[Move, ...]:
    model = read.model
    return tuple(
        Move(
            name=model.by_id[priority.dimension].name,
            priority=priority,
            levers=tuple(ProposedLever(r.id, model.levers[r.id].text, r.because) for r in priority.levers),
        )
        for priority in read.priorities
    )
