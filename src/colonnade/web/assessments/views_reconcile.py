"""Pages for reconciling: every score side by side, and the stage that the meeting records."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colonnade.web.assessments import marks, reconciling, rounds
from colonnade.web.assessments.access import assessment_view, own_seat
from colonnade.web.assessments.desk import step_or_404
from colonnade.web.assessments.forms import AgreeForm
from colonnade.web.assessments.models import Assessment, Feeling
from colonnade.web.assessments.settling import Overtaken
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.people.access import FACILITATES, SCORES
from colonnade.web.people.models import Membership


@require_safe
@assessment_view(*SCORES)
def reconcile(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    table = reconciling.table(Viewer.of(me), assessment)
    page = {
        "me": me,
        "assessment": assessment,
        "table": table,
        "open_rows": [row for row in table.rows if row.is_to_discuss],
        "folded_rows": [row for row in table.rows if not row.is_to_discuss],
        "feelings": Feeling.choices,
        "may_mark": may_mark(me, assessment),
    }
    return render(request, "assessments/reconcile.html", page)


def may_mark(me: Membership, assessment: Assessment) -> bool:
    """Between the reveal and the meeting, who handed in."""
    if assessment.is_open or assessment.is_closed or assessment.is_meeting:
        return False
    return any(s.person_id == me.person_id and s.handed_in_at for s in assessment.seats.all())


@require_POST
@assessment_view(*SCORES)
def mark(request: HttpRequest, me: Membership, assessment: Assessment, dimension: str) -> HttpResponse:
    """One's own mark on a dimension, before the meeting."""
    step_or_404(assessment, dimension)
    feeling = request.POST.get("feeling", "")
    if feeling not in Feeling.values:
        raise Http404
    marks.make(own_seat(me, assessment), dimension, Feeling(feeling))
    if getattr(request, "htmx", False):
        return HttpResponse(_("Kept; only you see it."))
    return redirect(f"{reverse('reconcile', args=[me.organisation_id, assessment.pk])}#{dimension}")


@require_POST
@assessment_view(*FACILITATES)
def open_meeting(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    rounds.open_meeting(me, assessment)
    return redirect("reconcile", me.organisation_id, assessment.pk)


@require_POST
@assessment_view(*FACILITATES)
def agree(request: HttpRequest, me: Membership, assessment: Assessment, dimension: str) -> HttpResponse:
    """Record what was agreed; whoever comes second is told what stands now, and keeps what they typed."""
    step = step_or_404(assessment, dimension)
    if not step.is_claimed:
        raise Http404
    form = AgreeForm(request.POST, model=step.model)
    if not form.is_valid():
        return _row(request, me, assessment, dimension, form, status=422)
    try:
        reconciling.agree(me, assessment, dimension, **form.cleaned_data)
    except Overtaken:
        return _row(request, me, assessment, dimension, form, status=409)
    if getattr(request, "htmx", False):
        return _row(request, me, assessment, dimension, None, status=200)
    messages.success(request, _("Recorded."))
    return redirect(f"{reverse('reconcile', args=[me.organisation_id, assessment.pk])}#{dimension}")


def _row(
    request: HttpRequest,
    me: Membership,
    assessment: Assessment,
    dimension: str,
    form: AgreeForm | None,
    *,
    status: int,
) -> HttpResponse:
    """One row again: alone for HTMX, on a page of its own without."""
    page = {
        "me": me,
        "assessment": assessment,
        "row": reconciling.row(Viewer.of(me), assessment, dimension),
        "typed": form.data if form else None,
        "errors": form.errors if form else None,
        "overtaken": status == 409,
        "is_open": True,
        "feelings": Feeling.choices,
        "may_mark": may_mark(me, assessment),
    }
    alone = bool(getattr(request, "htmx", False))
    return render(request, f"assessments/{'_row' if alone else 'row'}.html", page, status=status)
