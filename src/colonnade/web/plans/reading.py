"""A round's diagnosis as a reader of its plan may see it."""

from datetime import date

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Measurement
from colonnade.web.assessments import results
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.results import Seen
from colonnade.web.assessments.visibility import Viewer, may_see_records
from colonnade.web.people.models import Membership
from colonnade.web.records.found import found_for


def shows_records(me: Membership) -> bool:
    """Whether figures of the records stand on this reader's pages and files of a plan, kept ones too."""
    return may_see_records(Viewer.of(me), me.organisation_id)


def measured(me: Membership, today: date) -> dict[str, Measurement] | None:
    """What the records measure, by metric; None while the reader's own scores could echo them."""
    if not shows_records(me):
        return None
    found = found_for(me.organisation_id, today)
    return {measurement.definition.id: measurement for measurement in found.measured.all}


def of(me: Membership, assessment: Assessment, today: date) -> Diagnosis | None:
    """None while no reviewer of the company gave a stage; raises StillBlind before the reveal."""
    found = seen(me, assessment, today)
    return found.read if found else None


def seen(me: Membership, assessment: Assessment, today: date) -> Seen | None:
    """The same, with whether figures of the records may stand beside it."""
    return results.seen_by(me, assessment, today, assessment.model)
