"""Levers: which fit a dimension at its stage, in what order they are proposed, and what to beware of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from colonnade.core.criteria import Criterion
from colonnade.core.model import BEHAVIOUR_KINDS, Lever, Model
from colonnade.core.speech import Words, gettext, gettext_noop, listed, ngettext

PROPOSED_LEVERS = 2
MOST_LEVERS = 3
EFFORT_WORDS = Words(
    {
        1: gettext_noop("under two weeks"),
        2: gettext_noop("under six weeks"),
        3: gettext_noop("up to twelve weeks"),
    }
)
DECIDER_WORDS: Mapping[str, str] = Words(
    {"executive": gettext_noop("an executive"), "another_department": gettext_noop("another department")}
)


@dataclass(frozen=True, slots=True)
class Warning:
    id: str
    because: str


@dataclass(frozen=True, slots=True)
class RankedLever:
    id: str
    rank: int
    because: tuple[str, ...]


def unmet_criteria(model: Model, dimension: str, stage: int, met: frozenset[str]) -> tuple[Criterion, ...]:
    """The criteria of a cell that are not known to be met."""
    cell = (dimension, stage)
    mapped = ((c, c.maps[model.id]) for c in model.criteria)
    return tuple(c for c, at in mapped if (at.dimension, at.stage) == cell and c.id not in met)


def candidates(model: Model, dimension: str, stage: int, done: frozenset[str]) -> tuple[Lever, ...]:
    """The levers of the present stage's row, and those of the next row that lead to that row's own picture."""
    rows = [cell for cell in model.by_id[dimension].cells if cell.stage in (stage, stage + 1)]
    return tuple(
        lever
        for cell in rows
        for lever in cell.levers
        if lever.id not in done and (cell.stage == stage or lever.leads_to == stage + 1)
    )


def propose(
    model: Model,
    dimension: str,
    stage: int,
    unmet: Sequence[Criterion],
    reached: Mapping[str, int],
    done: frozenset[str],
) -> tuple[RankedLever, ...]:
    """Two levers, and a third when it turns unmet criteria that the first two do not.

    A lever that gives CS a revenue number before what it needs is in place ranks behind all others.
    """
    open_ids = {criterion.id for criterion in unmet}
    found = candidates(model, dimension, stage, done)
    ranked = sorted(
        found,
        key=lambda lever: (
            bool(_unguarded(model, lever, reached)),
            -len(open_ids.intersection(lever.turns)),
            lever.effort,
            lever.row != stage,
        ),
    )
    proposed = ranked[:PROPOSED_LEVERS]
    turned = {id for lever in proposed for id in lever.turns}
    further = (
        lever
        for lever in ranked[PROPOSED_LEVERS:]
        if (open_ids - turned).intersection(lever.turns) and not _unguarded(model, lever, reached)
    )
    proposed += islice(further, MOST_LEVERS - PROPOSED_LEVERS)
    return tuple(
        RankedLever(lever.id, rank, _because(model, lever, stage, open_ids, reached))
        for rank, lever in enumerate(proposed, start=1)
    )


def _because(
    model: Model, lever: Lever, stage: int, unmet: set[str], reached: Mapping[str, int]
) -> tuple[str, ...]:
    turns = len(unmet.intersection(lever.turns))
    turned = ngettext(
        "brings about {n} fact of the target that is not shown yet",
        "brings about {n} facts of the target that are not shown yet",
        turns,
    )
    reasons = [turned.format(n=turns)] if turns else []
    reasons.append(gettext("effort: {effort}").format(effort=EFFORT_WORDS[lever.effort]))
    is_of_now = lever.row == stage
    reasons.append(
        gettext("a step from the present stage") if is_of_now else gettext("a step of the stage aimed at")
    )
    if lever.decided_by != "cs_leader":
        decided = gettext("decided by {whom}: sponsor {sponsor}")
        sponsor = lever.sponsor or gettext("to be named")
        reasons.append(decided.format(whom=DECIDER_WORDS[lever.decided_by], sponsor=sponsor))
    if missing := _unguarded(model, lever, reached):
        reasons.append(gettext("after {dimensions}, which it needs").format(dimensions=_joined(model, missing)))
    return tuple(reasons)


def _unguarded(model: Model, lever: Lever, reached: Mapping[str, int]) -> tuple[str, ...]:
    """What a lever that gives CS a revenue number still needs at the stage it leads to, planned or reached.

    A dimension nobody scored is not known to be there.
    """
    if not lever.gives_revenue_number:
        return ()
    needs = (id for id in model.revenue_number_needs if id != lever.dimension)
    return tuple(id for id in needs if id not in reached or reached[id] < lever.leads_to)


def lever_warnings(model: Model, levers: Sequence[Lever], reached: Mapping[str, int]) -> Iterable[Warning]:
    """What to say of levers that were proposed or chosen for one dimension."""
    if levers and all(lever.kind in BEHAVIOUR_KINDS for lever in levers):
        yield Warning(
            "training_or_measure_only",
            gettext("behaviour reverts unless pay, tooling, structure or a process changes too"),
        )
    for lever in levers:
        if missing := _unguarded(model, lever, reached):
            said = ngettext(
                "'{lever}' gives CS a revenue number while {dimensions} "
                "is neither at stage {stage} nor planned to be",
                "'{lever}' gives CS a revenue number while {dimensions} "
                "are neither at stage {stage} nor planned to be",
                len(missing),
            )
            words = said.format(lever=lever.text, dimensions=_joined(model, missing), stage=lever.leads_to)
            yield Warning("revenue_number_unguarded", words)


def _joined(model: Model, ids: Iterable[str]) -> str:
    return listed(model.by_id[id].name for id in ids)
