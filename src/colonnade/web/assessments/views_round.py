"""Pages of a round: the list, a new one, one round with who has handed in, its reveal and end."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colonnade.web.assessments import deleted, rounds, visibility
from colonnade.web.assessments.access import assessment_view
from colonnade.web.assessments.desk import desk
from colonnade.web.assessments.estimating import estimate
from colonnade.web.assessments.forms import (
    AssessmentForm,
    ReviewerForm,
    all_models,
    offered_models,
    scoring_members,
)
from colonnade.web.assessments.models import Assessment, Seat, State
from colonnade.web.assessments.standing import KEPT_FOR
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.pages import asked_id, form_page, id_once, posted
from colonnade.web.people.access import EVERYONE, FACILITATES, member
from colonnade.web.people.models import Membership

MOST_LISTED = 100


@require_safe
@member(*EVERYONE)
def assessments(request: HttpRequest, me: Membership) -> HttpResponse:
    """All rounds, newest first, with where the reader stands in each."""
    listed = list(me.organisation.assessments.order_by("-made_at")[:MOST_LISTED])
    mine = {seat.assessment_id: seat for seat in Seat.objects.filter(person=me.person, assessment__in=listed)}
    lines = [(assessment, mine.get(assessment.pk)) for assessment in listed]
    gone = deleted.restorable(me) if me.facilitates else Assessment.objects.none()
    asked = asked_id(request, "deleted")
    page = {
        "me": me,
        "lines": lines,
        "has_people": bool(lines) or scoring_members(me.organisation).count() > 1,
        "just_deleted": gone.filter(pk=asked).first() if asked else None,
        "has_deleted": gone.exists(),
        "has_mail": settings.HAS_MAIL,
    }
    return render(request, "assessments/list.html", page)


@require_safe
@member(*FACILITATES)
def deleted_rounds(request: HttpRequest, me: Membership) -> HttpResponse:
    """What was deleted and can still be had back, with the day it is removed for good."""
    lines = [(each, deleted.gone_on(each)) for each in deleted.restorable(me)]
    return render(request, "assessments/deleted.html", {"me": me, "lines": lines, "days": KEPT_FOR.days})


@require_POST
@member(*FACILITATES)
def restore(request: HttpRequest, me: Membership, assessment: UUID) -> HttpResponse:
    try:
        found = deleted.restore(me, assessment)
    except rounds.OutOfTurn:
        raise Http404 from None
    messages.success(request, _("“%(name)s” is back, as it was.") % {"name": found.name})
    return redirect("assessment", me.organisation_id, found.pk)


@form_page
@member(*FACILITATES)
def new_assessment(request: HttpRequest, me: Membership) -> HttpResponse:
    form = AssessmentForm(posted(request), organisation=me.organisation)
    if request.method == "POST" and form.is_valid():
        id = id_once(request, me.organisation_id)
        with suppress(rounds.MadeAlready):
            rounds.make(me, id=id, **form.wanted)
        return redirect("assessment", me.organisation_id, id)
    page = {
        "me": me,
        "form": form,
        "models": [(model, estimate([model])) for model in offered_models()],
        "takes_all": estimate(all_models()),
        "members": scoring_members(me.organisation),
        "chosen": request.POST.getlist("reviewers"),
        "outside": request.POST.getlist("outsiders"),
        "has_rounds": me.organisation.assessments.exclude(state=State.OPEN).exists(),
        "has_mail": settings.HAS_MAIL,
    }
    return render(request, "assessments/new.html", page, status=422 if form.is_bound else 200)


@require_safe
@assessment_view(*EVERYONE)
def assessment(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    """A round for whoever asks: reviewers see their own scoring, facilitators also who has handed in."""
    return _assessment_page(request, me, assessment)


@require_POST
@assessment_view(*FACILITATES)
def add_reviewer(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    but = _but(me, partial(visibility.may_ask, Viewer.of(me), assessment))
    form = ReviewerForm(request.POST, organisation=me.organisation, but=but)
    if form.is_valid():
        data = form.cleaned_data
        rounds.seat(me, assessment, data["person"], is_outsider=data["is_outsider"])
    else:
        messages.error(request, _("Choose a member to ask."))
    return redirect("assessment", me.organisation_id, assessment.pk)


@require_POST
@assessment_view(*FACILITATES)
def remove_reviewer(request: HttpRequest, me: Membership, assessment: Assessment, seat: UUID) -> HttpResponse:
    rounds.unseat(me, assessment, get_object_or_404(Seat, pk=seat, assessment=assessment))
    return redirect(f"{reverse('assessment', args=[me.organisation_id, assessment.pk])}?off={seat}")


@require_POST
@assessment_view(*FACILITATES)
def remind(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    written = rounds.remind(me, assessment)
    if written:
        messages.success(request, _("Reminded: %(n)s.") % {"n": written})
    else:
        messages.info(request, _("Everybody who has not handed in was reminded within the last day."))
    return redirect("assessment", me.organisation_id, assessment.pk)


@form_page
@assessment_view(*FACILITATES)
def delete(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    """A page that says what would be gone and until when it can be had back, and asks."""
    if not rounds.may_delete(me, assessment):
        raise Http404
    if request.method == "POST":
        rounds.delete(me, assessment)
        return redirect(f"{reverse('assessments', args=[me.organisation_id])}?deleted={assessment.pk}")
    page = {"me": me, "assessment": assessment, "days": KEPT_FOR.days}
    return render(request, "assessments/delete.html", page)


@require_POST
@assessment_view(*FACILITATES)
def reveal(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    try:
        rounds.reveal(me, assessment, request.POST.get("reason", "")[:2000])
    except rounds.ReasonWanted:
        wanted = _("Not everybody has handed in: to reveal now, write down why.")
        return _assessment_page(request, me, assessment, reason_wanted=wanted)
    return redirect("reconcile", me.organisation_id, assessment.pk)


@require_POST
@assessment_view(*FACILITATES)
def close(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    rounds.close(me, assessment)
    return redirect("results", me.organisation_id, assessment.pk)


@require_POST
@assessment_view(*FACILITATES)
def reopen(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    rounds.reopen(me, assessment)
    return redirect("reconcile", me.organisation_id, assessment.pk)


def _assessment_page(
    request: HttpRequest, me: Membership, assessment: Assessment, reason_wanted: str = ""
) -> HttpResponse:
    seats = list(assessment.seats.select_related("person").order_by("person__name")) if me.facilitates else []
    mine = Seat.objects.filter(assessment=assessment, person=me.person).select_related("person").first()
    if mine:
        mine.assessment = assessment
    is_scoring = bool(mine and assessment.is_open)
    handed_in = sum(seat.handed_in_at is not None for seat in seats)
    asked, may_ask = asked_id(request, "off"), partial(visibility.may_ask, Viewer.of(me), assessment)
    off = Seat.everything.filter(assessment=assessment, taken_off_at__isnull=False).select_related("person")
    just_off = off.filter(pk=asked).first() if asked and me.facilitates and assessment.is_open else None
    page = {
        "me": me,
        "assessment": assessment,
        "mine": mine,
        "takes": estimate(assessment.models),
        "just_off": just_off,
        "may_undo": just_off is not None and may_ask(just_off.person_id),
        "may_ask_oneself": may_ask(me.person_id),
        "has_late": any(seat.asked_late_at for seat in seats),
        "days": KEPT_FOR.days,
        "desk": desk(mine) if mine and is_scoring else None,
        "lone": sum(not seat.is_outsider for seat in seats) < rounds.LEAST_REVIEWERS,
        "may_delete": rounds.may_delete(me, assessment),
        "seats": seats,
        "handed_in": handed_in,
        "all_in": handed_in == len(seats),
        "reason_wanted": reason_wanted,
        "has_mail": settings.HAS_MAIL,
        "address": request.build_absolute_uri(request.path) if not settings.HAS_MAIL else "",
        "reviewer_form": ReviewerForm(organisation=me.organisation, but=_but(me, may_ask))
        if me.facilitates and assessment.is_open
        else None,
    }
    return render(request, "assessments/assessment.html", page, status=422 if reason_wanted else 200)


def _but(me: Membership, may_ask: Callable[[UUID], bool]) -> UUID | None:
    """Whom the reader may not ask to score: themselves, in a round that scores again."""
    return None if may_ask(me.person_id) else me.person_id
