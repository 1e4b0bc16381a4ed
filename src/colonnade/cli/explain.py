"""`colonnade explain`: what a metric means, how it is computed, and the rows behind it."""

import argparse
import sys
import textwrap
from typing import TYPE_CHECKING, Any

from colonnade.cli.records import opened
from colonnade.cli.tables import draw
from colonnade.content.benchmarks import shipped_benchmarks
from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.measurement import Definition, Measured, Measurement
from colonnade.reports import benchmark_words
from colonnade.reports.diagnosis_json import dumps
from colonnade.reports.key_metrics import KeyStages, key_stages, key_words
from colonnade.reports.measurement_json import key_json, measurement_json
from colonnade.reports.wording import beside, figure_of

if TYPE_CHECKING:
    from colonnade.records import Explanation


def run(arguments: argparse.Namespace) -> int:
    from colonnade.records import explain

    if arguments.source is None:
        explanation = explain(None, arguments.metric, as_of=arguments.as_of)
    else:
        with opened(arguments.source, arguments.mapping) as records:
            explanation = explain(records, arguments.metric, as_of=arguments.as_of)
    if arguments.format == "json":
        sys.stdout.write(dumps(_json(explanation)))
    else:
        _page(explanation)
    return 0


def _page(explanation: "Explanation") -> None:
    definition = explanation.definition
    print(f"{definition.name} ({definition.id}), unit {definition.unit.replace('_', ' ')}, {definition.kind}")
    print(_wrapped(definition.formula))
    for line in _facts(definition):
        print(_wrapped(line))
    if explanation.measurement is not None:
        print(f"\n{_value(explanation.measurement)}")
    if explanation.inputs:
        print("Read: " + ", ".join(f"{table} ({rows:,} rows)" for table, rows in explanation.inputs.items()))
    if explanation.sql:
        print(f"\n{explanation.sql}\n")
    if behind := explanation.behind:
        shown = f"Behind the number: {behind.total:,} rows" + (
            f", the first {len(behind.rows)}" if behind.total > len(behind.rows) else ""
        )
        draw(shown, behind.columns, [["–" if cell is None else str(cell) for cell in row] for row in behind.rows])


def _facts(definition: Definition) -> list[str]:
    return [
        f"Better when {definition.better}." if definition.better != "neither" else "Neither way is better.",
        f"Needs {', '.join(need.replace('|', ' or ') for need in definition.needs)}.",
        *([f"Switches: {'; '.join(definition.switches)}."] if definition.switches else []),
        *(f"{words}." for words in key_words(_key_stages(definition))),
        *(benchmark_words.on_file(each) for each in shipped_benchmarks() if each.metric == definition.id),
    ]


def _key_stages(definition: Definition) -> KeyStages:
    return key_stages([shipped_model(id) for id in shipped_ids()], definition.id)


def _value(measurement: Measurement) -> str:
    period = f"{measurement.period.start} to {measurement.period.end}"
    if isinstance(measurement, Measured):
        value = figure_of(measurement)
        return _wrapped("; ".join((f"{value} over {measurement.rows:,} rows, {period}", *beside(measurement))))
    return f"unavailable: needs {', '.join(measurement.needs)}"


def _json(explanation: "Explanation") -> dict[str, Any]:
    definition, behind = explanation.definition, explanation.behind
    return {
        "schema": "colonnade.explain/1",
        "id": definition.id,
        "name": definition.name,
        "definition": definition.formula,
        "unit": definition.unit,
        "better": definition.better,
        "kind": definition.kind,
        "needs": list(definition.needs),
        "switches": list(definition.switches),
        "key_at": key_json(_key_stages(definition)),
        "measurement": measurement_json(explanation.measurement) if explanation.measurement else None,
        "sql": explanation.sql,
        "inputs": dict(explanation.inputs or {}),
        "behind": {
            "columns": list(behind.columns),
            "rows": [[_plain(cell) for cell in row] for row in behind.rows],
            "total": behind.total,
        }
        if behind
        else None,
    }


def _plain(cell: object) -> object:
    return cell if isinstance(cell, str | int | float | bool | None) else str(cell)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 100, break_on_hyphens=False)
