"""What comes back to the Return-Path stands on its mail and on the address; a made-up report marks nobody."""

from __future__ import annotations

import mailbox

import pytest
from django.core import mail as outbox

from athletes.mail import loop
from athletes.mail.transport import SOFT_BOUNCES
from athletes.mail.watch.mailbox import read_mailbox
from athletes.models import Delivery, User
from tests.athletes.mail.ledger import SUNDAY, weekly
from tests.athletes.mail.relay.test_returned import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_RETURN_PATH, settings.BOUNCE_MAILDIR = "bounces@clinic.example", str(tmp_path / "bounces")
    return mailbox.Maildir(settings.BOUNCE_MAILDIR)


@pytest.fixture
def message_id(folder, enrolled) -> str:
    """Of a mail that has gone out to Ana."""
    loop.tick(SUNDAY)
    (message,) = outbox.outbox
    assert message.from_email == "bounces@clinic.example"
    assert "hello@" in message.message()["From"]
    return message.extra_headers["Message-ID"]


def test_an_address_that_does_not_exist_is_marked_and_the_mail_says_so(folder, message_id, enrolled):
    folder.add(report(message_id=message_id))
    assert read_mailbox(SUNDAY) == 1
    assert weekly()[0].delivery == Delivery.BOUNCED
    assert User.objects.get(pk=enrolled.pk).bad_address_said == "550 5.1.1 something of the mailbox"
    assert len(folder) == 0


def test_a_full_mailbox_is_counted_and_the_fifth_in_a_row_marks_the_address(folder, message_id, enrolled):
    for number in range(1, SOFT_BOUNCES + 1):
        assert User.objects.get(pk=enrolled.pk).bad_address_since is None
        folder.add(report(message_id=message_id, status="4.2.2" if number % 2 else "5.2.2"))
        read_mailbox(SUNDAY)
    assert User.objects.get(pk=enrolled.pk).bad_address_since == SUNDAY


@pytest.mark.parametrize(
    "change", [{"message_id": "<made-up@clinic>"}, {"address": "ben@stridewell.example"}, {"status": "5.7.1"}]
)
def test_a_made_up_report_and_one_about_the_clinic_mark_nobody(folder, message_id, ben, change):
    folder.add(report(**({"message_id": message_id} | change)))
    folder.add("Subject: hello\n\nI am away until Monday.")
    read_mailbox(SUNDAY)
    assert not User.objects.filter(bad_address_since__isnull=False).exists()
    assert len(folder) == 0


def test_without_a_folder_nothing_is_read(settings, tmp_path):
    settings.BOUNCE_MAILDIR = ""
    assert read_mailbox(SUNDAY) == 0
    settings.BOUNCE_MAILDIR = str(tmp_path / "not there")
    assert read_mailbox(SUNDAY) == 0
