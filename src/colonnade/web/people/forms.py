"""What people type about themselves and each other."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from colonnade.web.people.models import Membership, Organisation, Person, Role


class NewPersonForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A few unrelated words make a good one."),
    )
    time_zone = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput(attrs={"data-zone": ""}))

    def __init__(self, *args: Any, email: str = "", **named: Any) -> None:
        super().__init__(*args, **named)
        self.known_email = email

    def clean_time_zone(self) -> str:
        """What the browser says, if it names a zone."""
        said: str = self.cleaned_data["time_zone"]
        return said if said in available_timezones() else "UTC"

    def clean(self) -> dict[str, Any]:
        """The password is judged with the name and address beside it: it may not be like either."""
        data = super().clean() or {}
        person = Person(name=data.get("name", ""), email=data.get("email", self.known_email))
        if password := data.get("password"):
            try:
                validate_password(password, person)
            except ValidationError as weak:
                self.add_error("password", weak)
        return data


class FirstOwnerForm(NewPersonForm):
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    organisation = forms.CharField(
        label=_("Your organisation"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field_order = ("organisation", "name", "email", "password", "time_zone")


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.REVIEWER)

    def __init__(self, *args: Any, organisation: Organisation, **named: Any) -> None:
        super().__init__(*args, **named)
        self.organisation = organisation

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if Membership.objects.filter(organisation=self.organisation, person__email=email).exists():
            raise ValidationError(_("%(email)s is a member already."), params={"email": email})
        return email


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
    )

    class Meta:
        model = Person
        fields = ("name", "time_zone")


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    class Meta:
        model = Organisation
        fields = ("name",)
