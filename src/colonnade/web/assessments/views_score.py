"""Pages for scoring: one dimension a page, the reviewer's own scores to look over, handing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colonnade.core.claims import SCORING_RULE
from colonnade.core.model import Cell
from colonnade.web.assessments import files, scoring
from colonnade.web.assessments.access import assessment_view, own_seat
from colonnade.web.assessments.desk import Desk, Place, desk, step_or_404
from colonnade.web.assessments.forms_score import CONFIDENCES, ScoreForm
from colonnade.web.assessments.models import Assessment, BlindScore, EvidenceFile, Seat, Step
from colonnade.web.assessments.panel import panel
from colonnade.web.assessments.scoring import Scored
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


@dataclass(frozen=True, slots=True)
class Line:
    """A dimension on the review page; `asked` and `answered` count facts."""

    scored: Scored
    is_done: bool
    files: Sequence[EvidenceFile]
    asked: int
    answered: int


@require_safe
@assessment_view(*SCORES)
def begin(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    """Go on where the reviewer left off: the first page with something open, else the review page."""
    seat = own_seat(me, assessment)
    return to(me, assessment, desk(seat).waiting() if assessment.is_open else None)


@form_page
@assessment_view(*SCORES)
def score(request: HttpRequest, me: Membership, assessment: Assessment, dimension: str) -> HttpResponse:
    step, seat = step_or_404(assessment, dimension), own_seat(me, assessment)
    if not assessment.is_open or seat.handed_in_at:
        return redirect("review", me.organisation_id, assessment.pk)
    if not step.is_claimed:
        return redirect("facts", me.organisation_id, assessment.pk, dimension)
    if request.method != "POST":
        return _score_page(request, me, seat, step)
    if request.POST.get("then") == "skip":
        scoring.clear(seat, dimension)
        return to(me, assessment, Place("score", dimension))
    return _save(request, me, seat, step)


@require_safe
@assessment_view(*SCORES)
def review(request: HttpRequest, me: Membership, assessment: Assessment) -> HttpResponse:
    """The reviewer's own scores, before and after handing in."""
    seat = own_seat(me, assessment)
    mine = desk(seat)
    lines = [_line(mine, scored, is_done) for scored, is_done in mine.progress]
    page = {
        "me": me,
        "assessment": assessment,
        "seat": seat,
        "lines": lines,
        "may_hand_in": any(s.current and s.current.stage for s in mine.scored)
        or (not assessment.claimed and bool(mine.own.rows)),
        "missing": sum(not line.is_done for line in lines),
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


def to(me: Membership, assessment: Assessment, place: Place | None) -> HttpResponse:
    """To a page of the way, or past its end: to the review page."""
    if place is None:
        return redirect("review", me.organisation_id, assessment.pk)
    return redirect(place.page, me.organisation_id, assessment.pk, place.dimension)


def to_records(me: Membership, assessment: Assessment, place: Place) -> HttpResponse:
    """To what the records show, on the page of a dimension that is locked."""
    page = reverse(place.page, args=[me.organisation_id, assessment.pk, place.dimension])
    return redirect(f"{page}#records")


def _save(request: HttpRequest, me: Membership, seat: Seat, step: Step) -> HttpResponse:
    """Save as typed (HTMX, answered with a line), or save and go on (a plain form)."""
    form, id = ScoreForm(request.POST, request.FILES, model=step.model), step.dimension.id
    if form.is_valid():
        _keep(form, seat, id)
    if getattr(request, "htmx", False):
        return _saved(request, me, seat, form, id)
    if form.errors:
        return _score_page(request, me, seat, step, form)
    if request.POST.get("then") == "lock":
        scoring.lock(seat, id)
        return to_records(me, seat.assessment, Place("score", id))
    return to(me, seat.assessment, desk(seat).after("score", id))


def _saved(request: HttpRequest, me: Membership, seat: Seat, form: ScoreForm, dimension: str) -> HttpResponse:
    """A line; and, when a file was kept or refused, its place anew, so that it is not sent again."""
    page = {"me": me, "assessment": seat.assessment, "errors": form.errors, "at": timezone.now()}
    if request.FILES and (not form.errors or "file" in form.errors):
        mine = desk(seat)
        filed = mine.own.files.get(dimension, ())
        page["swapped"] = [(dimension, "file", filed, mine.of(dimension).is_locked)]
    return render(request, "assessments/_saved.html", page, status=422 if form.errors else 200)


def _keep(form: ScoreForm, seat: Seat, dimension: str) -> None:
    scoring.save(seat, dimension, form.said())
    if upload := form.cleaned_data["file"]:
        try:
            files.keep(seat, dimension, upload)
        except ValidationError as too_many:
            form.add_error("file", too_many)


def _score_page(
    request: HttpRequest, me: Membership, seat: Seat, step: Step, form: ScoreForm | None = None
) -> HttpResponse:
    mine = desk(seat)
    scored = mine.of(step.dimension.id)
    page = {
        "me": me,
        "assessment": seat.assessment,
        "rule": _(SCORING_RULE),
        "step": step,
        "dimension": step.dimension,
        "cards": [_card(step, cell) for cell in step.dimension.cells],
        "scored": scored,
        "typed": form.data if form else _typed(scored.current),
        "errors": form.errors if form else None,
        "desk": mine,
        "number": mine.number(step.dimension.id),
        "before": mine.before("score", step.dimension.id),
        "after": mine.after("score", step.dimension.id),
        "confidences": CONFIDENCES,
        "own_files": mine.own.files.get(step.dimension.id, ()),
        "about": step.dimension.id,
        "panel": panel(mine, step),
    }
    return render(request, "assessments/score.html", page, status=422 if form else 200)


def _line(mine: Desk, scored: Scored, is_done: bool) -> Line:
    id = scored.dimension.id
    asked = mine.asked[id].now if mine.has_facts(scored) else ()
    about = (id, *(criterion.id for criterion in asked))
    filed = [file for each in about for file in mine.own.files.get(each, ())]
    return Line(scored, is_done, filed, len(asked), sum(c.id in mine.own.rows for c in asked))


def _card(step: Step, cell: Cell) -> Card:
    mapped = [c for c in step.criteria if c.maps[step.model.id].stage == cell.stage]
    heaviest = max(mapped, key=lambda criterion: criterion.weight, default=None)
    shown_by = heaviest.statement if heaviest else ""
    return Card(cell.stage, step.model.stage(cell.stage).name, cell.looks_like, shown_by)


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
