"""The way to the relay: a connection, a message that is handed over, and which addresses take none."""

from __future__ import annotations

import logging
import math
import smtplib
import time
from contextlib import suppress
from datetime import datetime, timedelta

from anymail.exceptions import AnymailConfigurationError, AnymailError
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from athletes.models import MailReason, User

from .relay import providers, smtp
from .relay.backend import EmailBackend
from .relay.outcomes import Answer, Outcome, shortened

log = logging.getLogger(__name__)

BACK_OFF = timedelta(minutes=5)
LONGEST_BACK_OFF = timedelta(minutes=15)
SHORT_BACK_OFF = timedelta(seconds=30)
MESSAGES_A_CONNECTION = 100
#: So many bounces in a row that may pass, and the address counts as bad.
SOFT_BOUNCES = 5


def connect() -> BaseEmailBackend | Answer:
    """An open connection to the relay, or why there is none. Nothing was handed over yet, whatever it was."""
    try:
        connection = _backend()
        connection.open()
    except smtplib.SMTPAuthenticationError as error:
        log.error("the relay refuses this clinic's login: it said %s", error.smtp_code)
        return smtp.answer_to(error)
    except AnymailConfigurationError as error:
        log.error("the provider's settings are wrong (%s)", type(error).__name__)
        return providers.answer_to(error)
    except Exception as error:  # noqa: BLE001 - away is away
        log.warning("the relay is away (%s)", type(error).__name__)
        return Answer(Outcome.NOT_HANDED_OVER, MailReason.RELAY_AWAY, said=shortened(type(error).__name__))
    return connection


def _backend() -> BaseEmailBackend:
    """The way of the settings; over SMTP with the relay's answer kept."""
    if settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
        return EmailBackend()
    return get_connection()


def deliver(message: EmailMultiAlternatives, *, until: float = math.inf) -> Answer:
    """Connect, hand one message over, and close; the answer of whichever of them ended it.

    until -- by ``time.monotonic``: later than that it is not handed over any more
    """
    return Way(is_kept=False).deliver(message, until=until)


class Way:
    """The way to the relay for several messages, one after the other: a connection over SMTP is kept between them.

    It is left at anything but an acceptance, and after a hundred messages: many relays take no more of one connection.
    """

    def __init__(self, *, is_kept: bool = True) -> None:
        self.is_kept = is_kept
        self._kept: EmailBackend | None = None
        self._taken = 0

    def __enter__(self) -> Way:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def deliver(self, message: EmailMultiAlternatives, *, until: float = math.inf) -> Answer:
        """Hand one message over, as ``deliver`` does; the lease is asked for after the connection, right before.

        A kept connection that breaks before a byte of the mail has left is met again at once: nothing was handed over.
        """
        kept = self._alive()
        if kept is not None:
            answer = self._over(kept, message, until)
            if answer.reason != MailReason.RELAY_AWAY:
                return answer
        return self._over(connect(), message, until)

    def _over(self, connection: BaseEmailBackend | Answer, message: EmailMultiAlternatives, until: float) -> Answer:
        if isinstance(connection, Answer):
            return connection
        message.connection = connection
        if isinstance(connection, EmailBackend) and self.is_kept:
            self._kept = connection
        answer = Answer(Outcome.NOT_HANDED_OVER, MailReason.SENDER_HELD_UP)
        try:
            if time.monotonic() <= until:
                answer = hand_over(message)
        finally:
            self._taken += 1
            if self._kept is not connection:
                connection.close()
            elif answer.outcome != Outcome.ACCEPTED or self._taken >= MESSAGES_A_CONNECTION:
                self.close()
        return answer

    def _alive(self) -> EmailBackend | None:
        """The connection that was kept, where the relay has not left it meanwhile: a link that broke is no answer."""
        if self._kept is None or self._kept.is_alive():
            return self._kept
        self.close()
        return None

    def close(self) -> None:
        kept, self._kept, self._taken = self._kept, None, 0
        if kept is not None:
            with suppress(smtplib.SMTPException, OSError):
                kept.close()


