"""What is wrong with an installation, or looks wrong, before patients meet it: a line for each thing looked at.

A check reads and asks; it changes nothing. What cannot be looked at is wrong too, and the others go on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from athletes.mail.watch import imap, self_check
from athletes.models import Mail, MailKind, MailState, Role, User
from athletes.wording.mail import reason_words
from clinic.audit import guard
from clinic.operations.backup import nightly
from clinic.operations.environment import is_example
from clinic.operations.health import LEAST_FREE_BYTES
from clinic.operations.rotating import count_unreadable
from clinic.sign_in.second_factor import needs_second_factor
from programs.models import Exercise, Program, Threshold

#: Servers that are older than these are not tried by the suite.
OLDEST_POSTGRES = 15
OLDEST_REDIS = 6
#: More between two clocks than this, and a mail is planned for a time that has not come.
CLOCKS_APART = timedelta(seconds=5)
ROOM_TO_WATCH = 5 * LEAST_FREE_BYTES


class Standing(StrEnum):
    """FINE -- nothing to do; LOOK -- may be meant, a person should look; WRONG -- this harms"""

    FINE = "fine"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True)
class Observation:
    """about -- the setting or part that was looked at; words -- what was found, and what to do"""

    standing: Standing
    about: str
    words: str


def examine(at: datetime) -> Iterator[Observation]:
    """Every finding, in the order in which one would mend them."""
    for about in CHECKS:
        yield from look_at(about, at)


def look_at(about: str, at: datetime) -> Iterator[Observation]:
    """One of ``CHECKS``; what it cannot look at is a finding like any other."""
    try:
        yield from CHECKS[about](at)
    except Exception as error:  # noqa: BLE001 - said in words
        words = f"cannot be looked at: {next(iter(str(error).splitlines()), type(error).__name__)}"
        yield Observation(Standing.WRONG, about, words)


# -- what was set ----------------------------------------------------------------------------


def _of_settings(_at: datetime) -> Iterator[Observation]:
    """By name, what stands as shipped; what cannot be read or is unsafe has refused the start already."""
    given, as_shipped = settings.ENVIRONMENT.given, settings.ENVIRONMENT.standing
    yield Observation(Standing.FINE, "settings", f"{len(given)} are set: {', '.join(sorted(given))}")
    yield Observation(Standing.FINE, "settings", f"{len(as_shipped)} stand as shipped: {', '.join(sorted(as_shipped))}")
    is_unnamed = settings.RELEASE == settings.UNNAMED_RELEASE and not settings.DEMO_CLINIC
    yield Observation(_standing_of(look=is_unnamed), "release", f"{settings.RELEASE} runs here")
    if settings.DEMO_CLINIC:
        yield Observation(
            Standing.LOOK, "DEMO_CLINIC", "this is the demo clinic: its people, sign-ins and mails are not real"
        )


def _of_facts(_at: datetime) -> Iterator[Observation]:
    """What patients read of the clinic, to be read once by who knows it: a wrong number is no error of any kind."""
    words = "patients read “{name}, {address}, {phone}; in an emergency {emergency_number}”".format(**settings.CLINIC)
    yield Observation(Standing.FINE, "facts", f"{words}; days begin in {settings.TIME_ZONE}")


def _of_addresses(_at: datetime) -> Iterator[Observation]:
    """Hosts that belong to nobody are left over from `.env.example`. The demo has none but those."""
    if settings.DEMO_CLINIC:
        return
    hosts = {
        "SITE_URL": settings.SITE_URL.partition("://")[2].partition(":")[0],
        "MAIL_FROM": settings.DEFAULT_FROM_EMAIL,
        "ALLOWED_HOSTS": next(filter(is_example, settings.ALLOWED_HOSTS), ""),
    }
    for name, host in hosts.items():
        if is_example(host):
            yield Observation(Standing.WRONG, name, f"“{host}” is an example: put the clinic’s own in its place")


def _of_what_may_be_left_out(_at: datetime) -> Iterator[Observation]:
    if settings.DEMO_CLINIC:
        return
    if not settings.HEARTBEAT_URL:
        yield Observation(Standing.LOOK, "HEARTBEAT_URL", "nobody outside is told when mail falls silent")
    if not settings.VAPID_PRIVATE_KEY:
        yield Observation(
            Standing.LOOK, "VAPID_PRIVATE_KEY", "no reminders on phones: `manage.py vapid_keys` prints a key"
        )


def _of_django(_at: datetime) -> Iterator[Observation]:
    """Django's own checks, as for a deployment. The demo is no deployment."""
    for message in checks.run_checks(include_deployment_checks=not settings.DEMO_CLINIC):
        if not message.is_silenced():
            standing = Standing.WRONG if message.level >= checks.ERROR else Standing.LOOK
            yield Observation(standing, message.id or "check", message.msg)


