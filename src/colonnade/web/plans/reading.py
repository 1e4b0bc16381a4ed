"""A round's diagnosis as a reader of its plan may see it."""

from datetime import date

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Measurement
from colonnade.web.assessments import results
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.visibility import Viewer, may_see_records
from colonnade.web.people.models import Membership
from colonnade.web.records.found import found_for


def measured(me: Membership, today: date) -> dict[str, Measurement]:
    """What the records measure, by metric; nothing while the reader's own scores could echo them."""
    if not may_see_records(Viewer.of(me), me.organisation_id):
        return {}
    found = found_for(me.organisation_id, today)
    return {measurement.definition.id: measurement for measurement in found.measured.all}


def of(me: Membership, assessment: Assessment, today: date) -> Diagnosis | None:
    """None while no reviewer of the company gave a stage; raises StillBlind before the reveal."""
    seen = results.seen_by(me, assessment, today, assessment.model)
    return seen.read if seen else None
