"""Sign-in mail that the relay does not take at once is tried again by the queue, and not in the web process."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from kombu.exceptions import OperationalError

from athletes.mail import transport
from athletes.mail.relay.outcomes import Answer, Outcome
from athletes.models import User
from clinic.sign_in import mailing
from clinic.tasks import send_sign_in

pytestmark = pytest.mark.django_db
AWAY = Answer(Outcome.NOT_HANDED_OVER, "relay_away")


def relay_says(monkeypatch, *answers: Answer) -> None:
    """Those answers first, and then whatever the relay itself says."""
    real, left = transport.deliver, list(answers)
    monkeypatch.setattr(transport, "deliver", lambda message: left.pop(0) if left else real(message))
    monkeypatch.setattr(mailing, "WAITS", (0, 0, 0))


def ask(client, address: str = "ana@stridewell.example") -> None:
    client.post("/sign-in/", {"email": address})


def test_a_relay_that_is_away_for_a_moment_loses_no_sign_in(ana, client, worker, monkeypatch):
    relay_says(monkeypatch, AWAY, AWAY)
    ask(client)
    (message,) = outbox.outbox
    assert message.to == [ana.user.email]
    assert "is your code" in message.subject


def test_what_the_relay_takes_at_once_never_meets_the_queue(ana, client, monkeypatch):
    monkeypatch.setattr(send_sign_in, "apply_async", lambda *arguments, **options: pytest.fail("it was queued"))
    ask(client)
    assert len(outbox.outbox) == 1


def test_an_address_that_is_gone_is_marked_and_not_tried_again(ana, client, worker, monkeypatch):
    relay_says(monkeypatch, Answer(Outcome.ADDRESS_REFUSED, "address_refused", said="550 5.1.1 nobody"))
    ask(client)
    assert outbox.outbox == []
    assert User.objects.get(pk=ana.pk).bad_address_said == "550 5.1.1 nobody"


def test_with_relay_and_queue_away_the_page_answers_all_the_same(ana, client, monkeypatch):
    def away(*arguments, **options):
        raise OperationalError

    relay_says(monkeypatch, AWAY)
    monkeypatch.setattr(send_sign_in, "apply_async", away)
    assert client.post("/sign-in/", {"email": "ana@stridewell.example"}).status_code == 302
    assert outbox.outbox == []
