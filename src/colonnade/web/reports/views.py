"""Taking results along: the page of all forms, making one, and handing it out."""

from dataclasses import replace

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_safe

from colonnade.core.model import Model
from colonnade.web.assessments.access import assessment_view
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.visibility import StillBlind, Viewer, may_see_records
from colonnade.web.company.models import Kind, Paper
from colonnade.web.company.said import assets_of, branding_of, look_of, profile_of
from colonnade.web.people import audit
from colonnade.web.people.access import EVERYONE
from colonnade.web.people.models import SCORES, Membership
from colonnade.web.reports import making, reading
from colonnade.web.reports.forms_offered import BY_ID, FORMS, Form
from colonnade.web.reports.models import Made
from colonnade.web.speaking import as_files_are_written


@require_safe
@assessment_view(*EVERYONE)
def take_along(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    """What there is to take, and what each is for."""
    if assessment.is_open:
        raise StillBlind
    page = {
        "me": me,
        "assessment": assessment,
        "model": _chosen(request, assessment),
        "results_forms": [form for form in FORMS if not form.is_plan],
        "plan_forms": [form for form in FORMS if form.is_plan],
        "plan": getattr(assessment, "plan", None),
        "papers": Paper.choices,
        "paper": profile_of(me.organisation).paper,
        "shows_records": may_see_records(Viewer.of(me), me.organisation_id),
        "names_people": me.role in SCORES,
    }
    return render(request, "reports/take_along.html", page)


@require_GET
@assessment_view(*EVERYONE)
def make_report(request: HttpRequest, me: Membership, assessment: Assessment, form: str) -> HttpResponse:
    """Make the file where none is kept of what it would show, and lead to it."""
    if form not in BY_ID:
        raise Http404
    wanted, model = BY_ID[form], _chosen(request, assessment)
    with as_files_are_written():
        taken = reading.to_take(me, assessment, timezone.localdate(), model)
    if taken is None:
        return redirect("results", me.organisation_id, assessment.pk)
    paper = request.GET.get("paper") or profile_of(me.organisation).paper
    try:
        with as_files_are_written():
            made = making.make(_order(assessment, taken, wanted, paper))
    except making.Busy:
        page = {"me": me, "assessment": assessment, "form": wanted, "again": request.get_full_path()}
        answer = render(request, "reports/busy.html", page, status=503)
        answer["Retry-After"] = "5"
        return answer
    address = reverse("report_file", args=[me.organisation_id, assessment.pk, wanted.id, made.key])
    asked = urlencode({key: request.GET[key] for key in ("model", "paper") if key in request.GET})
    return redirect(f"{address}?{asked}" if asked else address)


def _order(assessment: Assessment, taken: reading.ToTake, form: Form, paper: str) -> making.Order:
    organisation = assessment.organisation
    wanted = (Kind.LOGO, Kind.TEMPLATE) if form.id == "deck" else (Kind.LOGO,)
    files = assets_of(organisation, *wanted)
    read = replace(taken.read, branding=branding_of(organisation, files.get(Kind.LOGO)))
    return making.Order(assessment, read, form, look_of(paper, files.get(Kind.TEMPLATE)), taken.audience)


@require_GET
@assessment_view(*EVERYONE)
def report_file(request: HttpRequest, me: Membership, assessment: Assessment, form: str, key: str) -> HttpResponse:
    """The bytes to save, noted in the audit log; what was overtaken meanwhile is made anew."""
    if assessment.is_open:
        raise StillBlind
    if form not in BY_ID:
        raise Http404
    made = Made.objects.filter(
        assessment=assessment, key=key, slot__endswith=f"/{reading.audience_of(me)}"
    ).first()
    if made is None:
        again = reverse("make_report", args=[me.organisation_id, assessment.pk, form])
        return redirect(f"{again}?{request.GET.urlencode()}" if request.GET else again)
    with transaction.atomic():
        audit.record(
            audit.of_organisation(me.organisation_id),
            me.person,
            "report.taken",
            assessment=str(assessment.pk),
            name=made.name,
            key=key,
        )
    headers = {"Content-Disposition": content_disposition_header(True, made.name) or "attachment"}
    return HttpResponse(bytes(made.content), content_type=BY_ID[form].kind, headers=headers)


def _chosen(request: HttpRequest, assessment: Assessment) -> Model:
    """The model asked for, of those that were scored; the leading one without a word."""
    asked = request.GET.get("model")
    return next((model for model in assessment.claimed if model.id == asked), assessment.model)
