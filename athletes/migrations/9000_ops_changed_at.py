import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("athletes", "0002_care")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, default=django.utils.timezone.now, verbose_name="changed at"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="flag",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, default=django.utils.timezone.now, verbose_name="changed at"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["changed_at", "id"], name="session_changed"),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(fields=["changed_at", "id"], name="flag_changed"),
        ),
    ]
