"""Deleted rounds: out of everybody's sight at once, to be had back for a while, then removed for good."""

from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from colonnade.web.assessments.models import Assessment, Seat, State
from colonnade.web.assessments.rounds import OutOfTurn, ask_late, may_delete
from colonnade.web.assessments.standing import KEPT_FOR
from colonnade.web.people import audit
from colonnade.web.people.models import Membership


def restorable(me: Membership) -> "models.QuerySet[Assessment]":
    """The deleted rounds that this person may have back, the last deleted first."""
    found = Assessment.everything.filter(
        organisation=me.organisation_id, deleted_at__gt=timezone.now() - KEPT_FOR
    ).select_related("deleted_by")
    if not me.owns:
        found = found.filter(state=State.OPEN)
    return found.order_by("-deleted_at") if me.facilitates else found.none()


def gone_on(assessment: Assessment) -> datetime:
    """From when a deleted round is removed for good."""
    if assessment.deleted_at is None:
        raise OutOfTurn
    return assessment.deleted_at + KEPT_FOR


@transaction.atomic
def restore(by: Membership, id: UUID) -> Assessment:
    """As it was. Who had not handed in is asked anew: meanwhile they could read what reviewers may not."""
    found = restorable(by).select_related(None).select_for_update().filter(pk=id).first()
    if found is None or not may_delete(by, found):
        raise OutOfTurn
    found.deleted_at = found.deleted_by = None
    found.save(update_fields=["deleted_at", "deleted_by"])
    if found.is_open:
        ask_late(found.seats.all())
    audit.record(
        audit.of_organisation(by.organisation_id),
        by.person,
        "assessment.restored",
        assessment=str(found.pk),
        name=found.name,
    )
    return found


def remove_overdue(now: datetime) -> int:
    """Remove for good what was deleted or taken off long enough ago, with its files; how many rounds went."""
    overdue = list(Assessment.everything.filter(deleted_at__lte=now - KEPT_FOR).values_list("pk", flat=True))
    removed = sum(_remove(id, now) for id in overdue)
    with transaction.atomic():
        Seat.everything.filter(taken_off_at__lte=now - KEPT_FOR).delete()
    return removed


@transaction.atomic
def _remove(id: UUID, now: datetime) -> bool:
    """False when it was restored meanwhile."""
    overdue = Assessment.everything.select_for_update().filter(pk=id, deleted_at__lte=now - KEPT_FOR).first()
    if overdue is None:
        return False
    stream = audit.of_organisation(overdue.organisation_id)
    audit.record(stream, None, "assessment.removed", assessment=str(id), name=overdue.name)
    overdue.delete()
    return True
