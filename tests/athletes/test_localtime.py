"""The mail's calendar, week by week through every clock change of four years in fourteen zones."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from athletes.enrollment.prescribing import add_athlete
from athletes.localtime import clinic_day, day_in, instant, iso_week, monday_of
from athletes.mail import planner
from athletes.mail.kinds import RECURRING
from athletes.mail.loop import tick
from athletes.mail.planner import schedule_reminder
from athletes.mail.schedule import EARLIEST, LATEST
from athletes.models import Athlete, Mail, MailKind, MailState
from tests.clock import at

ZONES = [
    "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Sao_Paulo", "America/Santiago",
    "Europe/London", "Europe/Berlin", "Africa/Casablanca", "Asia/Kolkata", "Asia/Tehran", "Asia/Tokyo",
    "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia",
]  # fmt: skip
START, END = at("2025-01-01 00:00"), at("2029-01-01 00:00")
WEEKLY, NUDGE, MORNING, STRENGTH_PUSH, _MORNING_PUSH = RECURRING


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("recurring", [WEEKLY, NUDGE], ids=lambda recurring: recurring.kind)
@pytest.mark.parametrize("hour", [8, 19])
@pytest.mark.parametrize("weekday", [0, 6])
def test_every_iso_week_has_exactly_one_due_time_inside_the_local_hours(zone, recurring, hour, weekday):
    athlete = Athlete(pk=7, time_zone=zone, reminder_hour=hour, reminder_weekday=weekday)
    weeks, now = [], START
    while now < END:
        now = recurring.next_due(athlete, now)
        local = now.astimezone(ZoneInfo(zone))
        assert EARLIEST <= local.time() <= LATEST, local
        assert local.weekday() == (weekday if recurring is WEEKLY else {0: 3, 6: 3}[weekday])
        weeks.append(iso_week(local.date()))
    assert len(weeks) == len(set(weeks))
    assert len(weeks) in (209, 210)


@pytest.mark.parametrize("zone", ZONES)
def test_every_morning_has_one_question_between_eight_and_nine(zone):
    athlete, now, days = Athlete(pk=7, time_zone=zone), START, []
    while now < END:
        now = MORNING.next_due(athlete, now)
        local = now.astimezone(ZoneInfo(zone))
        assert local.hour == 8
        days.append(local.date())
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [8, 19])
def test_a_phone_is_looked_at_once_a_day_inside_the_local_hours_and_before_the_window_closes(zone, hour):
    athlete, now, days = Athlete(pk=7, time_zone=zone, reminder_hour=hour), START, []
    while now < END:
        now = STRENGTH_PUSH.next_due(athlete, now)
        local = now.astimezone(ZoneInfo(zone))
        occasion = STRENGTH_PUSH.occasion(athlete, now)
        assert EARLIEST <= local.time() <= LATEST
        assert occasion.name == local.date().isoformat()
        assert occasion.expires_at > now
        days.append(local.date())
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


@pytest.mark.parametrize("zone", ZONES)
def test_every_wall_clock_of_four_years_is_one_instant_and_reads_back(zone):
    day = START.date()
    while day < END.date():
        for clock in (time(0, 30), time(1, 30), time(2, 30), time(12)):
            found = instant(zone, day, clock)
            back = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            assert back >= datetime.combine(day, clock)
            assert back - datetime.combine(day, clock) <= timedelta(hours=1)
        day += timedelta(days=1)


# -- through the planner itself --------------------------------------------------------------


@pytest.mark.django_db
def test_four_years_in_fourteen_zones_give_each_week_one_row_that_can_leave_in_its_own_day_and_week(thea):
    for place, zone in enumerate(ZONES):
        hours = {"reminder_weekday": place % 7, "reminder_hour": 8 + place % 12, "time_zone": zone}
        add_athlete(email=f"{place}@zones.example", name="Z", therapist=thea, at=START, wants_nudges=False, **hours)
    planner.plan(END)
    rows = Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).select_related("recipient__athlete")
    weeks = Counter()
    for mail in rows:
        zone = mail.recipient.athlete.tzinfo
        due, ends = mail.send_after.astimezone(zone), (mail.expires_at - timedelta(seconds=1)).astimezone(zone)
        assert EARLIEST <= due.time() <= LATEST
        assert iso_week(due.date()) == iso_week(ends.date()) == mail.occasion
        assert timedelta(0) < mail.expires_at - mail.send_after <= timedelta(hours=36)
        weeks[zone.key] += 1
    assert set(weeks.values()) <= {208, 209}
    assert {"2026-W53", "2025-W01", "2028-W52"} <= {mail.occasion for mail in rows}


@pytest.mark.django_db
def test_the_week_that_is_53rd_and_the_first_of_the_next_year_are_two_mails(enrollment, ana):
    enrollment.ends_on = at("2027-02-01 00:00").date()
    enrollment.save()
    for session, day in zip(enrollment.sessions.order_by("planned_on"), ("2026-12-31", "2027-01-07"), strict=False):
        enrollment.sessions.filter(pk=session.pk).update(planned_on=day)  # each week has something to remind of
    Mail.objects.update(state=MailState.SENT, sent_at=START)
    due_at = at("2027-01-03 18:30 America/New_York")
    Athlete.objects.update(reminder_weekday=6, reminder_due_at=due_at, nudge_due_at=None)
    for moment in ("2027-01-03 19:00", "2027-01-03 20:00", "2027-01-10 19:00"):
        tick(at(f"{moment} America/New_York"))
    sent = Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).order_by("send_after")
    assert [mail.occasion for mail in sent] == ["2026-W53", "2027-W01"]
    assert len(outbox.outbox) == 2


CHANGES = st.one_of(
    st.fixed_dictionaries({"time_zone": st.sampled_from(ZONES)}),
    st.fixed_dictionaries({"reminder_weekday": st.integers(0, 6)}),
    st.fixed_dictionaries({"reminder_hour": st.integers(8, 19)}),
    st.fixed_dictionaries({"time_zone": st.sampled_from(ZONES), "reminder_weekday": st.integers(0, 6)}),
    st.just({}),
)
STEPS = st.lists(st.tuples(st.integers(1, 60), CHANGES), min_size=1, max_size=12)


class _UndoneError(Exception):
    """Ends an example: all that it wrote is undone."""


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, 167), steps=STEPS)
def test_any_moves_between_zones_days_and_hours_bring_at_most_one_a_week_and_none_at_night(
    enrollment, ana, start, steps
):
    try:
        with transaction.atomic():
            _live_through(ana.pk, at("2026-11-02 00:00") + timedelta(hours=start), steps)
            raise _UndoneError
    except _UndoneError:
        outbox.outbox.clear()


def _week_it_speaks_of(mail: Mail, athlete: Athlete) -> str:
    """A mail on the eve is about the day after: on a Sunday about the next week, beside one of this week."""
    on = athlete.today(mail.send_after)
    if athlete.reminder_weekday is None:
        on += timedelta(days=1)
    return iso_week(on)


@pytest.mark.django_db
def test_who_begins_in_the_middle_of_a_week_gets_its_mail_and_on_sunday_that_of_the_next(enrollment, ana):
    """Two in one week of the calendar, each about a week of its own; found by the moves above."""
    new_york = {"time_zone": "America/New_York"}
    _live_through(ana.pk, at("2026-11-02 00:00"), [(48, new_york), (37, {}), (59, new_york), (37, new_york)])
    assert Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER, state=MailState.SENT).count() == 2


def _live_through(pk: int, now: datetime, steps: list[tuple[int, dict[str, object]]]) -> None:
    """Each step waits for some hours, changes the settings as the page does, and lets the loop tick."""
    Mail.objects.all().delete()
    outbox.outbox.clear()
    athlete = Athlete.objects.get(pk=pk)
    schedule_reminder(athlete, after=now)
    weeks: dict[int, str] = {}
    for hours, change in steps:
        now += timedelta(hours=hours)
        athlete.refresh_from_db()
        if change:
            for name, value in change.items():
                setattr(athlete, name, value)
            athlete.reminders_since = now
            athlete.save()
            schedule_reminder(athlete, after=now)
        already = len(outbox.outbox)
        tick(now)
        if len(outbox.outbox) > already:
            assert EARLIEST <= now.astimezone(athlete.tzinfo).time() <= LATEST
        for mail in Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).exclude(pk__in=weeks):
            weeks[mail.pk] = _week_it_speaks_of(mail, athlete)
    sent = Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER, state=MailState.SENT)
    per_week = Counter(weeks[mail.pk] for mail in sent)
    assert max(per_week.values(), default=0) <= 1
    nudges = Mail.objects.filter(kind=MailKind.NUDGE, state=MailState.SENT).values_list("occasion", flat=True)
    assert len(outbox.outbox) == len(sent) + len(nudges)


# -- days and weeks --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-11-02 23:59 America/New_York", 2), ("2026-11-03 00:00 America/New_York", 3), ("2026-11-03 05:30 UTC", 3)],
)
def test_the_clinic_has_its_own_day(moment, day):
    assert clinic_day(at(moment)) == date(2026, 11, day)


@pytest.mark.parametrize(
    ("on", "week", "monday"),
    [
        (date(2026, 11, 8), "2026-W45", date(2026, 11, 2)),
        (date(2027, 1, 3), "2026-W53", date(2026, 12, 28)),
        (date(2027, 1, 4), "2027-W01", date(2027, 1, 4)),
    ],
)
def test_a_week_begins_on_monday_and_its_name_reads_back(on, week, monday):
    assert (iso_week(on), monday_of(on), day_in(week)) == (week, monday, monday)


# -- the converter ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "on", "clock", "utc"),
    [
        ("America/New_York", date(2026, 11, 22), time(18), "2026-11-22 23:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29 01:00"),  # in the gap: first instant after
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01 05:30"),  # ambiguous: the first
        ("Asia/Kolkata", date(2026, 6, 1), time(8), "2026-06-01 02:30"),
        ("Pacific/Apia", date(2026, 6, 1), time(8), "2026-05-31 19:00"),
    ],
)
def test_a_wall_clock_is_one_instant(zone, on, clock, utc):
    assert instant(zone, on, clock) == at(utc)


def test_iso_week_53_exists():
    assert iso_week(date(2026, 12, 31)) == "2026-W53"
    assert iso_week(date(2027, 1, 3)) == "2026-W53"
    assert iso_week(date(2027, 1, 4)) == "2027-W01"
