"""Pages of one move: what it says, where it stands, its checkpoints; and one lever more."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.model import Lever, Model
from colonnade.web import undo
from colonnade.web.pages import form_page, posted
from colonnade.web.people.access import EVERYONE, FACILITATES, SCORES
from colonnade.web.people.models import Membership
from colonnade.web.plans import board, earlier, limits, planning, proposing, reading
from colonnade.web.plans.access import changing, move_view, plan_view
from colonnade.web.plans.forms import BackForm, MoveForm, NoteForm, StatusForm
from colonnade.web.plans.models import Checkpoint, Move, Plan, Status


@form_page
@move_view(*EVERYONE)
def move(request: HttpRequest, me: Membership, move: Move) -> HttpResponse:
    """A move to read, and for who may, to change."""
    if request.method != "POST":
        return _move_page(request, me, move)
    changing(me, move)
    form = _form(me, move, request)
    if not form.is_valid() or form.cleaned_data["version"] is None or not _is_within_limits(form, move):
        return _move_page(request, me, move, form=form, status=422)
    try:
        planning.change(me, move, form.values(), version=form.cleaned_data["version"])
    except planning.Overtaken:
        return _overtaken(request, me, move, form=form)
    _changed(request, me, move, _("Saved."))
    return _to_card(me, move)


@require_POST
@move_view(*SCORES)
def move_card(request: HttpRequest, me: Membership, move: Move) -> HttpResponse:
    """To another column: aside with a reason, done with what shows it."""
    changing(me, move)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _move_page(request, me, move, status_form=form, status=422)
    values = form.values(timezone.localdate())
    candidate = _as_if(move, values)
    if not move.is_in_flight and not move.reason:
        wanted = limits.wants_reason(_model(move), move.plan.moves.select_related("owner"), candidate)
        if wanted:
            return _move_page(request, me, move, wanted=wanted, status=422)
    try:
        planning.change(me, move, values, version=form.cleaned_data["version"])
    except planning.Overtaken:
        return _overtaken(request, me, move, status_form=form)
    _changed(request, me, move, _("Now “%(state)s”: %(move)s") % _as_said(move, Status(values["status"])))
    return _to_card(me, move)


@require_POST
@move_view(*SCORES)
def move_back(request: HttpRequest, me: Membership, move: Move) -> HttpResponse:
    """As it stood before its last change, unless somebody changed it since."""
    changing(me, move)
    form = BackForm(request.POST)
    before = earlier.last(move)
    if not form.is_valid() or before is None:
        raise Http404
    before.move = move
    values = earlier.values(before)
    if not move.is_in_flight and not values["reason"]:
        wanted = limits.wants_reason(_model(move), move.plan.moves.select_related("owner"), _as_if(move, values))
        if wanted:
            return _move_page(request, me, move, wanted=wanted, status=422)
    try:
        planning.change(me, move, values, version=form.cleaned_data["version"])
    except planning.Overtaken:
        return _overtaken(request, me, move)
    messages.success(request, _("As it was before."))
    return _to_card(me, move)


@require_POST
@move_view(*SCORES)
def note_checkpoint(request: HttpRequest, me: Membership, move: Move, day: int) -> HttpResponse:
    changing(me, move)
    checkpoint = get_object_or_404(Checkpoint, move=move, day=day)
    checkpoint.move = move
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _move_page(request, me, move, note_form=form, noting=day, status=422)
    data = form.cleaned_data
    try:
        planning.note(me, checkpoint, data["note"], form.value_of(checkpoint), version=data["version"])
    except planning.Overtaken:
        return _overtaken(request, me, move, note_form=form, noting=day)
    messages.success(request, _("Noted."))
    return redirect("move", me.organisation_id, move.plan.assessment_id, move.pk)


@form_page
@plan_view(*FACILITATES)
def add_move(request: HttpRequest, me: Membership, plan: Plan) -> HttpResponse:
    """Another lever of the model: first which, then how."""
    read, moves = _read(me, plan), list(plan.moves.select_related("owner"))
    taken = {move.lever for move in moves}
    chosen = request.POST.get("lever", request.GET.get("lever", ""))
    lever = read.model.levers.get(chosen)
    if lever is None or lever.id in taken:
        page = {"me": me, "assessment": plan.assessment, "plan": plan, "levers": _levers(read, taken)}
        return render(request, "plans/choose_lever.html", page, status=422 if request.method == "POST" else 200)
    draft = proposing.draft(read, lever.id, plan.starts_on)
    candidate = planning.drafted(plan, draft)
    form = _form(me, candidate, request)
    if request.method == "POST" and form.is_valid() and _is_within_limits(form, candidate):
        return _to_card(me, planning.add(me, plan, draft, form.values()))
    page = {
        "me": me,
        "assessment": plan.assessment,
        "plan": plan,
        "lever": lever,
        "dimension": read.model.by_id[lever.dimension],
        "draft": draft,
        "form": form,
        "wanted": limits.wants_reason(read.model, moves, candidate),
    }
    return render(request, "plans/add.html", page, status=422 if form.is_bound else 200)


def _levers(read: Diagnosis, taken: set[str]) -> list[tuple[str, list[Lever]]]:
    """What else could be done, dimension by dimension in the model's order: the present row first."""
    found = []
    for dimension in read.model.dimensions:
        stage = read.stages.get(dimension.id, 1)
        levers = [
            lever
            for cell in dimension.cells
            if cell.stage in (stage, stage + 1)
            for lever in cell.levers
            if lever.id not in taken
        ]
        if levers:
            found.append((dimension.name, levers))
    return found


