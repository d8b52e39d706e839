"""When a mail that comes round is due: by the athlete's own day, hour and zone."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from athletes.mail.kinds import RECURRING
from athletes.mail.planner import schedule_reminder
from athletes.mail.schedule import is_quiet, morning_of, week_of
from tests.clock import at
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_the_due_time_is_the_own_hour_plus_at_most_an_hour(enrolled):
    local = enrolled.reminder_due_at.astimezone(ZoneInfo("America/New_York"))
    assert (local.weekday(), local.hour) == (6, 18)


@pytest.mark.parametrize("weekday", range(7))
def test_the_nudge_is_three_days_from_the_weekly_mail_in_the_same_week(enrolled, weekday):
    enrolled.reminder_weekday = weekday
    schedule_reminder(enrolled, after=at("2026-11-09 00:00 America/New_York"))
    weekly, nudge = (
        due_at.astimezone(enrolled.tzinfo).date() for due_at in (enrolled.reminder_due_at, enrolled.nudge_due_at)
    )
    assert abs((weekly - nudge).days) == 3
    assert weekly.isocalendar()[:2] == nudge.isocalendar()[:2]


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("07:59", True), ("08:00", False), ("20:30", False), ("20:31", True), ("03:00", True)],
)
def test_reminders_keep_to_the_day_where_the_athlete_is(ana, clock, quiet):
    assert is_quiet(ana, at(f"2026-11-03 {clock} America/New_York")) is quiet


def test_a_mail_of_the_week_is_worth_sending_for_36_hours_and_never_beyond_the_week(ana):
    ana.reminder_weekday = 4
    friday, sunday = at("2026-11-06 18:10 America/New_York"), at("2026-11-08 18:10 America/New_York")
    assert (week_of(ana, friday).name, week_of(ana, friday).expires_at) == ("2026-W45", friday + timedelta(hours=36))
    assert week_of(ana, sunday).expires_at == at("2026-11-09 00:00 America/New_York")


def test_the_question_about_yesterday_is_of_one_date_and_over_at_two(ana):
    occasion = morning_of(ana, at("2026-11-03 08:20 America/New_York"))
    assert (occasion.name, occasion.expires_at) == ("2026-11-03", at("2026-11-03 14:00 America/New_York"))


def test_the_next_due_time_lies_strictly_after_the_last(ana):
    for recurring in RECURRING:
        due_at = recurring.next_due(ana, MONDAY)
        assert MONDAY < due_at < recurring.next_due(ana, due_at)


def test_two_athletes_are_not_due_in_the_same_minute(ana, ben):
    ana.reminder_weekday = ben.reminder_weekday
    hours = [recurring.next_due(athlete, MONDAY) for athlete in (ana, ben) for recurring in RECURRING[:1]]
    assert hours == [recurring.next_due(athlete, MONDAY) for athlete in (ana, ben) for recurring in RECURRING[:1]]
    assert abs(hours[0] - hours[1]) < timedelta(hours=1)
