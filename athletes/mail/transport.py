"""The way to the relay: what it says to a mail, when to ask again, and which addresses take none."""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from athletes.models import MailReason, User

log = logging.getLogger(__name__)

BACK_OFF = timedelta(minutes=5)
LONGEST_BACK_OFF = timedelta(minutes=15)
#: SMTP answers from here on are for good (RFC 5321, 4.2.1).
PERMANENT = 500


class Outcome(Enum):
    """What became of a message that was handed over."""

    ACCEPTED = "accepted"
    REFUSED_FOR_NOW = "refused for now"
    REFUSED = "refused"
    BAD_ADDRESS = "bad address"
    #: No phone is left to reach.
    NOBODY_THERE = "nobody there"
    #: The link broke before the relay's answer came: it may be on its way.
    NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Answer:
    """The relay's word on one message.

    reason -- what the ledger says of it, empty where it needs none
    retry_after -- how long the other side asks to be left alone
    """

    outcome: Outcome
    reason: str = ""
    retry_after: timedelta = timedelta(0)


def connect() -> BaseEmailBackend | None:
    """An open connection to the relay; None where it is away."""
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:  # noqa: BLE001 - nothing was handed over yet, whatever it was
        log.warning("the relay is away (%s)", type(error).__name__)
        return None
    return connection


def hand_over(message: EmailMultiAlternatives) -> Answer:
    """Send over the message's open connection, and read the answer.

    Never raises: what is not definite is ``NOT_KNOWN``.
    """
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        return _on_the_address(error)
    except smtplib.SMTPDataError as error:
        return _on_the_content(error)
    except smtplib.SMTPResponseException as error:  # the clinic's own sender or login, not this address
        log.error("the relay refuses this clinic: it said %s", error.smtp_code)
        return Answer(Outcome.REFUSED_FOR_NOW, f"{MailReason.RELAY_SAID}:{error.smtp_code}")
    except Exception as error:
        if isinstance(getattr(error, "status_code", None), int):  # a provider's API answered: nothing was taken
            return Answer(Outcome.REFUSED_FOR_NOW, MailReason.PROVIDER_REFUSED)
        log.exception("the relay's answer is not known")
        return Answer(Outcome.NOT_KNOWN)
    return Answer(Outcome.ACCEPTED)


def _on_the_address(error: smtplib.SMTPRecipientsRefused) -> Answer:
    codes = [code for code, _text in error.recipients.values()]
    if max(codes) >= PERMANENT:
        return Answer(Outcome.BAD_ADDRESS, MailReason.ADDRESS_REFUSED)
    return Answer(Outcome.REFUSED_FOR_NOW, MailReason.ADDRESS_REFUSED_FOR_NOW)


def _on_the_content(error: smtplib.SMTPDataError) -> Answer:
    reason = f"{MailReason.RELAY_SAID}:{error.smtp_code}"
    if error.smtp_code >= PERMANENT:
        return Answer(Outcome.REFUSED, reason)
    return Answer(Outcome.REFUSED_FOR_NOW, reason)


def wait_after(attempts: int) -> timedelta:
    """How long a mail rests after so many attempts: 5 minutes, 10, and then 15 each time."""
    doublings = min(attempts - 1, 5)
    return min(BACK_OFF * (1 << doublings), LONGEST_BACK_OFF)


def mark_bad(address: str, *, at: datetime) -> int:
    """The address takes no mail for good: none is sent there until it is another. Returns how many people have it."""
    return User.objects.filter(email__iexact=address, bad_address_since=None).update(bad_address_since=at)
