"""backup: the database and the uploaded files in one locked file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinic.operations.backup import nightly


class Command(BaseCommand):
    help = "Write the database and the uploaded files into one file that only the private key opens."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="a file that is not there yet; else one in BACKUP_DIR")

    def handle(self, *, file: Path | None, **options: Any) -> None:
        at = timezone.now()
        try:
            if file is None:
                file, manifest = nightly.back_up(at)
            else:
                manifest = nightly.write(file, at)
        except nightly.TROUBLE as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{file}: {manifest.in_words()}, {file.stat().st_size:,} bytes.")
