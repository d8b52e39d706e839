"""A day is the athlete's or the clinic's, also at half past eleven at night, and never that of a server in UTC."""

from __future__ import annotations

from datetime import date

import pytest

from athletes.desk.pages.handover import _note
from athletes.evaluation.sweep import sweep
from athletes.localtime import first_day_anywhere
from tests.clock import at
from tests.seen import see

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("zone", ["America/New_York", "America/Los_Angeles", "Pacific/Auckland"])
def test_at_half_past_eleven_pages_and_mails_are_of_the_athletes_own_day(as_ana, ana, enrollment, time_machine, zone):
    """On a Monday evening everybody's session is still Monday's, and Settings shows the athlete's hour."""
    ana.time_zone = zone
    ana.save()
    late = at(f"2026-11-02 23:30 {zone}")
    time_machine.move_to(late, tick=False)
    page = see(as_ana, "/")
    assert "Monday, November 2" in page
    assert "Strength day, Ana" in page
    assert "It is 11:30 p.m. for you now." in see(as_ana, "/settings/")
    first = enrollment.sessions.earliest("planned_on")
    sweep(late)
    assert not ana.flags.exists()  # nothing is missed yet
    assert first.planned_on == ana.today(late)


def test_the_clinics_papers_are_of_the_clinics_day(as_thea, ana, enrollment, time_machine):
    """At 20:29 in New York the note for the record said "Prescribed on Nov. 26 ... From Nov. 25"."""
    evening = at("2026-11-01 20:29 America/New_York")
    enrollment.prescribed_at = evening
    enrollment.save()
    enrollment.refresh_from_db()
    time_machine.move_to(evening, tick=False)
    note = _note(enrollment, [], 1)
    assert "Nov 1, 2026" in note
    assert "Nov 2, 2026" in note  # it begins on Monday


def test_the_first_day_anywhere():
    assert first_day_anywhere(at("2026-11-02 12:00 UTC")) == date(2026, 11, 2)
    assert first_day_anywhere(at("2026-11-02 11:59 UTC")) == date(2026, 11, 1)
