"""What people type about their organisation's records."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.web.numbers import Amount


class KindForm(forms.Form):
    state = forms.ChoiceField(choices=[("not_done", ""), ("elsewhere", ""), ("", "")], required=False)


class TiersForm(forms.Form):
    top_tier = forms.CharField(label=_("Top tier"), max_length=200, required=False)
    second_tier = forms.CharField(label=_("Second tier"), max_length=200, required=False)
    low_tier = forms.CharField(label=_("Low tier"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said = [value for value in data.values() if value]
        if len(said) != len(set(said)):
            raise forms.ValidationError(_("One tier cannot be two: name each once."))
        return data


class ThresholdForm(forms.Form):
    value = Amount(
        min_value=-1e9,
        max_value=1e9,
        error_messages={"required": _("Write the figure that you hold yourself to.")},
    )
    reason = forms.CharField(
        max_length=200, error_messages={"required": _("Say why: it stands beside every answer that it decides.")}
    )
