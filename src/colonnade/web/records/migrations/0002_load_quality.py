from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="load",
            name="quality",
            field=models.JSONField(default=dict),
        ),
    ]
