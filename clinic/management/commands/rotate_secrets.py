"""rotate_secrets: everything that is locked in the database is locked with the first of FIELD_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinic.operations.rotating import rotate_secrets


class Command(BaseCommand):
    help = "Lock every secret in the database with the first key of FIELD_KEYS. After it the other keys may go."

    def handle(self, **options: Any) -> None:
        done = rotate_secrets()
        self.stdout.write(f"{done.locked} secrets are locked with the first key of FIELD_KEYS.")
        if done.were_plain:
            self.stdout.write(f"{done.were_plain} stood there unlocked, and are locked now.")
        if done.unreadable:
            what = ", ".join(f"{count} × {name}" for name, count in sorted(done.unreadable.items()))
            raise CommandError(f"No key of FIELD_KEYS opens these, which stay as they are: {what}. Add the former key.")
