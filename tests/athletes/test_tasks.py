"""Celery's doors: they read an instant, and call the verb."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes import tasks
from athletes.models import DiscoveryCall, Mail, MailKind, MailState
from tests.athletes.mail.ledger import SUNDAY, states
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_a_tick_pretends_that_it_is_the_instant_it_is_given(enrolled):
    assert tasks.tick_reminders(SUNDAY.isoformat()).startswith("2 planned, 1 sent")
    assert states() == [(MailState.SENT, "")]


def test_without_an_instant_a_tick_goes_by_the_clock(enrolled, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    tasks.tick_reminders()
    assert not Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).exists()
    time_machine.move_to(SUNDAY, tick=False)
    tasks.tick_reminders("")
    assert states() == [(MailState.SENT, "")]


def test_the_sweep_goes_by_the_instant_it_is_given(monkeypatch):
    swept = []
    monkeypatch.setattr(tasks, "sweep", lambda at: swept.append(at) or 3)
    assert tasks.sweep_flags(SUNDAY.isoformat()) == 3
    assert swept == [SUNDAY]


def test_old_calls_are_forgotten_by_the_clock(time_machine):
    values = {"name": "Kim", "story": "-", "times": "-"}
    DiscoveryCall.objects.create(
        email="kim@elsewhere.example", asked_at=MONDAY, state="declined", handled_at=MONDAY, **values
    )
    time_machine.move_to(MONDAY, tick=False)
    assert tasks.forget() == 0
    time_machine.move_to(MONDAY + timedelta(days=3650), tick=False)
    assert tasks.forget() == 1
    assert not DiscoveryCall.objects.exists()
