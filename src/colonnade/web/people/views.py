"""Pages about people: coming in, members, one's own account, activity."""

from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from colonnade.web.assessments.visibility import Viewer, hidden_rounds
from colonnade.web.pages import form_page, id_once, posted
from colonnade.web.people import audit, joining, members, tokens
from colonnade.web.people.access import FACILITATES, Role, member, person_of
from colonnade.web.people.activity import lines_of
from colonnade.web.people.forms import (
    FirstOwnerForm,
    InvitationForm,
    NewPersonForm,
    OrganisationForm,
    ProfileForm,
    RoleForm,
)
from colonnade.web.people.models import Invitation, Membership, Person

MOST_PAGES = 10_000
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """A person of one organisation goes straight to it."""
    mine = list(person_of(request).memberships.select_related("organisation").order_by("organisation__name"))
    if len(mine) == 1:
        return redirect("assessments", mine[0].organisation_id)
    return render(request, "people/home.html", {"memberships": mine})


# --- coming in ----------------------------------------------------------------------------------------------


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address: it goes into the session, and the browser to an address without it."""
    hashed = tokens.hash_of(token)
    if joining.open_first_link(hashed):
        request.session["link"] = hashed
        return redirect("welcome")
    if joining.open_invitation(hashed):
        request.session["link"] = hashed
        return redirect("join")
    if joining.open_sign_in_link(hashed):
        request.session["link"] = hashed
        return redirect("enter")
    return render(request, "people/link_over.html", status=404)


@form_page
def enter(request: HttpRequest) -> HttpResponse:
    """Signs in on a click, so that a program that looks at the link beforehand does not use it up."""
    link = joining.open_sign_in_link(request.session.get("link", ""))
    person = joining.use_sign_in_link(link) if link and request.method == "POST" else None
    if person:
        return _enter(request, person)
    if link is None or request.method == "POST":
        return render(request, "people/link_over.html", status=404)
    return render(request, "people/enter.html", {"person": link.person})


@form_page
def welcome(request: HttpRequest) -> HttpResponse:
    link = joining.open_first_link(request.session.get("link", ""))
    if link is None:
        return render(request, "people/link_over.html", status=404)
    form = FirstOwnerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        owner = joining.set_up(link, **form.cleaned_data)
        return _enter(request, owner) if owner else render(request, "people/link_over.html", status=404)
    return render(request, "people/welcome.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page
def join(request: HttpRequest) -> HttpResponse:
    invitation = joining.open_invitation(request.session.get("link", ""))
    if invitation is None:
        return render(request, "people/link_over.html", status=404)
    if Person.objects.filter(email=invitation.email).exists():
        return _join_as_known(request, invitation)
    form = NewPersonForm(posted(request), email=invitation.email)
    if request.method == "POST" and form.is_valid():
        person = joining.accept(invitation, **form.cleaned_data)
        return _enter(request, person) if person else render(request, "people/link_over.html", status=404)
    page = {"form": form, "invitation": invitation}
    return render(request, "people/join.html", page, status=422 if form.is_bound else 200)


def _join_as_known(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Somebody with an account signs in first, so that a link alone never opens it."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={reverse('join')}")
    person = person_of(request)
    if request.method == "POST" and joining.accept_as(invitation, person):
        request.session.pop("link", None)
        return redirect("assessments", invitation.organisation_id)
    page = {"invitation": invitation, "is_other": person.email != invitation.email}
    return render(request, "people/join_known.html", page)


def _enter(request: HttpRequest, person: Person) -> HttpResponse:
    request.session.pop("link", None)
    login(request, person, backend=BACKEND)
    UserSession.objects.create_from_request(request)  # allauth lists only what came in by its own form
    return redirect("home")


# --- members ------------------------------------------------------------------------------------------------


@require_safe
@member(*FACILITATES)
def people(request: HttpRequest, me: Membership) -> HttpResponse:
    """Who belongs here; facilitators see it, owners change it."""
    return _people_page(request, me, InvitationForm(organisation=me.organisation))


@require_POST
@member(Role.OWNER)
def invite(request: HttpRequest, me: Membership) -> HttpResponse:
    form = InvitationForm(request.POST, organisation=me.organisation)
    if not form.is_valid():
        return _people_page(request, me, form, status=422)
    link = joining.invite(me, **form.cleaned_data)
    messages.success(request, _("Invited %(email)s.") % form.cleaned_data)
    if settings.HAS_MAIL:
        return redirect("people", me.organisation_id)
    # Without a mail server the owner hands the link over: it is shown this once, and kept nowhere.
    return _people_page(request, me, InvitationForm(organisation=me.organisation), link=link)


@require_POST
@member(Role.OWNER)
def change_role(request: HttpRequest, me: Membership, membership: UUID) -> HttpResponse:
    of = get_object_or_404(Membership, pk=membership, organisation=me.organisation)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            members.change_role(me, of, form.cleaned_data["role"])
        except members.LastOwner:
            messages.error(request, _("An organisation keeps at least one owner. Make somebody else owner first."))
    return redirect("people", me.organisation_id)


@require_POST
@member(Role.OWNER)
def remove_member(request: HttpRequest, me: Membership, membership: UUID) -> HttpResponse:
    of = get_object_or_404(Membership, pk=membership, organisation=me.organisation)
    try:
        members.remove(me, of)
    except members.LastOwner:
        messages.error(request, _("An organisation keeps at least one owner. Make somebody else owner first."))
    return redirect("people", me.organisation_id)


@require_POST
@member(Role.OWNER)
def withdraw_invitation(request: HttpRequest, me: Membership, invitation: UUID) -> HttpResponse:
    members.withdraw(me, get_object_or_404(Invitation, pk=invitation, organisation=me.organisation))
    return redirect("people", me.organisation_id)


@require_safe
@member(Role.OWNER)
def activity(request: HttpRequest, me: Membership) -> HttpResponse:
    """What was done here, newest first; and, when asked, whether the chain is whole."""
    asked = request.GET.get("page", "")
    number = min(int(asked), MOST_PAGES) if asked.isascii() and asked.isdigit() and asked.strip("0") else 1
    hidden = hidden_rounds(Viewer.of(me), me.organisation_id)
    lines, has_older = lines_of(me.organisation, number, hidden)
    page = {"me": me, "lines": lines, "number": number, "has_older": has_older}
    if request.GET.get("check") == "1":
        page |= {"checked": True, "faults": audit.faults(audit.of_organisation(me.organisation))}
    return render(request, "people/activity.html", page)


def _people_page(
    request: HttpRequest, me: Membership, form: InvitationForm, *, link: str = "", status: int = 200
) -> HttpResponse:
    page = {
        "me": me,
        "form": form,
        "link": link,
        "prints_mail": settings.PRINTS_MAIL,
        "members": me.organisation.memberships.select_related("person").order_by("person__name"),
        "invitations": me.organisation.invitations.filter(accepted_at=None).order_by("email"),
        "roles": Role.choices,
    }
    return render(request, "people/people.html", page, status=status)


# --- one's own ----------------------------------------------------------------------------------------------


@form_page
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = ProfileForm(posted(request), instance=person)
    if request.method == "POST" and form.is_valid():
        members.save_profile(form, person)
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "people/profile.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page
@login_required
def new_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        person = person_of(request)
        made = members.new_organisation(person, form.cleaned_data["name"], id_once(request, person.pk))
        return redirect("assessments", made.pk)
    return render(request, "people/new_organisation.html", {"form": form}, status=422 if form.is_bound else 200)
