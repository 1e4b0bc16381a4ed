"""The source list: where every figure of a pack comes from."""

from collections.abc import Iterable

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Measured, Measurement
from colonnade.reports import reading_words, wording
from colonnade.reports.pack.parts import Source
from colonnade.reports.pack.records import in_order
from colonnade.reports.refs import ANSWERS, CLAIMS, MOVEMENTS

_OF_ANSWERS = ("supported", "supported_profile", "counted")


def source_of(ref: str) -> str:
    """The reference of the source that a figure comes from."""
    kind, _, rest = ref.partition("/")
    if kind == "metric":
        return f"metric/{rest.partition('/')[0]}"
    if kind == "movement":
        return MOVEMENTS
    return ANSWERS if kind in _OF_ANSWERS else CLAIMS


def sources(read: Diagnosis) -> tuple[Source, ...]:
    return tuple(_sources(read))


def _sources(read: Diagnosis) -> Iterable[Source]:
    as_of = f"as of {wording.day(read.as_of)}"
    yield Source(CLAIMS, "Scorecards", reading_words.claims_source(read), as_of, None)
    if read.evidence.findings:
        yield Source(ANSWERS, "Answers to the criteria", _answers(read), as_of, None)
    if read.movements:
        first, last = read.movements[0].month, read.movements[-1].month
        yield Source(
            MOVEMENTS,
            "Monthly recurring revenue",
            "Opening and all movements of a month make its closing, for each account and in total, to the cent.",
            f"{first:%Y-%m} to {last:%Y-%m}",
            None,
        )
    for measurement in in_order(read):
        if isinstance(measurement, Measured):
            yield _metric(measurement)


def _answers(read: Diagnosis) -> str:
    answers = list(read.evidence.answers.values())
    tiers = wording.joined(
        f"{sum(a.tier == tier for a in answers)} {tier}" for tier in ("measured", "documented", "said")
    )
    return f"{wording.criteria(len(answers))} answered: {tiers}."


def _metric(measurement: Measurement) -> Source:
    definition, period = measurement.definition, measurement.period
    return Source(
        ref=f"metric/{definition.id}",
        title=definition.name,
        text=wording.sentence_case(definition.formula),
        period=f"{wording.day(period.start)} to {wording.day(period.end)}",
        rows=measurement.rows,
    )
