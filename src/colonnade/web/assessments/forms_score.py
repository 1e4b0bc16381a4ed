"""What reviewers type: a stage or why none, and what they found about facts; with evidence for each."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from colonnade.core.model import Model
from colonnade.web.assessments import files
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.models import FACT_VALUES, Answer
from colonnade.web.assessments.scoring import Said

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    Upload = UploadedFile[Any]

CONFIDENCES = [("low", _("low")), ("medium", _("medium")), ("high", _("high"))]


class ScoreForm(forms.Form):
    answer = forms.ChoiceField(error_messages={"required": _("Choose a stage, or say why you give none.")})
    confidence = forms.ChoiceField(choices=[("", ""), *CONFIDENCES], required=False)
    note = forms.CharField(max_length=2000, required=False)
    link = forms.URLField(max_length=500, required=False, assume_scheme="https")
    link_on = forms.DateField(required=False)
    file = forms.FileField(required=False, allow_empty_file=True, max_length=1000)

    def __init__(self, *args: Any, model: Model, **named: Any) -> None:
        super().__init__(*args, **named)
        answer: Any = self.fields["answer"]
        stages = [(str(stage.number), stage.name) for stage in model.stages]
        answer.choices = [*stages, *((a.value, a.label) for a in (Answer.UNKNOWN, Answer.NOT_MINE))]

    def clean_link(self) -> str:
        return checked_link(self.cleaned_data["link"])

    def clean_file(self) -> "Upload | None":
        return checked_file(self.cleaned_data["file"])

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


class FactForm(forms.Form):
    """One criterion; its fields are prefixed by its id."""

    value = forms.ChoiceField(choices=[("", ""), *FACT_VALUES.items()], required=False)
    note = forms.CharField(max_length=2000, required=False)
    link = forms.URLField(max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(required=False, allow_empty_file=True, max_length=1000)

    def clean_link(self) -> str:
        return checked_link(self.cleaned_data["link"])

    def clean_file(self) -> "Upload | None":
        return checked_file(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("value") and any(data.get(name) for name in ("note", "link", "file")):
            self.add_error("value", _("Choose an answer too: without one the evidence has nothing to speak for."))
        return data

    def given(self) -> Given | None:
        """None where nothing was answered."""
        data = self.cleaned_data
        return Given(data["value"], data["note"], data["link"]) if data["value"] else None


class ChallengeForm(forms.Form):
    reason = forms.CharField(max_length=2000, error_messages={"required": _("Say what the records get wrong.")})


def checked_link(link: str) -> str:
    if link and not link.lower().startswith(("http://", "https://")):
        raise ValidationError(_("A link begins with https:// or http://."))
    return link


def checked_file(upload: "Upload | None") -> "Upload | None":
    if upload:
        files.check(upload)
    return upload
