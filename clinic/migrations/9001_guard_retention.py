"""Rows of the access log that are six years old may be deleted, and SQLite has its triggers again: clinic/audit/guard.py."""

from django.db import migrations

from clinic.audit import guard


def renew(apps, schema_editor):
    guard.renew(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("clinic", "9000_guard_field_checks")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
