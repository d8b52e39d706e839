"""The mailbox of the Return-Path, as a folder: what came back is noted on its mail and on the address, and put away."""

from __future__ import annotations

import email
import email.policy
import logging
import mailbox
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from athletes.mail import transport
from athletes.mail.compose import message_id
from athletes.mail.relay.returned import Returned, read_report
from athletes.mail.relay.smtp import ADDRESS_CODES, MAILBOX_FULL
from athletes.mail.sender import note_delivery_of
from athletes.models import Delivery, Mail

log = logging.getLogger(__name__)

#: Relays give a mail up after five days at most; a report that comes much later is about nothing that we remember.
REPORTED_WITHIN = timedelta(days=14)
HEARD = {"failed": Delivery.BOUNCED, "delayed": Delivery.DEFERRED, "delivered": Delivery.DELIVERED}


def read_mailbox(at: datetime) -> int:
    """Take in what lies in ``BOUNCE_MAILDIR``; returns how many reports were about our mail. Nothing without a folder.

    Every message is removed once it was read: a report is noted on its mail, and nothing else is expected there.
    """
    if not settings.BOUNCE_MAILDIR or not Path(settings.BOUNCE_MAILDIR).is_dir():
        return 0
    folder = mailbox.Maildir(settings.BOUNCE_MAILDIR, create=False)
    noted = 0
    for key in list(folder.iterkeys()):
        message = email.message_from_bytes(folder.get_bytes(key), policy=email.policy.default)
        try:
            noted += _take_in_all(message, at)
        except (ValueError, LookupError, TypeError, AttributeError):
            log.warning("a report in the mailbox of the Return-Path cannot be read")
        folder.remove(key)
    return noted


def _take_in_all(message: EmailMessage, at: datetime) -> int:
    return sum(take_in(report, at) for report in read_report(message))


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
