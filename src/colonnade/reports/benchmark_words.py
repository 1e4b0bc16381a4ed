"""How published figures are said beside a metric: what they are, of whom, and why one is not held against it."""

from collections.abc import Iterator

from colonnade.core.benchmarks import Benchmark, Comparison, Refused, place
from colonnade.reports.wording import figure

NONE = "No comparable figure"
DEFINED = {"same": "", "differs": "It is defined otherwise.", "not_stated": "Its definition is not stated."}
PLACES = {"below": "below it", "within": "within it", "above": "above it", "equal": "equal to it"}


def lines(comparison: Comparison, value: float) -> Iterator[str]:
    """The figures that may stand beside a value; where there is none, that and why."""
    if comparison.shown:
        yield from (shown(each, value) for each in comparison.shown)
    else:
        yield f"{NONE}: {nothing(comparison)}"


def shown(benchmark: Benchmark, value: float) -> str:
    placed = f"Published: {figures(benchmark)}; this value lies {PLACES[place(benchmark, value)]}."
    told = f"{population(benchmark)}. {source(benchmark)}."
    return " ".join(part for part in (placed, told, benchmark.note) if part)


def on_file(benchmark: Benchmark) -> str:
    """A published figure by itself, held against no value."""
    told = f"Published: {figures(benchmark)}. {population(benchmark)}. {source(benchmark)}."
    return f"{told} {DEFINED[benchmark.definition]}".rstrip()


def nothing(comparison: Comparison) -> str:
    """Why no published figure stands beside the metric."""
    if not comparison.refused:
        return "none is on file."
    return " ".join(refused(each) for each in comparison.refused)


def refused(refused: Refused) -> str:
    """A weak figure's own note says why it is weak; its other lacks follow from that."""
    benchmark = refused.benchmark
    printed = f"{benchmark.publisher} prints {figures(benchmark)}"
    if benchmark.mark == "weak":
        return f"{printed}, which is weak. {benchmark.note}"
    return f"{printed}, but {'; '.join(refused.because)}."


def figures(benchmark: Benchmark) -> str:
    """The figure or band, and what it is of its population."""
    unit = benchmark.unit
    parts = []
    if benchmark.middle is not None:
        parts.append(f"{figure(benchmark.middle, unit)} ({benchmark.middle_is})")
    if benchmark.low is not None and benchmark.high is not None:
        parts.append(f"{figure(benchmark.low, unit)} to {figure(benchmark.high, unit)} ({benchmark.band_is})")
    return ", ".join(parts)


def population(benchmark: Benchmark) -> str:
    number = f"n = {benchmark.n:,}" if benchmark.n is not None else "n not stated"
    return f"Of {benchmark.population or 'whom is not stated'}, {number}, {benchmark.year or 'year not stated'}"


def source(benchmark: Benchmark) -> str:
    """Where it is printed, with its mark."""
    where = f", {benchmark.where}" if benchmark.where else ""
    return f"{benchmark.publisher}: {benchmark.title}{where} ({benchmark.mark})"
