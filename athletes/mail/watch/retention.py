"""What the ledger of mail keeps no longer: addresses of people without an account, and what mail servers said."""

from __future__ import annotations

from datetime import datetime, timedelta

from athletes.models import Mail, MailEvent, MailState

#: As long as a discovery call that became nothing.
KEPT = timedelta(days=365)
#: How far back is looked for words, so that an hourly look reads a month of the ledger and not all of it.
LOOKED_AT = timedelta(days=31)
OPEN = (MailState.PLANNED, MailState.SENDING)


def forget_addresses(at: datetime) -> int:
    """Delete mails to somebody without an account that were planned a year ago; returns how many."""
    over = Mail.objects.filter(recipient__isnull=True, planned_at__lt=at - KEPT).exclude(state__in=OPEN)
    _total, by_model = over.delete()
    return by_model.get("athletes.Mail", 0)


def forget_words(at: datetime) -> int:
    """Take out what mail servers said of mails that were planned a year ago; returns of how many mails.

    The words may name an address that somebody has no longer. That a mail went out, when, and what became of it, stays.
    """
    over = Mail.objects.filter(planned_at__range=(at - KEPT - LOOKED_AT, at - KEPT)).exclude(state__in=OPEN)
    MailEvent.objects.filter(mail__in=over).exclude(said="").update(said="")
    return over.exclude(said="", queue_id="").update(said="", queue_id="")
