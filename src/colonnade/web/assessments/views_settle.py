"""The facts on which people differ, side by side, and what the meeting records of each."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colonnade.web.assessments import settling
from colonnade.web.assessments.access import assessment_view
from colonnade.web.assessments.brought import brought
from colonnade.web.assessments.disputed import Group, grouped
from colonnade.web.assessments.forms import SettleForm
from colonnade.web.assessments.models import FACT_VALUES, Assessment
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.people.access import FACILITATES, SCORES
from colonnade.web.people.models import Membership

ALL, DECIDING = "all", "deciding"
"""Which facts a page lists: each, or those on which a supported stage hangs."""
VALUES = [(value, label) for value, label in FACT_VALUES.items() if value != "unknown"]


@require_safe
@assessment_view(*SCORES)
def disputed_facts(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    return _page(request, me, assessment, _groups(me, assessment), request.GET.get("at", ""))


@require_POST
@assessment_view(*FACILITATES)
def settle(request: HttpRequest, me: Membership, assessment: Assessment, criterion: str) -> HttpResponse:
    """Record what is so; whoever comes second is told what stands now, and keeps what they typed."""
    groups = _groups(me, assessment)
    if criterion not in {dispute.criterion.id for group in groups for dispute in group.disputes}:
        raise Http404
    form = SettleForm(request.POST)
    if not form.is_valid():
        wrong = " ".join(str(each) for found in form.errors.values() for each in found)
        return _page(request, me, assessment, groups, criterion, wrong, status=422)
    try:
        settling.settle(me, assessment, criterion, **form.cleaned_data)
    except settling.Overtaken:
        told = _("Somebody else recorded this fact while you were writing. Nothing of theirs was overwritten.")
        return _page(request, me, assessment, _groups(me, assessment), criterion, told, status=409)
    messages.success(request, _("Recorded."))
    page = reverse("disputed_facts", args=[me.organisation_id, assessment.pk])
    show = ALL if request.POST.get("show") == ALL else DECIDING
    return redirect(f"{page}?show={show}&at={criterion}#{criterion}")


def _groups(me: Membership, assessment: Assessment) -> tuple[Group, ...]:
    if not assessment.is_deep:
        raise Http404
    all_ = brought(assessment)
    evidence = all_.evidence(Viewer.of(me))
    return grouped(assessment, settling.disputes(all_, evidence), evidence)


def _page(
    request: HttpRequest,
    me: Membership,
    assessment: Assessment,
    groups: tuple[Group, ...],
    here: str = "",
    error: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    """`here` is the fact at hand: its group is unfolded, and it stays listed whatever is shown."""
    deciding = sum(group.deciding for group in groups)
    asked = request.POST.get("show") or request.GET.get("show")
    show = asked if asked in (ALL, DECIDING) else (DECIDING if deciding else ALL)
    page = {
        "me": me,
        "assessment": assessment,
        "groups": _shown(groups, here) if show == DECIDING else groups,
        "deciding": deciding,
        "all": sum(len(group.disputes) for group in groups),
        "open_facts": sum(group.open for group in groups),
        "show": show,
        "values": VALUES,
        "here": here,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "assessments/disputed_facts.html", page, status=status)


def _shown(groups: tuple[Group, ...], here: str) -> list[Group]:
    """Only what changes a stage, and the fact at hand."""
    kept = [(g, tuple(d for d in g.disputes if d.changes or d.criterion.id == here)) for g in groups]
    return [replace(group, disputes=disputes) for group, disputes in kept if disputes]
