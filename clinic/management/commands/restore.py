"""restore: what a backup holds comes back, and nothing is sent before a person says so."""

from __future__ import annotations

from getpass import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from athletes.localtime import clinic_time
from athletes.mail.reaper import hold_after_restore
from athletes.models import Athlete, Erasure
from clinic.operations.backup import keys, media, nightly
from clinic.operations.backup.database import Database, clinic_database
from clinic.operations.backup.errors import BackupError
from clinic.operations.backup.manifest import Manifest
from clinic.operations.backup.migrations import is_behind, refuse_a_later_release
from clinic.operations.backup.restoring import check, refuse_another_engine, restore
from clinic.operations.rotating import count_unreadable


class Command(BaseCommand):
    help = "Put a backup back. Everything is checked before and after; a clinic that has people in it is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, help="the file with the private key; without it you are asked for it")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--check", action="store_true", help="read all of it, and change nothing")
        how.add_argument("--replace", action="store_true", help="in the place of a clinic that has people in it")

    def handle(self, *, file: Path, key: Path | None, replace: bool, **options: Any) -> None:
        try:
            identity = keys.identity(_private_key(key))
            manifest = check(file, key=identity)
            made = f"{clinic_time(manifest.created_at):%Y-%m-%d %H:%M}, {manifest.in_words()}"
            self.stdout.write(f"The backup is whole: of {made}, {manifest.engine}, release {manifest.release}.")
            if options["check"]:
                return
            database = clinic_database()
            refuse_another_engine(manifest, database)
            refuse_a_later_release(manifest)
            self._refuse_or_confirm(database, replace=replace)
            erased = _erased_here(database)
            connection.close()  # the database is in use by nobody
            restore(file, key=identity, manifest=manifest, database=database, media_root=settings.MEDIA_ROOT)
        except nightly.TROUBLE as error:
            raise CommandError(f"The backup was not restored. {error}") from error
        self.stdout.write("Restored. Every table and every file is as it was.")
        self._finish(manifest)
        self._tell_who_came_back(erased)

    def _refuse_or_confirm(self, database: Database, *, replace: bool) -> None:
        """Raises BackupError where people or files are here and nobody has said that they may go."""
        people = database.people()
        files = sum(1 for _name in media.names(settings.MEDIA_ROOT))
        if not people and not files:
            return
        here = f"{people} accounts and {files} uploaded files"
        if not replace:
            raise BackupError(f"This clinic is not empty: it has {here}. With --replace they are deleted for good.")
        name = settings.CLINIC["name"]
        self.stdout.write(f"{here} of this clinic are deleted for good, and the backup takes their place.")
        if input(f"Type the clinic’s name, {name}, to go on: ").strip() != name:
            raise BackupError("That is not the name.")

    def _finish(self, manifest: Manifest) -> None:
        if is_behind(manifest):
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write("The tables were brought to this release.")
        for what, count in sorted(count_unreadable().items()):
            self.stdout.write(f"No key of FIELD_KEYS opens {count} × {what}: add the key of that time at its end.")
        held = hold_after_restore(timezone.now())
        self.stdout.write("Nobody is signed in; passwords, second factors and passkeys are those of the backup.")
        self.stdout.write(
            f"No mail goes out. {held} mails that may have gone out since are held, under Mails in the admin."
        )
        self.stdout.write("Look at the clinic, then let mail go out again: manage.py send_reminders --resume")

    def _tell_who_came_back(self, erased: set[int]) -> None:
        back = sorted(Athlete.objects.filter(pk__in=erased).values_list("pk", flat=True))
        if back:
            numbers = ", ".join(map(str, back))
            self.stdout.write(
                f"Erased since the backup was made, and back again: {numbers}. See manage.py erase --help."
            )


def _erased_here(database: Database) -> set[int]:
    """The numbers of records that this clinic has erased, before a backup takes its place."""
    if not database.people():
        return set()
    try:
        return set(Erasure.objects.values_list("athlete_key", flat=True))
    except DatabaseError:  # tables of an earlier release
        return set()


def _private_key(file: Path | None) -> str:
    if file is None:
        return getpass("Private key (AGE-SECRET-KEY-...): ")
    try:
        return file.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"The key {file} cannot be read.") from error
