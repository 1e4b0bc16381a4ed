"""What an amount may be the price of: a month, a year, an interval of billing, in all or for one of a quantity."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from colonnade.records.mapping import Candidate, MappedColumn, Question
from colonnade.records.values import Reading, lacking_for

_A_MONTH, _A_YEAR, _AN_INTERVAL = (), ("yearly",), ("per_interval",)
_WORDS = {_A_MONTH: "a month", _A_YEAR: "a year", _AN_INTERVAL: "each interval of billing"}
_UNIT = (
    r"(day|week|fortnight|month|mth|quarter|year|yr)s?|daily|(bi|semi)?-?(weekly|monthly|yearly)|quarterly"
    r"|(bi|semi)?-?annual(ly)?|half-?yearly|p\d+[dwmy]|(tage?|wochen?|monate?n?|quartale?|jahre?n?)"
    r"|t\u00e4glich|w\u00f6chentlich|monatlich|quartalsweise|(viertel|halb)?j\u00e4hrlich"
)
_INTERVAL = re.compile(rf"((every|per|je|pro)\s+)?((\d+|one|two|three|six|twelve)[\s-]*)?({_UNIT})", re.IGNORECASE)


def is_interval(values: Iterable[str]) -> bool:
    """Whether the cells name intervals of billing, such as `quarterly` or `3 months`, and nothing else."""
    given = [value.strip() for value in values if value.strip()]
    return bool(given) and all(_INTERVAL.fullmatch(value) for value in given)


def with_readings(question: Question, told: Iterable[str], asked: Iterable[str]) -> Question:
    """The question which column is the price, each candidate in all the ways that it may be meant.

    `told` are the columns of ours that are known, `asked` those that another question may make known.
    """
    known = {*told, *asked}
    spans = (*([_AN_INTERVAL] if "interval" in known else []), _A_MONTH, _A_YEAR)
    readings: list[tuple[Reading, str]] = [
        (reading, f"what is paid for {_WORDS[reading]}, in all") for reading in spans
    ]
    if "quantity" in known:
        readings += [
            (("times_quantity", *reading), f"what one of the quantity costs for {_WORDS[reading]}")
            for reading in spans
        ]
    candidates = tuple(
        replace(candidate, reading=reading, meaning=meaning)
        for candidate in question.candidates
        for reading, meaning in (_in_cents(readings) if _CENTS.search(candidate.name) else readings)
    )
    return replace(
        question, text="which amount is the mrr of subscriptions, and for what is it paid?", candidates=candidates
    )


_CENTS = re.compile(r"(^|[_\W])(cents?|pence|pennies|rappen)($|[_\W])|Cents", re.IGNORECASE)


def _in_cents(readings: list[tuple[Reading, str]]) -> list[tuple[Reading, str]]:
    return [(("cents", *reading), f"{meaning}, in cents") for reading, meaning in readings]


def that_hold(candidates: Iterable[Candidate], told: Collection[str]) -> tuple[Candidate, ...]:
    """Of the answers those that rest on no column that is not known."""
    return tuple(candidate for candidate in candidates if not lacking_for(candidate.reading, told))


def reads_interval(columns: Iterable[MappedColumn]) -> bool:
    return any("per_interval" in mapped.reading for mapped in columns)
