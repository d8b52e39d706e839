"""What time has overtaken is closed, and a person decides about a mail whose fate is not known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.management import call_command

from athletes.mail import loop, planner, reaper, sender
from athletes.mail.loop import tick
from athletes.mail.planner import plan_urgent
from athletes.mail.reaper import resend
from athletes.mail.watch.self_check import findings
from athletes.models import (
    Mail,
    MailKind,
    MailReason,
    MailState,
)
from tests.athletes.mail.ledger import (
    HOUR,
    SUNDAY,
    rows,
    states,
    weekly,
)
from tests.clock import at

pytestmark = pytest.mark.django_db


def test_a_row_past_its_window_is_skipped_as_expired(enrolled):
    planner.plan(SUNDAY)
    loop.tick(SUNDAY + timedelta(hours=37))
    assert (MailState.SKIPPED, MailReason.EXPIRED) in [(mail.state, mail.reason) for mail in weekly()]


def test_the_question_is_over_at_two_in_the_afternoon(asked):
    tick(at("2026-11-03 14:00 America/New_York"))
    assert rows(MailKind.MORNING) == [("2026-11-03", MailState.SKIPPED, MailReason.EXPIRED)]


@pytest.mark.parametrize(("word", "state"), [("hold", MailState.UNKNOWN), ("resend", MailState.SENT)])
def test_a_mail_whose_sender_died_waits_for_a_person_or_goes_out_again_as_the_clinic_chose(
    enrolled, settings, word, state
):
    settings.REMINDER_ON_UNKNOWN = word
    planner.plan(SUNDAY)
    sender.claim(weekly()[0], at=SUNDAY)
    for minutes in range(0, 30, 5):
        loop.tick(SUNDAY + timedelta(minutes=minutes))
    assert [mail.state for mail in weekly()] == [state]


def test_with_resend_a_mail_that_costs_sender_after_sender_is_given_up(enrolled, settings):
    settings.REMINDER_ON_UNKNOWN = "resend"
    planner.plan(SUNDAY)
    abandoned = {"state": MailState.SENDING, "leased_until": SUNDAY - HOUR, "attempts": reaper.MOST_ATTEMPTS}
    Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).update(**abandoned)
    assert reaper.reap(SUNDAY) == (1, 1)
    assert states() == [(MailState.UNKNOWN, MailReason.SENDER_DIED)]


def test_a_lease_that_ran_out_is_left_alone_until_nothing_can_be_on_its_way(enrolled):
    planner.plan(SUNDAY)
    sender.claim(weekly()[0], at=SUNDAY)
    over_at = SUNDAY + sender.LEASE + reaper.QUARANTINE
    reaper.reap(over_at)
    assert weekly()[0].state == MailState.SENDING
    reaper.reap(over_at + timedelta(seconds=1))
    assert weekly()[0].state == MailState.UNKNOWN


def test_after_a_restore_what_is_open_or_due_is_held_and_nothing_goes_out(enrolled, capsys):
    call_command("send_reminders", "--after-restore", "--now", SUNDAY.isoformat())
    assert "2 mails may have gone out" in capsys.readouterr().out
    assert [(mail.state, mail.reason) for mail in weekly()] == [(MailState.UNKNOWN, MailReason.RESTORED_BACKUP)]
    loop.tick(SUNDAY)
    assert outbox.outbox == []


def test_after_a_restore_what_comes_due_and_what_is_urgent_wait_until_somebody_says_so(enrolled, thea, capsys):
    call_command("send_reminders", "--after-restore", "--now", SUNDAY.isoformat())
    next_sunday = SUNDAY + timedelta(days=7)
    plan_urgent(thea, occasion="1", at=next_sunday)
    loop.tick(next_sunday)
    assert outbox.outbox == []
    assert len(loop.preview(next_sunday)) == 2
    assert "held" in {finding.code for finding in findings(next_sunday)}
    call_command("send_reminders", "--resume")
    assert "Mail goes out again" in capsys.readouterr().out
    loop.tick(next_sunday)
    assert len(outbox.outbox) == 2
    call_command("send_reminders", "--resume")
    assert "Nothing was held" in capsys.readouterr().out


def test_a_mail_that_is_sent_again_goes_out_once(enrolled):
    loop.tick(SUNDAY)
    Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).update(state=MailState.UNKNOWN)
    outbox.outbox.clear()
    later = SUNDAY + timedelta(hours=15)
    assert resend(weekly()[0], at=later)
    for _tick in range(3):
        loop.tick(later)
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize("state", [MailState.PLANNED, MailState.SENDING, MailState.SENT, MailState.SKIPPED])
def test_only_what_is_not_known_or_has_failed_can_be_decided_about(thea, state):
    mail = plan_urgent(thea, occasion="1", at=SUNDAY)
    Mail.objects.update(state=state, sent_at=SUNDAY)
    assert [reaper.hold(mail), reaper.mark_sent(mail, at=SUNDAY), resend(mail, at=SUNDAY)] == [False, False, False]
    assert Mail.objects.get().state == state


def test_what_was_not_sent_in_time_can_be_sent_while_its_week_lasts_and_not_after(enrolled):
    planner.plan(SUNDAY)
    (mail,) = weekly()
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SKIPPED, reason=MailReason.EXPIRED)
    mail.refresh_from_db()
    assert reaper.resend(mail, at=SUNDAY + timedelta(days=1)) is False
    assert reaper.resend(mail, at=SUNDAY + timedelta(hours=1)) is True
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == (MailState.PLANNED, MailReason.SENT_AGAIN)


def test_what_a_person_stopped_is_not_sent_by_hand(enrolled):
    planner.plan(SUNDAY)
    (mail,) = weekly()
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SKIPPED, reason=MailReason.STOPPED)
    mail.refresh_from_db()
    assert reaper.resend(mail, at=SUNDAY) is False
