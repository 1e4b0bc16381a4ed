"""Assessments, the reviewers' seats, blind scores, and the stages agreed after the reveal."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from colonnade.content.load import shipped_model
from colonnade.core.model import Model
from colonnade.web.assessments.visibility import BlindScores
from colonnade.web.people.models import Organisation, Person


class State(models.TextChoices):
    OPEN = "open", _("scoring")
    REVEALED = "revealed", _("reconciling")
    CLOSED = "closed", _("reconciled")


class Assessment(models.Model):
    """One round: a model scored by some reviewers. It is blind while open."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="assessments")
    name = models.CharField(max_length=120)
    model_id = models.CharField(max_length=60)
    model_version = models.CharField(max_length=20)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    target = models.PositiveSmallIntegerField(null=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    revealed_at = models.DateTimeField(null=True)
    early_reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-made_at"], name="newest_of_organisation")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == State.CLOSED

    @cached_property
    def model(self) -> Model:
        return shipped_model(self.model_id)


class Seat(models.Model):
    """A person asked to score. What they hand in counts from `handed_in_at`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    is_outsider = models.BooleanField(default=False)
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "person"], name="one_seat_each")]


class Answer(models.TextChoices):
    STAGE = "stage", _("a stage")
    UNKNOWN = "unknown", _("I don't know")
    NOT_MINE = "not_mine", _("Not mine to judge")


class BlindScore(models.Model):
    """What one reviewer said of one dimension.

    The first score is fixed when the reviewer locks the dimension; a change after that is the second one, kept
    beside it. The only way in is `BlindScore.scores`, which wants to know who asks.
    """

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    dimension = models.CharField(max_length=60)
    is_second = models.BooleanField(default=False)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    stage = models.PositiveSmallIntegerField(null=True)
    confidence = models.CharField(max_length=6, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    link = models.URLField(blank=True, max_length=500)
    link_on = models.DateField(null=True)
    saved_at = models.DateTimeField(auto_now=True)
    locked_at = models.DateTimeField(null=True)

    scores: ClassVar[BlindScores] = BlindScores()

    class Meta:
        default_manager_name = "scores"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seat", "dimension", "is_second"], name="one_score_each"),
            models.CheckConstraint(
                condition=models.Q(answer="stage", stage__isnull=False)
                | (~models.Q(answer="stage") & models.Q(stage__isnull=True)),
                name="a_stage_or_why_none",
            ),
        ]


class Agreed(models.Model):
    """What the meeting recorded for a dimension. `stage` None with a reason: not agreed, and said so."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="agreed")
    dimension = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=0)
    stage = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True, max_length=2000)
    dissent = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "dimension"], name="one_agreement_each")
        ]

    @property
    def is_recorded(self) -> bool:
        return self.version > 0
