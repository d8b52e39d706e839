"""The backup that comes round: once a day after the clinic's hour, in a folder that keeps the newest ones.

Due is a row in the past: a night that was missed heals itself within the hour, and what fails is tried again.
"""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import psycopg
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.localtime import clinic_day, clinic_time_zone, instant
from athletes.mail.watch.self_check import Trouble
from clinic.models import BackupState

from . import keys
from .database import clinic_database
from .errors import BackupError
from .making import make_backup
from .manifest import Manifest

log = logging.getLogger(__name__)

#: What making a backup may raise.
TROUBLE = (BackupError, OSError, sqlite3.Error, psycopg.Error)
#: A try that failed is repeated with the next hourly bell, and one that runs is not begun twice.
AGAIN_AFTER = timedelta(minutes=50)
#: A night, and time to heal.
OLD_AFTER = timedelta(hours=27)
PATTERN = "clinic-*.age"
LONGEST_TROUBLE = 240


def is_set_up() -> bool:
    return bool(settings.BACKUP_DIR)


def back_up_if_due(at: datetime) -> Path | None:
    """Make the day's backup where it is due and nobody is at it; returns its file. What fails is kept, and told."""
    if not is_set_up() or not _claimed(at):
        return None
    try:
        file, _manifest = back_up(at)
    except TROUBLE as error:
        log.error("the nightly backup failed: %s", error)
        BackupState.objects.update(trouble=str(error)[:LONGEST_TROUBLE] or type(error).__name__)
        return None
    return file


def back_up(at: datetime) -> tuple[Path, Manifest]:
    """A backup into the folder, whether it is due or not; older ones than ``BACKUP_KEEP`` go. Raises ``TROUBLE``."""
    if not is_set_up():
        raise BackupError("Name a file, or set BACKUP_DIR.")
    folder = Path(settings.BACKUP_DIR)
    file = folder / f"clinic-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.age"
    manifest = write(file, at)
    BackupState.objects.update_or_create(id=1, defaults={"tried_at": at, "made_at": at, "trouble": ""})
    for old in sorted(folder.glob(PATTERN))[: -settings.BACKUP_KEEP]:
        old.unlink(missing_ok=True)
    return file, manifest


def write(file: Path, at: datetime) -> Manifest:
    """A backup of this clinic, as its settings say, into one file. Raises ``TROUBLE``."""
    return make_backup(
        file,
        database=clinic_database(),
        media_root=settings.MEDIA_ROOT,
        keys=keys.recipients(settings.BACKUP_RECIPIENTS),
        release=settings.RELEASE,
        at=at,
    )


def _claimed(at: datetime) -> bool:
    BackupState.objects.get_or_create(id=1)
    is_due = Q(made_at__isnull=True) | Q(made_at__lt=latest_hour(at))
    is_free = Q(tried_at__isnull=True) | Q(tried_at__lt=at - AGAIN_AFTER)
    return bool(BackupState.objects.filter(is_due & is_free).update(tried_at=at))


def latest_hour(at: datetime) -> datetime:
    """The clinic's hour of backups that has passed last."""
    zone, hour = clinic_time_zone(), time(settings.BACKUP_HOUR)
    today = clinic_day(at)
    this_day_s = instant(zone, today, hour)
    if this_day_s <= at:
        return this_day_s
    return instant(zone, today - timedelta(days=1), hour)


# -- how old the last one is -----------------------------------------------------------------


@dataclass(frozen=True)
class BackupAge:
    """hours -- whole ones since the last backup, None where none was made; trouble -- why the last try failed"""

    hours: int | None
    is_old: bool
    trouble: str


def age(at: datetime) -> BackupAge:
    state = BackupState.objects.first() or BackupState()
    if state.made_at is None:
        return BackupAge(None, True, state.trouble)
    since = at - state.made_at
    return BackupAge(int(since.total_seconds() // 3600), since > OLD_AFTER, state.trouble)


def findings(at: datetime) -> list[Trouble]:
    """What clinic admins are told with the self-check of mail: a backup that failed, or that is old."""
    if not is_set_up():
        return []
    last = age(at)
    if last.trouble:
        words = _("The last backup failed: {said} Your administrator can try it: manage.py backup.")
        return [Trouble("backup", 1, words.format(said=last.trouble))]
    if last.is_old and last.hours is not None:
        words = _("The last backup is {hours} hours old. Are the worker and beat running?")
        return [Trouble("backup", 1, words.format(hours=last.hours))]
    return []


@dataclass(frozen=True)
class BackupLine:
    """What the menu says of the backup."""

    words: str
    is_bad: bool


def menu_line(at: datetime) -> BackupLine | None:
    """For clinic admins; None in a demo clinic without one, where nobody misses it."""
    if not is_set_up():
        return None if settings.DEMO_CLINIC else BackupLine(_("No backup is set up"), True)
    last = age(at)
    if last.trouble:
        return BackupLine(_("The last backup failed"), True)
    if last.hours is None:
        return BackupLine(_("No backup yet"), True)
    if not last.hours:
        return BackupLine(_("Backed up within the hour"), False)
    words = ngettext("Backed up {count} hour ago", "Backed up {count} hours ago", last.hours)
    return BackupLine(words.format(count=last.hours), last.is_old)
