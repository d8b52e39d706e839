"""A relay's answer over SMTP, read by its enhanced status code (RFC 3463): what is an address, and what is the clinic.

The three digits alone do not say it: relays answer 550 to an address that does not exist, to a sender that they
block, and to a clinic whose quota is used up. An address is marked only where the enhanced code speaks of one.
"""

from __future__ import annotations

import re
import smtplib

from athletes.models import MailReason

from .outcomes import Answer, Outcome, shortened

#: SMTP answers from here on are for good (RFC 5321, 4.2.1).
PERMANENT = 500
#: The address does not exist, has moved, is ambiguous, takes no mail (RFC 3463, RFC 7505), or is disabled.
ADDRESS_CODES = frozenset(["5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.5", "5.1.6", "5.1.10", "5.2.1"])
MAILBOX_FULL = frozenset(["5.2.2", "4.2.2"])
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
#: “2.0.0 Ok: queued as 4Xyz”, “OK id=1r2-3”, “Queued mail for delivery (4Xyz)”.
_QUEUE_ID = re.compile(r"(?:queued as|id=|queue id:?)\s*([\w.-]{3,90})", re.IGNORECASE)


class NothingLeftError(smtplib.SMTPServerDisconnected):
    """The link broke before a byte of the mail had left: it is certainly not on its way."""


def answer_to(error: smtplib.SMTPException) -> Answer:
    """What an error of smtplib says of the message. It is UNKNOWN where the link broke before an answer came."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = max(error.recipients.values(), key=lambda refusal: refusal[0])
        return _to_the_recipient(code, shortened(words))
    if isinstance(error, smtplib.SMTPResponseException):
        said = shortened(error.smtp_error)
        if error.smtp_code < 0:  # smtplib's own number for a link that broke
            return Answer(Outcome.UNKNOWN, MailReason.NO_ANSWER, said=said)
        if isinstance(error, smtplib.SMTPDataError):
            return _to_the_recipient(error.smtp_code, said, is_after_data=True)
        return _to_the_clinic(error.smtp_code, said)
    if isinstance(error, NothingLeftError):
        return Answer(Outcome.NOT_HANDED_OVER, MailReason.RELAY_AWAY, said=shortened(error))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Answer(Outcome.CLINIC_REFUSED, MailReason.RELAY_SAID, said=shortened(error))
    return Answer(Outcome.UNKNOWN, MailReason.NO_ANSWER, said=shortened(error))


def enhanced_code(words: str) -> str:
    """The first enhanced status code in an answer, such as 5.1.1; empty where it has none."""
    found = _ENHANCED.search(words)
    return found[1] if found else ""


def queue_id(words: str) -> str:
    """The name under which a relay took the message, where it says so."""
    found = _QUEUE_ID.search(words)
    return found[1] if found else ""


def _to_the_recipient(code: int, words: str, *, is_after_data: bool = False) -> Answer:
    """An answer to one recipient, or to the whole message of one recipient."""
    status = enhanced_code(words)
    if status in MAILBOX_FULL:
        return Answer(Outcome.NOT_HANDED_OVER, MailReason.MAILBOX_FULL, said=f"{code} {words}")
    if code < PERMANENT:
        reason = _relay_said(code) if is_after_data else MailReason.ADDRESS_REFUSED_FOR_NOW
        return Answer(Outcome.NOT_HANDED_OVER, reason, said=f"{code} {words}")
    if status in ADDRESS_CODES:
        return Answer(Outcome.ADDRESS_REFUSED, MailReason.ADDRESS_REFUSED, said=f"{code} {words}")
    return _to_the_clinic(code, words)


def _to_the_clinic(code: int, words: str) -> Answer:
    outcome = Outcome.CLINIC_REFUSED if code >= PERMANENT else Outcome.NOT_HANDED_OVER
    return Answer(outcome, _relay_said(code), said=f"{code} {words}")


def _relay_said(code: int) -> str:
    return f"{MailReason.RELAY_SAID}:{code}"
