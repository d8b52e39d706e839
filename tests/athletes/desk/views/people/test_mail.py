"""The page of one athlete's mail: what each would say at a moment, or why it would not go out; nothing is kept."""

from __future__ import annotations

import pytest
from django.utils.formats import date_format

from athletes.mail.loop import tick
from athletes.mail.planner import schedule_reminder
from athletes.models import Mail
from tests.athletes.mail.ledger import stop_training
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_it_says_what_would_go_out_at_the_moment_that_is_asked_about_and_keeps_nothing(enrolled, as_thea, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    kept = Mail.objects.count()
    page = as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/mail/?at=2026-11-08T19:05").content.decode()
    assert "Tomorrow: about 33 minutes" in page
    assert "The next weekly mail comes on" in page
    assert Mail.objects.count() == kept
    stop_training(enrolled)
    stopped = as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/mail/?at=yesterday").content.decode()
    assert "Not sent: training stopped" in stopped
    assert "Tomorrow: about" not in stopped


def test_it_speaks_of_the_athletes_own_clock_and_of_weeks_in_words(enrolled, as_thea, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    tick(MONDAY)
    enrolled.time_zone = "Asia/Tokyo"
    enrolled.save()
    schedule_reminder(enrolled, after=MONDAY)
    page = as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/mail/?at=2026-11-08T19:05").content.decode()
    assert 'value="2026-11-08T19:05"' in page  # shown again as it was asked
    due_at = enrolled.reminder_due_at.astimezone(enrolled.tzinfo)
    assert f"Next check: {date_format(due_at.replace(tzinfo=None), 'l, F j, g:i a')}" in page
    assert "/unsubscribe/…" in page  # what ends somebody's mail is theirs alone
    assert "enrollment-" not in page


def test_the_record_leads_there(enrolled, as_thea):
    record = as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/change/").content.decode()
    assert f"/admin/athletes/athlete/{enrolled.pk}/mail/" in record
