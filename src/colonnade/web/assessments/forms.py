"""What people type into an assessment."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.model import Model
from colonnade.web.assessments.models import FACT_VALUES
from colonnade.web.assessments.rounds import LEAST_REVIEWERS
from colonnade.web.people.models import SCORES, Membership, Organisation, Person

ALL = "all"
"""The choice of every shipped model at once."""


def offered_models() -> list[Model]:
    return [shipped_model(id) for id in shipped_ids()]


def claimable_models() -> list[Model]:
    """The shipped models that have stages to claim."""
    return [model for model in offered_models() if model.stages]


def all_models() -> list[Model]:
    """Those with stages first: the first one leads."""
    return [*claimable_models(), *(model for model in offered_models() if not model.stages)]


class People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.email}"


class AssessmentForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    model = forms.ChoiceField(label=_("Model"))
    depth = forms.ChoiceField(choices=[("quick", _("Quick")), ("deep", _("Deep"))], required=False)
    due_on = forms.DateField(
        label=_("Due"),
        help_text=_("Optional: reviewers are told, and reminded of it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reviewers = People(label=_("Reviewers"), queryset=Person.objects.none())
    outsiders = People(queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, organisation: Organisation, **named: Any) -> None:
        super().__init__(*args, **named)
        model: Any = self.fields["model"]
        model.choices = [*((m.id, m.name) for m in offered_models()), (ALL, _("All four, answered once"))]
        self.members = scoring_members(organisation)
        for name in ("reviewers", "outsiders"):
            people: Any = self.fields[name]
            people.queryset = self.members

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen, outside = set(data.get("reviewers") or ()), set(data.get("outsiders") or ())
        if chosen and len(chosen - outside) < LEAST_REVIEWERS:
            self.add_error(
                "reviewers",
                _(
                    "Choose at least two people of the company: one alone cannot make a diagnosis agreed, "
                    "and outsiders' scores are shown apart."
                ),
            )
        if "model" in data and not self.models[0].stages and data.get("depth") != "deep":
            self.add_error("depth", _("This model has no stages to give: it is read from facts, in a deep round."))
        return data

    @property
    def models(self) -> list[Model]:
        """What was chosen; of all of them the first one leads."""
        chosen = self.cleaned_data["model"]
        return all_models() if chosen == ALL else [shipped_model(chosen)]

    @property
    def wanted(self) -> dict[str, Any]:
        """What `rounds.make` takes."""
        data = self.cleaned_data
        reviewers = set(data["reviewers"])
        return {
            "name": data["name"],
            "model": self.models[0],
            "further": self.models[1:],
            "is_deep": data["depth"] == "deep",
            "due_on": data["due_on"],
            "reviewers": data["reviewers"],
            "outsiders": reviewers & set(data["outsiders"]),
        }


def scoring_members(organisation: Organisation) -> QuerySet[Person]:
    """Who may be asked to score."""
    scoring = Membership.objects.filter(organisation=organisation, role__in=SCORES)
    return Person.objects.filter(pk__in=scoring.values("person")).order_by("name")


class AgreeForm(forms.Form):
    version = forms.IntegerField(min_value=0)
    stage = forms.ChoiceField(error_messages={"required": _("Choose the agreed stage, or “not agreed”.")})
    reason = forms.CharField(
        max_length=2000, error_messages={"required": _("Say why: this is what people will read in six months.")}
    )
    dissent = forms.CharField(max_length=2000, required=False)

    def __init__(self, *args: Any, model: Model, **named: Any) -> None:
        super().__init__(*args, **named)
        stage: Any = self.fields["stage"]
        stage.choices = [*((str(s.number), s.name) for s in model.stages), ("none", _("not agreed"))]

    def clean_stage(self) -> int | None:
        chosen: str = self.cleaned_data["stage"]
        return int(chosen) if chosen.isdigit() else None


class ReviewerForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.none())
    is_outsider = forms.BooleanField(label=_("From outside the company"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, but: UUID | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        person: Any = self.fields["person"]
        person.queryset = scoring_members(organisation).exclude(pk=but) if but else scoring_members(organisation)


class SettleForm(forms.Form):
    version = forms.IntegerField(min_value=0)
    value = forms.ChoiceField(
        choices=[(value, label) for value, label in FACT_VALUES.items() if value != "unknown"],
        error_messages={"required": _("Choose what is so.")},
    )
    reason = forms.CharField(
        max_length=2000, error_messages={"required": _("Say why: this is what people will read in six months.")}
    )
