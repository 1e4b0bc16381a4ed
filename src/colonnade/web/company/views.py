"""The page on which facilitators say how reports look and what kind of company this is."""

from base64 import b64encode
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colonnade.reports import colours
from colonnade.web import undo
from colonnade.web.company import changing
from colonnade.web.company.forms import UPLOADS, FactsForm, LookForm
from colonnade.web.company.models import Asset, Kind, Profile
from colonnade.web.people.access import FACILITATES, member
from colonnade.web.people.models import Membership

PARTS: dict[str, tuple[type[forms.Form], tuple[str, ...]]] = {
    "look": (LookForm, changing.LOOK),
    "facts": (FactsForm, changing.FACTS),
}


@require_safe
@member(*FACILITATES)
def organisation_settings(request: HttpRequest, me: Membership) -> HttpResponse:
    return _page(request, me)


@require_POST
@member(*FACILITATES)
def change_settings(request: HttpRequest, me: Membership, part: str) -> HttpResponse:
    """One part of the page; who was overtaken sees what it says now beside what they typed."""
    if part not in PARTS:
        raise Http404
    form_class, fields = PARTS[part]
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, me, {part: form}, status=422)
    values = {field: form.cleaned_data[field] for field in fields}
    profile = _profile(me)
    before = {field: getattr(profile, field) for field in fields}
    try:
        changed = changing.change(me, fields, values, seen=request.POST.get("seen", ""))
    except changing.Overtaken:
        return _page(request, me, {part: form}, overtaken=part, status=409)
    if changed:
        seen = changing.state_of(_profile(me), fields)
        undo.done(request, _("Kept. Reports made from now on say so."), request.path, seen=seen, **before)
    else:
        messages.success(request, _("Nothing was changed."))
    return redirect("organisation_settings", me.organisation_id)


@require_POST
@member(*FACILITATES)
def change_asset(request: HttpRequest, me: Membership, kind: str) -> HttpResponse:
    """A logo or a template comes, in place of the one before, or goes."""
    if kind not in Kind.values:
        raise Http404
    of = Kind(kind)
    if request.POST.get("then") == "remove":
        if changing.remove(me, of):
            words = _("Taken away. Reports made from now on are without it.")
            undo.done(request, words, request.path, then="back")
        return redirect("organisation_settings", me.organisation_id)
    if request.POST.get("then") == "back":
        if changing.bring_back(me, of):
            messages.success(request, _("Back again. Reports made from now on have it."))
        return redirect("organisation_settings", me.organisation_id)
    form = UPLOADS[of](request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, me, {kind: form}, status=422)
    had = Asset.objects.filter(organisation_id=me.organisation_id, kind=of).exists()
    changing.keep(me, of, *form.cleaned_data["file"])
    words = _("Kept. Reports made from now on have it.")
    undo.done(request, words, request.path, then="back" if had else "remove")
    return redirect("organisation_settings", me.organisation_id)


def _page(
    request: HttpRequest,
    me: Membership,
    typed: dict[str, forms.Form] | None = None,
    *,
    overtaken: str = "",
    status: int = 200,
) -> HttpResponse:
    now = _profile(me)
    kept = {asset.kind: asset for asset in Asset.objects.filter(organisation=me.organisation_id)}
    shown: dict[str, Any] = {
        part: (typed or {}).get(part) or form_class(initial={field: getattr(now, field) for field in fields})
        for part, (form_class, fields) in PARTS.items()
    }
    shown |= {str(kind): (typed or {}).get(kind) or form_class() for kind, form_class in UPLOADS.items()}
    page = {
        "me": me,
        **shown,
        "seen": {part: changing.state_of(now, fields) for part, (_form, fields) in PARTS.items()},
        "now": now,
        "overtaken": overtaken,
        "colour": _colour(now.colour),
        "kept": {kind: asset.name for kind, asset in kept.items()},
        "picture": _picture(kept.get(Kind.LOGO)),
    }
    return render(request, "company/settings.html", page, status=status)


def _profile(me: Membership) -> Profile:
    """As it stands now, whatever the organisation at hand remembers of it."""
    return Profile.objects.filter(pk=me.organisation_id).first() or Profile(organisation=me.organisation)


def _colour(said: str) -> dict[str, Any] | None:
    """The colour with its contrast on white, and the one that reports take where it is too light for words."""
    if not said:
        return None
    used = colours.readable(said)
    return {"said": said, "used": used, "contrast": colours.contrast(said, colours.WHITE), "is_used": used == said}


def _picture(logo: Asset | None) -> str:
    """As a picture in the page: nothing in it runs, and it has no address."""
    if logo is None:
        return ""
    data = bytes(logo.data)
    kind = "png" if data.startswith(b"\x89PNG") else "svg+xml"
    return f"data:image/{kind};base64,{b64encode(data).decode()}"
