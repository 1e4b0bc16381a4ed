"""Two diagnoses of one model: what moved between them, and how far that can be told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from colonnade.core.errors import BadReport
from colonnade.core.plan import Status
from colonnade.core.speech import Words, gettext, gettext_noop, listed

Verdict = Literal["moved", "not_moved", "cannot_tell"]

LENIENCY_SHIFT = 0.5
"""A common reviewer whose leniency shifted by this much makes a change of stage unreadable."""


@dataclass(frozen=True, slots=True)
class PlannedLever:
    """`turns`: the criteria it should turn met."""

    id: str
    dimension: str
    status: Status
    turns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """What a comparison needs of a saved diagnosis.

    `scores` holds stages by dimension, then reviewer; `met` the criteria answered met; `measured`, by
    dimension, whether each criterion that records answered is met.
    """

    model_id: str
    model_version: str
    as_of: date
    names: Mapping[str, str]
    stages: Mapping[str, int]
    scores: Mapping[str, Mapping[str, int]]
    leniency: Mapping[str, float | None]
    primary_constraint: str
    levers: tuple[PlannedLever, ...]
    met: frozenset[str] = frozenset()
    measured: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DimensionChange:
    id: str
    name: str
    from_stage: int | None
    to_stage: int | None
    verdict: Verdict
    because: str


@dataclass(frozen=True, slots=True)
class LeverResult:
    """`turned`: the criteria it should turn that are met now and were not before. Never a cause."""

    id: str
    done: bool
    turned: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`notes`: what makes the two rounds less alike than they look."""

    model_id: str
    from_on: date
    to_on: date
    dimensions: tuple[DimensionChange, ...]
    levers: tuple[LeverResult, ...]
    constraint_from: str
    constraint_to: str
    notes: tuple[str, ...] = ()


def compare(baseline: Round, rescore: Round) -> Comparison:
    """The later round against the earlier; raises BadReport unless both are of one model, in time order."""
    if (found := rescore.model_id) != baseline.model_id:
        raise BadReport(
            f"the baseline is of '{baseline.model_id}' and the re-score of '{found}': compare one model"
        )
    if rescore.as_of < baseline.as_of:
        raise BadReport(f"the re-score ({rescore.as_of}) is older than the baseline ({baseline.as_of}); swap them")
    changes = tuple(_change(id, baseline, rescore) for id in baseline.names if id in rescore.names)
    if not changes:
        raise BadReport(f"the two rounds of '{baseline.model_id}' have no dimension in common")
    verdicts = {change.id: change for change in changes}
    return Comparison(
        model_id=baseline.model_id,
        from_on=baseline.as_of,
        to_on=rescore.as_of,
        dimensions=changes,
        levers=tuple(
            _result(lever, baseline, rescore, verdicts[lever.dimension])
            for lever in _followed(baseline, rescore)
            if lever.dimension in verdicts
        ),
        constraint_from=baseline.primary_constraint,
        constraint_to=rescore.primary_constraint,
        notes=tuple(_notes(baseline, rescore)),
    )


def _notes(baseline: Round, rescore: Round) -> Iterator[str]:
    before, now = baseline.model_version, rescore.model_version
    if before != now:
        said = gettext(
            "The rounds were read with different versions of '{model}', {before} and {now}: "
            "part of what moved may be the model."
        )
        yield said.format(model=baseline.model_id, before=before, now=now)
    of_one = (baseline, rescore, gettext("Only the baseline has {dimensions}."))
    of_other = (rescore, baseline, gettext("Only the re-score has {dimensions}."))
    for here, there, said in (of_one, of_other):
        if only := [name for id, name in here.names.items() if id not in there.names]:
            yield said.format(dimensions=", ".join(only))


def _followed(baseline: Round, rescore: Round) -> list[PlannedLever]:
    """The levers the baseline planned, as they stand now, and any other that was done since."""
    now = {lever.id: lever for lever in (*baseline.levers, *rescore.levers)}
    planned = {lever.id for lever in baseline.levers if lever.status != "not_now"}
    return [lever for lever in now.values() if lever.id in planned or lever.status == "done"]


def _change(id: str, baseline: Round, rescore: Round) -> DimensionChange:
    before, now = baseline.stages.get(id), rescore.stages.get(id)
    verdict, because = _verdict(id, before, now, baseline, rescore)
    return DimensionChange(id, baseline.names[id], before, now, verdict, because)


def _verdict(id: str, before: int | None, now: int | None, baseline: Round, rescore: Round) -> tuple[Verdict, str]:
    if before is None or now is None:
        return "cannot_tell", gettext("not scored before") if before is None else gettext("not scored now")
    words = _words(before, now)
    verdict: Verdict = "not_moved" if before == now else "moved"
    if shown := _measured_changes(id, baseline, rescore):
        said = gettext("{stages}; the records changed on {criteria}")
        return verdict, said.format(stages=words, criteria=", ".join(shown))
    common = [who for who in baseline.scores[id] if who in rescore.scores[id]]
    if not common:
        return "cannot_tell", gettext("{stages}, but nobody scored it in both rounds").format(stages=words)
    shifted = [who for who in common if _shift(who, baseline, rescore) >= LENIENCY_SHIFT]
    if shifted:
        said = gettext("{stages}, but {reviewers} scored half a stage or more differently overall")
        return "cannot_tell", said.format(stages=words, reviewers=listed(shifted))
    said = gettext("{stages}; scored in both rounds by {reviewers}")
    return verdict, said.format(stages=words, reviewers=", ".join(common))


def _words(before: int, now: int) -> str:
    if before == now:
        return gettext("stays at {stage}").format(stage=now)
    said = gettext("up from {before} to {now}") if now > before else gettext("down from {before} to {now}")
    return said.format(before=before, now=now)


def _shift(who: str, baseline: Round, rescore: Round) -> float:
    """How far a reviewer's leniency moved, to the 6 decimals it is saved with; 0 where one is not defined."""
    before, now = baseline.leniency.get(who), rescore.leniency.get(who)
    return 0.0 if before is None or now is None else round(abs(now - before), 6)


def _measured_changes(id: str, baseline: Round, rescore: Round) -> list[str]:
    """Criteria of a dimension that records answered in both rounds, differently."""
    before, now = baseline.measured.get(id, {}), rescore.measured.get(id, {})
    return [criterion for criterion, met in before.items() if criterion in now and now[criterion] != met]


SEEN_WORDS: Mapping[tuple[bool, Verdict], str] = Words(
    {
        (True, "moved"): gettext_noop("done; {dimension} moved ({because})"),
        (True, "not_moved"): gettext_noop("done; {dimension} did not move ({because})"),
        (True, "cannot_tell"): gettext_noop("done; {dimension} cannot be told ({because})"),
        (False, "moved"): gettext_noop("not done; {dimension} moved ({because})"),
        (False, "not_moved"): gettext_noop("not done; {dimension} did not move ({because})"),
        (False, "cannot_tell"): gettext_noop("not done; {dimension} cannot be told ({because})"),
    }
)


def _result(lever: PlannedLever, baseline: Round, rescore: Round, change: DimensionChange) -> LeverResult:
    turned = tuple(
        criterion for criterion in lever.turns if criterion in rescore.met and criterion not in baseline.met
    )
    done = lever.status == "done"
    name = baseline.names[lever.dimension]
    because = SEEN_WORDS[done, change.verdict].format(dimension=name, because=change.because)
    return LeverResult(lever.id, done, turned, because)