# -- what it stands on -----------------------------------------------------------------------


def _of_the_disk(_at: datetime) -> Iterator[Observation]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    words = f"{free // 1024**2:,} MB are free under {settings.DATA_DIR}"
    yield Observation(_standing_of(wrong=free < LEAST_FREE_BYTES, look=free < ROOM_TO_WATCH), "disk", words)


def _of_the_database(at: datetime) -> Iterator[Observation]:
    version = connection.get_database_version() if connection.vendor == "postgresql" else (OLDEST_POSTGRES,)
    words = f"{connection.display_name} {'.'.join(map(str, version))}"
    if connection.vendor == "sqlite":
        words = "SQLite, for the demo or one small clinic"
    yield Observation(_standing_of(wrong=version[0] < OLDEST_POSTGRES), "DATABASE_URL", words)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Observation(Standing.WRONG, "database", f"{len(waiting)} migrations have not run: `manage.py migrate`")
    if connection.vendor == "postgresql":
        yield _of_clocks(at)


def _of_clocks(at: datetime) -> Observation:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - at)
    words = f"this server’s and the database’s are {apart.total_seconds():.0f} s apart"
    return Observation(_standing_of(wrong=apart > CLOCKS_APART), "clock", words)


def _of_redis(_at: datetime) -> Iterator[Observation]:
    if not settings.REDIS_URL:
        yield Observation(
            _standing_of(look=not settings.DEMO_CLINIC), "REDIS_URL", "none: cache and queue are kept in files"
        )
        return
    server = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2).info()
    version, policy = str(server["redis_version"]), str(server.get("maxmemory_policy", "noeviction"))
    is_old = int(version.partition(".")[0]) < OLDEST_REDIS
    yield Observation(_standing_of(wrong=is_old), "REDIS_URL", f"Redis {version}")
    if policy != "noeviction":
        yield Observation(
            Standing.WRONG, "Redis", f"maxmemory-policy is {policy}: tasks would vanish; it must be noeviction"
        )


def _of_files(_at: datetime) -> Iterator[Observation]:
    """Pages name their files by a list that collectstatic writes."""
    name = staticfiles_storage.url("css/base.css")
    yield Observation(Standing.FINE, "STATIC_ROOT", f"collected: {name}")


# -- what is in it ---------------------------------------------------------------------------


def _of_the_library(_at: datetime) -> Iterator[Observation]:
    exercises, templates = Exercise.objects.count(), Program.objects.filter(is_template=True).count()
    words = f"{exercises} exercises, {templates} template programs"
    if not exercises or not templates:
        words += ": `manage.py import_library` and `manage.py import_templates` load them"
    yield Observation(_standing_of(wrong=not exercises or not templates), "library", words)


def _of_people(_at: datetime) -> Iterator[Observation]:
    staff = User.objects.filter(is_active=True).exclude(role=Role.ATHLETE)
    for role, missing in ((Role.CLINIC_ADMIN, "looks after the library and is told of trouble"), (Role.THERAPIST, "")):
        if not staff.filter(role=role).exists():
            words = f"there is no {role.label.lower()}" + (f", who {missing}" if missing else "")
            yield Observation(Standing.LOOK, "people", words)
    names = ", ".join(staff.filter(role=Role.THERAPIST).values_list("name", flat=True))
    if names:
        yield Observation(Standing.FINE, "people", f"therapists: {names}")
    for person in staff:
        if not person.has_usable_password():
            yield Observation(Standing.LOOK, "people", f"{person.name} has not chosen a password yet")
        elif needs_second_factor(person):
            yield Observation(Standing.LOOK, "people", f"{person.name} has not set up a second factor yet")


def _of_thresholds(_at: datetime) -> Iterator[Observation]:
    total, unsigned = Threshold.objects.count(), Threshold.objects.filter(signed_at=None).count()
    words = f"all {total} of the rules’ numbers are signed"
    if unsigned or not total:
        words = (
            f"{unsigned} of the rules’ {total} numbers are not signed: they are this program’s, and not the clinic’s"
        )
    yield Observation(_standing_of(look=bool(unsigned) or not total), "thresholds", words)


def _of_mail(at: datetime) -> Iterator[Observation]:
    """What the hourly self-check finds (``athletes.mail.watch``)."""
    found = self_check.findings(at)
    for trouble in found:
        yield Observation(Standing.WRONG, "mail", trouble.words)
    if not found:
        yield Observation(Standing.FINE, "mail", "the loop runs, and nothing is stuck")


