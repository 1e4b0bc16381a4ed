"""Mail to reviewers: asked to score when a round starts, reminded while they have not handed in.

It names the round, its due day and the way there; never what anybody gave, nor who else has handed in.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.web.assessments.models import Assessment, Seat, State
from colonnade.web.people.models import SCORES, Membership, Person

A_DAY = timedelta(days=1)
DAILY_EVERY = timedelta(days=3)
BEFORE_DUE, AFTER_DUE = timedelta(days=3), timedelta(days=14)
"""The daily reminder writes from so long before the due day to so long after it."""


def ask(assessment: Assessment, seats: Sequence[Seat], by: Person) -> None:
    """Once the transaction stands, each reviewer hears that they are asked, and where."""
    subject = _("%(name)s asks you to score: %(round)s") % {"name": by.name, "round": assessment.name}
    _send_later(assessment, seats, subject, "assessments/asked.txt", {"by": by})


def remind(assessment: Assessment, seats: Sequence[Seat]) -> None:
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(reminded_at=timezone.now())
    subject = _("Still yours to score: %(round)s") % {"round": assessment.name}
    _send_later(assessment, seats, subject, "assessments/reminded.txt", {})


def waiting_since(assessment: Assessment, pause: timedelta) -> list[Seat]:
    """Who may still hand in and was not reminded within `pause`; they are held until the transaction ends."""
    members = Membership.objects.filter(organisation=assessment.organisation_id, role__in=SCORES)
    seats = assessment.seats.select_for_update(of=("self",)).select_related("person")
    waiting = seats.filter(handed_in_at=None, person__in=members.values("person"))
    return list(waiting.exclude(reminded_at__gt=timezone.now() - pause))


def remind_daily(today: date) -> int:
    """For cron: reminds in every open round near its due day; how many people were written to."""
    near = Assessment.objects.filter(
        state=State.OPEN, due_on__gte=today - AFTER_DUE, due_on__lte=today + BEFORE_DUE
    )
    written = 0
    for assessment in near.select_related("organisation").order_by("due_on"):
        with transaction.atomic():
            waiting = waiting_since(assessment, DAILY_EVERY)
            if waiting:
                remind(assessment, waiting)
            written += len(waiting)
    return written


def _send_later(
    assessment: Assessment, seats: Sequence[Seat], subject: str, template: str, named: dict[str, object]
) -> None:
    address = reverse("assessment", args=[assessment.organisation_id, assessment.pk])
    page = {"assessment": assessment, "link": f"{settings.PUBLIC_URL}{address}", **named}
    body = render_to_string(template, page)
    # A line break in a name would end the subject: it is one line whatever was typed.
    line = " ".join(subject.split())
    sent = [EmailMessage(line, body, None, [seat.person.email]) for seat in seats]
    # A mail server that is down must not undo the round: it is logged.
    transaction.on_commit(lambda: _deliver(sent), robust=True)


def _deliver(sent: list[EmailMessage]) -> None:
    get_connection().send_messages(sent)
