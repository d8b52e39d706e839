"""Celery's doors: they read an instant, and call the verb."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes import tasks
from athletes.enrollment.athlete_tables import AthleteTables
from athletes.models import AthleteImport, DiscoveryCall, Mail, MailKind, MailState
from programs.imports import jobs
from programs.models import ExerciseImport
from tests.athletes.mail.ledger import SUNDAY, states
from tests.people import MONDAY
from tests.tables import csv_file

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


def test_uploads_that_nobody_goes_on_with_are_forgotten_after_a_day(thea, carla, time_machine):
    values = {"file_name": "x", "uploaded_at": MONDAY, "changed_at": MONDAY}
    AthleteImport.objects.create(owner=thea, **values)
    ExerciseImport.objects.create(owner=carla, **values)
    time_machine.move_to(MONDAY + timedelta(hours=25), tick=False)
    assert tasks.forget() == 2
    assert not AthleteImport.objects.exists()
    assert not ExerciseImport.objects.exists()


def test_a_table_of_athletes_goes_on_by_the_bell(thea):
    content = csv_file([["name", "email"], ["Nora", "nora@runner.example"]])
    job = jobs.start_import(AthleteTables(), owner=thea, file_name="x", content=content, at=MONDAY)
    jobs.choose_columns(job, mapping=job.mapping, at=MONDAY)
    tasks.work_on_athletes(job.pk)
    job.refresh_from_db()
    assert (job.state, job.report["added"]) == ("checked", 1)
