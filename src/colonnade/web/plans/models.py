"""A plan of a round, its moves with their checkpoints, and the round that scores again after it."""

from datetime import date, timedelta
from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.core.plan import REVIEW_DAYS
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.standing import Standing
from colonnade.web.people.models import Person


class Plan(models.Model):
    """What is done from `starts_on`; the round is scored again when `review_on` has come."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="plan")
    starts_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    @property
    def review_on(self) -> date:
        return self.starts_on + timedelta(days=REVIEW_DAYS)


class Status(models.TextChoices):
    NOT_STARTED = "not_started", _("not started")
    DOING = "doing", _("doing")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")
    NOT_NOW = "not_now", _("deliberately not now")


IN_FLIGHT = (Status.NOT_STARTED, Status.DOING)
ASIDE = (Status.DROPPED, Status.NOT_NOW)
"""Set aside, each with its reason."""


class MilestoneKind(models.TextChoices):
    METRIC = "metric", _("a measured outcome")
    CRITERION = "criterion", _("a fact that can be shown")
    ACTIVITY = "activity", _("a count of what was done")


class Move(models.Model):
    """A lever that the plan holds. `reason`: why it stands here against the proposal or the limits."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="moves")
    lever = models.CharField(max_length=120)
    dimension = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField(default=0)
    from_stage = models.PositiveSmallIntegerField(null=True)
    is_proposed = models.BooleanField(default=False)
    because = models.TextField(blank=True)
    reason = models.TextField(blank=True, max_length=1000)
    status = models.CharField(max_length=11, choices=Status.choices, default=Status.NOT_STARTED)
    aside_reason = models.TextField(blank=True, max_length=1000)
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    owner_name = models.CharField(max_length=80, blank=True)
    sponsor = models.CharField(max_length=80, blank=True)
    milestone_kind = models.CharField(max_length=9, choices=MilestoneKind.choices, default=MilestoneKind.CRITERION)
    milestone = models.TextField(max_length=500)
    metric = models.CharField(max_length=80, blank=True)
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    proof = models.TextField(blank=True, max_length=500)
    stops = models.TextField(blank=True, max_length=500)
    due_on = models.DateField()
    evidence = models.URLField(blank=True, max_length=500)
    evidence_note = models.TextField(blank=True, max_length=1000)
    finished_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "lever"], name="one_move_a_lever")]

    @property
    def is_in_flight(self) -> bool:
        return self.status in IN_FLIGHT

    @property
    def is_aside(self) -> bool:
        return self.status in ASIDE

    @property
    def owner_shown(self) -> str:
        return self.owner.name if self.owner else self.owner_name


class Checkpoint(models.Model):
    """What was found on day 30 or 60 of a move; `value` is its metric's, as somebody read it then."""

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="checkpoints")
    day = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True, max_length=1000)
    value = models.FloatField(null=True)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["move", "day"], name="one_checkpoint_a_day")]

    @property
    def is_noted(self) -> bool:
        return self.version > 0


class Earlier(models.Model):
    """A move as it stood at `version`, until `by` wrote over it; with a day, the note of that checkpoint."""

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="earlier")
    day = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField()
    kept = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]


def moves_of(plan: Plan) -> dict[Move, list[Checkpoint]]:
    """In the plan's order. Every move has checkpoints, so that one question fetches both."""
    found: dict[Move, list[Checkpoint]] = {}
    points = Checkpoint.objects.filter(move__plan=plan).select_related("move__owner")
    for point in points.order_by("move__place", "move__lever", "day"):
        found.setdefault(point.move, []).append(point)
    for move in found:
        move.plan = plan
    return found


class Rescore(models.Model):
    """A round that scores again after a plan.

    `baseline` is what a comparison needs of the plan's round, as it stood when the re-score began, by the schema
    of saved diagnoses with people's ids for their names. `carried` are its answers that were more than said:
    they count again while they live.
    """

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="rescore")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rescores")
    baseline = models.JSONField()
    carried = models.JSONField(default=list)

    GONE_AT: ClassVar = ("assessment__deleted_at",)
    objects: ClassVar[Standing[Self]] = Standing()
