"""What people type and choose about how their reports look and what kind of company they are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from colonnade.content.logo import MOST_BYTES as MOST_LOGO_BYTES
from colonnade.content.logo import logo_of
from colonnade.core.errors import UserError
from colonnade.reports.deck import checked_template
from colonnade.reports.pdf.drawn import is_drawable
from colonnade.web.assessments.files import MOST_BYTES, tidy
from colonnade.web.company.models import Kind, Ownership, Paper

MOST_UNPACKED = 60_000_000
"""A template is unpacked while others wait for their pages: less is allowed than on the command line."""


class LookForm(forms.Form):
    name = forms.CharField(
        label=_("Name in reports"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the organisation's name as it stands here."),
    )
    colour = forms.CharField(
        label=_("Colour"),
        required=False,
        max_length=7,
        validators=[
            RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("Write a colour as #1f4e79: # and six digits, 0–9 and a–f."))
        ],
        help_text=_("As #rrggbb. Lines, headings and the deck take it."),
    )
    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices)

    def clean_colour(self) -> str:
        return str(self.cleaned_data["colour"]).lower()


class FactsForm(forms.Form):
    ownership = forms.ChoiceField(
        label=_("Ownership"),
        choices=[("", _("not said")), *Ownership.choices],
        required=False,
        help_text=_(
            "Some figures are published of listed companies alone: they stand beside yours only if you are one."
        ),
    )
    arr_musd = forms.FloatField(
        label=_("ARR, in millions of US dollars"),
        min_value=0,
        max_value=1e6,
        required=False,
        help_text=_("Left empty, what the records show."),
    )
    cs_team = forms.IntegerField(
        label=_("People in Customer Success"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("Left empty, the CSMs whom the records list."),
    )
    cs_years = forms.FloatField(
        label=_("Years since Customer Success began"), min_value=0, max_value=100, required=False
    )


class LogoForm(forms.Form):
    file = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, or SVG of plain shapes, up to 500 kB."),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> tuple[str, bytes]:
        upload = self.cleaned_data["file"]
        data = upload.read(MOST_LOGO_BYTES + 1)
        try:
            logo = logo_of(data)
        except UserError as wrong:
            raise ValidationError(_sentence(wrong)) from None
        if not is_drawable(logo):
            raise ValidationError(_("The logo is damaged: it cannot be drawn. Save it again, as PNG or as SVG."))
        return tidy(upload.name), data


class TemplateForm(forms.Form):
    file = forms.FileField(
        label=_("Presentation template"),
        help_text=_("Your company's .pptx without macros, up to 5 MB. Its slides are left out, its masters kept."),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> tuple[str, bytes]:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(_("The template is larger than 5 MB. Take pictures out of its masters."))
        name = tidy(upload.name)
        try:
            return name, checked_template(upload.read(), name, most_unpacked=MOST_UNPACKED)
        except UserError as wrong:
            raise ValidationError(_sentence(wrong)) from None


UPLOADS: dict[Kind, type[forms.Form]] = {Kind.LOGO: LogoForm, Kind.TEMPLATE: TemplateForm}


def _sentence(wrong: UserError) -> Any:
    said = str(wrong)
    return f"{said[:1].upper()}{said[1:]}."
