"""backup: the database and the uploaded files in one locked file."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinic.operations.backup import keys
from clinic.operations.backup.database import clinic_database
from clinic.operations.backup.errors import BackupError
from clinic.operations.backup.making import make_backup


class Command(BaseCommand):
    help = "Write the database and the uploaded files into one file that only the private key opens."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that is not there yet")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            manifest = make_backup(
                file,
                database=clinic_database(),
                media_root=settings.MEDIA_ROOT,
                keys=keys.recipients(settings.BACKUP_RECIPIENTS),
                release=settings.RELEASE,
                at=timezone.now(),
            )
        except (BackupError, OSError, sqlite3.Error, psycopg.Error) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{file}: {manifest.in_words()}, {file.stat().st_size:,} bytes.")
