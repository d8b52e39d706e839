"""One tick: what is due goes out once, and a loop that is silent is seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import OperationalError

from athletes.mail import loop, reaper, sender
from athletes.mail.planner import plan_mail
from athletes.mail.relay import breaker
from athletes.mail.relay.outcomes import Answer, Outcome
from athletes.mail.transport import mark_bad
from athletes.models import (
    LoopBeat,
    Mail,
    MailKind,
    MailReason,
    MailState,
)
from tests.athletes.mail.ledger import (
    HOUR,
    SUNDAY,
    THURSDAY,
    a_row,
    weekly,
)
from tests.people import MONDAY

AWAY = Answer(Outcome.NOT_HANDED_OVER, MailReason.RELAY_AWAY)
pytestmark = pytest.mark.django_db


def test_three_ticks_send_one_mail(enrolled):
    for _tick in range(3):
        loop.tick(SUNDAY)
    assert [mail.state for mail in weekly()] == [MailState.SENT]
    assert [message.to for message in outbox.outbox] == [["ana@stridewell.example"]]


def test_a_loop_that_is_silent_for_ten_minutes_is_said_in_the_probe_and_the_ledger(
    client, as_carla, enrolled, time_machine
):
    time_machine.move_to(SUNDAY, tick=False)
    assert client.get("/readyz").json()["mail"]["loop"] == "silent"
    assert "The mail loop is silent" in as_carla.get("/admin/athletes/mail/").content.decode()
    loop.tick(SUNDAY)
    assert client.get("/readyz").json()["mail"]["loop"] == "running"
    time_machine.move_to(SUNDAY + timedelta(minutes=10), tick=False)
    assert client.get("/readyz").json()["mail"]["loop"] == "running"
    time_machine.move_to(SUNDAY + timedelta(minutes=11), tick=False)
    assert client.get("/readyz").json()["mail"]["loop"] == "silent"
    assert client.get("/readyz").status_code == 200


def test_who_dies_before_the_unknown_was_told_has_not_made_it_unknown(enrolled, carla, monkeypatch):
    mail = a_row(enrolled, MailKind.NUDGE)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENDING, leased_until=THURSDAY - HOUR, attempts=1)

    def die(at):
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr("athletes.mail.watch.telling.check", die)
        with pytest.raises(OperationalError):
            loop.tick(THURSDAY)
    mail.refresh_from_db()
    assert mail.state == MailState.SENDING
    loop.tick(THURSDAY)
    mail.refresh_from_db()
    assert mail.state == MailState.UNKNOWN
    assert [message.to for message in outbox.outbox if "needs you" in message.subject] == [[carla.email]]


def test_what_cannot_be_told_holds_no_mail_up(enrolled, carla, monkeypatch):
    mail = a_row(enrolled, MailKind.NUDGE)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENDING, leased_until=SUNDAY - HOUR, attempts=1)

    def fail(at):
        raise ValueError("a finding which cannot be right worded")

    monkeypatch.setattr("athletes.mail.watch.telling.check", fail)
    assert loop.tick(SUNDAY).sent == 1
    mail.refresh_from_db()
    assert mail.state == MailState.UNKNOWN


def test_the_relay_that_is_down_is_asked_five_times_a_tick(enrolled, thea, base_template, monkeypatch):
    for place in range(8):
        plan_mail(thea, MailKind.URGENT, occasion=str(place), at=SUNDAY, window=timedelta(days=1))
    asked = []
    monkeypatch.setattr(sender, "send", lambda mail, at, way: asked.append(mail.pk) or (MailState.PLANNED, AWAY))
    loop.tick(SUNDAY)
    assert len(asked) == breaker.IN_A_ROW


def test_one_mail_that_is_put_off_now_and_then_does_not_end_the_tick(thea, monkeypatch):
    for number in range(12):
        plan_mail(thea, MailKind.HANDED_OVER, occasion=str(number), at=SUNDAY, window=timedelta(days=1))
    answers = iter([*[(MailState.PLANNED, AWAY)] * 4, (MailState.SENT, Answer(Outcome.ACCEPTED))] * 3)
    asked = []
    monkeypatch.setattr(sender, "send", lambda mail, at, way: asked.append(mail.pk) or next(answers))
    done = loop.tick(SUNDAY)
    assert (len(asked), done.sent) == (12, 2)


def test_a_tick_ends_in_time_and_the_next_one_goes_on(thea, monkeypatch):
    for number in range(3):
        plan_mail(thea, MailKind.URGENT, occasion=str(number), at=SUNDAY, window=timedelta(days=1))
    monkeypatch.setattr(loop, "TICK_SECONDS", -1)
    assert loop.tick(SUNDAY).sent == 0
    monkeypatch.undo()
    assert loop.tick(SUNDAY).sent == 3


def test_a_tick_says_what_it_did(enrolled):
    mark_bad("ana@stridewell.example", at=MONDAY)
    assert str(loop.tick(SUNDAY)) == "2 planned, 0 sent, 1 skipped, 0 failed, 0 unknown"
    assert str(loop.tick(SUNDAY)) == "0 planned, 0 sent, 0 skipped, 0 failed, 0 unknown"


def test_a_preview_says_what_would_go_out_and_leaves_everything_as_it_was(enrolled):
    due_at = enrolled.reminder_due_at
    assert loop.preview(SUNDAY) == ["Weekly reminder 2026-W45 -> ana@stridewell.example"]
    enrolled.refresh_from_db()
    assert (weekly(), enrolled.reminder_due_at) == ([], due_at)


def test_a_loop_that_never_ran_is_silent_since_ever():
    LoopBeat.objects.all().delete()
    assert loop.silent_since(SUNDAY) == reaper.NEVER
