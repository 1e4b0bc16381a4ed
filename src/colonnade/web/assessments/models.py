"""Assessments, the reviewers' seats, what they give blind, and what is agreed after the reveal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self, get_args
from uuid import uuid4

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from colonnade.content.load import shipped_model
from colonnade.core.criteria import Criterion
from colonnade.core.model import Dimension, Model
from colonnade.core.observations import Value
from colonnade.core.support import criteria_of
from colonnade.web.assessments.standing import Standing
from colonnade.web.assessments.visibility import Blind, BlindMarks
from colonnade.web.people.models import Organisation, Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from colonnade.web.plans.models import Rescore


class State(models.TextChoices):
    OPEN = "open", _("scoring")
    REVEALED = "revealed", _("reconciling")
    CLOSED = "closed", _("reconciled")


@dataclass(frozen=True, slots=True)
class Step:
    """A dimension of one of the assessment's models, as reviewers go through them."""

    model: Model
    dimension: Dimension

    @property
    def is_claimed(self) -> bool:
        """It has stages to claim; otherwise it is only answered."""
        return bool(self.model.stages)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        if self.is_claimed:
            return criteria_of(self.model, self.dimension.id)
        return tuple(c for c in self.model.criteria if c.capability == self.dimension.id)


class Assessment(models.Model):
    """One round: one model or several, scored by some reviewers. It is blind while open.

    `model_id` leads; `further_models` are read beside it. A quick round asks for stages, a deep one also for the
    criteria that decide, each once. Deleted it stays a while, out of everybody's sight: `objects` leaves it out.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="assessments")
    name = models.CharField(max_length=120)
    model_id = models.CharField(max_length=60)
    model_version = models.CharField(max_length=20)
    further_models = models.JSONField(default=list)
    is_deep = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    target = models.PositiveSmallIntegerField(null=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    revealed_at = models.DateTimeField(null=True)
    early_reason = models.TextField(blank=True)
    met_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    GONE_AT: ClassVar = ("deleted_at",)
    objects: ClassVar[Standing[Self]] = Standing()
    everything = models.Manager()

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

    @property
    def is_meeting(self) -> bool:
        """The meeting was opened: what reviewers marked before it may be seen."""
        return not self.is_open and self.met_at is not None

    @property
    def scores_again(self) -> bool:
        """It was begun after a plan, to be compared with the round before."""
        return getattr(self, "rescore", None) is not None

    @property
    def again(self) -> "Rescore | None":
        """What it is compared with; nothing once the round before is deleted."""
        found: Rescore | None = getattr(self, "rescore", None)
        return found if found and found.plan.assessment.deleted_at is None else None

    @cached_property
    def model(self) -> Model:
        return shipped_model(self.model_id)

    @cached_property
    def models(self) -> tuple[Model, ...]:
        return (self.model, *map(shipped_model, self.further_models))

    @cached_property
    def claimed(self) -> tuple[Model, ...]:
        """The models that reviewers give stages for."""
        return tuple(model for model in self.models if model.stages)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every dimension to go through; what has no stages is only asked about in a deep round."""
        asked = self.models if self.is_deep else self.claimed
        return tuple(Step(model, dimension) for model in asked for dimension in model.dimensions)

    @property
    def scale(self) -> str:
        return str(_("deep round") if self.is_deep else _("quick round"))

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        return {step.dimension.id: step for step in self.steps}


