"""Pages of results: the reading of a revealed round, one dimension of it, its target."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from colonnade.core.levers import candidates
from colonnade.core.support import criteria_of
from colonnade.reports import wording
from colonnade.web.assessments import results as reading
from colonnade.web.assessments import rounds
from colonnade.web.assessments.access import assessment_view, dimension_or_404
from colonnade.web.assessments.models import Assessment
from colonnade.web.headers import allowing_styles
from colonnade.web.people.access import EVERYONE, FACILITATES, SCORES
from colonnade.web.people.models import Membership


@require_safe
@assessment_view(*EVERYONE)
def results(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    read = reading.diagnosis(assessment, timezone.localdate())
    if read is None:
        return render(request, "assessments/no_results.html", {"me": me, "assessment": assessment})
    pictures = reading.pictures(read)
    page = {
        "me": me,
        "assessment": assessment,
        "read": read,
        "headline": wording.headline(read),
        "decision": wording.decision(read),
        "pictures": pictures,
        "spread": reading.spread(read),
        "lines": reading.lines(read),
        "moves": reading.moves(read),
        "patterns": reading.patterns(read),
        # Who would name what tells single scores: it is for those who may see them.
        "sureness": wording.sureness_words(read) if me.role in SCORES else "",
    }
    return allowing_styles(render(request, "assessments/results.html", page), reading.rules_of(pictures))


@require_safe
@assessment_view(*EVERYONE)
def dimension(request: HttpRequest, me: Membership, assessment: Assessment, dimension: str) -> HttpResponse:
    """One column of the picture: its stage's cell, the next, the criteria between, the levers."""
    dimension_or_404(assessment, dimension)
    read = reading.diagnosis(assessment, timezone.localdate())
    if read is None:
        raise Http404
    found = next(d for d in read.dimensions if d.id == dimension)
    model, goal = read.model, min((found.stage or 0) + 1, read.model.top)
    page = {
        "me": me,
        "assessment": assessment,
        "dimension": model.by_id[dimension],
        "reading": found,
        "cell": model.by_id[dimension].cell(found.stage) if found.stage else None,
        "next_cell": model.by_id[dimension].cell(goal) if found.stage != model.top else None,
        "criteria": [c for c in criteria_of(model, dimension) if c.maps[model.id].stage == goal],
        "levers": candidates(model, dimension, found.stage, frozenset()) if found.stage else (),
    }
    return render(request, "assessments/dimension.html", page)


@require_POST
@assessment_view(*FACILITATES)
def target(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    chosen = request.POST.get("target", "")
    rounds.set_target(me, assessment, int(chosen) if chosen.isdecimal() and len(chosen) < 3 else None)
    return redirect("results", me.organisation_id, assessment.pk)
