"""The facts on which people differ, side by side, and what the meeting records of each."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colonnade.web.assessments import settling
from colonnade.web.assessments.access import assessment_view
from colonnade.web.assessments.brought import brought
from colonnade.web.assessments.forms import SettleForm
from colonnade.web.assessments.models import FACT_VALUES, Assessment
from colonnade.web.assessments.settling import Dispute
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.people.access import FACILITATES, SCORES
from colonnade.web.people.models import Membership

VALUES = [(value, label) for value, label in FACT_VALUES.items() if value != "unknown"]


@require_safe
@assessment_view(*SCORES)
def disputed_facts(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    return _page(request, me, assessment, _disputes(me, assessment))


@require_POST
@assessment_view(*FACILITATES)
def settle(request: HttpRequest, me: Membership, assessment: Assessment, criterion: str) -> HttpResponse:
    """Record what is so; whoever comes second is told what stands now, and keeps what they typed."""
    disputes = _disputes(me, assessment)
    if criterion not in {dispute.criterion.id for dispute in disputes}:
        raise Http404
    form = SettleForm(request.POST)
    if not form.is_valid():
        wrong = " ".join(str(each) for found in form.errors.values() for each in found)
        return _page(request, me, assessment, disputes, criterion, wrong, status=422)
    try:
        settling.settle(me, assessment, criterion, **form.cleaned_data)
    except settling.Overtaken:
        told = _("Somebody else recorded this fact while you were writing. Nothing of theirs was overwritten.")
        return _page(request, me, assessment, _disputes(me, assessment), criterion, told, status=409)
    messages.success(request, _("Recorded."))
    return redirect("disputed_facts", me.organisation_id, assessment.pk)


def _disputes(me: Membership, assessment: Assessment) -> tuple[Dispute, ...]:
    if not assessment.is_deep:
        raise Http404
    all_ = brought(assessment)
    return settling.disputes(all_, all_.evidence(Viewer.of(me)))


def _page(
    request: HttpRequest,
    me: Membership,
    assessment: Assessment,
    disputes: tuple[Dispute, ...],
    here: str = "",
    error: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    page = {
        "me": me,
        "assessment": assessment,
        "disputes": disputes,
        "open_facts": sum(dispute.is_open for dispute in disputes),
        "values": VALUES,
        "here": here,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "assessments/disputed_facts.html", page, status=status)