def _form(me: Membership, move: Move, request: HttpRequest | None = None) -> MoveForm:
    shows_records = reading.shows_records(me)
    typed = posted(request) if request else None
    return MoveForm(typed, organisation=me.organisation, move=move, shows_records=shows_records)


def _is_within_limits(form: MoveForm, move: Move) -> bool:
    """A reason is recorded, or none is wanted; else the form says what wants one."""
    values = form.values()
    if values["reason"]:
        return True
    others = move.plan.moves.select_related("owner")
    wanted = limits.wants_reason(_model(move), others, _as_if(move, values))
    for words in wanted:
        form.add_error("reason", words[:1].upper() + words[1:] + ".")
    return not wanted


def _as_if(move: Move, values: Any) -> Move:
    """The move with other values, not saved."""
    names = [f.attname for f in Move._meta.concrete_fields]
    found = Move(**{name: getattr(move, name) for name in names})
    if move.owner_id:
        found.owner = move.owner
    for name, value in values.items():
        setattr(found, name, value)
    return found


def _model(move: Move) -> Model:
    return move.plan.assessment.model


def _read(me: Membership, plan: Plan) -> Diagnosis:
    read = reading.of(me, plan.assessment, timezone.localdate())
    if read is None:
        raise Http404
    return read


def _changed(request: HttpRequest, me: Membership, move: Move, words: str) -> None:
    """Said on the next page, with the way back."""
    address = reverse("move_back", args=[me.organisation_id, move.plan.assessment_id, move.pk])
    undo.done(request, words, address, version=move.version + 1)


def _as_said(move: Move, status: Status) -> dict[str, str]:
    return {"state": str(status.label), "move": _model(move).levers[move.lever].text}


def _to_card(me: Membership, move: Move) -> HttpResponse:
    return redirect(f"{reverse('plan', args=[me.organisation_id, move.plan.assessment_id])}#move-{move.pk}")


def _overtaken(request: HttpRequest, me: Membership, move: Move, **forms: Any) -> HttpResponse:
    """What stands now, with what was typed beside it."""
    plan = move.plan
    now = Move.objects.select_related("owner", "changed_by").get(pk=move.pk)
    now.plan = plan
    return _move_page(request, me, now, status=409, **forms)


def _move_page(
    request: HttpRequest,
    me: Membership,
    move: Move,
    *,
    form: MoveForm | None = None,
    status_form: StatusForm | None = None,
    note_form: NoteForm | None = None,
    noting: int | None = None,
    wanted: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    model, today = _model(move), timezone.localdate()
    lever = model.levers[move.lever]
    points = list(move.checkpoints.select_related("by").order_by("day"))
    measured = reading.measured(me, today)
    shows_records = measured is not None
    card = board.card(me, move, points, model, measured, today)
    kept = list(move.earlier.select_related("by"))
    noted = earlier.noted_before(move, kept, shows_records=shows_records)
    page = {
        "me": me,
        "assessment": move.plan.assessment,
        "plan": move.plan,
        "card": card,
        "lever": lever,
        "history": earlier.history(move, kept, shows_records=shows_records),
        "stops": [(stop, noted.get(stop.checkpoint.day, ())) for stop in card.stops],
        "form": form or _form(me, move),
        "status_form": status_form,
        "note_form": note_form,
        "noting": noting,
        "wanted": wanted,
        "overtaken": status == 409,
    }
    return render(request, "plans/move.html", page, status=status)
