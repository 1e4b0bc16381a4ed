"""A round's diagnosis as a reader of its plan may see it."""

from datetime import date

from colonnade.core.diagnosis import Diagnosis
from colonnade.web.assessments import results
from colonnade.web.assessments.models import Assessment
from colonnade.web.people.models import Membership


def of(me: Membership, assessment: Assessment, today: date) -> Diagnosis | None:
    """None while no reviewer of the company gave a stage; raises StillBlind before the reveal."""
    seen = results.seen_by(me, assessment, today, assessment.model)
    return seen.read if seen else None
