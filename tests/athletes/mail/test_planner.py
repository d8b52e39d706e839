"""What is due becomes a row: once for each person, kind and occasion, and none is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox

from athletes.enrollment.prescribing import prescribe
from athletes.mail import loop, planner
from athletes.mail.loop import tick
from athletes.mail.planner import plan_mail, plan_mails, plan_urgent, schedule_reminder, set_first_due_times
from athletes.models import (
    Athlete,
    LoopBeat,
    Mail,
    MailKind,
    MailReason,
    MailState,
)
from tests.athletes.mail.ledger import (
    MORNING,
    SUNDAY,
    THURSDAY,
    WEEKDAY,
    hurt,
    rows,
    weekly,
)
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_the_next_week_is_another_mail(enrolled):
    loop.tick(SUNDAY)
    loop.tick(SUNDAY + timedelta(days=7))
    assert [mail.occasion for mail in weekly()] == ["2026-W46", "2026-W45"]
    assert len(outbox.outbox) == 2


def test_nothing_is_sent_before_the_hour(enrolled):
    loop.tick(enrolled.reminder_due_at - timedelta(minutes=1))
    assert weekly() == []


def test_a_planner_that_was_away_for_three_weeks_sends_one_at_most(enrolled):
    loop.tick(SUNDAY + timedelta(days=21))
    assert len(outbox.outbox) == 1
    assert [(mail.occasion, mail.state) for mail in weekly()] == [
        ("2026-W48", "sent"), ("2026-W47", "skipped"), ("2026-W46", "skipped"), ("2026-W45", "skipped"),
    ]  # fmt: skip


def test_a_change_of_settings_after_the_due_time_loses_no_week(enrolled):
    schedule_reminder(enrolled, after=SUNDAY)
    assert [mail.occasion for mail in weekly()] == ["2026-W45"]
    loop.tick(SUNDAY)
    assert len(outbox.outbox) == 1


def test_changing_the_day_in_the_week_does_not_bring_a_second_mail(enrolled, as_ana, time_machine):
    loop.tick(SUNDAY)
    time_machine.move_to(SUNDAY + timedelta(minutes=5), tick=False)
    for weekday in (6, 5, 6):
        as_ana.post(
            "/settings/",
            {
                "wants_reminders": "on",
                "reminder_weekday": weekday,
                "reminder_hour": 19,
                "time_zone": "America/Los_Angeles",
                "unit": "kg",
            },
        )
    for hour in range(5):
        loop.tick(SUNDAY + timedelta(hours=hour))
    assert len(outbox.outbox) == 1


def test_many_who_are_due_are_planned_in_batches_and_each_once(enrolled, ben, tom, base_template, monkeypatch):
    prescribe(athlete=ben, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=tom, at=MONDAY)
    Athlete.objects.update(reminder_weekday=6, reminder_due_at=enrolled.reminder_due_at)
    monkeypatch.setattr(planner, "BATCH", 1)
    planner.plan(SUNDAY)
    assert sorted(mail.recipient_id for mail in weekly()) == sorted([enrolled.pk, ben.pk])
    assert not Athlete.objects.filter(reminder_due_at__lte=SUNDAY).exists()


def test_the_row_keeps_when_it_was_due_and_until_when_it_is_worth_sending(enrolled):
    due_at = enrolled.reminder_due_at
    planner.plan(SUNDAY)
    (mail,) = weekly()
    assert (mail.send_after, mail.planned_at) == (due_at, SUNDAY)
    assert mail.expires_at == at("2026-11-09 00:00 America/New_York")


def test_who_wishes_no_mail_has_no_due_time(enrolled):
    enrolled.wants_reminders = False
    schedule_reminder(enrolled, after=MONDAY)
    enrolled.refresh_from_db()
    assert (enrolled.reminder_due_at, enrolled.nudge_due_at) == (None, None)


def test_a_week_with_something_logged_has_no_row(enrolled, first_session):
    do(first_session, enrolled, MONDAY)
    tick(THURSDAY)
    assert rows(MailKind.NUDGE) == []


def test_what_was_logged_last_week_does_not_count_for_this_one(enrolled, first_session):
    do(first_session, enrolled, at("2026-11-01 18:00 America/New_York"))
    tick(THURSDAY)
    assert [state for _week, state, _reason in rows(MailKind.NUDGE)] == [MailState.SENT]


def test_one_more_mail_comes_in_a_week_with_nothing_logged_and_never_two(enrolled):
    for minutes in (0, 1, 90):
        tick(THURSDAY + timedelta(minutes=minutes))
    assert rows(MailKind.NUDGE) == [("2026-W45", MailState.SENT, "")]
    (message,) = outbox.outbox
    assert message.subject == "There is still time this week"
    assert "/session/" in message.body
    assert "/could-not/" in message.body
    tick(SUNDAY)
    assert len(outbox.outbox) == 2


def test_the_morning_after_a_session_brings_one_mail_that_says_one_question(asked):
    for minutes in (0, 1, 240):
        tick(MORNING + timedelta(minutes=minutes))
    assert rows(MailKind.MORNING) == [("2026-11-03", MailState.SENT, "")]
    (message,) = outbox.outbox
    assert message.subject == "One question about yesterday"
    assert "/morning/" in message.body


def test_a_day_without_a_session_before_it_has_no_row(asked):
    tick(MORNING + timedelta(days=1))
    assert [row for row in rows(MailKind.MORNING) if row[0] != "2026-11-03"] == []


def test_nobody_gets_the_question_who_did_not_ask_for_it(enrolled, first_session):
    do(first_session, enrolled, MONDAY)
    tick(MORNING)
    assert rows(MailKind.MORNING) == []


def test_on_a_weekday_a_therapist_hears_how_many_need_a_look_once(enrolled, thea, tom, ben):
    hurt(enrolled)
    for hours in (0, 1, 5):
        tick(WEEKDAY + timedelta(hours=hours))
    assert sorted(rows(MailKind.DIGEST)) == [
        ("2026-11-03", MailState.SENT, ""),
        ("2026-11-03", MailState.SKIPPED, MailReason.NOBODY_FLAGGED),
    ]
    (message,) = [each for each in outbox.outbox if each.to == [thea.email]]
    assert message.subject == "1 athlete needs your attention"
    assert "/admin/" in message.body


@pytest.mark.parametrize("moment", ["2026-11-03 06:59", "2026-11-07 07:30", "2026-11-08 12:00"])
def test_no_digest_before_the_hour_and_none_on_a_weekend(enrolled, moment):
    hurt(enrolled)
    tick(at(f"{moment} America/New_York"))
    assert rows(MailKind.DIGEST) == []


def test_an_urgent_mail_leaves_with_the_next_tick_at_any_hour_and_once(thea):
    night = at("2026-11-03 03:00 America/New_York")
    for _call in range(2):
        plan_urgent(thea, occasion="flag-1", at=night)
    tick(night)
    assert [message.to for message in outbox.outbox] == [["thea@stridewell.example"]]


def test_who_asks_for_a_call_gets_one_confirmation_without_an_account(db):
    for _submit in range(2):
        plan_mail("kim@elsewhere.example", MailKind.CALL, occasion="7", at=MONDAY, window=timedelta(days=1))
    tick(MONDAY)
    (message,) = outbox.outbox
    assert (message.to, message.subject) == (["kim@elsewhere.example"], "Stridewell PT: we have your request")


def test_of_two_planners_one_plans_the_digests_of_the_day(thea):
    not_planned_today = LoopBeat.objects.filter(digests_on=None)
    LoopBeat.objects.update_or_create(id=1, defaults={"at": WEEKDAY, "digests_on": None})
    assert planner._plan_digests(not_planned_today, WEEKDAY) == 1
    assert planner._plan_digests(not_planned_today, WEEKDAY) == 0


def test_a_new_athlete_of_many_gets_the_due_times_of_one(ana):
    def due_times():
        return [ana.reminder_due_at, ana.nudge_due_at, ana.morning_due_at, ana.strength_push_due_at]

    schedule_reminder(ana, after=MONDAY)
    of_one = due_times()
    ana.reminder_due_at = ana.nudge_due_at = None
    set_first_due_times(ana, after=MONDAY)
    assert due_times() == of_one
    assert of_one[0] is not None


def test_a_mail_to_many_is_a_row_for_each_and_one_for_the_same_occasion(thea, tom):
    planned = {"occasion": "import-1", "at": MONDAY, "window": timedelta(days=7)}
    assert plan_mails([thea, tom], MailKind.INVITE, **planned) == 2
    plan_mails([thea, tom], MailKind.INVITE, **planned)
    by_one = plan_mail(thea, MailKind.INVITE, **planned)
    assert Mail.objects.count() == 2
    of_many = Mail.objects.get(recipient=tom)
    for field in ("kind", "channel", "send_after", "expires_at", "planned_at", "state"):
        assert getattr(of_many, field) == getattr(by_one, field)
