"""What people type to score again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.web.assessments.rounds import LEAST_REVIEWERS
from colonnade.web.people.models import Person
from colonnade.web.plans.forms import Day
from colonnade.web.plans.rescoring import Candidate


class RescoreForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    due_on = Day(label=gettext_lazy("Due"), required=False)
    reviewers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Reviewers"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **named: Any) -> None:
        super().__init__(*args, **named)
        reviewers: Any = self.fields["reviewers"]
        reviewers.queryset = Person.objects.filter(pk__in=[c.person.pk for c in candidates]).order_by("name")

    def clean_reviewers(self) -> list[Person]:
        chosen = list(self.cleaned_data["reviewers"])
        if len(chosen) < LEAST_REVIEWERS:
            raise ValidationError(_("Choose at least two people: one alone cannot make a diagnosis agreed."))
        return chosen
