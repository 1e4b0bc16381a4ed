"""`colonnade measure`: metrics from the records, each with rows, period and definition."""

import argparse
import sys

from colonnade.cli.records import opened
from colonnade.cli.tables import draw
from colonnade.core.measurement import Measured, Measurement, Movement, Unavailable
from colonnade.reports.diagnosis_json import dumps
from colonnade.reports.measurement_json import measure_json
from colonnade.reports.wording import amount, figure


def run(arguments: argparse.Namespace) -> int:
    from colonnade.records import measure, movements

    with opened(arguments.source, arguments.mapping) as records:
        as_of = arguments.as_of or records.as_of
        measurements = measure(records, arguments.metric, by=arguments.by, as_of=as_of)
        moved = movements(records, as_of=as_of)
    if arguments.format == "json":
        sys.stdout.write(dumps(measure_json(measurements, moved, as_of)))
        return 0
    measured = [m for m in measurements if isinstance(m, Measured)]
    print(f"As of {as_of}: {len(measured)} of {len(measurements)} metrics measured.\n")
    _draw_measured(measured)
    for measurement in measured:
        _draw_breakdowns(measurement)
    if moved and not arguments.metric:
        _draw_movements(moved)
    _print_unavailable(measurements)
    return 0


def _draw_measured(measured: list[Measured]) -> None:
    rows = [
        (m.definition.id, figure(m.value, m.definition.unit), str(m.rows), _period(m), m.definition.formula)
        for m in measured
    ]
    draw("Measured", ("metric", "value", "rows", "period", "definition"), rows, right=("value", "rows"))


def _draw_breakdowns(measured: Measured) -> None:
    unit = measured.definition.unit
    for column, slices in measured.by.items():
        rows = [
            (s.key, "–" if s.value is None else figure(s.value, unit), str(s.rows), "small" if s.small else "")
            for s in slices
        ]
        if rows:
            title = f"{measured.definition.id} by {column}"
            draw(title, (column, "value", "rows", ""), rows, right=("value", "rows"))
    for note in measured.notes:
        print(f"{measured.definition.id}: {note}")
    if any(s.small for slices in measured.by.values() for s in slices):
        print(f"{measured.definition.id}: small is a group of fewer than ten accounts; its figure may be chance")


def _draw_movements(moved: tuple[Movement, ...]) -> None:
    parts = ("opening", "new", "expansion", "reactivation", "contraction", "churn", "exchange", "closing")
    rows = [(f"{m.month:%Y-%m}", *(amount(getattr(m, part)) for part in parts)) for m in moved]
    draw("Monthly recurring revenue", ("month", *parts), rows, right=parts)


def _print_unavailable(measurements: tuple[Measurement, ...]) -> None:
    missing = [m for m in measurements if isinstance(m, Unavailable)]
    if missing:
        print("Unavailable, with what each needs:")
    for measurement in missing:
        print(f"  {measurement.definition.id}: {', '.join(measurement.needs)}")


def _period(measurement: Measured) -> str:
    return f"{measurement.period.start} to {measurement.period.end}"
