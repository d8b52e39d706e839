"""Nobody is told two things about one day: every demo athlete, three weeks ahead, wherever today is spoken of."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client

from athletes.evaluation.sweep import sweep
from athletes.mail.watch.self_check import findings
from athletes.models import Athlete, Flag, FlagKind, Role, User
from athletes.problems.caseload import caseload
from athletes.problems.kinds import CaseGroup
from clinic.operations.demo.build import build_demo
from tests.clock import at
from tests.profiles import WALKS_ARE_WHOLE

from .agreement import contradictions, read_day

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
NOW = at("2026-11-25 09:00 America/New_York")
#: All of three weeks in ``make walks``; elsewhere the days on which most begins and ends.
DAYS = range(21) if WALKS_ARE_WHOLE else (0, 5)


@pytest.fixture
def clinic(time_machine):
    """The demo clinic as it stands on that day; the library is there already."""
    time_machine.move_to(NOW, tick=False)
    build_demo(progress=lambda _line: None, at=NOW)


def check_stories() -> None:
    """Eight at least are on track, two ready; and what the rules may call a therapist for, they call for."""
    groups: Counter[str] = Counter()
    for therapist in User.objects.filter(role=Role.THERAPIST):
        for group in CaseGroup:
            groups[group] += len(caseload(therapist, NOW, group=group).cases)
    assert groups[CaseGroup.ON_TRACK] >= 8, groups
    assert groups[CaseGroup.PROGRESS] >= 2, groups
    assert findings(NOW) == [], "the demo's own mail is in trouble"
    raised = set(Flag.objects.values_list("kind", flat=True))
    assert set(FlagKind.values) - raised == set(), "no athlete of the demo has these"


def test_today_program_session_calendar_api_and_mails_agree_for_every_demo_athlete(clinic, time_machine):
    check_stories()
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
