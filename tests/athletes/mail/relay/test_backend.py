"""The connection over SMTP: kept from one mail to the next, left where the relay has left it, and it keeps the name."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command

from athletes.mail import loop, transport
from athletes.mail.planner import plan_mail
from athletes.mail.relay.backend import _SMTP
from athletes.mail.relay.outcomes import Outcome
from athletes.mail.watch.telling import check_hourly
from athletes.models import Mail, MailKind, MailReason, MailState
from tests.athletes.mail.ledger import HOUR, SUNDAY

pytestmark = pytest.mark.django_db


def ask_for_calls(count: int) -> None:
    Mail.objects.all().delete()
    for number in range(count):
        address = f"kim{number}@elsewhere.example"
        plan_mail(address, MailKind.CALL, occasion=str(number), at=SUNDAY, window=HOUR)


def states() -> set[str]:
    return set(Mail.objects.filter(kind=MailKind.CALL).values_list("state", flat=True))


@pytest.mark.parametrize("pipelines", [False, True])
def test_one_connection_carries_all_mails_of_a_tick_and_each_keeps_the_relay_s_own_name(relay, pipelines):
    relay.pipelines = pipelines
    ask_for_calls(4)
    loop.tick(SUNDAY)
    assert (len(relay.taken), len(relay.connections), states()) == (4, 1, {MailState.SENT})
    assert relay.steps == []  # a connection on which the relay is silent is not asked whether it lives
    assert set(Mail.objects.values_list("queue_id", flat=True)) == {"4XyZ1b2c3d"}


def test_a_relay_that_takes_few_of_one_connection_gets_another(relay, monkeypatch):
    monkeypatch.setattr(transport, "MESSAGES_A_CONNECTION", 2)
    ask_for_calls(5)
    loop.tick(SUNDAY)
    assert (len(relay.taken), len(relay.connections)) == (5, 3)


def test_a_relay_that_has_left_meanwhile_is_met_again_and_nothing_is_unknown(relay):
    relay.leaves_after_each = True
    ask_for_calls(3)
    loop.tick(SUNDAY)
    assert (len(relay.taken), len(relay.connections), states()) == (3, 3, {MailState.SENT})


@pytest.mark.parametrize("pipelines", [False, True])
def test_after_a_refusal_the_next_mail_has_a_connection_of_its_own(relay, pipelines):
    relay.pipelines = pipelines
    relay.to_recipient["kim0"] = "550 5.1.1 User unknown"
    ask_for_calls(3)
    loop.tick(SUNDAY)
    assert sorted(relay.taken) == ["kim1@elsewhere.example", "kim2@elsewhere.example"]
    assert states() == {MailState.SENT, MailState.FAILED}


def test_a_relay_that_refuses_our_own_address_is_told_within_the_hour_and_before_a_mail_is_tried(relay, capsys):
    call_command("check_mail")
    assert "The relay takes mail from" in capsys.readouterr().out
    relay.to_sender = "550 5.1.8 Sender address rejected"
    with pytest.raises(CommandError, match="Sender address rejected"):
        call_command("check_mail")
    found = check_hourly(SUNDAY)
    assert any("Sender address rejected" in trouble.words for trouble in found)
    assert relay.asked == []


@pytest.mark.parametrize("pipelines", [False, True])
def test_a_link_that_breaks_before_the_mail_has_left_is_no_doubt(relay, pipelines):
    relay.pipelines = pipelines
    relay.to_recipient["kim"] = "cut"
    ask_for_calls(1)
    loop.tick(SUNDAY)
    (mail,) = Mail.objects.all()
    assert (mail.state, mail.reason, relay.taken) == (MailState.PLANNED, MailReason.RELAY_AWAY, [])


@pytest.mark.parametrize("pipelines", [False, True])
def test_a_link_that_breaks_after_it_has_left_leaves_a_reminder_where_it_is(relay, enrolled, pipelines):
    relay.pipelines = pipelines
    relay.to_mail["ana"] = "cut"
    loop.tick(SUNDAY)
    mail = Mail.objects.get(kind=MailKind.WEEKLY_REMINDER)
    assert (mail.state, mail.reason, len(relay.taken)) == (MailState.SENDING, MailReason.NO_ANSWER, 1)


@pytest.mark.parametrize("pipelines", [False, True])
def test_a_kept_link_that_breaks_before_a_mail_has_left_is_met_again_at_once(relay, monkeypatch, pipelines):
    relay.pipelines = pipelines
    relay.leaves_after_each = True
    monkeypatch.setattr(_SMTP, "has_nothing_to_say", lambda self: True)  # nothing was heard of it yet
    ask_for_calls(2)
    loop.tick(SUNDAY)
    assert (len(relay.taken), states()) == (2, {MailState.SENT})


@contextmanager
def scripted(*answers: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A relay that gives these answers, one for each line or mail that it has heard, and what it has heard."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _peer = server.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 here\r\n")
            for answer in answers:
                line = lines.readline()
                heard.append(line)
                connection.sendall(answer)
            heard.extend(lines.readlines())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1], heard
    thread.join(timeout=5)
    server.close()


OFFERS = b"250-relay\r\n250 PIPELINING\r\n"


def test_a_relay_that_asks_for_a_mail_to_nobody_is_left_without_one():
    with scripted(OFFERS, b"250 ok\r\n", b"550 5.1.1 nobody\r\n", b"354 go on\r\n") as (port, heard):
        link = _SMTP("127.0.0.1", port, timeout=5)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            link.sendmail("clinic@here.example", ["kim@there.example"], b"Subject: no\r\n\r\nno\r\n")
        assert link.sock is None
    assert heard[-1].strip() == b"DATA"


def test_a_relay_that_goes_away_is_heard_before_it_has_gone():
    with scripted(OFFERS, b"421 4.3.2 going down\r\n") as (port, _heard):
        link = _SMTP("127.0.0.1", port, timeout=5)
        with pytest.raises(smtplib.SMTPSenderRefused, match="going down"):
            link.sendmail("clinic@here.example", ["kim@there.example"], b"Subject: no\r\n\r\nno\r\n")
        link.close()


def test_an_address_cannot_carry_a_step_of_its_own():
    with scripted(OFFERS, b"250 ok\r\n", b"550 no\r\n", b"503 no\r\n") as (port, heard):
        link = _SMTP("127.0.0.1", port, timeout=5)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            link.sendmail("clinic@here.example", ["kim@there.example\r\nRCPT TO:<all@there.example"], b"x")
        link.close()
    assert [line.strip() for line in heard[1:]] == [
        b"MAIL FROM:<clinic@here.example>", b"RCPT TO:<kim@there.example>", b"DATA",
    ]  # fmt: skip


def test_a_line_that_is_a_dot_ends_no_mail(relay):
    relay.pipelines = True
    mail = outbox.EmailMultiAlternatives("Dots", "one\n.\n.two\n", "clinic@here.example", ["kim@there.example"])
    assert transport.deliver(mail).outcome == Outcome.ACCEPTED
    assert b"one\r\n.\r\n.two" in relay.contents[0]
