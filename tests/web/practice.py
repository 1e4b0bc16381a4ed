"""The practice company's records, measured once for all tests; a test keeps them for its own organisation."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from colonnade.app.evidence import measure_all
from colonnade.content.load import shipped_ids, shipped_model
from colonnade.records import open_records
from colonnade.records.practice import write_company
from colonnade.web.people.models import Organisation
from colonnade.web.records import measuring, quality, stored
from colonnade.web.records.models import Load, State

ENDS_ON = date(2026, 11, 20)
DETAILED = ("arr", "net_revenue_retention", "proactive_share", "nps")
"""Metrics whose pages are tested: several pages of rows, groups, money, a share, a score."""


@dataclass(frozen=True)
class Practice:
    folder: Path
    measured: dict[str, Any]
    tables: list[list[Any]]
    quality: dict[str, Any]
    details: dict[str, Any]


def measure_practice(folder: Path) -> Practice:
    write_company(folder, ends_on=ENDS_ON)
    with open_records(str(folder), today=ENDS_ON) as records:
        measured = measure_all(records, [shipped_model(id) for id in shipped_ids()])
        details = {metric: measuring.detail(records, metric) for metric in DETAILED}
        tables = [[t.name, t.rows, str(t.first or ""), str(t.last or "")] for t in records.check.tables]
        became = quality.to_json(records.check)
    return Practice(folder, stored.to_json(measured), tables, became, details)


def keep_for(organisation: Organisation, practice: Practice) -> Load:
    """As if the organisation's own records, up to today, had been measured; a test may change what it gets."""
    at, today = timezone.now(), timezone.localdate()
    load = Load.objects.create(
        organisation=organisation,
        key="practice",
        state=State.MEASURED,
        begun_at=at,
        measured_at=at,
        has_details=True,
        as_of=today,
        tables=deepcopy(practice.tables),
        quality=deepcopy(practice.quality),
        measured={**deepcopy(practice.measured), "as_of": today.isoformat()},
    )
    for metric, (kept, pages) in practice.details.items():
        measuring.keep_detail(load, metric, deepcopy(kept), deepcopy(pages))
    return load
