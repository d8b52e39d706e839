"""field_key: a new key for the secrets in the database. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clinic.operations.field_keys import new_field_key


class Command(BaseCommand):
    help = "Print a new key. Put it before the others in FIELD_KEYS, start again, and run rotate_secrets."

    def handle(self, **options: Any) -> None:
        self.stdout.write(new_field_key())
