"""send_reminders: the loop without Celery, and what an operator asks of it."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.db import OperationalError

from athletes.models import (
    Mail,
    MailKind,
)
from tests.athletes.mail.ledger import (
    stop_training,
    weekly,
)

pytestmark = pytest.mark.django_db


def test_the_command_runs_the_same_tick_without_celery(enrolled, capsys):
    call_command("send_reminders", "--once", "--now", "2026-11-08 19:05-05:00")
    assert "2 planned, 1 sent, 1 skipped" in capsys.readouterr().out


def test_a_dry_run_writes_and_sends_nothing(enrolled, capsys):
    call_command("send_reminders", "--dry-run", "--now", "2026-11-08 19:05-05:00")
    assert "1 would be sent" in capsys.readouterr().out
    assert (weekly(), outbox.outbox) == ([], [])


def test_a_dry_run_lists_nobody_whose_training_is_stopped(enrolled, capsys):
    stop_training(enrolled)
    Mail.objects.filter(kind=MailKind.URGENT).delete()
    call_command("send_reminders", "--dry-run", "--now", "2026-11-08 19:05-05:00")
    assert capsys.readouterr().out == "0 would be sent.\n"


def test_the_loop_without_celery_outlives_a_database_that_goes_away(monkeypatch, capsys):
    ticks = iter([OperationalError("gone"), "0 planned", KeyboardInterrupt()])

    def tick(at):
        outcome = next(ticks)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    naps = iter([60, 60])
    command = "athletes.management.commands.send_reminders"
    monkeypatch.setattr(f"{command}.tick", tick)
    monkeypatch.setattr(f"{command}.close_old_connections", lambda: None)  # the test's own stays open
    monkeypatch.setattr("time.sleep", lambda seconds: next(naps))
    with pytest.raises(KeyboardInterrupt):
        call_command("send_reminders", "--loop")
    assert "0 planned" in capsys.readouterr().out


@pytest.mark.parametrize("moment", ["tomorrow", "2026-13-45 08:00"])
def test_what_is_no_time_is_refused_with_an_example(moment):
    with pytest.raises(CommandError, match="is not a time; write one like 2026-11-22 18:00-05:00"):
        call_command("send_reminders", "--now", moment)


@pytest.mark.parametrize("how", ["--once", "--loop", "--after-restore"])
def test_outside_the_demo_another_time_is_for_a_dry_run_only(settings, enrolled, how):
    settings.DEMO_CLINIC = False
    with pytest.raises(CommandError, match="--dry-run only"):
        call_command("send_reminders", how, "--now", "2027-11-08 19:05-05:00")
    assert not Mail.objects.filter(kind="weekly_reminder").exists()
    call_command("send_reminders", "--dry-run", "--now", "2026-11-08 19:05-05:00")
