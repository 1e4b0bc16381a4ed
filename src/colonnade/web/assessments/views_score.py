"""Pages for scoring: one dimension a page, the reviewer's own scores to look over, handing in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from colonnade.core.claims import SCORING_RULE
from colonnade.core.model import Cell, Dimension, Model
from colonnade.core.support import criteria_of
from colonnade.web.assessments import scoring
from colonnade.web.assessments.access import assessment_view, dimension_or_404, own_seat
from colonnade.web.assessments.forms import CONFIDENCES, ScoreForm
from colonnade.web.assessments.models import Assessment, BlindScore, Seat
from colonnade.web.pages import form_page
from colonnade.web.people.access import SCORES
from colonnade.web.people.models import Membership


@dataclass(frozen=True, slots=True)
class Card:
    """A stage of one dimension as the reviewer reads it; `shown_by` is a fact that would show it."""

    number: int
    name: str
    looks_like: str
    shown_by: str


@require_safe
@assessment_view(*SCORES)
def begin(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    """Go on where the reviewer left off: the first dimension without an answer, else the review page."""
    own = scoring.own_scores(own_seat(me, assessment))
    waiting = next((scored.dimension.id for scored in own if scored.current is None), None)
    if waiting and assessment.is_open:
        return redirect("score", me.organisation_id, assessment.pk, waiting)
    return redirect("review", me.organisation_id, assessment.pk)


@form_page
@assessment_view(*SCORES)
def score(request: HttpRequest, me: Membership, assessment: Assessment, dimension: str) -> HttpResponse:
    dimension_or_404(assessment, dimension)
    seat = own_seat(me, assessment)
    if not assessment.is_open or seat.handed_in_at:
        return redirect("review", me.organisation_id, assessment.pk)
    if request.method != "POST":
        return _score_page(request, me, seat, dimension)
    if request.POST.get("then") == "skip":
        scoring.clear(seat, dimension)
        return _onward(me, assessment, dimension)
    return _save(request, me, seat, dimension)


@require_safe
@assessment_view(*SCORES)
def review(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    """The reviewer's own scores, before and after handing in."""
    seat = own_seat(me, assessment)
    own = scoring.own_scores(seat)
    page = {
        "me": me,
        "assessment": assessment,
        "seat": seat,
        "own": own,
        "stages": sum(bool(s.current and s.current.stage) for s in own),
        "missing": sum(s.current is None for s in own),
    }
    return render(request, "assessments/review.html", page)


@require_POST
@assessment_view(*SCORES)
def hand_in(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    scoring.hand_in(own_seat(me, assessment))
    return redirect("review", me.organisation_id, assessment.pk)


@require_POST
@assessment_view(*SCORES)
def take_back(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    scoring.take_back(own_seat(me, assessment))
    return redirect("review", me.organisation_id, assessment.pk)


def _save(request: HttpRequest, me: Membership, seat: Seat, dimension: str) -> HttpResponse:
    """Save as typed (HTMX, answered with a line), or save and go on (a plain form)."""
    form = ScoreForm(request.POST, model=seat.assessment.model)
    is_autosave = bool(getattr(request, "htmx", False))
    if not form.is_valid():
        if is_autosave:
            return render(request, "assessments/_saved.html", {"errors": form.errors}, status=422)
        return _score_page(request, me, seat, dimension, form)
    scoring.save(seat, dimension, form.said())
    if is_autosave:
        return render(request, "assessments/_saved.html", {"at": timezone.now()})
    if request.POST.get("then") == "lock":
        scoring.lock(seat, dimension)
        return redirect("score", me.organisation_id, seat.assessment_id, dimension)
    return _onward(me, seat.assessment, dimension)


def _onward(me: Membership, assessment: Assessment, dimension: str) -> HttpResponse:
    following = assessment.model.order[dimension] + 1
    if following < len(assessment.model.dimensions):
        id = assessment.model.dimensions[following].id
        return redirect("score", me.organisation_id, assessment.pk, id)
    return redirect("review", me.organisation_id, assessment.pk)


def _score_page(
    request: HttpRequest, me: Membership, seat: Seat, id: str, form: ScoreForm | None = None
) -> HttpResponse:
    own = scoring.own_scores(seat)
    model, place = seat.assessment.model, seat.assessment.model.order[id]
    page = {
        "me": me,
        "assessment": seat.assessment,
        "rule": SCORING_RULE,
        "dimension": model.by_id[id],
        "cards": [_card(model, model.by_id[id], cell) for cell in model.by_id[id].cells],
        "scored": own[place],
        "typed": form.data if form else _typed(own[place].current),
        "errors": form.errors if form else None,
        "own": own,
        "number": place + 1,
        "before": model.dimensions[place - 1] if place else None,
        "confidences": CONFIDENCES,
    }
    return render(request, "assessments/score.html", page, status=422 if form else 200)


def _card(model: Model, dimension: Dimension, cell: Cell) -> Card:
    mapped = [c for c in criteria_of(model, dimension.id) if c.maps[model.id].stage == cell.stage]
    heaviest = max(mapped, key=lambda criterion: criterion.weight, default=None)
    shown_by = heaviest.statement if heaviest else ""
    return Card(cell.stage, model.stage(cell.stage).name, cell.looks_like, shown_by)


def _typed(score: BlindScore | None) -> dict[str, Any]:
    """A saved score as the form's fields."""
    if score is None:
        return {}
    return {
        "answer": str(score.stage) if score.stage else score.answer,
        "confidence": score.confidence,
        "note": score.note,
        "link": score.link,
        "link_on": score.link_on.isoformat() if isinstance(score.link_on, date) else "",
    }
