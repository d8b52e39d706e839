"""backup_key: a new key pair for the backups. The private half is printed, and stored nowhere."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clinic.operations.backup.keys import new_key_file


class Command(BaseCommand):
    help = "Print a new private key, to be kept away from the server; the line for .env goes beside it (stderr)."

    def handle(self, **options: Any) -> None:
        private, public = new_key_file()
        self.stdout.write(private, ending="")
        self.stderr.write("Keep what was printed away from this server: without it no backup can be read. Into .env:")
        self.stderr.write(f"BACKUP_RECIPIENTS={public}")
