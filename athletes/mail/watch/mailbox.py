"""The mailbox of the Return-Path, a folder or over IMAP: what came back is noted on its mail and on the address."""

from __future__ import annotations

import email
import email.policy
import logging
import mailbox
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, transaction
from django.db.models import Q

from athletes.mail import transport
from athletes.mail.compose import message_id
from athletes.mail.relay.outcomes import shortened
from athletes.mail.relay.returned import Returned, read_report
from athletes.mail.relay.smtp import ADDRESS_CODES, MAILBOX_FULL
from athletes.mail.sender import note_delivery_of
from athletes.models import Delivery, Mail

from . import imap
from .imap import MailboxError

log = logging.getLogger(__name__)

#: Relays give a mail up after five days at most; a report that comes much later is about nothing that we remember.
REPORTED_WITHIN = timedelta(days=14)
#: Where the words of the last time stand, for whoever tells of it, and for how long.
TROUBLE, TOLD_FOR = "bounce-mailbox-trouble", timedelta(days=1)
HEARD = {"failed": Delivery.BOUNCED, "delayed": Delivery.DEFERRED, "delivered": Delivery.DELIVERED}


def read_mailbox(at: datetime) -> int:
    """Take in what came back, from whichever mailbox there is; returns how many reports were about our mail.

    Raises MailboxError where it cannot be read; the self-check tells of that until it can.
    """
    if not settings.BOUNCE_MAILBOX_URL:
        return _read_folder(at)
    try:
        noted = _read_over_imap(at)
    except MailboxError as error:
        cache.set(TROUBLE, shortened(error), TOLD_FOR.total_seconds())
        raise
    cache.delete(TROUBLE)
    return noted


def trouble_with_mailbox() -> str:
    """Why it could not be read the last time, in its own words; empty where it could."""
    return str(cache.get(TROUBLE, ""))


def _read_folder(at: datetime) -> int:
    """What lies in ``BOUNCE_MAILDIR``; nothing without a folder.

    Every message is removed once it was read: a report is noted on its mail, and nothing else is expected there.
    """
    if not settings.BOUNCE_MAILDIR or not Path(settings.BOUNCE_MAILDIR).is_dir():
        return 0
    folder = mailbox.Maildir(settings.BOUNCE_MAILDIR, create=False)
    noted = 0
    for key in list(folder.iterkeys()):
        noted += _take_in_all(folder.get_bytes(key), at)
        folder.remove(key)
    return noted


def _read_over_imap(at: datetime) -> int:
    """What nobody has read yet; each is marked as seen only once what it says is kept.

    Who dies in between reads it again: at worst a mailbox that was full counts as full twice.
    """
    noted = 0
    with imap.opened(settings.BOUNCE_MAILBOX_URL) as inbox:
        for number in inbox.unseen()[: imap.MOST_AT_ONCE]:
            noted += _take_in_all(inbox.beginning_of(number), at)
            inbox.mark_seen(number)
    return noted


def _take_in_all(content: bytes, at: datetime) -> int:
    """What one message reports, all of it or nothing; one that cannot be read holds no other."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    try:
        with transaction.atomic():
            return sum(take_in(report, at) for report in read_report(message))
    except OperationalError:  # the database is away: that is no message's fault
        raise
    except Exception as error:  # noqa: BLE001 - anybody can write to that address, anything
        log.warning("a report in the mailbox of the Return-Path cannot be read (%s)", type(error).__name__)
        return 0


def take_in(report: Returned, at: datetime) -> bool:
    """Note on the mail's own row what became of it, and what it says of the address.

    A report that does not name one of our mails by its Message-ID is nobody's: whoever writes one could mark addresses.
    """
    mail = _mail_of(report, at)
    heard = HEARD.get(report.action)
    if mail is None or heard is None:
        return False
    note_delivery_of(mail, heard, said=report.said, at=at)
    if heard == Delivery.DELIVERED:
        transport.has_arrived(mail.to)
    elif heard == Delivery.BOUNCED and report.status in ADDRESS_CODES:
        transport.mark_bad(mail.to, at=at, said=report.said)
    elif heard == Delivery.BOUNCED and (report.status in MAILBOX_FULL or report.status.startswith("4.")):
        transport.count_soft_bounce(mail.to, at=at, said=report.said)
    return True


def _mail_of(report: Returned, at: datetime) -> Mail | None:
    """The mail that it is about: to that address, sent lately, and of that Message-ID."""
    lately = Mail.objects.filter(planned_at__gt=at - REPORTED_WITHIN).select_related("recipient")
    is_to_them = Q(recipient__email__iexact=report.address) | Q(address__iexact=report.address)
    for mail in lately.filter(is_to_them):
        if message_id(mail) == report.message_id:
            return mail
    return None
