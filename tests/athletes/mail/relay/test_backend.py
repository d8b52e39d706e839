"""The connection over SMTP: kept from one mail to the next, left where the relay has left it, and it keeps the name."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from athletes.mail import loop, transport
from athletes.mail.planner import plan_mail
from athletes.mail.watch.telling import check_hourly
from athletes.models import Mail, MailKind, MailState
from tests.athletes.mail.ledger import HOUR, SUNDAY

pytestmark = pytest.mark.django_db


def ask_for_calls(count: int) -> None:
    Mail.objects.all().delete()
    for number in range(count):
        address = f"kim{number}@elsewhere.example"
        plan_mail(address, MailKind.CALL, occasion=str(number), at=SUNDAY, window=HOUR)


def states() -> set[str]:
    return set(Mail.objects.filter(kind=MailKind.CALL).values_list("state", flat=True))


def test_one_connection_carries_all_mails_of_a_tick_and_each_keeps_the_relay_s_own_name(relay):
    ask_for_calls(4)
    loop.tick(SUNDAY)
    assert (len(relay.taken), len(relay.connections), states()) == (4, 1, {MailState.SENT})
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


def test_after_a_refusal_the_next_mail_has_a_connection_of_its_own(relay):
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
