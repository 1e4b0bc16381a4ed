"""Why the reading says so: the spread over stages, contradicted claims, what holds what back."""

from collections.abc import Iterable

from colonnade.core.diagnosis import Diagnosis
from colonnade.reports import reading_words, wording
from colonnade.reports.answer_words import not_there_words
from colonnade.reports.pack import figures
from colonnade.reports.pack.parts import Contradicted, Reading, Said, StandsAt
from colonnade.reports.wording import sentence_case

MOST_CONTRADICTED = 3
MOST_QUOTED = 4


def reading_part(read: Diagnosis) -> Reading:
    profile = read.profile
    low_high = profile.average_range
    return Reading(
        average=figures.average(profile.average, "profile/average"),
        sureness=sentence_case(wording.sureness_counted(read)),
        average_range=(
            figures.average(low_high[0], "profile/average_low"),
            figures.average(low_high[1], "profile/average_high"),
        )
        if low_high
        else None,
        facts=tuple((term, said) for term, said in _facts(read) if said),
        distribution=tuple(_stands_at(read, number) for number in range(read.model.top, 0, -1)),
        contradicted=tuple(_contradicted(read)),
        holds_back=(*reading_words.resting(read), *reading_words.leads(read)),
        would_change=(read.would_change.constraint, read.would_change.dominant),
    )


def _facts(read: Diagnosis) -> Iterable[Said]:
    yield "Dominant stage", sentence_case(wording.dominant_words(read))
    yield "By evidence", reading_words.by_evidence(read)
    yield "Constraint", sentence_case(wording.sureness_words(read))
    yield "Average", reading_words.average(read)


def _stands_at(read: Diagnosis, number: int) -> StandsAt:
    known = {d.id: d.supported.stage for d in read.dimensions if d.supported and d.supported.stage is not None}
    claimed, supported = read.stages, known
    return StandsAt(
        stage=number,
        name=read.model.stage(number).name,
        claimed=figures.at_stage(claimed.values(), "profile", number),
        supported=figures.at_stage(supported.values(), "supported_profile", number)
        if read.supported_profile
        else None,
        claimed_names=tuple(read.model.by_id[id].short for id, stage in claimed.items() if stage == number),
        supported_names=tuple(read.model.by_id[id].short for id, stage in supported.items() if stage == number),
    )


def _contradicted(read: Diagnosis) -> Iterable[Contradicted]:
    """The largest gaps, each with the evidence that was looked at and is not there."""
    found = [d for d in read.dimensions if d.claim_state == "contradicted" and d.supported is not None]
    for dimension in sorted(found, key=lambda d: -(d.claim_gap or 0))[:MOST_CONTRADICTED]:
        assert dimension.supported is not None
        wanting = not_there_words(read, dimension)
        yield Contradicted(
            name=read.model.by_id[dimension.id].name,
            sentence=f"is claimed at {dimension.stage}; the evidence supports {dimension.supported.stage}.",
            not_there=wanting[:MOST_QUOTED],
            more=max(len(wanting) - MOST_QUOTED, 0),
        )
