"""Pages for reconciling: every score side by side, and the stage that the meeting records."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colonnade.web.assessments import reconciling
from colonnade.web.assessments.access import assessment_view, dimension_or_404
from colonnade.web.assessments.forms import AgreeForm
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.people.access import FACILITATES, SCORES
from colonnade.web.people.models import Membership


@require_safe
@assessment_view(*SCORES)
def reconcile(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    table = reconciling.table(Viewer.of(me), assessment)
    open_rows = sum(not row.is_settled for row in table.rows)
    page = {"me": me, "assessment": assessment, "table": table, "open_rows": open_rows}
    return render(request, "assessments/reconcile.html", page)


@require_POST
@assessment_view(*FACILITATES)
def agree(request: HttpRequest, me: Membership, assessment: Assessment, dimension: str) -> HttpResponse:
    """Record what was agreed; whoever comes second is told what stands now, and keeps what they typed."""
    dimension_or_404(assessment, dimension)
    form = AgreeForm(request.POST, model=assessment.model)
    if not form.is_valid():
        return _row(request, me, assessment, dimension, form, status=422)
    try:
        reconciling.agree(me, assessment, dimension, **form.cleaned_data)
    except reconciling.Overtaken:
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
    }
    alone = bool(getattr(request, "htmx", False))
    return render(request, f"assessments/{'_row' if alone else 'row'}.html", page, status=status)
