"""send_reminders: the mail loop without Celery, or a list of what it would send."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from athletes.evaluation.escalating import tell_admins_of_unseen
from athletes.mail.loop import preview, tick
from athletes.mail.reaper import hold_after_restore, resume_after_restore

log = logging.getLogger(__name__)
TICK_SECONDS = 60


class Command(BaseCommand):
    help = "Plan and send what is due: the same code as the Celery task."

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="one tick, then stop (the default)")
        how.add_argument("--loop", action="store_true", help="a tick a minute until stopped")
        how.add_argument("--dry-run", action="store_true", help="say what one tick would send, and write nothing")
        how.add_argument(
            "--after-restore", action="store_true", help="hold everything that a restored backup may have sent already"
        )
        how.add_argument("--resume", action="store_true", help="let mail go out again that waits since a restore")
        parser.add_argument("--now", help='pretend that it is this time, like "2026-11-22 18:00-05:00"')

    def handle(
        self, *, loop: bool, dry_run: bool, after_restore: bool, resume: bool, now: str | None, **options: Any
    ) -> None:
        at = _instant(now) if now else None
        if at and not dry_run and not settings.DEMO_CLINIC:
            raise CommandError("--now goes with --dry-run only: due times that another clock has moved end all mail.")
        if after_restore:
            self._hold_after_restore(at or timezone.now())
        elif resume:
            self._resume()
        elif dry_run:
            self._list_what_is_due(at or timezone.now())
        elif loop:
            self._tick_until_stopped(at)
        else:
            self.stdout.write(str(tick(at)))

    def _hold_after_restore(self, at: datetime) -> None:
        held = hold_after_restore(at)
        self.stdout.write(f"{held} mails may have gone out after the backup: they are held, under Mails in the admin.")
        self.stdout.write("Nothing is sent before you say so: manage.py send_reminders --resume")

    def _resume(self) -> None:
        if resume_after_restore():
            self.stdout.write(
                "Mail goes out again. What may have gone out before stays held, under Mails in the admin."
            )
        else:
            self.stdout.write("Nothing was held: mail goes out as always.")

    def _tick_until_stopped(self, at: datetime | None) -> None:
        while True:
            self._tick_whatever_the_database(at)
            time.sleep(TICK_SECONDS)

    def _tick_whatever_the_database(self, at: datetime | None) -> None:
        """A database that is away for a while ends one tick, not the loop."""
        close_old_connections()
        try:
            tell_admins_of_unseen(at or timezone.now())
            self.stdout.write(str(tick(at)))
        except DatabaseError as error:
            log.warning("the database is away: %s", type(error).__name__)

    def _list_what_is_due(self, at: datetime) -> None:
        lines = preview(at)
        for line in lines:
            self.stdout.write(line)
        self.stdout.write(f"{len(lines)} would be sent.")


def _instant(text: str) -> datetime:
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None:
        raise CommandError(f"“{text}” is not a time; write one like 2026-11-22 18:00-05:00.")
    if timezone.is_naive(at):
        return timezone.make_aware(at)
    return at