def _of_returned_mail(_at: datetime) -> Iterator[Observation]:
    """Whether somebody hears of what comes back. A provider reports it by itself."""
    if settings.BOUNCE_MAILBOX_URL:
        with imap.opened(settings.BOUNCE_MAILBOX_URL) as inbox:
            words = f"the mailbox opens; {len(inbox.unseen())} messages are unread"
        yield Observation(Standing.FINE, "BOUNCE_MAILBOX_URL", words)
    elif settings.BOUNCE_MAILDIR:
        is_there = Path(settings.BOUNCE_MAILDIR).is_dir()
        words = settings.BOUNCE_MAILDIR if is_there else f"there is no folder {settings.BOUNCE_MAILDIR}"
        yield Observation(_standing_of(wrong=not is_there), "BOUNCE_MAILDIR", words)
    elif not settings.MAIL_PROVIDER and not settings.DEMO_CLINIC:
        words = "nobody hears of mail that comes back: MAIL_RETURN_PATH and BOUNCE_MAILBOX_URL name its mailbox"
        yield Observation(Standing.LOOK, "MAIL_RETURN_PATH", words)


def _of_the_test_mail(_at: datetime) -> Iterator[Observation]:
    """The last one that somebody asked for, through the worker as every other mail goes."""
    last = Mail.objects.filter(kind=MailKind.TEST).select_related("recipient").first()
    if last is None:
        yield Observation(Standing.LOOK, "test mail", "no test mail was sent yet")
    elif last.state == MailState.SENT:
        yield Observation(Standing.FINE, "test mail", f"a test mail to {last.to} was accepted: is it there?")
    elif last.state in {MailState.PLANNED, MailState.SENDING}:
        words = f"a test mail to {last.to} waits {last.said}".strip()
        yield Observation(Standing.LOOK, "test mail", f"{words}: the worker sends it within a minute")
    else:
        words = f"a test mail to {last.to} did not go out: {reason_words(last.reason)} {last.said}".strip()
        yield Observation(Standing.WRONG, "test mail", words)


def _of_backups(at: datetime) -> Iterator[Observation]:
    if settings.DEMO_CLINIC and not nightly.is_set_up():
        return
    if not nightly.is_set_up() or not settings.BACKUP_RECIPIENTS:
        words = "none is made by itself: `manage.py backup_key` prints what BACKUP_RECIPIENTS needs"
        yield Observation(Standing.WRONG, "backup", words)
        return
    last = nightly.age(at)
    if last.hours is None:
        yield Observation(Standing.LOOK, "backup", "none was made yet: `manage.py backup` makes one")
        return
    standing = _standing_of(wrong=last.is_old or bool(last.trouble))
    yield Observation(standing, "backup", f"the last one is {last.hours} hours old {last.trouble}".strip())


def _of_secrets(_at: datetime) -> Iterator[Observation]:
    """With other keys than those of the database nobody can enter a second factor."""
    locked_out = count_unreadable()
    for what, count in sorted(locked_out.items()):
        words = f"no key opens {count} × {what}: add the key of that time at its end"
        yield Observation(Standing.WRONG, "FIELD_KEYS", words)
    if not locked_out:
        yield Observation(Standing.FINE, "FIELD_KEYS", "every secret in the database can be read")


def _of_the_access_log(_at: datetime) -> Iterator[Observation]:
    """Only that the database refuses changes: comparing every row with its seal takes as long as the log is."""
    missing = guard.missing(connection)
    words = "the database refuses changes of it; `manage.py verify_audit` compares each row with its seal"
    if missing:
        words = f"the database does not refuse changes: {', '.join(sorted(missing))} missing; `manage.py migrate`"
    yield Observation(_standing_of(wrong=bool(missing)), "access log", words)


def _standing_of(*, wrong: bool = False, look: bool = False) -> Standing:
    if wrong:
        return Standing.WRONG
    return Standing.LOOK if look else Standing.FINE


CHECKS: dict[str, Callable[[datetime], Iterator[Observation]]] = {
    "settings": _of_settings,
    "facts": _of_facts,
    "addresses": _of_addresses,
    "optional": _of_what_may_be_left_out,
    "check": _of_django,
    "disk": _of_the_disk,
    "DATABASE_URL": _of_the_database,
    "REDIS_URL": _of_redis,
    "STATIC_ROOT": _of_files,
    "library": _of_the_library,
    "thresholds": _of_thresholds,
    "people": _of_people,
    "mail": _of_mail,
    "returned mail": _of_returned_mail,
    "test mail": _of_the_test_mail,
    "backup": _of_backups,
    "FIELD_KEYS": _of_secrets,
    "access log": _of_the_access_log,
}