def ask_about_sender() -> Answer:
    """Whether the relay takes mail from this clinic's address: asked without sending any. A way that cannot be asked is
    taken to accept it.
    """
    connection = connect()
    if isinstance(connection, Answer):
        return connection
    try:
        if isinstance(connection, EmailBackend):
            return connection.ask_about(settings.MAIL_RETURN_PATH or settings.DEFAULT_FROM_EMAIL)
        return Answer(Outcome.ACCEPTED)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()


def hand_over(message: EmailMultiAlternatives) -> Answer:
    """Send over the message's open connection, and read the answer.

    Never raises: what is not definite is ``UNKNOWN``.
    """
    try:
        message.send()
    except smtplib.SMTPException as error:
        return _noted(smtp.answer_to(error))
    except (AnymailError, AnymailConfigurationError) as error:
        return _noted(providers.answer_to(error))
    except ValueError as error:  # a header or an address that cannot be written: nothing has left
        return Answer(Outcome.REFUSED, MailReason.NOT_WRITTEN, said=type(error).__name__)
    except Exception as error:
        log.exception("the relay's answer is not known")
        return Answer(Outcome.UNKNOWN, MailReason.NO_ANSWER, said=type(error).__name__)
    return Answer(Outcome.ACCEPTED, queue_id=_provider_s_name(message))


def _noted(answer: Answer) -> Answer:
    """The words of the answer may name an address: the log gets the code alone."""
    if answer.outcome in {Outcome.CLINIC_REFUSED, Outcome.UNKNOWN}:
        log.error("the relay did not take a mail: %s (%s)", answer.outcome.value, answer.reason)
    return answer


def _provider_s_name(message: EmailMultiAlternatives) -> str:
    """The name under which the other side knows the message; empty for a way that does not say."""
    status = getattr(message, "anymail_status", None)
    name = getattr(status, "message_id", None) or getattr(message.connection, "queue_id", "")
    return str(name)[:100] if isinstance(name, str) else ""


def wait_after(attempts: int) -> timedelta:
    """How long a mail rests after so many attempts: 5 minutes, 10, and then 15 each time."""
    doublings = min(attempts - 1, 5)
    return min(BACK_OFF * (1 << doublings), LONGEST_BACK_OFF)


def short_wait_after(attempts: int) -> timedelta:
    """How long a mail rests for which somebody waits: 30 seconds, 1 minute, 2, 4, and then 5 each time."""
    doublings = min(attempts - 1, 5)
    return min(SHORT_BACK_OFF * (1 << doublings), BACK_OFF)


# -- addresses that take none ----------------------------------------------------------------


def mark_bad(address: str, *, at: datetime, said: str = "") -> int:
    """The address takes no mail for good: none is sent there until it is another. Returns how many people have it."""
    good = User.objects.filter(email__iexact=address, bad_address_since=None)
    return good.update(bad_address_since=at, bad_address_said=shortened(said))


def try_again(address: str) -> int:
    """Somebody says that the address is good after all, or the relay said the same of everybody's."""
    bad = User.objects.filter(email__iexact=address, bad_address_since__isnull=False)
    return bad.update(bad_address_since=None, bad_address_said="", soft_bounces=0)


def count_soft_bounce(address: str, *, at: datetime, said: str) -> int:
    """A bounce that may pass; the fifth in a row marks the address. Returns how many people it was marked for."""
    of_address = User.objects.filter(email__iexact=address, bad_address_since=None)
    of_address.update(soft_bounces=F("soft_bounces") + 1)
    if of_address.filter(soft_bounces__gte=SOFT_BOUNCES).exists():
        return mark_bad(address, at=at, said=said)
    return 0


def has_arrived(address: str) -> None:
    """Mail arrives there: the bounces before it have passed."""
    User.objects.filter(email__iexact=address, soft_bounces__gt=0).update(soft_bounces=0)
