"""Pages on which facilitators say what is not done here, which tiers there are, which thresholds hold."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colonnade.core.criteria import Criterion
from colonnade.core.naming import table_name
from colonnade.core.organisation import TableState
from colonnade.web import undo
from colonnade.web.pages import form_page, posted
from colonnade.web.people.access import FACILITATES
from colonnade.web.people.models import Membership
from colonnade.web.records import about
from colonnade.web.records.access import records_view
from colonnade.web.records.forms import KindForm, ThresholdForm, TiersForm
from colonnade.web.records.found import about as said
from colonnade.web.records.loads import measurements_of, standing
from colonnade.web.records.models import About
from colonnade.web.records.thresholds import ruled, typed, value_of


@require_safe
@records_view(*FACILITATES)
def kinds(request: HttpRequest, me: Membership) -> HttpResponse:
    """Each kind of records with what rests on it, and what the organisation says of it."""
    load = standing(me.organisation_id).speaking
    found = about.kinds(load, said(me.organisation_id))
    page = {
        "me": me,
        "missing": [kind for kind in found if not kind.rows or kind.is_said],
        "loaded": [kind for kind in found if kind.rows and not kind.is_said],
    }
    return render(request, "records/kinds.html", page)


@require_POST
@records_view(*FACILITATES)
def say_of_kind(request: HttpRequest, me: Membership, table: str) -> HttpResponse:
    form = KindForm(request.POST)
    if table not in about.known_kinds() or not form.is_valid():
        raise Http404
    state = cast(TableState | None, form.cleaned_data["state"] or None)
    before = said(me.organisation_id).tables.get(table, {}).get("state")
    about.say_of_kind(me, table, state)
    undo.done(request, _kept_words(table_name(table), state), request.path, state=before)
    return redirect("kinds", me.organisation_id)


def _kept_words(name: str, state: TableState | None) -> str:
    if state == "not_done":
        return _("%(name)s: not done here. What rests on it no longer applies.") % {"name": name}
    if state == "elsewhere":
        return _("%(name)s: done elsewhere. What rests on it is asked of people.") % {"name": name}
    return _("%(name)s: taken back. The records answer again.") % {"name": name}


@form_page
@records_view(*FACILITATES)
def tiers(request: HttpRequest, me: Membership) -> HttpResponse:
    of = said(me.organisation_id)
    form = TiersForm(posted(request), initial={name: getattr(of, name) for name in about.TIERS})
    if request.method == "POST" and form.is_valid():
        about.name_tiers(me, form.cleaned_data)
        undo.done(request, _("Kept."), request.path, **form.initial)
        return redirect("tiers", me.organisation_id)
    load = standing(me.organisation_id).speaking
    known = about.groups_of(load, "segment", measurements_of(load.pk).wanted.values()) if load else ()
    page = {"me": me, "form": form, "known": known}
    return render(request, "records/tiers.html", page, status=422 if form.is_bound else 200)


@require_safe
@records_view(*FACILITATES)
def thresholds(request: HttpRequest, me: Membership) -> HttpResponse:
    return _thresholds(request, me)


@require_POST
@records_view(*FACILITATES)
def set_threshold(request: HttpRequest, me: Membership, criterion: str) -> HttpResponse:
    found = next((c for c in about.with_rules() if c.id == criterion), None)
    if found is None:
        raise Http404
    before = _undone(found, said(me.organisation_id))
    if request.POST.get("then") == "product":
        about.set_threshold(me, criterion, None, "")
        undo.done(request, _("The product's threshold decides again."), request.path, **before)
        return redirect("thresholds", me.organisation_id)
    form = ThresholdForm(request.POST)
    if not form.is_valid():
        return _thresholds(request, me, criterion, form, status=422)
    about.set_threshold(me, criterion, value_of(found, form.cleaned_data["value"]), form.cleaned_data["reason"])
    undo.done(request, _("Your own threshold decides from now on."), request.path, **before)
    return redirect("thresholds", me.organisation_id)


def _undone(criterion: Criterion, of: About) -> dict[str, str]:
    """What to send to have the threshold as it is now."""
    own = of.thresholds.get(criterion.id)
    return {"value": typed(criterion, own["value"]), "reason": own["reason"]} if own else {"then": "product"}


def _thresholds(
    request: HttpRequest, me: Membership, wrong: str = "", form: Any = None, *, status: int = 200
) -> HttpResponse:
    of = said(me.organisation_id)
    page = {"me": me, "ruled": ruled(of), "wrong": wrong, "form": form}
    return render(request, "records/thresholds.html", page, status=status)
