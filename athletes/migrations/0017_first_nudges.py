from datetime import timedelta

from django.db import migrations
from django.db.models import F


def plan_first_nudges(apps, schema_editor):
    """Three days after the weekly mail, or four where that falls into the next week, as athletes/reminders/when.py does."""
    athletes = apps.get_model("athletes", "Athlete").objects.filter(wants_reminders=True, reminder_due_at__isnull=False)
    athletes.filter(reminder_weekday__lte=3).update(nudge_due_at=F("reminder_due_at") + timedelta(days=3))
    athletes.filter(reminder_weekday__gt=3).update(nudge_due_at=F("reminder_due_at") + timedelta(days=4))


class Migration(migrations.Migration):

    dependencies = [
        ("athletes", "0016_mail_kinds"),
    ]

    operations = [
        migrations.RunPython(plan_first_nudges, migrations.RunPython.noop),
    ]
