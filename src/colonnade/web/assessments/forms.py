"""What people type into an assessment."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.model import Model
from colonnade.web.assessments.models import Answer
from colonnade.web.assessments.rounds import LEAST_REVIEWERS
from colonnade.web.assessments.scoring import Said
from colonnade.web.people.models import SCORES, Membership, Organisation, Person

CONFIDENCES = [("low", _("low")), ("medium", _("medium")), ("high", _("high"))]


def claimable_models() -> list[Model]:
    """The shipped models that have stages to claim."""
    return [model for model in map(shipped_model, shipped_ids()) if model.stages]


class People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.email}"


class AssessmentForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    model = forms.ChoiceField(label=_("Model"))
    due_on = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reviewers = People(label=_("Reviewers"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, organisation: Organisation, **named: Any) -> None:
        super().__init__(*args, **named)
        model: Any = self.fields["model"]
        model.choices = [(m.id, m.name) for m in claimable_models()]
        reviewers: Any = self.fields["reviewers"]
        scoring = Membership.objects.filter(organisation=organisation, role__in=SCORES)
        reviewers.queryset = Person.objects.filter(pk__in=scoring.values("person")).order_by("name")

    def clean_model(self) -> Model:
        return shipped_model(self.cleaned_data["model"])

    def clean_reviewers(self) -> Any:
        chosen = self.cleaned_data["reviewers"]
        if len(chosen) < LEAST_REVIEWERS:
            raise ValidationError(_("Choose at least two people: one alone cannot make a diagnosis agreed."))
        return chosen


class ScoreForm(forms.Form):
    answer = forms.ChoiceField(error_messages={"required": _("Choose a stage, or say why you give none.")})
    confidence = forms.ChoiceField(choices=[("", ""), *CONFIDENCES], required=False)
    note = forms.CharField(max_length=2000, required=False)
    link = forms.URLField(max_length=500, required=False, assume_scheme="https")
    link_on = forms.DateField(required=False)

    def __init__(self, *args: Any, model: Model, **named: Any) -> None:
        super().__init__(*args, **named)
        answer: Any = self.fields["answer"]
        stages = [(str(stage.number), stage.name) for stage in model.stages]
        answer.choices = [*stages, *((a.value, a.label) for a in (Answer.UNKNOWN, Answer.NOT_MINE))]

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.lower().startswith(("http://", "https://")):
            raise ValidationError(_("A link begins with https:// or http://."))
        return link

    def said(self) -> Said:
        data = self.cleaned_data
        is_stage = data["answer"].isdigit()
        return Said(
            answer=Answer.STAGE if is_stage else Answer(data["answer"]),
            stage=int(data["answer"]) if is_stage else None,
            confidence=data["confidence"] if is_stage else "",
            note=data["note"],
            link=data["link"],
            link_on=data["link_on"],
        )


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

    def __init__(self, *args: Any, organisation: Organisation, **named: Any) -> None:
        super().__init__(*args, **named)
        person: Any = self.fields["person"]
        scoring = Membership.objects.filter(organisation=organisation, role__in=SCORES)
        person.queryset = Person.objects.filter(pk__in=scoring.values("person")).order_by("name")
