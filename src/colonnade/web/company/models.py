"""How an organisation's reports are named and dressed, what kind of company it is, and the files for that."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.web.people.models import Organisation


class Paper(models.TextChoices):
    A4 = "a4", _("A4")
    LETTER = "letter", _("US Letter")


class Ownership(models.TextChoices):
    PRIVATE = "private", _("privately held")
    PUBLIC = "public", _("listed on an exchange")


class Profile(models.Model):
    """`name` empty: the organisation's own. A fact that is None is taken from the records where they tell it."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    colour = models.CharField(_("colour"), max_length=7, blank=True)
    paper = models.CharField(_("paper"), max_length=6, choices=Paper.choices, default=Paper.A4)
    ownership = models.CharField(_("ownership"), max_length=7, choices=Ownership.choices, blank=True)
    arr_musd = models.FloatField(_("ARR"), null=True)
    cs_team = models.PositiveIntegerField(_("people in Customer Success"), null=True)
    cs_years = models.FloatField(_("years since Customer Success began"), null=True)


class Kind(models.TextChoices):
    LOGO = "logo", _("logo")
    TEMPLATE = "template", _("presentation template")


class Asset(models.Model):
    """A file that reports are made with, checked when it came; it is handed out inside reports only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=100)
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "kind"], name="one_asset_a_kind")]


class EarlierAsset(models.Model):
    """The file before the last change, to be had back."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="earlier_assets")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=100)
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="one_before_a_kind")
        ]
