"""Forget the addresses that the reset mail copied into allauth's table: the user's own is the only one."""

from django.db import migrations
from django.db.models.functions import Lower


def forget_addresses(apps, schema_editor):
    apps.get_model("account", "EmailAddress").objects.all().delete()


def lower_addresses(apps, schema_editor):
    """An address that was changed with a capital letter in it was never found again by sign-in."""
    apps.get_model("athletes", "User").objects.exclude(email=Lower("email")).update(email=Lower("email"))


class Migration(migrations.Migration):

    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("athletes", "0019_session_changes_pauses_and_flags"),
        ("clinic", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(forget_addresses, migrations.RunPython.noop),
        migrations.RunPython(lower_addresses, migrations.RunPython.noop),
    ]
