"""vapid_keys: a new key for notes to phones, as the line that goes into .env. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clinic.operations.vapid import new_private_key


class Command(BaseCommand):
    help = "Print a new key for notes to phones. Put the line into .env once; another key ends every phone's reminders."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"VAPID_PRIVATE_KEY={new_private_key()}")
