"""What was measured of an organisation's records, and what the organisation says of itself."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.web.people.models import Organisation


class State(models.TextChoices):
    MEASURING = "measuring", _("being measured")
    MEASURED = "measured", _("measured")
    FAILED = "failed", _("not readable")


class Load(models.Model):
    """One state of an organisation's records, measured once. `key` names that state and our definitions.

    `quality` is what became of the exports, `measured` what a diagnosis needs; `has_details` once each metric's
    months, groups and rows are kept too.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="loads")
    key = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State.choices, default=State.MEASURING)
    begun_at = models.DateTimeField()
    measured_at = models.DateTimeField(null=True)
    has_details = models.BooleanField(default=False)
    why = models.TextField(blank=True)
    as_of = models.DateField(null=True)
    tables = models.JSONField(default=list)
    quality = models.JSONField(default=dict)
    measured = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "key"], name="one_load_a_state")]


class MetricDetail(models.Model):
    """A metric of a load: its months, its groups, the query, and how many rows stand behind it."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="details")
    metric = models.CharField(max_length=60)
    detail = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["load", "metric"], name="one_detail_a_metric")]


class RowsPage(models.Model):
    """A page of the rows behind a metric, as they are shown: text."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="rows_pages")
    metric = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    rows = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["load", "metric", "number"], name="one_page_a_number")
        ]


class About(models.Model):
    """What an organisation says once of itself: its tiers, what it does not do, thresholds of its own."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True)
    top_tier = models.CharField(_("top tier"), max_length=200, blank=True)
    second_tier = models.CharField(_("second tier"), max_length=200, blank=True)
    low_tier = models.CharField(_("low tier"), max_length=200, blank=True)
    tables = models.JSONField(default=dict)
    thresholds = models.JSONField(default=dict)
