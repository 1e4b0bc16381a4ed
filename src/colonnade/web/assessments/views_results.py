"""Pages of results: the reading of a revealed round, one dimension of it, its target."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from colonnade.core.model import Model
from colonnade.reports import dimension_words, html_readings, html_why, reading_words, wording
from colonnade.reports.score_plot import score_plot
from colonnade.web.assessments import dimension_page, rounds
from colonnade.web.assessments import results as reading
from colonnade.web.assessments.access import assessment_view
from colonnade.web.assessments.capabilities import capabilities_page
from colonnade.web.assessments.models import Assessment
from colonnade.web.headers import allowing_styles
from colonnade.web.pages import chosen_number
from colonnade.web.people.access import EVERYONE, FACILITATES
from colonnade.web.people.models import Membership
from colonnade.web.pictures import as_drawn


@require_safe
@assessment_view(*EVERYONE)
def results(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    if not assessment.claimed:
        return capabilities_page(request, me, assessment)
    model = _chosen(request, assessment)
    seen = reading.seen_by(me, assessment, timezone.localdate(), model)
    if seen is None:
        return render(request, "assessments/no_results.html", {"me": me, "assessment": assessment})
    read = seen.read
    pictures = reading.pictures(
        read,
        lambda id: reverse("dimension", args=[me.organisation_id, assessment.pk, id]),
        hides_evidence=not seen.shows_records,
    )
    page = {
        "me": me,
        "assessment": assessment,
        "model": model,
        "seen": seen,
        "read": read,
        "headline": wording.headline(read),
        "decision": wording.decision(read),
        "pictures": pictures,
        "lines": reading.lines(read),
        "contradicted": reading.contradicted(read),
        "other_claims": reading.other_claims(read),
        "spread": reading.spread(read),
        "dominant": wording.dominant_words(read),
        "by_evidence": reading_words.by_evidence(read),
        "average": reading_words.average(read),
        "constraint": reading_words.constraint(read),
        # Who would name what tells single scores: it is for those who may see them.
        "sureness": wording.sureness_words(read) if seen.names_people else "",
        "resting": list(reading_words.resting(read)),
        "leads": list(reading_words.leads(read)),
        "patterns": as_drawn(html_why.patterns(read)),
        "not_known": as_drawn(html_why.not_known(read)) if seen.shows_records else "",
        "readings": as_drawn(html_readings.readings(read)),
        "moves": reading.moves(read),
    }
    return allowing_styles(render(request, "assessments/results.html", page), reading.rules_of(pictures))


@require_safe
@assessment_view(*EVERYONE)
def dimension(request: HttpRequest, me: Membership, assessment: Assessment, dimension: str) -> HttpResponse:
    """One column of the picture: its stages, criteria with what was found, figures, levers."""
    step = assessment.step_of.get(dimension)
    if step is None or not step.is_claimed:
        raise Http404
    seen = reading.seen_by(me, assessment, timezone.localdate(), step.model)
    if seen is None:
        raise Http404
    read = seen.read
    found = next(d for d in read.dimensions if d.id == dimension)
    filed = dimension_page.filed(me, assessment) if seen.shows_records else {}
    page = {
        "me": me,
        "assessment": assessment,
        "model": step.model,
        "seen": seen,
        "read": read,
        "dimension": step.dimension,
        "reading": found,
        "claimed": dimension_words.claimed(found),
        "claimed_state": dimension_words.claimed_state(found),
        "supported": dimension_words.supported(found),
        "claim": dimension_words.claim_in_full(found),
        "target": dimension_words.target(found),
        "mark": dimension_words.mark(read, dimension),
        "rests_on": wording.names(read, [edge.rests_on for edge in step.dimension.rests_on]),
        "scores": dimension_words.scores(found) if seen.names_people else "",
        "score_plot": as_drawn(score_plot(found, read.model.top)),
        "shown": dimension_page.shown(read, found),
        "rungs": dimension_page.rungs(read, found, filed),
        "own_files": filed.get(dimension, ()),
        "figures": dimension_page.figures(read, found),
        "missing_figures": dimension_page.missing_figures(read, found),
        "levers": dimension_page.levers(read, found),
    }
    return render(request, "assessments/dimension.html", page)


@require_POST
@assessment_view(*FACILITATES)
def target(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    rounds.set_target(me, assessment, chosen_number(request.POST.get("target", "")))
    return redirect("results", me.organisation_id, assessment.pk)


def _chosen(request: HttpRequest, assessment: Assessment) -> Model:
    """The model asked for, of those that were scored; the leading one without a word."""
    asked = request.GET.get("model")
    return next((model for model in assessment.claimed if model.id == asked), assessment.model)
