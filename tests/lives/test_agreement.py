"""Nobody is told two things about one day: every demo athlete, three weeks ahead, wherever today is spoken of."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.test import Client

from athletes.evaluation.sweep import sweep
from athletes.models import Athlete
from clinic.operations.demo.build import build_demo
from tests.clock import at

from .agreement import contradictions, read_day

pytestmark = pytest.mark.django_db
NOW = at("2026-11-25 09:00 America/New_York")
#: All of three weeks in ``.ci/run``; while one works, the days on which most begins and ends.
DAYS = range(21) if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else (0, 5)


@pytest.fixture
def clinic(time_machine):
    """The demo clinic as it stands on that day; the library is there already."""
    time_machine.move_to(NOW, tick=False)
    build_demo(progress=lambda _line: None, at=NOW)


def test_today_program_session_calendar_api_and_mails_agree_for_every_demo_athlete(clinic, time_machine):
    found = []
    for number in DAYS:
        now = NOW + timedelta(days=number)
        time_machine.move_to(now, tick=False)
        sweep(now)
        for athlete in Athlete.objects.select_related("user", "therapist").order_by("pk"):
            client = Client()
            client.force_login(athlete.user, backend="clinic.sign_in.auth.LinkBackend")
            today, elsewhere = read_day(client, athlete, now)
            on = athlete.today(now)
            found += [f"{athlete.user.first_name} {on}: {each}" for each in contradictions(today, elsewhere, on)]
    assert not found, "\n".join(found)
