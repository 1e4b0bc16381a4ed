"""Measuring records once: first what a diagnosis needs, then each metric's months, groups and rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from colonnade.app.evidence import measure_all
from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.errors import UserError
from colonnade.core.measurement import Measured
from colonnade.records import Explanation, catalogue, explain, measure, open_records, series
from colonnade.records.reference import load_reference
from colonnade.web.records import quality, stored
from colonnade.web.records.folder import folder_of
from colonnade.web.records.models import Load, MetricDetail, RowsPage, State

if TYPE_CHECKING:
    from colonnade.records import Records

GROUPS = ("segment", "csm", "touch_model", "product", "start_cohort")
"""What every metric is broken down by, where its rows tell."""

ROWS_A_PAGE, MOST_PAGES = 50, 40
NUMBERS = {int, float, Decimal}
KEPT = 2
"""States of the records that are kept: the newest, and the one a reader may be looking at."""


def run(load: Load, today: date) -> None:
    """Measure and keep; a failure is kept in words, for the page to say."""
    try:
        with open_records(str(folder_of(load.organisation_id)), today=today) as records:
            keep(load, records)
            for metric in (definition.id for definition in catalogue()):
                keep_detail(load, metric, *detail(records, metric))
    except UserError as wrong:
        Load.objects.filter(pk=load.pk).update(state=State.FAILED, why=str(wrong))
        return
    Load.objects.filter(pk=load.pk).update(has_details=True)
    _forget_older(load)


def keep(load: Load, records: "Records") -> None:
    """What a diagnosis needs; from here on the load speaks."""
    measured = measure_all(records, [shipped_model(id) for id in shipped_ids()])
    reference = load_reference(records, str(folder_of(load.organisation_id)))
    measured = replace(measured, load=replace(reference, source="records"))
    Load.objects.filter(pk=load.pk).update(
        state=State.MEASURED,
        why="",
        measured_at=timezone.now(),
        as_of=measured.as_of,
        tables=[[table.name, table.rows, _text(table.first), _text(table.last)] for table in records.check.tables],
        quality=quality.to_json(records.check),
        measured=stored.to_json(measured),
    )


def detail(records: "Records", metric: str) -> tuple[dict[str, Any], list[list[list[str]]]]:
    """What a metric's page shows, and the rows behind it in pages."""
    (measured,) = measure(records, [metric], by=GROUPS)
    explained = explain(records, metric, most_rows=ROWS_A_PAGE * MOST_PAGES)
    is_known = isinstance(measured, Measured)
    months = series(records, metric) if is_known else ()
    kept = {
        "measured": stored.measurement_to_json(measured),
        "months": [[day.isoformat(), *_month(each)] for day, each in months],
        "sql": explained.sql,
        "inputs": dict(explained.inputs or {}),
        "columns": list(explained.behind.columns) if explained.behind else [],
        "numbers": _numbers(explained),
        "total": explained.behind.total if explained.behind else 0,
    }
    return kept, list(_pages(explained))


def keep_detail(load: Load, metric: str, kept: dict[str, Any], pages: Sequence[list[list[str]]]) -> None:
    with transaction.atomic():
        MetricDetail.objects.update_or_create(load=load, metric=metric, defaults={"detail": kept})
        RowsPage.objects.filter(load=load, metric=metric).delete()
        RowsPage.objects.bulk_create(
            RowsPage(load=load, metric=metric, number=number, rows=rows)
            for number, rows in enumerate(pages, start=1)
        )


def _month(measured: Any) -> tuple[float | None, int, str]:
    """Value, rows, and what a reader must know of the month."""
    if isinstance(measured, Measured):
        return measured.value, measured.rows, "; ".join(measured.notes)
    return None, measured.rows, f"needs {', '.join(measured.needs)}"


def _pages(explained: Explanation) -> Iterator[list[list[str]]]:
    rows = explained.behind.rows if explained.behind else ()
    for first in range(0, len(rows), ROWS_A_PAGE):
        yield [[_text(cell) for cell in row] for row in rows[first : first + ROWS_A_PAGE]]


def _numbers(explained: Explanation) -> list[str]:
    """The columns whose cells are numbers, where they are there."""
    behind = explained.behind
    if behind is None:
        return []
    kinds = {name: {type(row[at]) for row in behind.rows} - {type(None)} for at, name in enumerate(behind.columns)}
    return [name for name, found in kinds.items() if found and found <= NUMBERS]


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float():
            return f"{cell:,.10g}"
        case int() | Decimal():
            return f"{cell:,}"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
    return str(cell)


def _forget_older(load: Load) -> None:
    loads = Load.objects.filter(organisation=load.organisation_id, state=State.MEASURED).order_by("-measured_at")
    kept = list(loads.values_list("pk", flat=True)[:KEPT])
    Load.objects.filter(organisation=load.organisation_id, begun_at__lt=load.begun_at).exclude(
        pk__in=kept
    ).delete()
