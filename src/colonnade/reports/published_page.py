"""The page of published figures, written from the file the product reads."""

from collections.abc import Sequence

from colonnade.core.benchmarks import LEAST_N, OLDEST_YEARS, Benchmark
from colonnade.reports.benchmark_words import figures, population, source

DEFINITIONS = {"same": "as ours", "differs": "otherwise than ours", "not_stated": "not stated"}


def published_page(published: Sequence[Benchmark]) -> str:
    """Every figure with its population, source, mark and definition, by metric."""
    lines = [
        "# Published figures",
        "",
        "Written by `make docs` from `src/colonnade/content/benchmarks.csv`. A figure stands beside a metric only",
        "where it is not weak, says of whom, how many and of which year it is, and is defined as ours;",
        f"where at least {LEAST_N} companies stand behind it; where it is at most {OLDEST_YEARS} years old; and",
        "where the company is known to be of that kind. [How a figure is added](pack.md#a-published-figure).",
    ]
    for metric in dict.fromkeys(each.metric for each in published):
        lines += [
            "",
            f"## {metric}",
            "",
            "| figure | of whom | source | definition | note |",
            "|---|---|---|---|---|",
        ]
        lines += [_row(each) for each in published if each.metric == metric]
    return "\n".join(lines) + "\n"


def _row(benchmark: Benchmark) -> str:
    definition = f"{DEFINITIONS[benchmark.definition]}. {benchmark.definition_note}".rstrip()
    cells = (figures(benchmark), population(benchmark), source(benchmark), definition, benchmark.note or "–")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
