"""Pages for scoring again: who is asked, what moved since, and the history of any number of rounds."""

from contextlib import suppress
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.core.comparison import Comparison, LeverResult
from colonnade.core.judging import Judged
from colonnade.core.model import Model
from colonnade.reports import wording
from colonnade.web.assessments import rounds, store
from colonnade.web.assessments.access import assessment_view
from colonnade.web.assessments.models import Assessment
from colonnade.web.pages import form_page, id_once, posted
from colonnade.web.people.access import EVERYONE, FACILITATES, member
from colonnade.web.people.models import Membership
from colonnade.web.plans import history as histories
from colonnade.web.plans import reading, rescoring
from colonnade.web.plans.access import plan_view
from colonnade.web.plans.forms_rescore import RescoreForm
from colonnade.web.plans.models import Plan, Status


@form_page
@plan_view(*FACILITATES)
def rescore(request: HttpRequest, me: Membership, plan: Plan) -> HttpResponse:
    """The next round from the plan: same model, its reviewers proposed, one at least who owns no lever."""
    candidates = rescoring.candidates(plan, me.organisation_id)
    today = timezone.localdate()
    start = {
        "name": _("%(name)s, again") % {"name": plan.assessment.name[:100]},
        "due_on": max(plan.review_on, today),
        "reviewers": [c.person.pk for c in candidates if c.was_reviewer],
    }
    form = RescoreForm(posted(request), candidates=candidates, initial=start)
    if request.method == "POST" and form.is_valid():
        id = id_once(request, plan.pk)
        try:
            with suppress(rounds.MadeAlready):
                rescoring.begin(me, plan, today=today, id=id, **form.cleaned_data)
            return redirect("assessment", me.organisation_id, id)
        except rescoring.EverybodyOwns:
            form.add_error("reviewers", _("Each of these owns a lever of the plan. Ask one more who owns none."))
    page = {
        "me": me,
        "assessment": plan.assessment,
        "plan": plan,
        "form": form,
        "candidates": candidates,
        "chosen": {str(value) for value in form["reviewers"].value() or ()},
        "is_early": today < plan.review_on,
    }
    return render(request, "plans/rescore.html", page, status=422 if form.is_bound else 200)


@require_safe
@assessment_view(*EVERYONE)
def comparison(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    """The round against the frozen baseline: what moved, never what caused it."""
    found = assessment.again
    if found is None:
        raise Http404
    prefetch_related_objects([found.plan], "moves")
    seen = reading.seen(me, assessment, timezone.localdate())
    if seen is None:
        raise Http404
    now, shows_records, names_people = seen.read, seen.shows_records, seen.names_people
    doing = {move.lever for move in found.plan.moves.all() if move.status == Status.DOING}
    compared = rescoring.compare(found, now, with_names=names_people)
    late = [seat.person.name for seat in store.handed_in(assessment) if seat.asked_late_at]
    page = {
        "me": me,
        "assessment": assessment,
        "plan": found.plan,
        "compared": compared,
        "late": late,
        "late_names": sorted(late) if names_people else [],
        "moved": sum(change.verdict == "moved" for change in compared.dimensions),
        "levers": [_lever(now.model, compared, result, doing) for result in compared.levers],
        "shows_records": shows_records,
        "measures": [_measure(judged) for judged in rescoring.measures(found, now)] if shows_records else [],
        "before": _name(now.model, compared.constraint_from),
        "now": _name(now.model, compared.constraint_to),
        "read": now,
    }
    return render(request, "plans/comparison.html", page)


@require_safe
@member(*EVERYONE)
def history(request: HttpRequest, me: Membership) -> HttpResponse:
    page = {"me": me, "histories": histories.histories(me)}
    return render(request, "plans/history.html", page)


def _lever(model: Model, compared: Comparison, result: LeverResult, doing: set[str]) -> dict[str, Any]:
    lever = model.levers[result.id]
    change = next(change for change in compared.dimensions if change.id == lever.dimension)
    statements = {criterion.id: criterion.statement for criterion in model.criteria}
    return {
        "text": lever.text,
        "done": result.done,
        "doing": result.id in doing,
        "change": change,
        "turned": [statements.get(id, id) for id in result.turned],
    }


def _measure(judged: Judged) -> dict[str, Any]:
    unit = judged.definition.unit
    figures = [None if v is None else wording.figure(v, unit) for v in (judged.before, judged.now)]
    return {
        "name": judged.definition.name,
        "kind": judged.definition.kind,
        "before": figures[0],
        "now": figures[1],
        "verdict": judged.verdict,
    }


def _name(model: Model, id: str) -> str:
    return model.by_id[id].name if id in model.by_id else id
