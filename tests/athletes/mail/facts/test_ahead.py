"""The next session of many athletes at once: the same that Today and the session's own page say of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.prescribing import prescribe
from athletes.mail.facts.ahead import read_ahead
from athletes.models import SessionStatus
from athletes.training.session_week import ahead_of, sessions_around
from athletes.training.targets import offer
from programs.models import Dose
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_minutes_and_session_are_those_of_the_athletes_own_pages_in_every_week(weeks, ana):
    for session in weeks:
        at = MONDAY + (session.planned_on - MONDAY.date())
        coming = read_ahead([ana], at)[ana.pk].next
        today = ahead_of(ana, sessions_around(ana, session.planned_on), session.planned_on)
        assert coming.session == today.first == session
        assert coming.minutes == offer(coming.session).minutes(is_top_up=coming.session.is_optional)
        ana.sessions.filter(pk=session.pk).update(status=SessionStatus.SKIPPED)


def test_a_row_of_the_plan_that_begins_that_week_is_new_and_sets_are_counted(weeks, ana):
    do(weeks[0], ana, MONDAY)
    coming = weeks[2]
    row = Dose.objects.filter(week=coming.week, prescription__workout=coming.workout).first()
    ana.sessions.filter(pk=weeks[1].pk).update(status=SessionStatus.SKIPPED)
    Dose.objects.filter(prescription=row.prescription_id, week__number=coming.week.number - 1).delete()
    found = read_ahead([ana], MONDAY + timedelta(days=6))[ana.pk].next
    assert (found.session, found.new, found.is_first, found.more_sets >= row.sets) == (coming, 1, False, True)


def test_the_first_session_ever_is_the_first_and_nothing_in_it_is_called_new(weeks, ana):
    found = read_ahead([ana], MONDAY)[ana.pk].next
    assert (found.session, found.on, found.is_first, found.new) == (weeks[0], MONDAY.date(), True, 0)


def test_two_athletes_cost_as_many_queries_as_one(weeks, ana, ben, tom, base_template, django_assert_num_queries):
    prescribe(athlete=ben, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=tom, at=MONDAY)
    for athletes in ([ana], [ana, ben]):
        with django_assert_num_queries(5):
            read_ahead(athletes, MONDAY + timedelta(days=7))


def test_a_week_that_is_repeated_has_nothing_new(weeks, ana):
    do(weeks[0], ana, MONDAY)
    ana.sessions.filter(pk=weeks[1].pk).update(status=SessionStatus.SKIPPED)
    row = Dose.objects.filter(week=weeks[2].week, prescription__workout=weeks[2].workout).first()
    Dose.objects.filter(prescription=row.prescription_id, week__number=weeks[2].week.number - 1).delete()
    ana.sessions.filter(pk=weeks[0].pk).update(week=weeks[2].week)
    found = read_ahead([ana], MONDAY + timedelta(days=6))[ana.pk].next
    assert (found.session, found.new, found.more_sets) == (weeks[2], 0, 0)