class Seat(models.Model):
    """A person asked to score. What they hand in counts from `handed_in_at`.

    `asked_late_at`: asked (again) after the round had begun; until then they could read what reviewers may not.
    Taken off, it stays a while with all that was given from it: asked again, they find it as it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    is_outsider = models.BooleanField(default=False)
    handed_in_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    asked_late_at = models.DateTimeField(null=True)
    taken_off_at = models.DateTimeField(null=True)

    GONE_AT: ClassVar = ("taken_off_at", "assessment__deleted_at")
    objects: ClassVar[Standing[Self]] = Standing()
    everything = models.Manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "person"], name="one_seat_each")]


class Answer(models.TextChoices):
    STAGE = "stage", _("a stage")
    UNKNOWN = "unknown", _("I don't know")
    NOT_MINE = "not_mine", _("Not mine to judge")
    FACTS = "facts", _("answered")
    """Where a model has no stages: its facts were gone through."""


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

    scores: ClassVar[Blind[Self]] = Blind()

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


FACT_VALUES: dict[Value, "_StrPromise"] = {
    "met": _("Met"),
    "partly": _("Partly"),
    "not_met": _("Not met"),
    "unknown": _("I don't know"),
    "not_applicable": _("Does not apply"),
}


class BlindAnswer(models.Model):
    """What one reviewer found about one criterion, or why they challenge what the records say of it.

    The only way in is `BlindAnswer.answers`. It is documented when it has a link or a file, else said.
    """

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    criterion = models.CharField(max_length=60)
    value = models.CharField(max_length=14, choices=[(value, value) for value in get_args(Value)])
    challenges = models.BooleanField(default=False)
    note = models.TextField(blank=True, max_length=2000)
    link = models.URLField(blank=True, max_length=500)
    answered_on = models.DateField()
    saved_at = models.DateTimeField(auto_now=True)

    answers: ClassVar[Blind[Self]] = Blind()

    class Meta:
        default_manager_name = "answers"
        constraints: ClassVar = [models.UniqueConstraint(fields=["seat", "criterion"], name="one_answer_each")]


def generated_name(*_: object) -> str:
    """Where an uploaded file is kept: nothing of the name it came with."""
    return uuid4().hex


class EvidenceFile(models.Model):
    """A file that a reviewer filed for a dimension or a criterion; the only way in is `EvidenceFile.files`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    size_bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.FileField(upload_to=generated_name)
    filed_at = models.DateTimeField(auto_now_add=True)

    files: ClassVar[Blind[Self]] = Blind()

    class Meta:
        default_manager_name = "files"
        constraints: ClassVar = [models.UniqueConstraint(fields=["seat", "about", "digest"], name="one_file_once")]


class Feeling(models.TextChoices):
    AGREE = "agree", _("agree")
    QUESTION = "question", _("question")
    NOT_FOR_ME = "not_for_me", _("not for me")


class Mark(models.Model):
    """How a reviewer, alone, feels before the meeting about what stands for a dimension."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    dimension = models.CharField(max_length=60)
    feeling = models.CharField(max_length=10, choices=Feeling.choices)

    marks: ClassVar[BlindMarks[Self]] = BlindMarks()

    class Meta:
        default_manager_name = "marks"
        constraints: ClassVar = [models.UniqueConstraint(fields=["seat", "dimension"], name="one_mark_each")]


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


class SettledAnswer(models.Model):
    """What the meeting recorded for a criterion on which people differ; their own answers are kept."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="settled")
    criterion = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=0)
    value = models.CharField(max_length=14, choices=[(value, value) for value in get_args(Value)])
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_ruling_each")
        ]


class Replaced(models.Model):
    """What the meeting had recorded of a dimension or a criterion before it recorded something else."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="replaced")
    about = models.CharField(max_length=60)
    stage = models.PositiveSmallIntegerField(null=True)
    value = models.CharField(max_length=14, blank=True)
    reason = models.TextField(blank=True, max_length=2000)
    dissent = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at"]

    @classmethod
    def keep(cls, recorded: "Agreed | SettledAnswer | None", about: str) -> None:
        """Nothing where nothing had been recorded."""
        if recorded is None or not recorded.version:
            return
        cls.objects.create(
            assessment_id=recorded.assessment_id,
            about=about,
            stage=getattr(recorded, "stage", None),
            value=getattr(recorded, "value", ""),
            reason=recorded.reason,
            dissent=getattr(recorded, "dissent", ""),
            by_id=recorded.by_id,
            at=recorded.at,
        )

    @property
    def words(self) -> str:
        if self.value:
            return next(str(label) for known, label in FACT_VALUES.items() if known == self.value)
        if self.stage is None:
            return str(_("not agreed"))
        return str(_("stage %(stage)s") % {"stage": self.stage})
