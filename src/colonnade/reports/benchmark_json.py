"""Published figures beside a measurement as JSON."""

from typing import Any

from colonnade.core.benchmarks import Benchmark, Comparison
from colonnade.reports.benchmark_words import NONE, nothing

Json = dict[str, Any]


def benchmark_json(comparison: Comparison | None) -> Json | None:
    """`figures` may stand beside the value; `refused` may not, and say why. None: nothing was compared."""
    if comparison is None:
        return None
    return {
        "figures": [_figure(each) for each in comparison.shown],
        "refused": [{**_figure(each.benchmark), "because": list(each.because)} for each in comparison.refused],
        "note": None if comparison.shown else f"{NONE}: {nothing(comparison)}",
    }


def _figure(benchmark: Benchmark) -> Json:
    return {
        "id": benchmark.id,
        "low": benchmark.low,
        "middle": benchmark.middle,
        "high": benchmark.high,
        "middle_is": benchmark.middle_is or None,
        "band_is": benchmark.band_is or None,
        "unit": benchmark.unit,
        "population": benchmark.population or None,
        "n": benchmark.n,
        "year": benchmark.year,
        "source": {"publisher": benchmark.publisher, "title": benchmark.title, "where": benchmark.where or None},
        "mark": benchmark.mark,
        "definition": benchmark.definition,
        "definition_note": benchmark.definition_note or None,
        "note": benchmark.note or None,
    }
