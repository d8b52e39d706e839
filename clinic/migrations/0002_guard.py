"""The access log is only added to: see clinic/audit/guard.py, which the tests without migrations install as well."""

from django.db import migrations

from clinic.audit import guard


def install(apps, schema_editor):
    guard.install(schema_editor.connection)


def remove(apps, schema_editor):
    guard.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("clinic", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
