"""How published figures are said beside a metric: what they are, of whom, and why one is not held against it."""

from collections.abc import Iterator

from colonnade.core.benchmarks import Benchmark, Comparison, Refused, place
from colonnade.core.speech import Words, gettext, gettext_noop, number
from colonnade.reports.wording import figure

NONE = gettext_noop("No comparable figure")
DEFINED = {"same": "", "differs": "It is defined otherwise.", "not_stated": "Its definition is not stated."}
PLACES = Words(
    {
        "below": gettext_noop("Published: {figures}; this value lies below it."),
        "within": gettext_noop("Published: {figures}; this value lies within it."),
        "above": gettext_noop("Published: {figures}; this value lies above it."),
        "equal": gettext_noop("Published: {figures}; this value lies equal to it."),
    }
)
MARKS = Words(
    {
        "primary": gettext_noop("primary"),
        "secondary": gettext_noop("secondary"),
        "weak": gettext_noop("weak"),
    }
)


def lines(comparison: Comparison, value: float) -> Iterator[str]:
    """The figures that may stand beside a value; where there is none, that and why."""
    if comparison.shown:
        yield from (shown(each, value) for each in comparison.shown)
    else:
        yield f"{gettext(NONE)}: {nothing(comparison)}"


def shown(benchmark: Benchmark, value: float) -> str:
    placed = PLACES[place(benchmark, value)].format(figures=figures(benchmark))
    told = f"{population(benchmark)}. {source(benchmark)}."
    return " ".join(part for part in (placed, told, benchmark.note) if part)


def on_file(benchmark: Benchmark) -> str:
    """A published figure by itself, held against no value."""
    told = f"Published: {figures(benchmark)}. {population(benchmark)}. {source(benchmark)}."
    return f"{told} {DEFINED[benchmark.definition]}".rstrip()


def nothing(comparison: Comparison) -> str:
    """Why no published figure stands beside the metric."""
    if not comparison.refused:
        return gettext("none is on file.")
    return " ".join(refused(each) for each in comparison.refused)


def refused(refused: Refused) -> str:
    """A weak figure's own note says why it is weak; its other lacks follow from that."""
    benchmark = refused.benchmark
    said = (
        gettext("{publisher} prints {figures}. That is a weak figure. {note}")
        if benchmark.mark == "weak"
        else gettext("{publisher} prints {figures}, but {because}.")
    )
    return said.format(
        publisher=benchmark.publisher,
        figures=figures(benchmark),
        note=benchmark.note,
        because="; ".join(refused.because),
    )


def figures(benchmark: Benchmark) -> str:
    """The figure or band, and what it is of its population."""
    unit = benchmark.unit
    parts = []
    if benchmark.middle is not None:
        parts.append(f"{figure(benchmark.middle, unit)} ({benchmark.middle_is})")
    if benchmark.low is not None and benchmark.high is not None:
        band = gettext("{low} to {high} ({what})").format(
            low=figure(benchmark.low, unit), high=figure(benchmark.high, unit), what=benchmark.band_is
        )
        parts.append(band)
    return ", ".join(parts)


def population(benchmark: Benchmark) -> str:
    counted = gettext("n not stated") if benchmark.n is None else f"n = {number(benchmark.n)}"
    year = benchmark.year or gettext("year not stated")
    if not benchmark.population:
        return gettext("Of whom is not stated, {n}, {year}").format(n=counted, year=year)
    return gettext("Of {population}, {n}, {year}").format(population=benchmark.population, n=counted, year=year)


def source(benchmark: Benchmark) -> str:
    """Where it is printed, with its mark."""
    where = f", {benchmark.where}" if benchmark.where else ""
    return f"{benchmark.publisher}: {benchmark.title}{where} ({MARKS[benchmark.mark]})"
