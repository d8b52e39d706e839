"""The way to the relay: what it says to a mail, and when it is asked again."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from anymail.exceptions import AnymailImproperlyInstalled
from django.core import mail as outbox

from athletes.mail import loop, transport
from athletes.mail.loop import tick
from athletes.mail.relay.outcomes import Outcome
from athletes.mail.transport import mark_bad
from athletes.models import (
    Athlete,
    MailKind,
    MailReason,
    MailState,
)
from tests.athletes.mail.ledger import (
    SUNDAY,
    rows,
    weekly,
)
from tests.clock import at
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_the_relay_s_refusal_for_now_is_tried_again_and_lost_never(enrolled, monkeypatch):
    def refuse(self):
        raise smtplib.SMTPDataError(451, b"later")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        loop.tick(SUNDAY)
    (mail,) = weekly()
    assert (mail.state, mail.reason) == (MailState.PLANNED, "relay_said:451")
    loop.tick(SUNDAY + timedelta(minutes=4))
    assert outbox.outbox == []
    loop.tick(SUNDAY + timedelta(minutes=6))
    assert len(outbox.outbox) == 1


def test_a_final_refusal_is_failed(enrolled, monkeypatch):
    def refuse(self):
        raise smtplib.SMTPRecipientsRefused({"ana": (550, b"5.1.1 no such user")})

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    loop.tick(SUNDAY)
    (mail,) = weekly()
    assert (mail.state, mail.reason) == (MailState.FAILED, MailReason.ADDRESS_REFUSED)


def test_a_cut_connection_is_unknown_and_never_sent_again_by_itself(enrolled, monkeypatch):
    def cut(self):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", cut)
        loop.tick(SUNDAY)
    for minutes in (1, 11, 20, 40):
        loop.tick(SUNDAY + timedelta(minutes=minutes))
    assert [mail.state for mail in weekly()] == [MailState.UNKNOWN]
    assert outbox.outbox == []


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        OSError(113, "no route"),
        smtplib.SMTPServerDisconnected(),
    ],
)
def test_what_fails_before_the_mail_is_handed_over_is_tried_again(enrolled, monkeypatch, error):
    def away(self):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
        loop.tick(SUNDAY)
    assert [(mail.state, mail.reason) for mail in weekly()] == [(MailState.PLANNED, MailReason.RELAY_AWAY)]
    loop.tick(SUNDAY + timedelta(minutes=16))
    assert len(outbox.outbox) == 1


def test_a_login_that_is_refused_is_the_clinic_s_trouble_and_the_mail_waits(enrolled, monkeypatch):
    def refuse(self):
        raise smtplib.SMTPAuthenticationError(535, b"5.7.8 no")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)
    loop.tick(SUNDAY)
    assert [(mail.state, mail.reason) for mail in weekly()] == [(MailState.PLANNED, "relay_said:535")]


def test_a_provider_whose_library_is_missing_ends_no_tick_and_the_mail_waits(enrolled, monkeypatch):
    def missing():
        raise AnymailImproperlyInstalled("boto3", "amazon-ses")

    monkeypatch.setattr(transport, "get_connection", missing)
    loop.tick(SUNDAY)
    (mail,) = weekly()
    assert mail.state == MailState.PLANNED
    assert "boto3" in mail.said


def test_a_relay_that_is_away_for_six_hours_loses_nothing(enrolled, monkeypatch):
    morning = at("2026-11-08 09:05 America/New_York")
    Athlete.objects.update(reminder_due_at=morning)

    def away(self):
        raise OSError(111, "refused")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
        for minutes in range(0, 361, 15):
            loop.tick(morning + timedelta(minutes=minutes))
    assert [mail.state for mail in weekly()] == [MailState.PLANNED]
    loop.tick(morning + timedelta(minutes=376))
    assert [mail.state for mail in weekly()] == [MailState.SENT]
    assert len(outbox.outbox) == 1


def test_a_bad_address_gets_no_more_mail_until_it_is_another(enrolled, as_thea):
    mark_bad(enrolled.user.email, at=MONDAY)
    tick(SUNDAY)
    assert ("2026-W45", MailState.SKIPPED, MailReason.BAD_ADDRESS) in rows(MailKind.WEEKLY_REMINDER)
    record = f"/admin/athletes/athlete/{enrolled.pk}/change/"
    assert "Mail has not been delivered since November 2, 2026" in as_thea.get(record).content.decode()
    from athletes.enrollment.accounts import change_address

    changed = change_address(user=enrolled.user, email="ana@new.example", at=SUNDAY)
    assert changed.bad_address_since is None
    tick(SUNDAY)
    assert [message.to for message in outbox.outbox] == [["ana@new.example"]]


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (None, Outcome.ACCEPTED, ""),
        (
            smtplib.SMTPRecipientsRefused({"a": (450, b"4.7.1 later")}),
            Outcome.NOT_HANDED_OVER,
            "address_refused_for_now",
        ),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"5.1.1 nobody")}), Outcome.ADDRESS_REFUSED, "address_refused"),
        (smtplib.SMTPServerDisconnected(), Outcome.UNKNOWN, "no_answer"),
        (TimeoutError(), Outcome.UNKNOWN, "no_answer"),
        (ValueError("a header with a new line"), Outcome.REFUSED, "not_written"),
    ],
    ids=repr,
)
def test_what_the_relay_does_is_one_answer(error, outcome, reason):
    def send() -> None:
        if error:
            raise error

    answer = transport.hand_over(SimpleNamespace(send=send, connection=None))
    assert (answer.outcome, answer.reason) == (outcome, reason)


def test_it_is_asked_again_after_five_ten_and_then_every_fifteen_minutes():
    waits = [transport.wait_after(attempts) for attempts in (1, 2, 3, 4, 50)]
    assert [wait.total_seconds() / 60 for wait in waits] == [5, 10, 15, 15, 15]


def test_a_bad_address_is_marked_once_in_whatever_letters_it_comes(thea):
    assert mark_bad("THEA@stridewell.example", at=MONDAY) == 1
    assert mark_bad("thea@stridewell.example", at=SUNDAY) == 0
    thea.refresh_from_db()
    assert thea.bad_address_since == MONDAY
    assert mark_bad("nobody@elsewhere.example", at=MONDAY) == 0
