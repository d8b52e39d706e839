"""Which changes are kept with who and when."""

from __future__ import annotations

from datetime import date

import pytest
from auditlog.models import LogEntry
from auditlog.registry import auditlog

from athletes.models import Athlete, Enrollment, PainProfile, SetLog, User
from programs.models import Exercise, Threshold
from tests.people import MONDAY, let_cover

pytestmark = pytest.mark.django_db


def changes_of(row) -> list[dict[str, list[str]]]:
    return [entry.changes for entry in LogEntry.objects.get_for_object(row).order_by("id")]


def test_people_and_library_are_kept_and_sets_keep_their_own():
    for model in (User, Athlete, Enrollment, PainProfile, Exercise, Threshold):
        assert auditlog.contains(model)
    assert not auditlog.contains(SetLog)


def test_a_change_of_an_athlete_says_from_what_to_what(ana):
    ana.pain_limit = 2
    ana.save()
    assert changes_of(ana)[-1] == {"pain_limit": ["3", "2"]}


def test_who_covers_is_kept(ana, tom):
    let_cover(ana, tom)
    cover = ana.covers.get()
    cover.until_on = date(2026, 12, 5)
    cover.save()
    assert changes_of(cover)[-1] == {"until_on": ["None", "2026-12-05"]}


def test_a_password_and_the_clock_of_the_mail_loop_are_not(ana):
    before = len(changes_of(ana.user)), len(changes_of(ana))
    ana.user.set_password("another horse battery")
    ana.user.last_login = MONDAY
    ana.user.save()
    ana.reminder_due_at = MONDAY
    ana.save()
    assert (len(changes_of(ana.user)), len(changes_of(ana))) == before
