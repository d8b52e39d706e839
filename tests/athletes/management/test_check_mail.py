"""One mail by hand, and what the relay said of it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from athletes.mail import transport
from athletes.mail.relay.outcomes import Answer, Outcome


def test_it_sends_one_mail_and_says_that_it_was_accepted(mailoutbox):
    out = StringIO()
    call_command("check_mail", "me@x.example", stdout=out)
    assert [message.to for message in mailoutbox] == [["me@x.example"]]
    assert "accepted" in out.getvalue()
    assert "dmarc=pass" in out.getvalue()


def test_it_says_in_the_relay_s_words_why_not(monkeypatch):
    refused = Answer(Outcome.CLINIC_REFUSED, "relay_said:554", said="554 5.7.1 Relay access denied")
    monkeypatch.setattr(transport, "hand_over", lambda message: refused)
    with pytest.raises(CommandError, match=r"clinic refused: 554 .* Relay access denied"):
        call_command("check_mail", "me@x.example")
