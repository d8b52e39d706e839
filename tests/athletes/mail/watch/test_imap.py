"""The mailbox over IMAP: read once, a bounded part at a time, and marked only once what it says is kept."""

from __future__ import annotations

import imaplib

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.db import DataError, OperationalError

from athletes.mail import loop
from athletes.mail.watch import imap, mailbox
from athletes.mail.watch.imap import MailboxError
from athletes.mail.watch.mailbox import read_mailbox
from athletes.mail.watch.self_check import findings
from athletes.models import Delivery, MailEvent, User
from athletes.tasks import read_returned
from tests.athletes.mail.ledger import SUNDAY, weekly
from tests.athletes.mail.relay.test_returned import report
from tests.athletes.mail.watch.imap_server import PASSWORD, Mailbox, mailbox_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox(settings) -> Mailbox:
    cache.clear()
    with mailbox_running() as (kept, url):
        settings.MAIL_RETURN_PATH, settings.BOUNCE_MAILBOX_URL = "bounces@clinic.example", url
        yield kept


@pytest.fixture
def message_id(inbox, enrolled) -> str:
    """Of a mail that has gone out to Ana."""
    loop.tick(SUNDAY)
    return outbox.outbox[0].extra_headers["Message-ID"]


def test_a_report_is_noted_once_and_stays_in_the_mailbox_as_seen(inbox, message_id, enrolled):
    number = inbox.add(report(message_id=message_id))
    other = inbox.add("Subject: hello\n\nI am away until Monday.")
    assert [read_mailbox(SUNDAY), read_mailbox(SUNDAY)] == [1, 0]
    assert weekly()[0].delivery == Delivery.BOUNCED
    assert User.objects.get(pk=enrolled.pk).bad_address_said == "550 5.1.1 something of the mailbox"
    assert (inbox.seen, MailEvent.objects.count()) == ({number, other}, 1)


def test_what_dies_before_the_row_is_kept_leaves_the_message_unseen(inbox, message_id, enrolled, monkeypatch):
    inbox.add(report(message_id=message_id))

    def die(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr("athletes.mail.transport.mark_bad", die)
        with pytest.raises(OperationalError):
            read_mailbox(SUNDAY)
    assert (inbox.seen, MailEvent.objects.count()) == (set(), 0)
    assert read_mailbox(SUNDAY) == 1


def test_a_message_that_cannot_be_kept_holds_no_other(inbox, message_id, enrolled, monkeypatch):
    inbox.add(report(message_id=message_id, action="delayed", status="4.4.1"))
    inbox.add(report(message_id=message_id))
    kept = mailbox.note_delivery_of

    def fail_once(mail, heard, **more):
        if heard == Delivery.DEFERRED:
            raise DataError("value too long")
        return kept(mail, heard, **more)

    monkeypatch.setattr(mailbox, "note_delivery_of", fail_once)
    assert read_mailbox(SUNDAY) == 1
    assert inbox.seen == {1, 2}


def test_no_more_than_so_many_are_read_at_once_and_no_more_than_so_much_of_each(inbox, message_id, monkeypatch):
    monkeypatch.setattr(imap, "MOST_AT_ONCE", 2)
    for _number in range(3):
        inbox.add(report(message_id=message_id, action="delayed", status="4.4.1") + "x" * imap.MOST_BYTES)
    assert [read_mailbox(SUNDAY), read_mailbox(SUNDAY), read_mailbox(SUNDAY)] == [2, 1, 0]
    assert f"UID FETCH 1 (BODY.PEEK[]<0.{imap.MOST_BYTES}>)" in inbox.asked


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"LOGIN": "NO [AUTHENTICATIONFAILED] Invalid credentials"}, "Invalid credentials"),
        ({"SELECT": "NO no such folder"}, "there is no folder INBOX"),
        ({"SEARCH": "NO busy"}, "SEARCH was answered with NO"),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_told_of_until_it_can(inbox, carla, answers, words):
    inbox.answers = answers
    with pytest.raises(MailboxError, match=words):
        read_returned()
    (said,) = [finding.words for finding in findings(SUNDAY) if finding.code == "mailbox"]
    assert words in said
    assert PASSWORD not in said
    inbox.answers = {}
    read_returned()
    assert [finding for finding in findings(SUNDAY) if finding.code == "mailbox"] == []


def test_a_mailbox_that_is_away_is_said_without_its_password(settings):
    settings.BOUNCE_MAILBOX_URL = "imap://bounces:secret@127.0.0.1:1/INBOX"
    with pytest.raises(MailboxError, match=r"127\.0\.0\.1 is away") as failed:
        read_mailbox(SUNDAY)
    assert "secret" not in str(failed.value)


def test_a_password_leaves_this_machine_only_over_tls(monkeypatch):
    steps = []

    class Link:
        def __init__(self, host, port, timeout):
            steps.append((host, port))

        def starttls(self):
            steps.append("starttls")
            raise imaplib.IMAP4.error("TLS not supported")

        def logout(self):
            steps.append("logout")

    monkeypatch.setattr(imaplib, "IMAP4", type("IMAP4", (Link,), {"error": imaplib.IMAP4.error}))
    with pytest.raises(MailboxError, match="TLS not supported"), imap.opened("imap://bounces:secret@mail.example"):
        pass
    assert steps == [("mail.example", 143), "starttls"]
