"""Things that several tests of athletes need."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from athletes.mail.planner import schedule_reminder
from athletes.models import Athlete, Mail, MailState, Session
from athletes.models.athletes import Weekday
from athletes.records.pain import report_pain
from tests.doing import do, steady
from tests.people import MONDAY


@pytest.fixture
def weeks(enrollment, ana) -> list[Session]:
    steady(enrollment)
    return list(enrollment.sessions.select_related("week", "workout").order_by("planned_on"))


@pytest.fixture
def enrolled(enrollment, ana) -> Athlete:
    """Ana on a program, her invitation out of the way. She has chosen Sundays for the weekly mail."""
    Mail.objects.update(state=MailState.SENT, sent_at=MONDAY)
    ana.refresh_from_db()
    ana.reminder_weekday = Weekday.SUNDAY
    ana.save()
    return schedule_reminder(ana, after=MONDAY)


@pytest.fixture
def asked(enrolled, first_session) -> Athlete:
    """Ana has trained on Monday, has named a knee before, and wants the question about it by mail."""
    last_week = MONDAY - timedelta(days=7)
    report_pain(athlete=enrolled, report_id=uuid.uuid4(), score=2, region="knee", side="left", at=last_week)
    do(first_session, enrolled, MONDAY)
    enrolled.wants_morning_mail = True
    enrolled.save()
    schedule_reminder(enrolled, after=MONDAY)
    return enrolled
