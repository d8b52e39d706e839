"""One row goes out at most once: claimed, handed over and settled by one sender."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.enrollment.prescribing import add_athlete, prescribe
from athletes.mail import compose as composing
from athletes.mail import loop, planner, sender, transport
from athletes.mail.loop import tick
from athletes.mail.planner import plan_mail
from athletes.mail.relay.outcomes import Answer, Outcome
from athletes.models import (
    Athlete,
    Mail,
    MailKind,
    MailReason,
    MailState,
    User,
)
from tests.athletes.mail.ledger import (
    SUNDAY,
    THURSDAY,
    a_row,
    rows,
    weekly,
)
from tests.clock import at
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_eligibility_is_asked_again_at_the_claim(enrolled):
    planner.plan(SUNDAY)
    (mail,) = weekly()
    Athlete.objects.filter(pk=enrolled.pk).update(wants_reminders=False)
    assert sender.claim(mail, at=SUNDAY) is False


def test_only_one_sender_wins_a_row(enrolled):
    planner.plan(SUNDAY)
    (mail,) = weekly()
    assert [sender.claim(mail, at=SUNDAY) for _sender in range(3)] == [True, False, False]


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(enrolled, ben, tom, base_template, monkeypatch):
    prescribe(athlete=ben, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=tom, at=MONDAY)
    Mail.objects.filter(kind=MailKind.INVITE).delete()
    Athlete.objects.update(reminder_weekday=6, reminder_due_at=enrolled.reminder_due_at)
    real = composing.compose

    def compose(mail, *, at):
        if mail.recipient_id == enrolled.pk:
            raise ValueError
        return real(mail, at=at)

    monkeypatch.setattr(composing, "compose", compose)
    loop.tick(SUNDAY)
    assert {mail.recipient_id: mail.state for mail in weekly()} == {enrolled.pk: "failed", ben.pk: "sent"}


def test_no_mail_before_eight_or_after_half_past_eight_in_the_evening(enrolled):
    planner.plan(SUNDAY)
    loop.tick(at("2026-11-08 20:31 America/New_York"))
    assert outbox.outbox == []


def test_a_slow_tick_sends_nothing_after_half_past_eight(enrolled):
    planner.plan(SUNDAY)
    (mail,) = weekly()
    assert sender.send(mail, at=at("2026-11-08 20:31 America/New_York")) == ("", None)
    assert weekly()[0].state == MailState.PLANNED


def test_the_nudge_keeps_to_the_day_and_to_its_window(enrolled):
    planner.plan(THURSDAY)
    tick(at("2026-11-05 20:31 America/New_York"))
    assert outbox.outbox == []
    tick(at("2026-11-07 08:05 America/New_York"))
    assert rows(MailKind.NUDGE) == [("2026-W45", MailState.SKIPPED, MailReason.EXPIRED)]


def test_a_sender_that_lost_its_claim_writes_nothing(enrolled):
    planner.plan(SUNDAY)
    (slow,) = weekly()
    assert sender.claim(slow, at=SUNDAY)
    Mail.objects.update(state=MailState.PLANNED)  # somebody decided to send it again
    (quick,) = weekly()
    assert sender.claim(quick, at=SUNDAY)
    assert sender._settle(slow, state=MailState.PLANNED) is False
    assert weekly()[0].state == MailState.SENDING


def test_a_sender_whose_lease_is_over_hands_nothing_over(enrolled, monkeypatch):
    monkeypatch.setattr(sender, "LEASE", timedelta(seconds=-1))
    loop.tick(SUNDAY)
    assert [(mail.state, mail.reason) for mail in weekly()] == [(MailState.PLANNED, MailReason.SENDER_HELD_UP)]
    assert outbox.outbox == []


def test_what_waits_is_read_a_page_at_a_time_and_each_row_once(thea, monkeypatch):
    monkeypatch.setattr(sender, "PAGE", 2)
    for place in range(5):
        plan_mail(thea, MailKind.URGENT, occasion=str(place), at=SUNDAY, window=timedelta(days=1))
    assert sorted(mail.occasion for mail in sender.due(SUNDAY)) == ["0", "1", "2", "3", "4"]


def test_a_row_that_another_sender_took_meanwhile_is_not_offered(thea, monkeypatch):
    monkeypatch.setattr(sender, "ASK_AGAIN", 1)
    for place in range(3):
        plan_mail(thea, MailKind.URGENT, occasion=str(place), at=SUNDAY, window=timedelta(days=1))
    offered = sender.due(SUNDAY)
    next(offered)
    Mail.objects.update(state=MailState.SENDING)
    assert list(offered) == []


@pytest.mark.parametrize(("seconds", "count", "then"), [(0.0, 25, 100), (5, 100, 100), (20, 100, 25), (900, 3, 1)])
def test_no_more_is_read_at_once_than_stays_fresh_until_its_turn(seconds, count, then):
    assert sender._how_many_stay_fresh(seconds, count) == then


def test_the_question_costs_the_same_for_few_and_for_many(enrolled, thea):
    def queries_to_skip(count: int) -> int:
        for number in range(count):
            name = f"r{count}-{number}"
            other = add_athlete(email=f"{name}@x.example", name=name, therapist=thea, at=MONDAY)
            Athlete.objects.filter(pk=other.pk).update(stopped_at=MONDAY)
            a_row(other, MailKind.MORNING)
        with CaptureQueriesContext(connection) as captured:
            assert list(sender.due(THURSDAY)) == []
        writes = [each for each in captured if each["sql"].startswith("UPDATE")]
        assert len(writes) == count
        return len(captured) - len(writes)

    assert queries_to_skip(2) == queries_to_skip(12)


OUTCOMES = {
    Outcome.ACCEPTED: ("sent", ""),
    Outcome.NOT_HANDED_OVER: ("planned", "why"),
    Outcome.REFUSED: ("failed", "why"),
    Outcome.ADDRESS_REFUSED: ("failed", "why"),
    Outcome.NOBODY_THERE: ("skipped", "why"),
    Outcome.CLINIC_REFUSED: ("planned", "why"),
    Outcome.UNKNOWN: ("sending", "why"),
}


@pytest.mark.parametrize("outcome", Outcome)
def test_the_relay_s_answer_settles_the_row(enrolled, monkeypatch, outcome):
    planner.plan(SUNDAY)
    monkeypatch.setattr(transport, "hand_over", lambda message: Answer(outcome, OUTCOMES[outcome][1]))
    assert sender.send(weekly()[0], at=SUNDAY)[0] == OUTCOMES[outcome][0]
    (mail,) = weekly()
    assert (mail.state, mail.reason) == OUTCOMES[outcome]
    assert (mail.leased_until is None) is (outcome != Outcome.UNKNOWN)
    assert (User.objects.get(pk=enrolled.pk).bad_address_since is None) is (outcome != Outcome.ADDRESS_REFUSED)


def test_a_sent_mail_keeps_when_and_at_which_attempt(enrolled):
    loop.tick(SUNDAY)
    (mail,) = weekly()
    assert (mail.sent_at, mail.attempts) == (SUNDAY, 1)
