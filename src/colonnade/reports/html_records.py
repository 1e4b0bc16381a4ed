"""What the records hold: every metric with its definition, what is not available, and the movements."""

from collections.abc import Iterable, Mapping

from colonnade.core.benchmarks import Comparison
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Measured, Measurement, Movement, Unavailable
from colonnade.core.naming import column_name, column_within, group_names, needs_in_words
from colonnade.reports import benchmark_words, reading_words, wording
from colonnade.reports.html_parts import paragraph, period, section, small, table
from colonnade.reports.markup import Markup, element
from colonnade.reports.wording import plural

MOST_SLICES = 12
PARTS = ("opening", "new", "expansion", "reactivation", "contraction", "churn", "exchange", "closing")


def metrics(diagnosis: Diagnosis) -> Markup:
    measured = [m for m in diagnosis.measurements if isinstance(m, Measured)]
    missing = [m for m in diagnosis.measurements if isinstance(m, Unavailable)]
    if not diagnosis.measurements and not diagnosis.movements:
        return Markup()
    return section(
        "metrics",
        "Metrics, with their definitions",
        paragraph(
            reading_words.metrics_counted(diagnosis.measurements), " ", reading_words.published_counted(diagnosis)
        ),
        element(
            "details",
            element("summary", "Each with value, rows, period and definition"),
            _defined(measured, diagnosis.published),
            class_="definitions",
        )
        if measured
        else None,
        _broken_down(measured),
        table(
            "Not available, and what would make it so",
            ["Metric", "Needs"],
            [[m.definition.name, needs_in_words(m.needs)] for m in missing],
        ),
        movements(diagnosis.movements),
    )


def _defined(measured: Iterable[Measured], published: Mapping[str, Comparison]) -> Markup:
    return table(
        "Measured from the records",
        ["Metric", "Value", "Definition"],
        [
            [
                [
                    element("span", m.definition.name, id=f"metric-{m.definition.id}"),
                    small(plural(m.rows, "row"), ", ", period(m.period)),
                ],
                [wording.figure_of(m), _further(m)],
                [m.definition.formula, _switches(m), _beside(m, published.get(m.definition.id))],
            ]
            for m in measured
        ],
        numbers=(1,),
    )


def _beside(measured: Measured, published: Comparison | None) -> list[Markup] | None:
    """Published figures, or why those on file are not held against the value."""
    if published is None or not (published.shown or published.refused):
        return None
    return [small(" ", line) for line in benchmark_words.lines(published, measured.value)]


def _further(measured: Measured) -> list[Markup]:
    return [small(" ", words) for words in wording.beside(measured)]


def _switches(measurement: Measurement) -> Markup | None:
    said = reading_words.switches(measurement)
    return small(" ", said) if said else None


def _broken_down(measured: Iterable[Measured]) -> list[Markup]:
    """One folded table for each metric and column it is broken down by."""
    return [
        element(
            "details",
            element("summary", f"{m.definition.name} by {column_within(column)}"),
            table(
                f"{m.definition.name} by {column_within(column)}",
                [column_name(column), "Value", "Rows"],
                [
                    [
                        names[s.key],
                        "–" if s.value is None else wording.figure_of(m, s.value),
                        f"{s.rows:,}",
                    ]
                    for s in slices[:MOST_SLICES]
                ],
                numbers=(1, 2),
            ),
            paragraph(f"And {len(slices) - MOST_SLICES} more groups; the JSON file lists all.", class_="small")
            if len(slices) > MOST_SLICES
            else None,
        )
        for m in measured
        for column, slices in m.by.items()
        for names in [group_names(column, slices)]
    ]


def movements(months: Iterable[Movement]) -> Markup:
    """Recurring revenue month by month, in whole units: the cents are in the files."""
    return table(
        "Monthly recurring revenue: opening and all movements make closing",
        ["Month", *(part.capitalize() for part in PARTS)],
        [[f"{m.month:%Y-%m}", *(_money(m, part) for part in PARTS)] for m in months],
        numbers=range(1, len(PARTS) + 1),
    )


def _money(movement: Movement, part: str) -> str:
    return wording.amount(getattr(movement, part)).replace("-", "−")
