"""`colonnade measure`: metrics from the records, each with rows, period and definition."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from colonnade.cli.records import opened
from colonnade.cli.tables import draw
from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.cohorts import Cohort, CohortCell
from colonnade.core.errors import BadOption
from colonnade.core.measurement import Measured, Measurement, Movement, Slice, Unavailable
from colonnade.core.naming import column_name, column_within, group_names
from colonnade.core.retention import Retention
from colonnade.reports.diagnosis_json import dumps
from colonnade.reports.measurement_json import cohorts_json, measure_json, retention_json, series_json
from colonnade.reports.wording import amount, beside, figure, figure_of, sentence_case

if TYPE_CHECKING:
    from colonnade.records import Records


def run(arguments: argparse.Namespace) -> int:
    asked = [name for name in ("series", "definition", "cohorts") if getattr(arguments, name)]
    if len(asked) > 1:
        raise BadOption(f"--{' and --'.join(asked)} are asked for one at a time")
    if arguments.series:
        return _series(arguments)
    if arguments.cohorts:
        return _cohorts(arguments)
    return _definitions(arguments) if arguments.definition else _measure(arguments)


def _measure(arguments: argparse.Namespace) -> int:
    from colonnade.records import cautions, measure, movements

    with opened(arguments.source, arguments.mapping) as records:
        as_of = arguments.as_of or records.as_of
        measurements = measure(records, arguments.metric, by=arguments.by, as_of=as_of)
        moved = movements(records, as_of=as_of)
        word = _of_another_day(records, as_of)
        warnings = cautions(records, as_of=as_of)
    if arguments.format == "json":
        sys.stdout.write(
            dumps(measure_json(measurements, moved, as_of, [shipped_model(id) for id in shipped_ids()], warnings))
        )
        return 0
    measured = [m for m in measurements if isinstance(m, Measured)]
    print(f"As of {as_of}: {len(measured)} of {len(measurements)} metrics measured.\n{word}")
    _print_warnings(warnings)
    _draw_measured(measured)
    for measurement in measured:
        _draw_breakdowns(measurement)
    if moved and not arguments.metric:
        _draw_movements(moved)
    _print_unavailable(measurements)
    return 0


def _print_warnings(warnings: Sequence[str]) -> None:
    for warning in warnings:
        print(f"! {sentence_case(warning)}")
    if warnings:
        print()


def _of_another_day(records: "Records", as_of: date) -> str:
    """What the tables can say of a past day, where what was entered later is known only if they tell, and of a
    day they do not reach."""
    if as_of == records.as_of:
        return ""
    if as_of > records.as_of:
        return f"The records end on {records.as_of}: after it nothing happens, and what has no end goes on.\n"
    telling = [name for name in records.tables.present if records.tables.has(f"{name}.recorded_at")]
    if not telling:
        return "A past day: rows count from their own days, as no table has recorded_at, when they were entered.\n"
    return f"A past day: what was entered later is left out of {', '.join(telling)}, which have recorded_at.\n"


def _series(arguments: argparse.Namespace) -> int:
    from colonnade.records import cautions, series

    if not arguments.metric or arguments.by:
        raise BadOption("--series follows the metrics named by --metric, without --by")
    with opened(arguments.source, arguments.mapping) as records:
        as_of = arguments.as_of or records.as_of
        found = {metric: series(records, metric, as_of=as_of) for metric in dict.fromkeys(arguments.metric)}
        warnings = cautions(records, as_of=as_of)
    if arguments.format == "json":
        sys.stdout.write(dumps(series_json(found, as_of, warnings)))
        return 0
    _print_warnings(warnings)
    for metric, months in found.items():
        rows = [(str(day), *_month(measurement)) for day, measurement in months]
        draw(metric, ("month to", "value", "rows", ""), rows, right=("value", "rows"))
    return 0


def _month(measurement: Measurement) -> tuple[str, str, str]:
    if isinstance(measurement, Unavailable):
        return "–", str(measurement.rows), f"needs {', '.join(measurement.needs)}"
    value = figure_of(measurement)
    return value, str(measurement.rows), "; ".join(measurement.notes)


def _cohorts(arguments: argparse.Namespace) -> int:
    from colonnade.records import cautions, cohort_needs, cohort_triangle

    if arguments.metric or arguments.by:
        raise BadOption("--cohorts shows accounts and revenue of every cohort: leave --metric and --by out")
    with opened(arguments.source, arguments.mapping) as records:
        as_of = arguments.as_of or records.as_of
        found = cohort_triangle(records, as_of=as_of)
        needs = [] if found else cohort_needs(records, as_of)
        warnings = cautions(records, as_of=as_of)
    if arguments.format == "json":
        sys.stdout.write(dumps(cohorts_json(found, needs, as_of, warnings)))
        return 0
    _print_warnings(warnings)
    if not found:
        print(f"No cohorts as of {as_of}: needs {', '.join(needs)}")
        return 0
    print(f"Cohorts as of {as_of}: what is left at the end of the quarter they began in (+0) and later.")
    _draw_triangle("Accounts kept", found, lambda c: str(c.accounts), Cohort.accounts_kept)
    _draw_triangle("Revenue kept", found, lambda c: amount(c.mrr), Cohort.revenue_kept)
    return 0


AGES = (0, 1, 2, 3, 4, 8, 12, 16, 20)
"""The quarters of age that a terminal shows: each of the first year, then each year. JSON holds all."""


def _draw_triangle(
    title: str,
    cohorts: tuple[Cohort, ...],
    size: Callable[[Cohort], str],
    kept: Callable[[Cohort, CohortCell], float],
) -> None:
    ages = [age for age in AGES if any(len(cohort.cells) > age for cohort in cohorts)]
    columns = ("began in", "of", *(f"+{age}" for age in ages))
    rows = [
        (
            cohort.quarter,
            size(cohort),
            *(figure(kept(cohort, cohort.cells[age]), "share") if age < len(cohort.cells) else "" for age in ages),
        )
        for cohort in cohorts
    ]
    draw(title, columns, rows, right=columns[1:])


def _definitions(arguments: argparse.Namespace) -> int:
    from colonnade.records import cautions, retention

    if arguments.by:
        raise BadOption("--definition is not broken down: leave --by out")
    with opened(arguments.source, arguments.mapping) as records:
        as_of = arguments.as_of or records.as_of
        found = retention(records, arguments.metric, ["snapshot", *arguments.definition], as_of=as_of)
        warnings = cautions(records, as_of=as_of)
    if arguments.format == "json":
        sys.stdout.write(dumps(retention_json(found, as_of, warnings)))
        return 0
    _print_warnings(warnings)
    columns = ("metric", "by", "value", "accounts", "base", "kept", "definition")
    rows = [
        (
            each.metric,
            each.way,
            _value(each),
            str(each.accounts),
            amount(each.base),
            amount(each.kept),
            _words(each),
        )
        for each in found
    ]
    draw(f"Retention as of {as_of}, money a month", columns, rows, right=columns[2:6])
    for each in found:
        _draw_parts(each)
    return 0


def _value(found: Retention) -> str:
    return "–" if found.value is None else figure(found.value, "share")


def _words(found: Retention) -> str:
    return f"needs {', '.join(found.needs)}" if found.needs else found.definition


def _draw_parts(found: Retention) -> None:
    money = ("base by snapshot", "kept by snapshot", f"base by {found.way}", f"kept by {found.way}")
    rows = [
        (p.what, str(p.accounts), *(amount(m) for m in (p.snapshot_base, p.snapshot_kept, p.base, p.kept)))
        for p in found.parts
    ]
    if rows:
        title = f"{found.metric}: what sets {found.way} apart from the snapshot"
        draw(title, ("accounts that", "accounts", *money), rows, right=("accounts", *money))


def _draw_measured(measured: list[Measured]) -> None:
    rows = [
        (
            m.definition.id,
            figure_of(m),
            str(m.rows),
            _period(m),
            m.definition.formula,
        )
        for m in measured
    ]
    if rows:
        draw("Measured", ("metric", "value", "rows", "period", "definition"), rows, right=("value", "rows"))
    for m in measured:
        if m.further:
            print(f"{m.definition.id}: {', '.join(beside(m))}")


def _draw_breakdowns(measured: Measured) -> None:
    def value(one: Slice) -> str:
        return "–" if one.value is None else figure_of(measured, one.value)

    for column, slices in measured.by.items():
        names = group_names(column, slices)
        rows = [(names[s.key], value(s), f"{s.rows:,}", "small" * s.small) for s in slices]
        if rows:
            title = f"{measured.definition.id} by {column_within(column)}"
            draw(title, (column_name(column), "value", "rows", ""), rows, right=("value", "rows"))
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
