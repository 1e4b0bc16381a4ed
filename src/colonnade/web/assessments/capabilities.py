"""The results of a round that gives no stages: a band for each capability, by group, and what is not met."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from colonnade.core.capabilities import BAND_UNKNOWN, CapabilitiesReading, CapabilityReading, read_capabilities
from colonnade.core.model import Dimension, Model
from colonnade.web.assessments import store
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.visibility import Viewer, may_see_records
from colonnade.web.people.models import Membership
from colonnade.web.records.found import found_for


@dataclass(frozen=True, slots=True)
class Capability:
    """`unmet` are statements not known to be met, the least effort first; `band` is empty where unknown."""

    dimension: Dimension
    reading: CapabilityReading
    band: str
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    about: str
    capabilities: tuple[Capability, ...]


def capabilities_page(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    """Nothing is read while the reader's own answers elsewhere could echo it."""
    read = None
    if may_see_records(Viewer.of(me), me.organisation_id):
        found = found_for(
            me.organisation_id,
            timezone.localdate(),
            model=assessment.model,
            observations=store.observations(assessment),
        )
        read = read_capabilities(assessment.model, found.evidence.answers)
    page = {"me": me, "assessment": assessment, "read": read, "groups": _groups(assessment.model, read)}
    return render(request, "assessments/capabilities.html", page)


def _groups(model: Model, read: CapabilitiesReading | None) -> tuple[Group, ...]:
    found = [_capability(model, each) for each in read.capabilities] if read else []
    return tuple(
        Group(group.name, group.about, tuple(c for c in found if c.dimension.group == group.id))
        for group in model.groups
    )


def _capability(model: Model, read: CapabilityReading) -> Capability:
    statements = {criterion.id: criterion.statement for criterion in model.criteria}
    band = next((band.name for band in model.bands if band.id == read.band), "")
    unmet = () if read.band == BAND_UNKNOWN else tuple(statements[id] for id in read.unmet)
    return Capability(model.by_id[read.id], read, band, unmet)
