"""What a metric's page shows of one load."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from colonnade.core import speech
from colonnade.core.measurement import Definition, Measured, Slice, unit_of
from colonnade.core.naming import by_column, column_name, group_names
from colonnade.reports import wording
from colonnade.reports.markup import Markup
from colonnade.web.records.figures import Figure, figure_of
from colonnade.web.records.line import Month, line, summary
from colonnade.web.records.measuring import MOST_PAGES, ROWS_A_PAGE
from colonnade.web.records.models import Load, MetricDetail, RowsPage
from colonnade.web.records.stored import measurement_from_json

WIDE, NARROW = 880, 400


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a breakdown. `share` is its length against the longest; `is_small`: it may be chance."""

    name: str
    value: str
    rows: int
    share: int
    is_small: bool


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`title` says what the groups are, `column` heads them."""

    title: str
    column: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class ShownMonth:
    on: date
    value: str
    rows: int
    note: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the rows behind a metric; `is_number`: its cells are, and stand under each other."""

    name: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class MetricPage:
    definition: Definition
    figure: Figure
    further: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    breakdowns: tuple[Breakdown, ...]
    months: tuple[ShownMonth, ...]
    lines: tuple[Markup, Markup]
    course: str
    inputs: Mapping[str, int]
    sql: str
    columns: tuple[Head, ...]
    total: int

    @property
    def pages(self) -> int:
        return min(-(-self.total // ROWS_A_PAGE), MOST_PAGES)

    @property
    def is_cut(self) -> bool:
        return self.total > ROWS_A_PAGE * MOST_PAGES


def metric_page(load: Load, metric: str) -> MetricPage | None:
    """None while the details of a new load are still being worked out."""
    found = MetricDetail.objects.filter(load=load, metric=metric).values_list("detail", flat=True).first()
    return _page(found) if found else None


KEPT_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")


def rows_page(load: Load, metric: str, number: int, heads: Sequence[Head]) -> list[list[tuple[str, bool]]] | None:
    """Each cell with whether its column holds numbers; None where there is no such page."""
    rows: list[list[str]] | None = (
        RowsPage.objects.filter(load=load, metric=metric, number=number).values_list("rows", flat=True).first()
    )
    if rows is None:
        return None
    return [
        [
            (_in_language(cell) if head.is_number else cell, head.is_number)
            for cell, head in zip(row, heads, strict=False)
        ]
        for row in rows
    ]


def _in_language(kept: str) -> str:
    """A number as it was kept, thousands apart, in the signs of the reader's language."""
    return speech.number(Decimal(kept.replace(",", ""))) if KEPT_NUMBER.fullmatch(kept) else kept


def _page(kept: Mapping[str, Any]) -> MetricPage:
    measured = measurement_from_json(kept["measured"])
    definition = measured.definition
    months = [Month(date.fromisoformat(on), value, rows, note) for on, value, rows, note in kept["months"]]
    is_known = isinstance(measured, Measured)
    return MetricPage(
        definition=definition,
        figure=figure_of(measured),
        further=_further(measured) if isinstance(measured, Measured) else (),
        notes=measured.notes if isinstance(measured, Measured) else (),
        breakdowns=_breakdowns(measured) if isinstance(measured, Measured) else (),
        months=tuple(_shown(month, definition) for month in months),
        lines=(
            line(definition.name, definition.unit, months, width=WIDE),
            line(definition.name, definition.unit, months, width=NARROW),
        ),
        course=summary(definition.name, definition.unit, months) if is_known else "",
        inputs=kept["inputs"],
        sql=kept["sql"] or "",
        columns=_heads(kept),
        total=kept["total"],
    )


def _further(measured: Measured) -> tuple[tuple[str, str], ...]:
    def said(name: str, value: float) -> tuple[str, str]:
        return column_name(name), wording.figure_of(measured, value, unit=unit_of(name, measured.definition.unit))

    return tuple(said(name, value) for name, value in measured.further.items())


def _heads(kept: Mapping[str, Any]) -> tuple[Head, ...]:
    numbers = kept.get("numbers", ())
    return tuple(Head(column_name(column), column in numbers) for column in kept["columns"])


def _breakdowns(measured: Measured) -> tuple[Breakdown, ...]:
    return tuple(
        Breakdown(by_column(column), column_name(column), _groups(measured, column, slices))
        for column, slices in measured.by.items()
        if slices
    )


def _groups(measured: Measured, column: str, slices: tuple[Slice, ...]) -> tuple[Group, ...]:
    names = group_names(column, slices)
    longest = max((abs(s.value) for s in slices if s.value is not None), default=0)
    return tuple(
        Group(
            name=names[s.key],
            value="–" if s.value is None else wording.figure_of(measured, s.value),
            rows=s.rows,
            share=round(100 * abs(s.value or 0) / longest) if longest else 0,
            is_small=s.small,
        )
        for s in slices
    )


def _shown(month: Month, definition: Definition) -> ShownMonth:
    value = "–" if month.value is None else wording.figure(month.value, definition.unit)
    return ShownMonth(month.on, value, month.rows, month.note)
