import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("company", "0001_initial"),
        ("people", "0003_sign_in_links_and_examples"),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlierAsset",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("logo", "logo"), ("template", "presentation template")], max_length=8
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("data", models.BinaryField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_assets",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "kind"), name="one_before_a_kind")
                ],
            },
        ),
    ]
