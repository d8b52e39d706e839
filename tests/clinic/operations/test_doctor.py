"""What is broken is named, with what to do; what is whole is said to be, and nothing is changed by looking."""

from __future__ import annotations

import io
import re
from collections import namedtuple
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from athletes.models import LoopBeat, User
from athletes.secret_text import lock
from clinic.models import BackupState
from clinic.operations import doctor
from clinic.operations.doctor import Standing, examine
from clinic.operations.field_keys import new_field_key
from programs.models import Program
from tests.athletes.mail.watch.imap_server import mailbox_running

pytestmark = pytest.mark.django_db
Disk = namedtuple("Disk", "total used free")


@pytest.fixture(autouse=True)
def _whole(monkeypatch, settings, thea, carla) -> None:
    """A clinic in which the loop has just run, with somebody in each role."""
    LoopBeat.objects.create(at=timezone.now())
    settings.HEARTBEAT_URL = "https://hc-ping.com/1"


def said(standing: Standing) -> str:
    return "\n".join(f"{each.about}: {each.words}" for each in examine(timezone.now()) if each.standing == standing)


def test_what_is_whole_is_said_line_by_line_and_nothing_is_wrong():
    assert said(Standing.WRONG) == ""
    fine = said(Standing.FINE)
    for words in ("DATA_DIR", "library: 194 exercises", "mail: the loop runs", "MB are free", "STATIC_ROOT: collected"):
        assert words in fine


def full_disk(monkeypatch, settings):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: Disk(10**9, 10**9, 10**6))


def example_hosts(monkeypatch, settings):
    settings.DEMO_CLINIC = False
    settings.SITE_URL = "https://clinic.example.org"


def example_sender(monkeypatch, settings):
    settings.DEMO_CLINIC = False
    settings.DEFAULT_FROM_EMAIL = "Stridewell PT <hello@clinic.example.org>"


