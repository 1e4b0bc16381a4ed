"""Pages of a plan: the proposal to choose from, the board with its timeline, its dates, its files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colonnade.core.diagnosis import Diagnosis
from colonnade.web import undo
from colonnade.web.assessments.access import assessment_view
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.results import Seen
from colonnade.web.people.access import EVERYONE, FACILITATES
from colonnade.web.people.models import Membership
from colonnade.web.pictures import as_drawn
from colonnade.web.plans import board as boards
from colonnade.web.plans import downloads, planning, proposing, reading
from colonnade.web.plans.access import plan_of, plan_view
from colonnade.web.plans.forms import DecisionsForm, StartForm
from colonnade.web.plans.models import Plan
from colonnade.web.plans.timeline import WIDTHS, timeline


@require_safe
@assessment_view(*EVERYONE)
def plan(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    """The board, or while there is no plan what the reading proposes."""
    seen = reading.seen(me, assessment, timezone.localdate())
    if seen is None:
        return render(request, "assessments/no_results.html", {"me": me, "assessment": assessment})
    made = plan_of(assessment)
    if made is None:
        return _proposal_page(request, me, assessment, seen.read)
    return board_page(request, me, made, seen)


@require_POST
@assessment_view(*FACILITATES)
def make_plan(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    read = reading.of(me, assessment, timezone.localdate())
    if read is None:
        return redirect("results", me.organisation_id, assessment.pk)
    form = DecisionsForm(request.POST, proposals=proposing.proposals(read, timezone.localdate()))
    if not form.is_valid():
        return _proposal_page(request, me, assessment, read, form)
    starts_on = form.cleaned_data["starts_on"]
    form.drafts = [draft for proposal in proposing.proposals(read, starts_on) for draft in proposal.drafts]
    planning.make(me, assessment, starts_on, form.decisions())
    messages.success(request, _("The plan stands. Name an owner for each move next."))
    return redirect("plan", me.organisation_id, assessment.pk)


@require_POST
@plan_view(*FACILITATES)
def redate_plan(request: HttpRequest, me: Membership, plan: Plan) -> HttpResponse:
    form = StartForm(request.POST)
    status = 422
    if form.is_valid() and form.cleaned_data["version"] is not None:
        try:
            before, version = plan.starts_on, form.cleaned_data["version"]
            planning.redate(me, plan, form.cleaned_data["starts_on"], version=version)
            words = _("The dates moved: the plan starts on %(day)s.") % {
                "day": date_format(form.cleaned_data["starts_on"], "j M Y")
            }
            undo.done(request, words, request.path, starts_on=before, version=version + 1)
            return redirect("plan", me.organisation_id, plan.assessment_id)
        except planning.Overtaken:
            plan.refresh_from_db()
            status = 409
    return board_page(request, me, plan, _seen(me, plan), status=status, start_form=form)


@require_safe
@plan_view(*EVERYONE)
def plan_table(request: HttpRequest, me: Membership, plan: Plan) -> HttpResponse:
    return _download(downloads.table(plan, _seen(me, plan)), "text/csv; charset=utf-8", "plan.csv")


@require_safe
@plan_view(*EVERYONE)
def plan_calendar(request: HttpRequest, me: Membership, plan: Plan) -> HttpResponse:
    address = request.build_absolute_uri(reverse("plan", args=[me.organisation_id, plan.assessment_id]))
    content = downloads.ics(plan, _seen(me, plan).read, address)
    return _download(content, "text/calendar; charset=utf-8", "plan.ics")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _seen(me: Membership, plan: Plan) -> Seen:
    found = reading.seen(me, plan.assessment, timezone.localdate())
    if found is None:
        raise Http404
    return found


def board_page(
    request: HttpRequest,
    me: Membership,
    plan: Plan,
    seen: Seen,
    *,
    status: int = 200,
    start_form: StartForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    board = boards.board(me, plan, seen, today)
    lanes = boards.lanes(board.cards)
    page: dict[str, Any] = {
        "me": me,
        "assessment": plan.assessment,
        "plan": plan,
        "read": seen.read,
        "board": board,
        "lanes": lanes.items(),
        # reports.markup has escaped every word in the pictures
        "pictures": [as_drawn(timeline(plan, lanes, today, width=w)) for w in WIDTHS if lanes],
        "today": today,
        "is_time": today >= plan.review_on,
        "again": list(plan.rescores.select_related("assessment")),
        "start_form": start_form,
        "overtaken": status == 409,
    }
    return render(request, "plans/board.html", page, status=status)


def _proposal_page(
    request: HttpRequest,
    me: Membership,
    assessment: Assessment,
    read: Diagnosis,
    form: DecisionsForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    page = {
        "me": me,
        "assessment": assessment,
        "read": read,
        "proposals": proposing.proposals(read, today),
        "typed": form.data if form else {},
        "errors": form.errors if form else {},
        "today": today,
    }
    return render(request, "plans/proposal.html", page, status=422 if form else 200)
