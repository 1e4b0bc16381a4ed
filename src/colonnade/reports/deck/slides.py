"""The slides, a message each: the title says it, the rest shows why, the notes say where figures come from."""

from collections.abc import Iterable

from colonnade.reports.deck import act, behind, stand
from colonnade.reports.deck.page import Page
from colonnade.reports.pack.parts import Pack


def pages(pack: Pack) -> Iterable[Page]:
    """Eight to twelve: what the diagnosis has nothing to say on has no slide."""
    yield stand.headline(pack)
    if len(pack.dimensions) > 1:
        yield stand.by_dimension(pack)
    yield stand.why(pack)
    yield stand.reviewers(pack)
    if pack.patterns:
        yield act.patterns(pack)
    if pack.plan.priorities:
        yield act.priorities(pack)
    yield act.plan(pack)
    yield act.calendar(pack)
    if pack.records.metrics:
        yield behind.results(pack)
    yield behind.not_known(pack)
    yield behind.sources(pack)