def redis_away(monkeypatch, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"


def redis_forgets(monkeypatch, settings):
    settings.REDIS_URL = "redis://cache/0"
    info = {"redis_version": "7.0.15", "maxmemory_policy": "allkeys-lru"}
    monkeypatch.setattr(doctor.redis.Redis, "info", lambda self: info)


def old_redis(monkeypatch, settings):
    settings.REDIS_URL = "redis://cache/0"
    monkeypatch.setattr(doctor.redis.Redis, "info", lambda self: {"redis_version": "5.0.3"})


def no_static_files(monkeypatch, settings):
    def missing(name):
        raise ValueError(f"Missing staticfiles manifest entry for '{name}'")

    monkeypatch.setattr(doctor.staticfiles_storage, "url", missing)


def silent_loop(monkeypatch, settings):
    LoopBeat.objects.update(at=timezone.now() - timedelta(hours=1))


def clock_was_ahead(monkeypatch, settings):
    LoopBeat.objects.update(at=timezone.now() + timedelta(days=30))


def no_templates(monkeypatch, settings):
    Program.objects.update(is_template=False)


def tables_missing(monkeypatch, settings):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE athletes_mail RENAME TO elsewhere")


def migrations_waiting(monkeypatch, settings):
    monkeypatch.setattr(doctor.MigrationExecutor, "migration_plan", lambda self, targets: [("athletes", "0003")])


def other_keys(monkeypatch, settings):
    secret = {"secret": lock("JBSWY3DPEHPK3PXP")}
    Authenticator.objects.create(user=User.objects.first(), type=Authenticator.Type.TOTP, data=secret)
    settings.FIELD_KEYS = [new_field_key()]


def log_without_a_guard(monkeypatch, settings):
    monkeypatch.setattr(doctor.guard, "missing", lambda connection: {"accesslog_update"})


def no_backups(monkeypatch, settings):
    settings.DEMO_CLINIC = False


def old_backup(monkeypatch, settings):
    settings.BACKUP_DIR, settings.BACKUP_RECIPIENTS = "/backups", ["age1"]
    BackupState.objects.create(made_at=timezone.now() - timedelta(days=3), trouble="No space left on device")


BROKEN = {
    other_keys: "FIELD_KEYS: no key opens 1 × second factor",
    log_without_a_guard: "access log: the database does not refuse changes: accesslog_update missing",
    no_backups: "backup: none is made by itself: `manage.py backup_key`",
    old_backup: "backup: the last one is 72 hours old No space left on device",
    full_disk: "disk: 0 MB are free",
    example_hosts: "SITE_URL: “clinic.example.org” is an example",
    example_sender: "MAIL_FROM: “Stridewell PT <hello@clinic.example.org>” is an example",
    redis_away: "REDIS_URL: cannot be looked at: Error 111",
    redis_forgets: "Redis: maxmemory-policy is allkeys-lru",
    old_redis: "REDIS_URL: Redis 5.0.3",
    no_static_files: "STATIC_ROOT: cannot be looked at: Missing staticfiles manifest",
    silent_loop: "mail: The mail loop is silent",
    clock_was_ahead: "mail: Mail was planned for a later time than now",
    no_templates: "library: 194 exercises, 0 template programs: `manage.py import_library`",
    tables_missing: "mail: cannot be looked at",
    migrations_waiting: "database: 1 migrations have not run",
}


@pytest.mark.parametrize(("breaks", "words"), BROKEN.items(), ids=lambda each: getattr(each, "__name__", ""))
def test_what_is_broken_is_named(monkeypatch, settings, breaks, words):
    breaks(monkeypatch, settings)
    assert words in said(Standing.WRONG)


def test_what_may_be_meant_is_asked_about(settings, monkeypatch):
    User.objects.update(is_active=False)
    settings.VAPID_PRIVATE_KEY = ""
    words = said(Standing.LOOK)
    assert "people: there is no clinic admin" in words
    assert "people: there is no therapist" in words
    assert "DEMO_CLINIC: this is the demo clinic" in words
    settings.DEMO_CLINIC = False
    settings.HEARTBEAT_URL = ""
    words = said(Standing.LOOK)
    assert "VAPID_PRIVATE_KEY: no reminders on phones" in words
    assert "HEARTBEAT_URL: nobody outside is told" in words
    assert "MAIL_RETURN_PATH: nobody hears of mail that comes back" in words


def test_the_mailbox_of_returned_mail_is_opened(settings, tmp_path):
    with mailbox_running() as (inbox, url):
        inbox.add("Subject: hello\n\nThere")
        settings.BOUNCE_MAILBOX_URL = url
        assert "BOUNCE_MAILBOX_URL: the mailbox opens; 1 messages are unread" in said(Standing.FINE)
        inbox.answers = {"LOGIN": "NO no such login"}
        assert "returned mail: cannot be looked at: 127.0.0.1 said: b'no such login" in said(Standing.WRONG)
    settings.BOUNCE_MAILBOX_URL, settings.BOUNCE_MAILDIR = "", str(tmp_path / "gone")
    assert f"BOUNCE_MAILDIR: there is no folder {tmp_path / 'gone'}" in said(Standing.WRONG)


def test_staff_without_a_second_factor_are_named(settings, thea):
    settings.STAFF_SECOND_FACTOR = True
    assert "people: Thea Lind has not set up a second factor yet" in said(Standing.LOOK)


def test_the_command_ends_with_one_only_when_something_is_wrong(settings, monkeypatch):
    out = io.StringIO()
    call_command("doctor", stdout=out)
    assert "Nothing is wrong. The lines with ? may be meant" in out.getvalue()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--strict", stdout=io.StringIO())
    assert ended.value.code == 1
    silent_loop(monkeypatch, settings)
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)
    assert ended.value.code == 1
    assert "! mail: The mail loop is silent" in out.getvalue()


def test_a_test_letter_says_whether_it_was_taken():
    out = io.StringIO()
    call_command("doctor", "--mail", "carla@harbor-pt.com", stdout=out)
    assert "a test mail to carla@harbor-pt.com was accepted" in out.getvalue()
    assert mail.outbox[0].to == ["carla@harbor-pt.com"]


def test_looking_changes_nothing():
    with CaptureQueriesContext(connection) as asked:
        list(examine(timezone.now()))
    assert len(asked) > 10
    written = [query["sql"] for query in asked if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", query["sql"])]
    assert written == []
