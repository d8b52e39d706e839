"""Whether a row may go out: nobody is mailed who is away, stopped or at a bad address."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core import mail as outbox

from athletes.mail import eligibility, loop, planner, sender
from athletes.mail.kinds import RECURRING
from athletes.mail.loop import tick
from athletes.mail.planner import plan_mail, plan_urgent, schedule_reminder
from athletes.models import (
    Athlete,
    Mail,
    MailChannel,
    MailKind,
    MailReason,
    MailState,
    User,
)
from athletes.records.pain import report_pain
from tests.athletes.mail.ledger import (
    HOUR,
    MORNING,
    SUNDAY,
    THURSDAY,
    WEEK,
    a_row,
    ask_for_erasure,
    leave_care,
    stop_training,
    weekly,
    wish,
)
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda ana: Athlete.objects.filter(pk=ana.pk).update(wants_reminders=False), MailReason.STOPPED),
        (lambda ana: type(ana.user).objects.filter(pk=ana.pk).update(is_active=False), MailReason.DEACTIVATED),
        (lambda ana: ana.enrollments.update(status="finished"), MailReason.NO_PROGRAM),
    ],
)
def test_who_is_not_eligible_any_more_is_skipped_with_the_reason(enrolled, change, reason):
    planner.plan(SUNDAY)
    change(enrolled)
    loop.tick(SUNDAY)
    assert [(mail.state, mail.reason) for mail in weekly()] == [(MailState.SKIPPED, reason)]
    assert outbox.outbox == []


def test_a_program_that_starts_in_five_weeks_is_not_announced_yet(enrolled):
    start = SUNDAY.date() + timedelta(weeks=5)
    enrolled.enrollments.update(starts_on=start, ends_on=start + timedelta(weeks=8))
    loop.tick(SUNDAY)
    assert outbox.outbox == []


COMES_ROUND = [recurring.kind for recurring in RECURRING if recurring.channel == MailChannel.EMAIL]


LEFT_ALONE = pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (stop_training, MailReason.TRAINING_STOPPED),
        (ask_for_erasure, MailReason.ERASURE_ASKED),
        (leave_care, MailReason.ARCHIVED),
    ],
)


@LEFT_ALONE
@pytest.mark.parametrize("kind", COMES_ROUND)
def test_every_mail_that_comes_round_is_skipped_with_the_reason(enrolled, kind, happens, reason):
    wish(enrolled, on=True)
    row = a_row(enrolled, kind)
    happens(enrolled)
    tick(THURSDAY)
    row.refresh_from_db()
    assert (row.state, row.reason) == (MailState.SKIPPED, reason)


@LEFT_ALONE
@pytest.mark.parametrize("kind", COMES_ROUND)
def test_a_stop_between_the_question_and_the_claim_loses_the_claim(enrolled, kind, happens, reason):
    wish(enrolled, on=True)
    row = a_row(enrolled, kind)
    happens(enrolled)
    assert sender.claim(row, at=THURSDAY) is False
    Athlete.objects.filter(pk=enrolled.pk).update(
        stopped_at=None, erasure_asked_at=None, archived_at=None, archive_reason=""
    )
    assert sender.claim(row, at=THURSDAY) is True


@LEFT_ALONE
def test_a_week_of_training_brings_no_mail_that_urges(enrolled, first_session, happens, reason):
    report_pain(athlete=enrolled, report_id=uuid.uuid4(), score=2, region="knee", side="left", at=MONDAY)
    do(first_session, enrolled, MONDAY)
    Athlete.objects.filter(pk=enrolled.pk).update(wants_morning_mail=True)
    enrolled.refresh_from_db()
    schedule_reminder(enrolled, after=MONDAY)
    happens(enrolled)
    for moment in (MORNING, THURSDAY, SUNDAY):
        tick(moment)
    kept = Mail.objects.filter(recipient=enrolled.user, kind__in=COMES_ROUND)
    assert {mail.kind for mail in kept} == {MailKind.WEEKLY_REMINDER, MailKind.MORNING}
    assert {(mail.state, mail.reason) for mail in kept} == {(MailState.SKIPPED, reason)}
    assert [message for message in outbox.outbox if message.to == [enrolled.user.email]] == []


def test_what_does_not_urge_still_reaches_who_is_stopped(enrolled):
    row = a_row(enrolled, MailKind.MESSAGE)
    stop_training(enrolled)
    tick(THURSDAY)
    row.refresh_from_db()
    assert row.state == MailState.SENT


def test_the_mail_comes_again_when_the_request_to_erase_is_taken_back(enrolled, as_ana, time_machine):
    time_machine.move_to(MONDAY + HOUR, tick=False)
    as_ana.post("/settings/", {"erasure": "ask"})
    as_ana.post("/settings/", {"erasure": "keep"})
    tick(SUNDAY)
    assert Mail.objects.get(kind=MailKind.WEEKLY_REMINDER).state == MailState.SENT


def eligible_rows(kinds=MailKind.values) -> set[str]:
    return set(Mail.objects.filter(eligibility.eligible(THURSDAY, kinds)).values_list("kind", flat=True))


def test_at_a_bad_address_only_what_is_urgent_is_tried(enrolled, thea):
    Mail.objects.all().delete()
    a_row(enrolled, MailKind.NUDGE)
    plan_urgent(thea, occasion="1", at=THURSDAY)
    assert eligible_rows() == {MailKind.NUDGE, MailKind.URGENT}
    User.objects.update(bad_address_since=MONDAY)
    assert eligible_rows() == {MailKind.URGENT}


def test_an_address_without_an_account_is_always_mailed(db):
    plan_mail("kim@elsewhere.example", MailKind.CALL, occasion="7", at=THURSDAY, window=WEEK)
    assert eligible_rows() == {MailKind.CALL}
    assert eligibility.skip_reason(Mail.objects.get(), THURSDAY) is None


@pytest.mark.parametrize("kind", COMES_ROUND)
def test_the_short_question_at_the_claim_says_the_same_as_the_long_one(enrolled, kind):
    wish(enrolled, on=True)
    Mail.objects.all().delete()
    a_row(enrolled, kind)
    assert eligible_rows([kind]) == eligible_rows() == {kind}
    wish(enrolled, on=False)
    assert eligible_rows([kind]) == eligible_rows() == set()


def test_a_weekly_mail_that_nothing_nameable_speaks_against_says_no_program(enrolled):
    row = a_row(enrolled, MailKind.WEEKLY_REMINDER)
    assert eligibility.why_not_eligible(row, THURSDAY) == MailReason.NO_PROGRAM


def test_a_nudge_that_was_turned_off_says_stopped(enrolled):
    enrolled.wants_nudges = False
    enrolled.save()
    assert eligibility.why_not_eligible(a_row(enrolled, MailKind.NUDGE), THURSDAY) == MailReason.STOPPED


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("Asia/Tokyo", 9), ("Pacific/Kiritimati", 9), ("Pacific/Kiritimati", 19), ("Pacific/Pago_Pago", 19)],
)
@pytest.mark.parametrize("paused", ["mail", "program"])
def test_a_pause_is_over_on_the_athlete_s_own_day_wherever_that_is(enrolled, zone, hours, paused):
    """The clinic is in New York, where that day may not have come yet, or be over."""
    moment = at(f"2026-11-04 {hours:02}:05 {zone}")
    Athlete.objects.update(time_zone=zone, reminder_due_at=moment - HOUR, reminder_weekday=2, nudge_due_at=None)
    for until, state in (("2026-11-05", MailState.SKIPPED), ("2026-11-04", MailState.SENT)):
        Mail.objects.all().delete()
        Athlete.objects.update(reminder_due_at=moment - HOUR)
        if paused == "mail":
            Athlete.objects.update(reminders_paused_until=until)
        else:
            enrolled.enrollments.update(paused_until=until)
        loop.tick(moment)
        (mail,) = Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER)
        assert (mail.state, until) == (state, until), mail.reason


def test_a_program_of_yesterday_is_over_where_the_clock_is_ahead(enrolled):
    """It ended the day before yesterday in Tokyo, and yesterday in New York."""
    moment = at("2026-11-04 09:05 Asia/Tokyo")
    Athlete.objects.update(time_zone="Asia/Tokyo", reminder_due_at=moment - HOUR, reminder_weekday=2, nudge_due_at=None)
    for ends_on, state in (("2026-11-02", MailState.SKIPPED), ("2026-11-03", MailState.SENT)):
        Mail.objects.all().delete()
        Athlete.objects.update(reminder_due_at=moment - HOUR)
        enrolled.enrollments.update(ends_on=ends_on)
        loop.tick(moment)
        (mail,) = Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER)
        assert (mail.state, ends_on) == (state, ends_on), mail.reason
