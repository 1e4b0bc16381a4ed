"""The facts of a dimension in a deep round: answered, shown by a link or a file, or a record challenged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.core.criteria import Criterion
from colonnade.web.assessments import answering, files, scoring
from colonnade.web.assessments.access import assessment_view, own_seat
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.desk import Desk, Place, desk, step_or_404
from colonnade.web.assessments.forms_score import ChallengeForm, FactForm
from colonnade.web.assessments.models import FACT_VALUES, Answer, Assessment, EvidenceFile, Seat, Step
from colonnade.web.assessments.panel import panel
from colonnade.web.assessments.scoring import Said
from colonnade.web.assessments.views_score import to, to_records
from colonnade.web.pages import form_page
from colonnade.web.people.access import SCORES
from colonnade.web.people.models import Membership


@dataclass(frozen=True, slots=True)
class Fact:
    """A criterion as the form shows it: what was typed or is kept, and what is wrong with it."""

    criterion: Criterion
    typed: dict[str, Any]
    files: Sequence[EvidenceFile]
    errors: Sequence[str]


@form_page
@assessment_view(*SCORES)
def facts(request: HttpRequest, me: Membership, assessment: Assessment, dimension: str) -> HttpResponse:
    """The criteria that decide, up to the first stage that is not gone through."""
    step, seat = step_or_404(assessment, dimension), own_seat(me, assessment)
    if not assessment.is_open or seat.handed_in_at:
        return redirect("review", me.organisation_id, assessment.pk)
    mine = desk(seat)
    if not assessment.is_deep:
        raise Http404
    if request.method != "POST":
        return _facts_page(request, me, mine, step)
    return _save(request, me, mine, step)


@require_POST
@assessment_view(*SCORES)
def challenge(
    request: HttpRequest, me: Membership, assessment: Assessment, dimension: str, criterion: str
) -> HttpResponse:
    """Dispute what the records say of a criterion of a locked dimension, with a reason; or take that back."""
    step, seat = step_or_404(assessment, dimension), own_seat(me, assessment)
    shown = desk(seat).shown[dimension]
    if criterion not in shown.seen:
        raise Http404
    form = ChallengeForm(request.POST)
    if request.POST.get("then") == "withdraw":
        answering.withdraw(seat, criterion)
    elif form.is_valid():
        answering.save(seat, {criterion: Given("unknown", form.cleaned_data["reason"], challenges=True)})
    else:
        messages.error(request, " ".join(map(str, form.errors["reason"])))
    return to_records(me, assessment, Place("score" if step.is_claimed else "facts", dimension))


def _save(request: HttpRequest, me: Membership, mine: Desk, step: Step) -> HttpResponse:
    """Save what is right as typed (HTMX, answered with a line), or save and go on (a plain form)."""
    seat, asked = mine.seat, mine.asked[step.dimension.id]
    forms = {c.id: FactForm(request.POST, request.FILES, prefix=c.id) for c in asked.now}
    valid = {id: form for id, form in forms.items() if form.is_valid()}
    answering.save(seat, {id: given for id, form in valid.items() if (given := form.given())})
    for id, form in valid.items():
        _file(form, seat, id)
    wrong = {id: form for id, form in forms.items() if form.errors}
    if getattr(request, "htmx", False):
        return _saved(request, me, seat, wrong)
    if wrong:
        return _facts_page(request, me, desk(seat), step, forms)
    if not step.is_claimed:
        scoring.save(seat, step.dimension.id, Said(Answer.FACTS, None))
    if request.POST.get("then") == "lock":
        scoring.lock(seat, step.dimension.id)
        return to_records(me, seat.assessment, Place("facts", step.dimension.id))
    now = desk(seat)
    # What was saved as it was typed may have brought further facts that the page did not show yet.
    if further := [c for c in now.asked[step.dimension.id].now if f"{c.id}-note" not in request.POST]:
        messages.info(request, _("%(n)s more, because of what you answered.") % {"n": len(further)})
        return to(me, seat.assessment, Place("facts", step.dimension.id))
    return to(me, seat.assessment, now.after("facts", step.dimension.id))


def _file(form: FactForm, seat: Seat, criterion: str) -> None:
    if upload := form.cleaned_data["file"]:
        try:
            files.keep(seat, criterion, upload)
        except ValidationError as too_many:
            form.add_error("file", too_many)


def _saved(request: HttpRequest, me: Membership, seat: Seat, wrong: dict[str, FactForm]) -> HttpResponse:
    """A line; and anew the places of files that were kept or refused, so that none is sent twice."""
    filed = desk(seat).own.files if request.FILES else {}
    sent = [name.removesuffix("-file") for name in request.FILES]
    settled = [id for id in sent if id not in wrong or "file" in wrong[id].errors]
    page = {
        "me": me,
        "assessment": seat.assessment,
        "errors": next(iter(wrong.values())).errors if wrong else None,
        "at": timezone.now(),
        "swapped": [(id, f"{id}-file", filed.get(id, ()), False) for id in settled],
    }
    return render(request, "assessments/_saved.html", page, status=422 if wrong else 200)


def _facts_page(
    request: HttpRequest, me: Membership, mine: Desk, step: Step, forms: dict[str, FactForm] | None = None
) -> HttpResponse:
    asked, id = mine.asked[step.dimension.id], step.dimension.id
    page = {
        "me": me,
        "assessment": mine.seat.assessment,
        "step": step,
        "dimension": step.dimension,
        "scored": mine.of(id),
        "facts": [_fact(mine, c, forms[c.id] if forms and c.id in forms else None) for c in asked.now],
        "values": FACT_VALUES.items(),
        "desk": mine,
        "number": mine.number(id),
        "before": mine.before("facts", id),
        "after": mine.after("facts", id),
        "has_errors": forms is not None,
        "panel": panel(mine, step),
        "may_lock": not mine.of(id).is_locked and (mine.of(id).first is not None or not step.is_claimed),
    }
    return render(request, "assessments/facts.html", page, status=422 if forms else 200)


def _fact(mine: Desk, criterion: Criterion, form: FactForm | None) -> Fact:
    row = mine.own.rows.get(criterion.id)
    kept = {"value": row.value, "note": row.note, "link": row.link} if row else {}
    typed = {name: form[name].value() for name in ("value", "note", "link")} if form else kept
    errors = [str(each) for found in form.errors.values() for each in found] if form else []
    return Fact(criterion, typed, mine.own.files.get(criterion.id, ()), errors)
