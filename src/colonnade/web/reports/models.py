"""Reports that were made and not overtaken since."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from colonnade.web.assessments.models import Assessment


class Made(models.Model):
    """A file of a round. `slot`: which of its files, and for whose eyes; `key`: the contents it was made from."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="reports_made")
    slot = models.CharField(max_length=120)
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=250)
    content = models.BinaryField()
    size_bytes = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "slot"], name="one_file_a_slot")]
        indexes: ClassVar = [models.Index(fields=["made_at"], name="made_oldest_first")]
