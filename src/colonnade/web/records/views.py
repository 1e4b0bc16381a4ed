"""Pages of an organisation's records: every metric, and one with its months, groups and the rows behind it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from colonnade.core.measurement import Measured, Measurement
from colonnade.records.metrics import METRICS
from colonnade.web.pages import chosen_number
from colonnade.web.people.access import EVERYONE
from colonnade.web.people.models import Membership
from colonnade.web.pictures import as_drawn
from colonnade.web.records import figures
from colonnade.web.records.access import records_view
from colonnade.web.records.folder import folder_of
from colonnade.web.records.found import about
from colonnade.web.records.loads import measurements_of, standing
from colonnade.web.records.metric_page import metric_page, rows_page
from colonnade.web.records.models import Load
from colonnade.web.records.published import Published, published
from colonnade.web.records.quality import quality_of


@require_safe
@records_view(*EVERYONE)
def records(request: HttpRequest, me: Membership) -> HttpResponse:
    """Every metric by subject; without records, the command that brings them here."""
    stands = standing(me.organisation_id)
    measured = measurements_of(stands.speaking.pk).all if stands.speaking else ()
    page = {
        "me": me,
        "stands": stands,
        "load": stands.speaking,
        "folder": folder_of(me.organisation_id) if me.facilitates else "",
        "subjects": figures.by_subject(measured),
        "unavailable": figures.unavailable(measured),
        "quality": quality_of(stands.speaking, about(me.organisation_id)) if stands.speaking else None,
        "today": timezone.localdate(),
    }
    return render(request, "records/records.html", page)


@require_safe
@records_view(*EVERYONE)
def loaded(request: HttpRequest, me: Membership) -> HttpResponse:
    """What became of the exports, kind by kind: how much, how fresh, how full, what was refused and why."""
    stands = standing(me.organisation_id)
    load = stands.speaking
    page = {
        "me": me,
        "stands": stands,
        "load": load,
        "folder": folder_of(me.organisation_id) if me.facilitates else "",
        "quality": quality_of(load, about(me.organisation_id)) if load else None,
        "today": timezone.localdate(),
    }
    return render(request, "records/loaded.html", page)


@require_safe
@records_view(*EVERYONE)
def metric(request: HttpRequest, me: Membership, metric: str) -> HttpResponse:
    """What a metric is, what it comes to here, and what stands behind it."""
    if metric not in METRICS:
        raise Http404
    stands = standing(me.organisation_id)
    load = stands.speaking
    shown = metric_page(load, metric) if load else None
    measured = [m for m in measurements_of(load.pk).all if m.definition.id == metric] if load else []
    beside = _published(me, load, measured[0]) if load and measured else None
    number = chosen_number(request.GET.get("page", "1")) or 1
    page = {
        "me": me,
        "stands": stands,
        "load": load,
        "definition": METRICS[metric].definition,
        "needs": [need.replace("|", " or ") for need in METRICS[metric].definition.needs],
        "shown": shown,
        "published": beside,
        "beside": [(as_drawn(drawn), words) for drawn, words in beside.shown] if beside else [],
        "figure": figures.figure_of(measured[0]) if measured else None,
        "lines": [as_drawn(drawn) for drawn in shown.lines if drawn] if shown else [],
        "number": number,
        "rows": rows_page(load, metric, number, shown.columns) if load and shown else None,
    }
    return render(request, "records/metric.html", page)


def _published(me: Membership, load: Load, measurement: Measurement) -> Published | None:
    """Nothing where there is no value to hold anything against."""
    if not isinstance(measurement, Measured):
        return None
    return published(me.organisation, load, measurement, timezone.localdate())
