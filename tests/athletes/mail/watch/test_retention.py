"""What the ledger of mail keeps no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.mail.watch.retention import KEPT, forget_addresses, forget_words
from athletes.models import Mail, MailEvent
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
LATER = MONDAY + KEPT + timedelta(minutes=1)


@pytest.fixture
def mail(ana):
    made = Mail.objects.create(
        recipient=ana.user, kind="nudge", occasion="2026-W45", state="sent", sent_at=MONDAY, said="250 OK",
        queue_id="4X", planned_at=MONDAY, send_after=MONDAY, expires_at=MONDAY,
    )  # fmt: skip
    MailEvent.objects.create(mail=made, at=MONDAY, what="refused", said="550 <ana@former.example>: unknown")
    return made


def to_nobody(**values):
    sound = {"address": "kim@elsewhere.example", "kind": "call", "occasion": "1", "state": "sent", "sent_at": MONDAY}
    sound |= {"planned_at": MONDAY, "send_after": MONDAY, "expires_at": MONDAY}
    return Mail.objects.create(**sound | values)


def test_after_a_year_what_servers_said_is_gone_and_that_it_was_sent_stays(mail):
    assert forget_words(MONDAY + KEPT - timedelta(minutes=1)) == 0
    assert forget_words(LATER) == 1
    mail.refresh_from_db()
    assert (mail.said, mail.queue_id, mail.state, mail.sent_at) == ("", "", "sent", MONDAY)
    assert list(mail.events.values_list("what", "said")) == [("refused", "")]
    assert forget_words(LATER) == 0


def test_after_a_year_an_address_without_an_account_is_gone_and_one_with_an_account_stays(mail):
    to_nobody()
    assert forget_addresses(MONDAY + KEPT - timedelta(minutes=1)) == 0
    assert forget_addresses(LATER) == 1
    assert list(Mail.objects.filter(pk=mail.pk)) == [mail]


def test_what_has_not_left_yet_is_left_alone(mail):
    Mail.objects.filter(pk=mail.pk).update(state="planned", sent_at=None)
    to_nobody(state="planned", sent_at=None)
    assert (forget_words(LATER), forget_addresses(LATER)) == (0, 0)
