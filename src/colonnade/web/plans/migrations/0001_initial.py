"""Tables of plans, their moves and checkpoints, and of rounds that score again."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assessments", "0002_facts_files_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_on", models.DateField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("lever", models.CharField(max_length=120)),
                ("dimension", models.CharField(max_length=60)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("from_stage", models.PositiveSmallIntegerField(null=True)),
                ("is_proposed", models.BooleanField(default=False)),
                ("because", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True, max_length=1000)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "not started"),
                            ("doing", "doing"),
                            ("done", "done"),
                            ("dropped", "dropped"),
                            ("not_now", "deliberately not now"),
                        ],
                        default="not_started",
                        max_length=11,
                    ),
                ),
                ("aside_reason", models.TextField(blank=True, max_length=1000)),
                ("owner_name", models.CharField(blank=True, max_length=80)),
                ("sponsor", models.CharField(blank=True, max_length=80)),
                (
                    "milestone_kind",
                    models.CharField(
                        choices=[
                            ("metric", "a measured outcome"),
                            ("criterion", "a fact that can be shown"),
                            ("activity", "a count of what was done"),
                        ],
                        default="criterion",
                        max_length=9,
                    ),
                ),
                ("milestone", models.TextField(max_length=500)),
                ("metric", models.CharField(blank=True, max_length=80)),
                ("baseline", models.FloatField(null=True)),
                ("target", models.FloatField(null=True)),
                ("proof", models.TextField(blank=True, max_length=500)),
                ("stops", models.TextField(blank=True, max_length=500)),
                ("due_on", models.DateField()),
                ("evidence", models.URLField(blank=True, max_length=500)),
                ("evidence_note", models.TextField(blank=True, max_length=1000)),
                ("finished_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="plans.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rescore",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("baseline", models.JSONField()),
                ("carried", models.JSONField(default=list)),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rescore",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rescores", to="plans.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("day", models.PositiveSmallIntegerField()),
                ("note", models.TextField(blank=True, max_length=1000)),
                ("value", models.FloatField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "move",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checkpoints", to="plans.move"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("move", "day"), name="one_checkpoint_a_day")],
            },
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.UniqueConstraint(fields=("plan", "lever"), name="one_move_a_lever"),
        ),
    ]
