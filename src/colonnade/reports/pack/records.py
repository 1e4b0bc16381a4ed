"""What the records hold: metrics with definitions, what is not available, revenue month by month."""

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Measured, Measurement, Movement
from colonnade.core.naming import group_names, needs_in_words
from colonnade.reports import benchmark_words, reading_words
from colonnade.reports.html_records import PARTS
from colonnade.reports.pack import figures
from colonnade.reports.pack.parts import MetricPart, MonthPart, Point, RecordsPart, SlicePart


def records_part(read: Diagnosis) -> RecordsPart:
    parts = [_metric(read, m) for m in in_order(read)]
    return RecordsPart(
        sentence=_sentence(read),
        metrics=tuple(part for part in parts if part.figure is not None),
        unavailable=tuple(part for part in parts if part.figure is None),
        movements=tuple(map(_month, read.movements)),
    )


def _sentence(read: Diagnosis) -> str:
    if not read.measurements:
        return ""
    return " ".join(
        [reading_words.metrics_counted(read.measurements), reading_words.published_counted(read)]
    ).strip()


def in_order(read: Diagnosis) -> list[Measurement]:
    """What the model names first, then the others."""
    return sorted(read.measurements, key=lambda measurement: not _is_key(read, measurement))


def _is_key(read: Diagnosis, measurement: Measurement) -> bool:
    """The model itself names the metric."""
    return any(measurement.definition.id in metric.ids for metric in read.model.metrics)


def _metric(read: Diagnosis, measurement: Measurement) -> MetricPart:
    definition = measurement.definition
    measured = measurement if isinstance(measurement, Measured) else None
    return MetricPart(
        id=definition.id,
        name=definition.name,
        figure=figures.measured(measured) if measured else None,
        further=figures.further(measured) if measured else {},
        rows=measurement.rows,
        period=measurement.period,
        definition=definition.formula,
        small_print=reading_words.switches(measurement),
        needs=() if isinstance(measurement, Measured) else (needs_in_words(measurement.needs),),
        by={column: _slices(measured, column) for column in measured.by} if measured else {},
        series=_series(read, definition.id),
        beside=_beside(read, measurement),
        is_key=_is_key(read, measurement),
        better=definition.better,
    )


def _beside(read: Diagnosis, measurement: Measurement) -> tuple[str, ...]:
    published = read.published.get(measurement.definition.id)
    if published is None or not (published.shown or published.refused) or not isinstance(measurement, Measured):
        return ()
    return tuple(benchmark_words.lines(published, measurement.value))


def _series(read: Diagnosis, metric: str) -> tuple[Point, ...]:
    return tuple(
        Point(day, figures.on_day(m, day)) if isinstance(m, Measured) else Point(day, None, m.needs)
        for day, m in read.series.get(metric, ())
    )


def _slices(measured: Measured, column: str) -> tuple[SlicePart, ...]:
    names = group_names(column, measured.by[column])
    return tuple(
        SlicePart(
            key=s.key,
            name=names[s.key],
            figure=figures.of_group(measured, column, s),
            rows=s.rows,
            is_small=s.small,
        )
        for s in measured.by[column]
    )


def _month(movement: Movement) -> MonthPart:
    return MonthPart(f"{movement.month:%Y-%m}", {part: figures.moved(movement, part) for part in PARTS})
