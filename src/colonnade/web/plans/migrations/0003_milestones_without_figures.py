"""Milestones proposed so far ended with today's figure, which not everybody may see."""

import re
from typing import Any

from django.db import migrations

FIGURE = re.compile(r"; today (it cannot be measured|(in )?[-−]?[0-9][^;]*)$")


def without_figures(apps: Any, _: Any) -> None:
    for move in apps.get_model("plans", "Move").objects.filter(milestone__contains="; today "):
        move.milestone = FIGURE.sub("", move.milestone)
        # Not the day of the change: nobody changed anything.
        type(move).objects.filter(pk=move.pk).update(milestone=move.milestone)
    for earlier in apps.get_model("plans", "Earlier").objects.filter(day=None):
        if "milestone" in earlier.kept:
            earlier.kept["milestone"] = FIGURE.sub("", earlier.kept["milestone"])
            earlier.save(update_fields=["kept"])


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_earlier")]
    operations = [migrations.RunPython(without_figures, migrations.RunPython.noop)]
