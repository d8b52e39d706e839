"""What speaks against a mail: the week, the race, a pause, and three mails without an answer."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core import mail as outbox

from athletes.mail import conditions, planner
from athletes.mail.loop import tick
from athletes.mail.planner import schedule_reminder
from athletes.mail.preferences import pause
from athletes.models import (
    Athlete,
    Barrier,
    BarrierKind,
    Mail,
    MailKind,
    MailReason,
    MailState,
    Moment,
)
from athletes.problems.attention import count_flagged
from athletes.problems.episodes import resolve
from athletes.records.pain import report_pain
from tests.athletes.mail.ledger import (
    MORNING,
    SUNDAY,
    THURSDAY,
    WEEK,
    WEEKDAY,
    ask_for_erasure,
    change,
    hurt,
    rows,
    states,
    stop_training,
    weekly,
)
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def log_something(ana: Athlete) -> None:
    do(ana.enrollments.get().sessions.order_by("planned_on").first(), ana, THURSDAY)


def name_a_barrier(ana: Athlete) -> None:
    Barrier.objects.create(athlete=ana, week="2026-W45", kind=BarrierKind.TIME, answered_at=THURSDAY)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (log_something, MailReason.LOGGED_ALREADY),
        (name_a_barrier, MailReason.ANSWERED_ALREADY),
        (change(wants_reminders=False), MailReason.STOPPED),
        (change(wants_nudges=False), MailReason.STOPPED),
        (change(reminders_paused_until=(THURSDAY + WEEK).date()), MailReason.PAUSED),
        (change(goal_race_on=SUNDAY.date()), MailReason.RACE_WEEK),
        (lambda ana: ana.enrollments.update(status="finished"), MailReason.NO_PROGRAM),
        (lambda ana: ana.sessions.all().delete(), MailReason.NOTHING_PLANNED),
    ],
)
def test_what_happens_before_the_nudge_leaves_ends_it_with_the_reason(enrolled, happens, reason):
    planner.plan(THURSDAY)
    happens(enrolled)
    tick(THURSDAY)
    assert rows(MailKind.NUDGE) == [("2026-W45", MailState.SKIPPED, reason)]
    assert outbox.outbox == []


def test_the_nudge_stops_when_the_weekly_mail_does(enrolled):
    for week in range(5):
        tick(THURSDAY + week * WEEK)
        tick(SUNDAY + week * WEEK)
    assert [state for _week, state, _reason in rows(MailKind.NUDGE)] == ["sent", "sent", "sent", "skipped"]
    assert rows(MailKind.NUDGE)[-1][2] == MailReason.IGNORED
    enrolled.refresh_from_db()
    assert (enrolled.reminder_due_at, enrolled.nudge_due_at) == (None, None)


def answer(ana: Athlete) -> None:
    report_pain(
        athlete=ana, report_id=uuid.uuid4(), score=1, region="knee", side="left", moment=Moment.NEXT_MORNING, at=MORNING
    )


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (answer, MailReason.ANSWERED_ALREADY),
        (lambda ana: ana.pain_profiles.all().delete(), MailReason.NOTHING_TO_ASK),
        (change(wants_morning_mail=False), MailReason.STOPPED),
    ],
)
def test_the_question_is_not_mailed_when_today_would_not_ask_it(asked, happens, reason):
    planner.plan(MORNING)
    happens(asked)
    tick(MORNING)
    assert rows(MailKind.MORNING) == [("2026-11-03", MailState.SKIPPED, reason)]


def test_no_mail_in_the_week_of_the_race_by_the_athletes_own_calendar(enrolled):
    enrolled.goal_race_on = at("2026-11-08 00:00").date()  # the same Sunday, where it is Monday in UTC already
    enrolled.save()
    tick(SUNDAY)
    tick(SUNDAY + WEEK)
    assert states() == [(MailState.SKIPPED, MailReason.RACE_WEEK), (MailState.SENT, "")]


def test_after_three_mails_without_an_answer_it_stops_and_the_therapist_sees_it(
    enrolled, as_ana, as_thea, time_machine
):
    for week in range(5):
        tick(SUNDAY + week * WEEK)
    assert states() == [(MailState.SENT, "")] * 3 + [(MailState.SKIPPED, MailReason.IGNORED)]
    assert len(outbox.outbox) == 3
    enrolled.refresh_from_db()
    assert (enrolled.wants_reminders, enrolled.has_ignored_reminders) == (False, True)
    time_machine.move_to(SUNDAY + 5 * WEEK, tick=False)
    listed = as_thea.get("/admin/athletes/athlete/?reminder=ignored").content.decode()
    assert "Ana Silva" in listed
    assert (
        "Three weekly mails had no answer"
        in as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/change/").content.decode()
    )
    assert "Turn them on again any time." in as_ana.get("/settings/").content.decode()


def test_whoever_logs_once_in_three_weeks_goes_on_being_reminded(enrolled, enrollment):
    second_week = enrollment.sessions.order_by("planned_on")[2]
    for week in range(4):
        if week == 1:
            do(second_week, enrolled, SUNDAY + timedelta(days=2))
        tick(SUNDAY + week * WEEK)
    assert states() == [(MailState.SENT, "")] * 4


def test_a_pause_is_an_answer_and_so_is_a_new_program(enrolled, thea, base_template):
    for week in range(3):
        tick(SUNDAY + week * WEEK)
    assert conditions.has_ignored(enrolled)
    pause(enrolled, weeks=1, at=SUNDAY + 2 * WEEK + timedelta(hours=1))
    assert not conditions.has_ignored(enrolled)
    Athlete.objects.filter(pk=enrolled.pk).update(reminders_since=None)
    enrolled.refresh_from_db()
    assert conditions.has_ignored(enrolled)
    enrolled.enrollments.update(prescribed_at=SUNDAY + 2 * WEEK + timedelta(hours=1))
    assert not conditions.has_ignored(enrolled)


def test_an_answer_by_link_is_an_answer(enrolled, as_ana, time_machine):
    for week in range(4):
        time_machine.move_to(SUNDAY + week * WEEK + timedelta(hours=1), tick=False)
        tick(SUNDAY + week * WEEK)
        if week == 1:
            as_ana.post("/could-not/", {"kind": "ill"})
    assert len(outbox.outbox) == 4


def test_why_no_weekly_mail_comes_names_the_first_reason_that_holds(enrolled):
    assert conditions.why_no_weekly_mail(enrolled, MONDAY) is None
    enrolled.enrollments.update(paused_until=(MONDAY + WEEK).date())
    assert conditions.why_no_weekly_mail(enrolled, MONDAY) == MailReason.PROGRAM_PAUSED
    enrolled.enrollments.update(status="finished")
    assert conditions.why_no_weekly_mail(enrolled, MONDAY) == MailReason.NO_PROGRAM
    enrolled.goal_race_on = MONDAY.date()
    assert conditions.why_no_weekly_mail(enrolled, MONDAY) == MailReason.RACE_WEEK
    enrolled.stopped_at = MONDAY
    assert conditions.why_no_weekly_mail(enrolled, MONDAY) == MailReason.TRAINING_STOPPED
    enrolled.wants_reminders = False
    assert conditions.why_no_weekly_mail(enrolled, MONDAY) == MailReason.STOPPED


def test_who_has_trained_is_told_by_their_own_calendar(enrolled, first_session):
    late_on_sunday = at("2026-11-01 23:30 America/New_York")  # Monday in UTC already
    do(first_session, enrolled, late_on_sunday)
    assert conditions.nudged_now([enrolled], MONDAY) == [enrolled]
    assert conditions.with_a_session_yesterday([enrolled], MONDAY + timedelta(days=1)) == []


def test_only_pain_over_the_own_limit_in_the_own_caseload_asks_for_a_look_until_it_is_resolved(
    enrolled, ben, thea, tom
):
    report_pain(athlete=enrolled, report_id=uuid.uuid4(), score=2, region="knee", side="left", at=WEEKDAY)
    hurt(ben)
    assert (count_flagged(thea, WEEKDAY), count_flagged(tom, WEEKDAY)) == (0, 1)
    assert count_flagged(tom, WEEKDAY + timedelta(days=4)) == 1
    resolve(flags=ben.flags.open(), by=tom, at=WEEKDAY)
    assert count_flagged(tom, WEEKDAY) == 0


def without_a_day(athlete: Athlete) -> Athlete:
    """The weekly mail comes on the day before the first session of the week: Sunday."""
    athlete.reminder_weekday = None
    athlete.save()
    return schedule_reminder(athlete, after=at("2026-11-05 09:00 America/New_York"))


def evenings(days: range) -> None:
    for day in days:
        tick(at(f"2026-11-{day:02} 19:05 America/New_York"))


def test_without_a_day_the_mail_comes_the_evening_before_the_first_session_of_each_week(enrolled):
    without_a_day(enrolled)
    evenings(range(5, 17))
    weeks = [("2026-W46", MailState.SENT, ""), ("2026-W47", MailState.SENT, "")]
    assert rows(MailKind.WEEKLY_REMINDER) == weeks
    sent_on = [enrolled.today(mail.sent_at).isoformat() for mail in Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER)]
    assert sent_on == ["2026-11-15", "2026-11-08"]
    reminder, nudge, _next = outbox.outbox
    assert reminder.subject.startswith("Tomorrow: about")
    assert "2 sessions are planned in the week of November 9." in reminder.body
    assert "?week=2026-W46" in reminder.body
    assert nudge.subject == "There is still time this week"
    assert "Next: tomorrow, Thursday, November 12, about" in nudge.body


def test_a_first_session_that_is_moved_moves_its_mail(enrolled, enrollment):
    without_a_day(enrolled)
    enrollment.sessions.filter(planned_on="2026-11-09").update(planned_on="2026-11-10")
    evenings(range(5, 9))
    assert rows(MailKind.WEEKLY_REMINDER) == []
    evenings(range(9, 11))
    assert rows(MailKind.WEEKLY_REMINDER) == [("2026-W46", MailState.SENT, "")]


def test_it_is_worth_sending_until_the_session_s_own_day_ends_and_says_what_is_true_then(enrolled):
    without_a_day(enrolled)
    planner.plan(SUNDAY)
    (mail,) = Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER, occasion="2026-W46")
    assert mail.expires_at == at("2026-11-10 00:00 America/New_York")
    tick(at("2026-11-09 10:00 America/New_York"))
    (message,) = outbox.outbox
    assert message.subject.startswith("Today: about")
    assert "Next: today, Monday, November 9, about" in message.body


def test_a_relay_that_is_away_all_sunday_evening_costs_nobody_the_mail(enrolled, monkeypatch):
    without_a_day(enrolled)

    def away(self):
        raise OSError(111, "refused")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
        for minutes in range(0, 300, 15):
            tick(SUNDAY - timedelta(hours=2) + timedelta(minutes=minutes))
    assert rows(MailKind.WEEKLY_REMINDER) == [("2026-W46", MailState.PLANNED, MailReason.RELAY_AWAY)]
    tick(at("2026-11-09 08:05 America/New_York"))
    (message,) = outbox.outbox
    assert message.subject.startswith("Today: about")


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (stop_training, MailReason.TRAINING_STOPPED),
        (ask_for_erasure, MailReason.ERASURE_ASKED),
        (change(reminders_paused_until=(SUNDAY + WEEK).date()), MailReason.PAUSED),
        (change(goal_race_on=SUNDAY.date()), MailReason.RACE_WEEK),
        (change(goal_race_on=(SUNDAY + WEEK).date()), MailReason.RACE_WEEK),
        (lambda ana: do(ana.sessions.get(planned_on="2026-11-09"), ana, SUNDAY), MailReason.LOGGED_ALREADY),
    ],
)
def test_what_happens_before_it_leaves_ends_it_with_the_reason(enrolled, happens, reason):
    without_a_day(enrolled)
    enrolled.sessions.filter(planned_on="2026-11-12").delete()
    planner.plan(SUNDAY)
    happens(enrolled)
    tick(SUNDAY)
    assert ("2026-W46", MailState.SKIPPED, reason) in rows(MailKind.WEEKLY_REMINDER)
    assert outbox.outbox == []


def test_a_program_that_begins_in_five_days_is_not_spoken_of_before_its_eve(enrolled, enrollment):
    without_a_day(enrolled)
    for session in enrollment.sessions.order_by("-planned_on"):
        enrollment.sessions.filter(pk=session.pk).update(planned_on=session.planned_on + timedelta(days=11))
    enrolled.enrollments.update(starts_on="2026-11-13")
    evenings(range(5, 12))
    assert (weekly(), rows(MailKind.NUDGE)) == ([], [])
    evenings(range(12, 13))
    assert rows(MailKind.WEEKLY_REMINDER) == [("2026-W46", MailState.SENT, "")]


def test_nothing_is_sent_for_none_of_none(enrolled):
    enrolled.sessions.all().delete()
    tick(SUNDAY)
    assert ("2026-W45", MailState.SKIPPED, MailReason.NOTHING_PLANNED) in rows(MailKind.WEEKLY_REMINDER)
    assert outbox.outbox == []


def test_whose_first_day_of_the_week_is_still_to_come_is_not_nudged(enrolled):
    week = enrolled.sessions.filter(planned_on__range=(MONDAY.date(), SUNDAY.date()))
    week.update(planned_on=SUNDAY.date())
    tick(THURSDAY)
    assert rows(MailKind.NUDGE) == [("2026-W45", MailState.SKIPPED, MailReason.FIRST_DAY_TO_COME)]
