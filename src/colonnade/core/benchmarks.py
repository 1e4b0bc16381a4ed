"""Published figures beside a metric: only where they say of whom they are, and the company is of that kind."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from colonnade.core.company import OWNERSHIP_WORDS, Company, Ownership
from colonnade.core.measurement import Unit
from colonnade.core.model import Band
from colonnade.core.speech import decimal, gettext, ngettext

Mark = Literal["primary", "secondary", "weak"]
Sameness = Literal["same", "differs", "not_stated"]

LEAST_N = 30
"""Fewer companies than these draw no band: a quartile of them would rest on seven."""

OLDEST_YEARS = 5
"""Figures of an older year are of another market."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published figure. `middle_is` and `band_is` say what it is of the population: a median, quartiles ...

    `year` is that of the data, not of the print; `n` None: the source does not say how many stand behind it.
    """

    id: str
    metric: str
    low: float | None
    middle: float | None
    high: float | None
    middle_is: str
    band_is: str
    unit: Unit
    population: str
    ownership: Ownership | None
    arr_musd: Band | None
    n: int | None
    year: int | None
    publisher: str
    title: str
    where: str
    mark: Mark
    definition: Sameness
    definition_note: str
    note: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A published figure that is not held against the company, and every reason why."""

    benchmark: Benchmark
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The published figures of one metric: those that may stand beside it, best first, and those that may not."""

    shown: tuple[Benchmark, ...] = ()
    refused: tuple[Refused, ...] = ()


def comparison(metric: str, published: Iterable[Benchmark], company: Company, as_of: date) -> Comparison:
    """Which published figures of a metric may stand beside a value of this company measured on `as_of`."""
    judged = [(each, tuple(reasons(each, company, as_of))) for each in published if each.metric == metric]
    shown = [each for each, against in judged if not against]
    return Comparison(
        shown=tuple(sorted(shown, key=_rank)),
        refused=tuple(Refused(each, against) for each, against in judged if against),
    )


def comparisons(
    metrics: Sequence[str], published: Sequence[Benchmark], company: Company, as_of: date
) -> dict[str, Comparison]:
    return {metric: comparison(metric, published, company, as_of) for metric in metrics}


def _rank(benchmark: Benchmark) -> tuple[bool, int, int, str]:
    """Primary before secondary, then the newest, then the largest."""
    return (benchmark.mark != "primary", -(benchmark.year or 0), -(benchmark.n or 0), benchmark.id)


def reasons(benchmark: Benchmark, company: Company, as_of: date) -> Iterator[str]:
    """Why a figure may not be held against the company; none when it may."""
    yield from _of_the_source(benchmark, as_of)
    yield from _of_the_kind(benchmark, company)


def _of_the_source(benchmark: Benchmark, as_of: date) -> Iterator[str]:
    if benchmark.mark == "weak":
        yield gettext("it is marked weak")
    if not benchmark.population:
        yield gettext("of whom it is, is not stated")
    if benchmark.n is None:
        yield gettext("how many companies stand behind it is not stated")
    elif benchmark.n < LEAST_N:
        yield ngettext(
            "{n} company stands behind it, fewer than {least}",
            "{n} companies stand behind it, fewer than {least}",
            benchmark.n,
        ).format(n=benchmark.n, least=LEAST_N)
    if benchmark.year is None:
        yield gettext("its year is not stated")
    elif as_of.year - benchmark.year > OLDEST_YEARS:
        said = gettext("it is of {year}, more than {n} years before")
        yield said.format(year=benchmark.year, n=OLDEST_YEARS)
    if benchmark.definition == "differs":
        yield gettext("it is defined otherwise")
    elif benchmark.definition == "not_stated":
        yield gettext("its definition is not stated")


def _of_the_kind(benchmark: Benchmark, company: Company) -> Iterator[str]:
    """What is not known of the company is not taken to fit: peers are of one's kind."""
    wanted = benchmark.ownership
    if wanted and company.ownership is None:
        said = gettext("it is of {kind} companies, and whether this one is {kind} is not known")
        yield said.format(kind=OWNERSHIP_WORDS[wanted])
    elif wanted and company.ownership and company.ownership != wanted:
        said = gettext("it is of {kind} companies, and this one is {other}")
        yield said.format(kind=OWNERSHIP_WORDS[wanted], other=OWNERSHIP_WORDS[company.ownership])
    band = benchmark.arr_musd
    if band and company.arr_musd is None:
        yield gettext("it is of companies with ARR {band}, and this one's ARR is not known").format(
            band=_band(band)
        )
    elif band and company.arr_musd is not None and not band.low <= company.arr_musd < (band.high or float("inf")):
        yield gettext("it is of companies with ARR {band}").format(band=_band(band))


def _band(band: Band) -> str:
    said = gettext("of ${low}M or more") if band.high is None else gettext("from ${low}M to ${high}M")
    return said.format(low=decimal(f"{band.low:g}"), high=decimal(f"{band.high or 0:g}"))


def place(benchmark: Benchmark, value: float) -> Literal["below", "within", "above", "equal"]:
    """Where a value lies: against the band where there is one, else against the middle."""
    low = benchmark.low if benchmark.low is not None else benchmark.middle
    high = benchmark.high if benchmark.high is not None else benchmark.middle
    if low is not None and value < low:
        return "below"
    if high is not None and value > high:
        return "above"
    return "equal" if low == high else "within"
