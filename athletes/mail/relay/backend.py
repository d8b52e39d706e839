"""Django's way over SMTP, which also keeps the relay's answer to a message that it took: the relay's own name of it."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr
from typing import Any

from django.core.mail.backends import smtp as django_smtp

from athletes.models import MailReason

from . import smtp
from .outcomes import Answer, Outcome, shortened

ACCEPTED = 250


class _SMTP(smtplib.SMTP):
    """``smtplib`` throws the answer to a message away where it is a good one."""

    said: bytes = b""

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, said = super().data(msg)
        self.said = said
        return code, said


class _SMTPOverTLS(_SMTP, smtplib.SMTP_SSL):
    pass


class EmailBackend(django_smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SMTPOverTLS if self.use_ssl else _SMTP

    @property
    def queue_id(self) -> str:
        """Under which the relay took the last message of the connection that is open; empty where it did not say."""
        return smtp.queue_id(shortened(getattr(self.connection, "said", b"")))

    def ask_about(self, sender: str) -> Answer:
        """What the relay says to that sender, on the connection that is open. No mail follows."""
        assert self.connection is not None
        try:
            self.connection.ehlo_or_helo_if_needed()
            code, said = self.connection.mail(parseaddr(sender)[1])
            self.connection.rset()
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Outcome.NOT_HANDED_OVER, MailReason.RELAY_AWAY, said=type(error).__name__)
        if code == ACCEPTED:
            return Answer(Outcome.ACCEPTED, said=shortened(said))
        return smtp.answer_to(smtplib.SMTPSenderRefused(code, said, sender))

    def is_alive(self) -> bool:
        """Whether the relay still answers on the connection that is open."""
        if self.connection is None:
            return False
        try:
            code, _said = self.connection.noop()
        except (smtplib.SMTPException, OSError):
            return False
        return bool(code == ACCEPTED)
